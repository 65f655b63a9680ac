"""A house with a marked word wherever something is for few: whoever is told one that is not theirs has a leak.

Each word stands in one place only. Who may read it is said here from the field, by the channels of the rights matrix
and by name, and not from domain/policy.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crisiscoord.clock import ManualClock
from tests.askings import LENT
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, REPRESENTANTE, SGAV
from tests.conftest import NOON
from tests.house import Served, served
from tests.realtime.test_rights_matrix import CONVENTION, CRISIS, EVERY, NOW, ORLEANS, Seen, is_among

#: A word for each channel, which stands nowhere else.
WORDS = {channel: f"zq{number}x" for number, channel in enumerate(EVERY)}
BODIES = [channel.partition(":")[2] for channel in EVERY if channel.startswith("body:")]
#: What is for few, thing by thing: its word, and the channel whose holders read it.
CANARIES: Mapping[str, str] = {
    "zqsallex": "cell",  # the name of a restricted place
    "zqadressex": "cell",  # where it is
    "zqsourcex": "cell",  # a confidential note of the permanence
    "zqvoisinx": "body:ccas-77333",  # a confidential note of a CCAS
    "zqmotifx": "cell",  # why an indiscretion was kept
    "zqbesoinx": "needs:77/ccas-77333",  # a need that is closed to others
    "zqrenfortx": "needs:77/ccas-77333/ccas-77288",  # what is lent for it
    "zqquestionx": "departement:45",  # asked of a body of another département
    "zqfortuitx": "body:ccas-77288",  # what was seen by accident, told to whose it is
    "01 99 00 77 31": "cell",  # how to reach the representative
    "zqdecisionx": "parties",  # what they decided, which falls due in their calendars
    "zqpartiesx": "parties",  # what the parties to a convention say among themselves
}
#: Erased: nobody reads it any more.
ERASED = "zqeffacex"
#: How somebody of a body is reached, which only the directory says: who may call them.
DIALLED, CALLERS = "+33199004523", {"permanence", "representante", "admin", "prefecture-45", "udccas.udccas-45"}
#: Who reads an accidental access beside those to whom it was told, and there alone: its reporter, the administration.
REPORTED_TO = {"observateur", "admin"}
#: A need is for whoever asks, lends, answers it or coordinates, once it is closed to the others.
_ANSWER = {"permanence", "representante", "prefecture-77", "prefecture-45", "udccas-77", "udccas.udccas-45"}


def said_by(body: str) -> str:
    """Return the word of the report of a body, which stands in the channel of its département."""
    return f"zqrep{body[5:]}x"


EVERYTHING = frozenset({*WORDS.values(), *map(said_by, BODIES), *CANARIES, ERASED, DIALLED})
_MARKS = re.compile("|".join(map(re.escape, sorted(EVERYTHING))), re.IGNORECASE)


def found_in(text: str) -> set[str]:
    """Return the marked words that a text holds."""
    return {word.lower() for word in _MARKS.findall(text)}


def leaked_to(one: Seen, text: str, path: str = "") -> set[str]:
    """Return the marked words that a text holds and that somebody must not be told, at an address as it is declared."""
    beside = {"zqfortuitx"} if path.startswith("/api/exposures") and one.who.account in REPORTED_TO else set[str]()
    return found_in(text) & hidden_from(one) - beside


def is_own(one: Seen, body: str) -> bool:
    """Say whether a body reads its own reports and needs by its link (`/own`)."""
    return one.who.role == "lien_terrain" and body in one.who.bodies and one.who.dossier == CRISIS


def hidden_from(one: Seen) -> set[str]:
    """Return every word that somebody must not be told, wherever it could show."""
    held = one.channels or frozenset()
    hidden = {word for channel, word in WORDS.items() if channel not in held}
    hidden |= {said_by(body) for body in BODIES if f"departement:{body[5:7]}" not in held and not is_own(one, body)}
    hidden |= {word for word, channel in CANARIES.items() if not _reads(one, channel)}
    return hidden | {ERASED} | (set() if one.who.account in CALLERS else {DIALLED})


def _reads(one: Seen, channel: str) -> bool:
    if channel == "parties":
        return one.who.account in (PERMANENCE.account, SGAV.account)
    held = one.channels or frozenset()
    if channel.startswith("needs:"):
        if channel.partition(":")[2].split("/")[1] in one.who.bodies and is_own(one, "ccas-77333"):
            return True
        if one.who.account not in _ANSWER:
            held -= {"needs:77", "needs:45"}
    return is_among(held, channel)


@contextmanager
def marked_house(folder: Path, **settings: Any) -> Iterator[Served]:
    """Run a crisis over two départements, and a convention, with a word hidden wherever something is for few."""
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON), **settings) as running:
        assert running.declare(communes=["77333", "77288", ORLEANS]) == CRISIS
        contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 77 31"}
        _do(running, "representative.designate", designation="d-1", perimeter="main", accepted=True, **contact)
        for channel, word in WORDS.items():
            _do(running, "note.write", text=f"Ligne {word}", category="incident", channel=channel)
        for body in BODIES:
            said = {"status": "tension", "observed_at": NOW, "text": f"Compte rendu {said_by(body)}"}
            _do(running, "report.file", body=body, **said)
            _do(running, "call.log", body=body, answered=True, text="Appel zqcellx")
        _hide(running)
        yield running


def _hide(house: Served) -> None:
    place = {"place": "place-0", "kind": "cehu", "body": "ccas-77333", "commune": "77333", "restricted": True}
    _do(house, "place.open", name="Salle zqsallex", address="Allée zqadressex", **place)
    note = {"category": "information"}
    _do(house, "note.write", text="Source zqsourcex", confidential=True, **note)
    _do(house, "note.write", CCAS_NEMOURS, text="Voisin zqvoisinx", confidential=True, **note)
    _do(house, "note.write", text="Voir Mme Exemple.", kept_because="Motif zqmotifx", channel="cell", **note)
    need = {"need": "need-0", "body": "ccas-77333", "kind": "renfort_accueil", "quantity": 8, "urgency": "24h"}
    _do(house, "need.raise", CCAS_NEMOURS, text="Besoin zqbesoinx", **need)
    _do(house, "support.propose", support="support-0", need="need-0", text="Renfort zqrenfortx", **LENT)
    _do(house, "crisis.close_needs", reason="Le temps de prévenir.")
    _do(house, "question.ask", question="question-45", to="ccas-45234", text="Question zqquestionx")
    _do(house, "exposure.report", OBSERVER, text="Vu zqfortuitx", whose="ccas-77288")
    seq = _do(house, "note.write", text=f"Effacé {ERASED}", channel="common", **note)
    _do(house, "wording.erase", seq=seq, reason="Santé.")
    _do(house, "situation.freeze", cutoff_at=NOW)
    signed = {"template": "etat-unccas", "title": "État-UNCCAS", "signed_on": "2026-07-01"}
    _do(house, "convention.sign", dossier=CONVENTION, parties=["sgav", "unccas"], **signed)
    _do(house, "note.write", dossier=CONVENTION, text="Entre nous zqpartiesx", channel="parties", **note)
    _do(house, "meeting.schedule", dossier=CONVENTION, meeting="point-0", at=NOW)
    held = {
        "held_at": NOW,
        "minutes": "Vu.",
        "decisions": [{"text": "Décision zqdecisionx", "owner": "sgav", "due": "2026-07-20"}],
    }
    _do(house, "meeting.hold", dossier=CONVENTION, meeting="point-0", **held)
    called = {"function": "Astreinte", "phone": DIALLED}
    answer = house.as_(PERMANENCE).post("/api/directory/bodies/ccas-45234/contacts", json=called)
    assert answer.status_code == 201, answer.text


def _do(house: Served, do: str, who: Any = PERMANENCE, dossier: str = CRISIS, **fields: Any) -> int:
    if do == "representative.designate":
        fields["email"] = REPRESENTANTE.email
    answer = house.do(dossier, do, who, **fields)
    assert answer.status_code == 201, f"{do}: {answer.text}"
    return int(answer.json()["last"])
