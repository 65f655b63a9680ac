"""A round of all that one can ask and do: every command, every call, refusals of every family, and a flood."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from crisiscoord.cli.exercise import looked_up
from crisiscoord.clock import ManualClock
from crisiscoord.domain.words import Actor
from crisiscoord.journal import followers
from crisiscoord.notices import rules
from tests.cast import (
    CCAS_MELUN,
    CCAS_NEMOURS,
    DEPUTY,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    UDCCAS_77,
)
from tests.house import MELUN, NEMOURS, Served
from tests.players import SPEED, ZONE, flood, person
from tests.traffic import Line, Traffic

CRISIS, CONVENTION = "crue-du-loing", "convention-etat-unccas"
#: Steps of the flood that are played, and after how many a board is read again.
STEPS, READ_EVERY = 200, 50
CONTACT = {"name": "Camille Exemple", "function": "Vice-présidente", "phone": "01 99 00 12 34"}


class Tour:
    """Who goes round. What is said goes through `seen`, and by turns through the socket `line`."""

    def __init__(self, seen: Traffic, line: Line) -> None:
        self.seen, self.line = seen, line
        self.house: Served = seen.house
        self._turns = count()

    def do(self, dossier: str, do: str, actor: Actor = PERMANENCE, **fields: Any) -> dict[str, Any]:
        """Send a command: by turns over HTTP and over the socket of the permanence."""
        command = {"id": str(uuid4()), "dossier": dossier, "do": do, **fields}
        if actor is PERMANENCE and next(self._turns) % 2:
            return self.line.do(command)
        return self.seen.post(command, actor)

    def _send_a_notice_again(self, path: str) -> None:
        """Ask for one more try of a message that a server refused for good."""
        row = rules.message(CRISIS, 1, "sgav", "courriel-1", b"k" * 32, self.house.clock.now())
        dead = replace(row, state="abandonne", next_at=None, attempts=1, fault="refuse_554")
        self.house.house.writer.run(lambda connection: followers.put(connection, [dead])).result(10)
        (message,) = self.seen.ask("GET", path).json()["messages"]
        self.seen.ask("GET", path, CCAS_NEMOURS, expect=403)
        self.seen.ask("POST", f"{path}/{message['message']}", expect=204)
        self.seen.ask("POST", f"{path}/{message['message']}", expect=404)

    def at(self, **before: float) -> str:
        return (self.house.clock.now() - timedelta(**before)).isoformat()

    def lead_a_crisis(self) -> None:
        told = {"title": "Crue du Loing", "hazard": "inondation", "communes": [NEMOURS]}
        self.do("fausse-alerte", "crisis.signal", PREFECTURE_77, text="L’eau monte.", **told)
        self.do("fausse-alerte", "crisis.dismiss", reason="L’eau redescend.")
        told["communes"] = [NEMOURS, MELUN]
        asked = {"id": str(uuid4()), "dossier": CRISIS, "do": "crisis.declare", "reason": "Deux communes évacuent."}
        asked |= {"occurred_at": self.at(hours=2), **told}
        self.seen.ask("POST", "/api/crises/preview", json=asked)
        self.seen.ask("POST", "/api/crises/preview", PREFECTURE_77, 403, json=asked)
        told |= {"occurred_at": self.at(hours=2), "exercise": True}
        self.do(CRISIS, "crisis.declare", reason="Deux communes évacuent.", **told)
        board = self.seen.ask("GET", f"/api/dossiers/{CRISIS}/board").json()
        self.line.watch(CRISIS, since=board["cursor"], view=board["view"])
        self.do(CRISIS, "crisis.close_needs", reason="Le temps de prévenir les familles.")
        self.do(CRISIS, "crisis.open_needs", reason="L’entraide reprend.")
        self.do(CRISIS, "crisis.extend", communes=["77305"], degree="touchee")
        self.do(CRISIS, "crisis.mark", anchor="vigilance", at=self.at(hours=5), source="Vigilance orange (essai)")
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/calls")
        totals = f"/api/dossiers/{CRISIS}/totals"
        known = self.seen.ask("GET", totals, PREFECTURE_77).headers["etag"]
        self.seen.ask("GET", totals, PREFECTURE_77, 304, headers={"If-None-Match": known})
        self.seen.ask("GET", totals, SGAV)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/tasks", UDCCAS_77, params={"view": "departement"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/tasks", params={"owner": "crisis", "view": "mine"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/tasks", expect=422, params={"view": "celles-ci"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/playbooks/canicule/preview")
        self.do(CRISIS, "playbook.apply", playbook="canicule")
        self._designate()
        self._report()
        self._act_and_work()
        self._write()
        self._tell()
        self._help()
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/shift")
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/shift", UDCCAS_77, params={"departement": "77"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/shift", CCAS_NEMOURS, params={"body": f"ccas-{NEMOURS}"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/shift", PREFECTURE_77, 404, params={"departement": "45"})
        self.do(CRISIS, "crisis.stand_down", reason="L’eau redescend.")
        self.do(CRISIS, "crisis.close", reason="Tout est rentré dans l’ordre.")
        self.do(CRISIS, "crisis.reopen", reason="Une réplique est annoncée.")
        self._read_again()

    def _designate(self) -> None:
        for name, email in (("seconde", DEPUTY.email), ("premiere", REPRESENTANTE.email), ("troisieme", DEPUTY.email)):
            perimeter = "deputy" if email == DEPUTY.email else "main"
            designated = {"designation": name, "email": email, "perimeter": perimeter, **CONTACT}
            self.do(CRISIS, "representative.designate", accepted=name == "troisieme", **designated)
            if name == "seconde":
                self.do(CRISIS, "representative.decline", DEPUTY, designation=name, reason="Empêchée.")
        self.do(CRISIS, "representative.accept", REPRESENTANTE, designation="premiere")
        self.do(CRISIS, "representative.end", designation="troisieme", reason="Renfort terminé.")
        notices = [card for card in self.house.board(CRISIS)["cards"] if card["type"] == "notice"]
        keys = {card["to"]: card["id"].partition(":")[2] for card in notices}
        self.do(CRISIS, "notice.record", notice=keys["sgav"], sent_at=self.at(), means="courriel")
        self.do(CRISIS, "notice.acknowledge", SGAV, notice=keys["sgav"])
        self.do(CRISIS, "notice.record", notice=keys["prefecture-77"], sent_at=self.at(), outcome="echec")

    def _report(self) -> None:
        figures = {
            "sheltered": {"value": 41, "quality": "constate"},
            "electricity": {"value": "coupe", "quality": "declare"},
            "evacuated": {"quality": "non_communique"},
        }
        said = {"body": f"ccas-{NEMOURS}", "observed_at": self.at(minutes=3), "figures": figures}
        self.do(
            CRISIS,
            "report.file",
            CCAS_NEMOURS,
            status="tension",
            text="Le gymnase est ouvert.",
            valid_minutes=90,
            **said,
        )
        self.do(CRISIS, "report.file", UDCCAS_77, status="mobilise", **{**said, "body": f"ccas-{MELUN}"})
        official = {"source": "Préfecture de Seine-et-Marne (essai)", "at": self.at(minutes=20)}
        told = {"evacuated": {"value": 400, "quality": "estime"}, "dead": 0, "missing": {"quality": "non_communique"}}
        self.do(CRISIS, "official.publish", PREFECTURE_77, figures=told, **official)
        self.do(CRISIS, "official.publish", figures={"sheltered": 60}, **official)
        bulletin = {"at": self.at(minutes=30), "source": "Bulletin de 16 h (essai)", "until": self.at(hours=-9)}
        level = {"level": "orange", "phenomena": ["inondation", "vent"]}
        self.do(CRISIS, "vigilance.say", PREFECTURE_77, departement="77", **level, **bulletin)
        self.do(CRISIS, "vigilance.withdraw", departement="77", reason="C’était celle du 78.")
        self.do(CRISIS, "call.log", UDCCAS_77, body="ccas-77305", answered=False, text="Pas de réponse.")
        self.do(CRISIS, "report.request", departement="77", text="Point à 18 h.")

    def _act_and_work(self) -> None:
        act = {"act": "accueil-1", "body": f"ccas-{NEMOURS}", "kind": "accueil", "persons": 12}
        self.do(CRISIS, "act.record", CCAS_NEMOURS, occurred_at=self.at(minutes=9), **act)
        self.do(CRISIS, "act.correct", CCAS_NEMOURS, act="accueil-1", persons=14)
        tasks = next(card for card in self.house.board(CRISIS)["cards"] if card["id"] == "tasks:crisis")
        codes = [code for code, item in tasks["items"].items() if item["state"] == "a_faire"]
        self.do(CRISIS, "task.start", task=codes[0])
        self.do(CRISIS, "task.finish", task=codes[0], text="Fait.")
        self.do(CRISIS, "task.reopen", task=codes[0])
        self.do(CRISIS, "task.drop", task=codes[1], reason="Sans objet ici.")

    def _tell(self) -> None:
        self.do(CRISIS, "question.ask", PREFECTURE_77, question="lits", to=f"ccas-{NEMOURS}", text="Combien de lits ?")
        self.do(CRISIS, "question.answer", CCAS_NEMOURS, question="lits", text="Vingt.")
        self.do(CRISIS, "situation.freeze", cutoff_at=self.at(), text="L’eau se retire.", outlook="Retour au sec.")
        written = ("main-courante.csv", "organismes.xlsx", "points.json", "actes.html", "main-courante.pdf")
        for file in (*written, "organismes.geojson"):
            self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/{file}", params={"departement": "77"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/organismes.csv", OBSERVER, params={"hxl": "1"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/actes.geojson", expect=404)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/organismes.csv", expect=422, params={"hxl": "x"})
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports")
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/points/1.pdf", SGAV)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/exports/points/1.txt", PREFECTURE_77)

    def _help(self) -> None:
        """A need, a call, an offer, a support from the first word to the last one, and a place."""
        lent = {"from_body": f"ccas-{MELUN}", "start": self.at(), "end": self.at(days=-3)}
        self.do(CRISIS, "body.attach", body="ccas-75056", why="renfort")
        self.do(CRISIS, "body.attach", body="ccas-13055", why="autre")
        self.do(CRISIS, "body.detach", body="ccas-13055", reason="Rattaché par erreur.")
        self.do(CRISIS, "body.mark_hit", body=f"ccas-{NEMOURS}", hit=True, reason="Agents inondés.")
        need = {"need": "accueil", "body": f"ccas-{NEMOURS}", "kind": "renfort_accueil", "urgency": "24h"}
        self.do(CRISIS, "need.raise", CCAS_NEMOURS, quantity=6, text="Pour tenir le guichet.", **need)
        self.do(CRISIS, "need.revise", CCAS_NEMOURS, need="accueil", quantity=8)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/needs/accueil/candidates")
        days = self.seen.ask("GET", f"/api/dossiers/{CRISIS}/acts", UDCCAS_77, params={"departement": "77"})
        known = {"If-None-Match": days.headers["ETag"]}
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/acts", UDCCAS_77, expect=304, headers=known)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/acts", expect=422, params={"kind": "rien"})
        self.seen.ask("GET", "/api/dossiers/inconnu/acts", expect=404)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/needs/accueil/candidates", CCAS_NEMOURS, 403)
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/needs/inconnu/candidates", expect=404)
        asked = {"bodies": [f"ccas-{MELUN}", "ccas-69123"], "kind": "renfort_accueil", "until": self.at(hours=-6)}
        self.do(CRISIS, "support.call", call="appel-1", **asked)
        offer = {"offer": "offre-1", "call": "appel-1", "kind": "renfort_accueil", "quantity": 5}
        self.do(CRISIS, "support.offer", CCAS_MELUN, **offer, **lent)
        for name in ("renfort-1", "renfort-2", "renfort-3"):
            proposed = {"support": name, "need": "accueil", "quantity": 2 if name == "renfort-1" else 1}
            self.do(CRISIS, "support.propose", offer="offre-1", **proposed, **lent)
        self.do(CRISIS, "support.decline", CCAS_MELUN, support="renfort-3", reason="Plus personne.")
        self.do(CRISIS, "support.cancel", support="renfort-2", reason="Décrue.")
        self.do(CRISIS, "support.accept", CCAS_MELUN, support="renfort-1")
        self.do(CRISIS, "support.confirm", CCAS_NEMOURS, support="renfort-1")
        for state in ("en_preparation", "en_route", "sur_place", "terminee"):
            papers = {"mission_order": True, "insurance": True} if state == "en_preparation" else {}
            self.do(CRISIS, "support.advance", CCAS_MELUN, support="renfort-1", state=state, **papers)
        self.do(CRISIS, "support.evaluate", CCAS_NEMOURS, support="renfort-1", text="Précieux.")
        self.do(CRISIS, "support.withdraw_offer", CCAS_MELUN, offer="offre-1", reason="Plus personne.")
        self.do(CRISIS, "support.withdraw_call", call="appel-1", reason="Besoin couvert.")
        self.do(CRISIS, "need.withdraw", CCAS_NEMOURS, need="accueil", reason="Guichet fermé.")
        place = {"kind": "cehu", "body": f"ccas-{NEMOURS}", "name": "Salle des fêtes", "commune": NEMOURS}
        self.do(CRISIS, "place.open", CCAS_NEMOURS, place="salle", capacity=80, present=20, **place)
        self.do(CRISIS, "place.update", CCAS_NEMOURS, place="salle", present=41, night=38)
        self.do(CRISIS, "place.close", CCAS_NEMOURS, place="salle", reason="Tous relogés.")
        hidden = {**place, "kind": "centre_accueil_familles", "name": "Hôtel"}
        self.do(CRISIS, "place.open", PREFECTURE_77, place="familles", restricted=True, address="Rue d’essai", **hidden)

    def _write(self) -> None:
        note = {"category": "information", "from": "Mairie", "to": "COD", "occurred_at": self.at(minutes=1)}
        written = self.do(CRISIS, "note.write", text="Vingt lits ouverts.", **note)
        corrected = self.do(CRISIS, "note.correct", seq=written["first"], text="Trente lits ouverts.")
        self.do(CRISIS, "wording.erase", seq=corrected["first"], reason="Un nom y figurait.")
        self.do(CRISIS, "representative.relieve", designation="premiere", reason="Relève prévue.")
        self.do(CRISIS, "handover.acknowledge", designation="premiere")

    def _resume_where_one_is(self, board: dict[str, Any]) -> None:
        """Resume from the head. That words were erased (reload) may still be on its way, before the answer."""
        said = self.line.watch(CRISIS, since=board["cursor"], view=board["view"])
        if said["outcome"] == "reload":
            said = self.line.hear("sync")
        assert said["outcome"] == "current", str(said)

    def _read_again(self) -> None:
        """Read the crisis in every way, and resume on the socket in every way."""
        path = f"/api/dossiers/{CRISIS}"
        whole = self.seen.ask("GET", f"{path}/board")
        self.seen.ask("GET", f"{path}/board", expect=304, headers={"If-None-Match": whole.headers["etag"]})
        self.seen.ask("GET", f"{path}/board", params={"seq": 5})
        self.seen.ask("GET", f"{path}/board", params={"at": self.at()})
        self.seen.ask("GET", f"{path}/board", CCAS_NEMOURS)
        known = self.seen.ask("GET", f"{path}/history", params={"points": 20}).headers["etag"]
        again = {"params": {"points": 20}, "headers": {"If-None-Match": known}}
        self.seen.ask("GET", f"{path}/history", expect=304, **again)
        self.seen.ask("GET", f"{path}/history", CCAS_NEMOURS, params={"body": f"ccas-{NEMOURS}"})
        self.seen.ask("GET", f"{path}/history", SGAV, 404, params={"body": f"ccas-{NEMOURS}"})
        self.seen.ask("GET", f"{path}/deltas", params={"from": 3})
        self.seen.ask("GET", f"{path}/deltas", expect=422)
        self.seen.ask("GET", f"{path}/journal", params={"limit": 500})
        self.seen.ask(
            "GET",
            f"{path}/journal",
            params={"after": 3, "kind": "report.filed", "body": f"ccas-{NEMOURS}", "q": "gymnase"},
        )
        self.seen.ask("GET", f"{path}/journal", SGAV, params={"before": 9, "limit": 2})
        self.seen.ask("GET", f"{path}/journal", params={"departement": "77", "limit": 2})
        self.seen.ask("GET", f"{path}/rights", CCAS_NEMOURS)
        self._send_a_notice_again(f"{path}/notices")
        self.seen.ask("GET", "/api/rights", CCAS_NEMOURS)
        self.seen.ask("GET", "/api/dossiers", params={"kind": "crisis,convention", "state": "actif"})
        board = whole.json()
        early = self.seen.ask("GET", f"{path}/board", params={"seq": 1}).json()
        self._resume_where_one_is(board)
        assert self.line.watch(CRISIS, since=early["cursor"], view=board["view"])["outcome"] == "caught_up"
        self.line.hear("delta")
        assert self.line.watch(CRISIS)["outcome"] == "reload"
        with self.seen.line(PREFECTURE_77) as beside:
            beside.watch(CRISIS)
            self.line.hear("presence")

    def keep_a_convention(self) -> None:
        said = {"title": "Convention État‑UNCCAS (essai)", "signed_on": "2025-11-14", "parties": ["sgav", "unccas"]}
        self.do(CONVENTION, "convention.sign", template="etat-unccas", **said)
        cards = self.house.board(CONVENTION)["cards"]
        point = next(card for card in cards if card["type"] == "obligation" and card["code"] == "point-etape")
        self.line.watch(CONVENTION)
        obligation = point["id"].partition(":")[2]
        self.do(CONVENTION, "meeting.schedule", SGAV, meeting="premiere", obligation=obligation, at=self.at(days=1))
        decided = [{"text": "Jouer un exercice.", "owner": "unccas", "due": "2026-09-30"}]
        held = {"held_at": self.at(days=1), "minutes": "Premier lot relu.", "attended": ["sgav", "unccas"]}
        self.do(CONVENTION, "meeting.hold", SGAV, meeting="premiere", decisions=decided, **held)
        decision = next(card for card in self.house.board(CONVENTION)["cards"] if card["type"] == "decision")
        for verb in ("finish", "reopen"):
            self.do(CONVENTION, f"decision.{verb}", decision=decision["id"].partition(":")[2])
        self.do(CONVENTION, "meeting.schedule", meeting="seconde", at=self.at(days=-20))
        self.do(CONVENTION, "meeting.move", meeting="seconde", at=self.at(days=-25), reason="Salle indisponible.")
        self.do(CONVENTION, "meeting.cancel", meeting="seconde", reason="Reportée sans date.")
        today = self.house.clock.now().date().isoformat()
        self.do(CONVENTION, "convention.amend", on=today, reason="Article 3 complété.")
        self.do(CONVENTION, "convention.renew", on=today)
        notice = {"id": str(uuid4()), "dossier": CONVENTION, "do": "convention.give_notice", "on": today}
        self.seen.post({**notice, "reason": "Un engagement n’est pas tenu."}, expect=409)
        self.seen.ask("GET", f"/api/dossiers/{CONVENTION}/board", OBSERVER)
        self.seen.ask("GET", f"/api/dossiers/{CONVENTION}/board", SGAV)
        self.seen.ask("GET", f"/api/dossiers/{CONVENTION}/quarter", SGAV)
        self.seen.ask("GET", f"/api/dossiers/{CONVENTION}/life", SGAV)
        self.do(CONVENTION, "convention.terminate", on=today, reason="D’un commun accord.")

    def raise_an_alarm(self, clock: ManualClock) -> None:
        """Let the hour pass within which a representative should be designated."""
        where = {"title": "Crue sans suite", "hazard": "inondation", "communes": [NEMOURS], "reason": "Évacuations."}
        self.do("sans-representant", "crisis.declare", occurred_at=self.at(), exercise=True, **where)
        clock.advance(timedelta(minutes=61))
        self.house.house.metronome.tick()
        cards = self.seen.ask("GET", "/api/dossiers/sans-representant/board").json()["cards"]
        alarm = next(card for card in cards if card["type"] == "alarm")
        self.do("sans-representant", "alarm.acknowledge", alarm=alarm["id"].partition(":")[2], text="On appelle.")

    def look_up(self) -> None:
        self.seen.ask("GET", "/api/territory/communes", params={"q": "nemours", "departement": "77", "limit": 3})
        self.seen.ask("GET", "/api/territory/communes", params={"code": f"{NEMOURS},99999"})
        self.seen.ask(
            "GET", "/api/directory/bodies", params={"q": "melun", "departement": "77", "kind": "ccas,prefecture"}
        )
        self.seen.ask("GET", "/api/directory/bodies", params={"id": f"ccas-{NEMOURS},sgav,prefecture-77"})
        self.seen.ask("GET", "/api/playbooks", params={"hazard": "inondation"})
        self.seen.ask("GET", "/api/territory/communes", params={"within": "75"})
        self.seen.ask("GET", "/api/territory/departements")
        lines = ["77333", "Moret", "La Réunion", "77140 Nemours"]
        self.seen.ask("POST", "/api/territory/list", json={"lines": lines})
        self.seen.ask("POST", "/api/territory/list", expect=422, json={"lines": [1]})
        self.seen.ask("GET", "/api/schemes")
        for path in ("/api/openapi.json", "/api/asyncapi.json", "/api/vocabulary.json"):
            known = self.seen.ask("GET", path, None).headers["etag"]
            self.seen.ask("GET", path, None, 304, headers={"If-None-Match": known})
        for path in ("/livez", "/readyz", "/version", "/metrics"):
            self.seen.ask("GET", path, None)

    def read_calendars(self) -> None:
        self.seen.ask("GET", "/api/calendar", params={"from": "2026-01-01", "to": "2027-12-31"})
        self.seen.ask("GET", "/api/calendar", expect=422, params={"from": "hier"})
        self.seen.ask("GET", "/api/feeds")
        feed = self.seen.ask("POST", "/api/feeds", expect=201).json()["path"]
        for path, actor in (
            ("/api/calendar.ics", PERMANENCE),
            (f"/api/dossiers/{CRISIS}/calendar.ics", CCAS_NEMOURS),
            (feed, None),
        ):
            known = self.seen.ask("GET", path, actor).headers["etag"]
            self.seen.ask("GET", path, actor, 304, headers={"If-None-Match": known})
        self.seen.ask("DELETE", "/api/feeds", expect=204)
        self.seen.ask("GET", feed, None, 404)

    def sign_in_and_out(self) -> None:
        self.seen.ask("GET", "/api/session")
        self.seen.ask("GET", "/api/session", None, 401)
        self.seen.ask("GET", "/api/demo/accounts", None)
        self.seen.ask("POST", "/api/demo/session", None, 204, json={"key": "prefecture-77"})
        self.seen.ask("POST", "/api/demo/session", None, 404, json={"key": "personne"})
        self.seen.ask("POST", "/api/session", None, 204, json={"token": self.house.token(SGAV)})
        self.seen.ask("POST", "/api/session", None, 401, json={"token": "cc_faux"})
        self.seen.ask("DELETE", "/api/session", None, 204)

    def be_refused(self) -> None:
        """Meet a refusal of every family, over HTTP and on the socket."""
        note = {"id": str(uuid4()), "dossier": CRISIS, "do": "note.write", "text": "Rien.", "category": "information"}
        self.seen.post(note)
        self.seen.post(note, expect=200)
        self.seen.post({**note, "text": "Autre."}, expect=409)
        self.seen.post({**note, "id": str(uuid4())}, OBSERVER, 403)
        self.seen.post({**note, "id": str(uuid4())}, PREFECTURE_45, 404)
        self.seen.post({**note, "urgent": True}, expect=422)
        self.seen.ask("POST", "/api/commands", expect=413, content=b" " * 70_000)
        self.seen.ask("POST", "/api/commands", None, 401, content=b"{}")
        self.seen.ask("GET", f"/api/dossiers/{CRISIS}/board", expect=422, params={"seq": "-1"})
        self.seen.ask("GET", "/api/dossiers/nulle-part/journal", expect=404)
        self.line.say(type="do", command={**note, "text": "Encore autre."}, client_time=self.at())
        self.line.hear("refused")
        self.line.say(type="watch", dossier="nulle-part")
        assert self.line.hear("refused")["dossier"] == "nulle-part"

    def leave(self) -> None:
        self.line.say(type="beat")
        self.line.hear("beat")
        self.line.say(type="leave", dossier=CRISIS)


def play_the_flood(seen: Traffic, clock: ManualClock) -> None:
    """Play the beginning of the flood over HTTP; somebody watches it from the first minute."""
    scenario = flood()
    with seen.line(PREFECTURE_77) as beside:
        for number, step in enumerate(scenario.steps[:STEPS]):
            clock.advance(timedelta(seconds=1))
            command = {
                "id": str(uuid4()),
                "dossier": scenario.dossier,
                "do": step.do,
                **step.spoken(clock.now(), ZONE, SPEED),
            }
            if step.notice_to:
                command |= looked_up(step, seen.house.board(scenario.dossier))
            seen.post(command, person(step.player))
            if number % READ_EVERY == 0:
                board = seen.ask("GET", f"/api/dossiers/{scenario.dossier}/board", PREFECTURE_77).json()
                beside.watch(scenario.dossier, since=board["cursor"], view=board["view"])
        beside.say(type="beat")
        beside.hear("beat")
