"""Every page can be used by everybody: axe finds nothing, in light and dark, on a desk and on a phone."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.windows import DESKTOP, MELUN, NEMOURS, PHONE, Scene, ago, unfold, until_live

axe = Axe()
#: Screen and colours, one after the other on the same page: the colours of a page do not depend on its width.
LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]
VIOLATIONS: dict[str, Any] = {"resultTypes": ["violations"]}
#: What is too wide is scrolled inside its own frame: the page itself never moves sideways.
SIDEWAYS_PX = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
UNFOLD = """() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; })"""
#: No transition is under way when colours are measured.
SETTLED = "() => document.getAnimations().every(({ playState }) => playState !== 'running')"

Opening = Callable[[Scene, "Told"], Awaitable[Page]]


class Told:
    """A crisis and a convention in which something of every kind has happened."""

    def __init__(self, scene: Scene) -> None:
        self.crisis = scene.declare(occurred_at=ago(days=2), tempo=3600)
        self.convention = f"convention-{uuid4().hex[:8]}"
        _tell_crisis(scene, self.crisis)
        _tell_convention(scene, self.convention)


_TOLD: dict[str, Told] = {}


@pytest.fixture
def told(scene: Scene) -> Told:
    """The same for every test of a worker: nothing here writes in it."""
    if scene.server.url not in _TOLD:
        _TOLD[scene.server.url] = Told(scene)
    return _TOLD[scene.server.url]


async def _sign_in(scene: Scene, told: Told) -> Page:
    page = await scene.window(None, "/connexion")
    await expect(page.get_by_role("button", name="Dominique Fictif")).to_be_visible()
    return page


async def _dossiers(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", "/")
    await expect(page.get_by_role("heading", name="Conventions")).to_be_visible()
    return page


async def _directory(scene: Scene, place: str) -> Page:
    person = {"name": "Noa Exemple", "function": "Directrice", "phone": "01 99 00 12 34"}
    for address in ("roster", "bodies/ccas-77333/contacts"):
        assert scene.as_("permanence").post(f"/api/directory/{address}", json=person).is_success
    page = await scene.window("permanence", f"/annuaire{place}")
    await expect(page.get_by_role("navigation", name="Annuaire")).to_be_visible()
    if place.startswith("?"):
        await expect(page.get_by_role("listbox", name="Carte des organismes")).to_be_visible()
    return page


async def _declare(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", "/declarer")
    await page.get_by_role("radio", name="Exercice").check()
    await page.get_by_label("Aléa").select_option("inondation")
    picker = page.get_by_role("combobox", name="Communes")
    await picker.fill("melun")
    await expect(page.get_by_role("listbox", name="Communes trouvées")).to_be_visible()
    await picker.press("Enter")
    await expect(page.get_by_role("table", name="Organismes concernés")).to_be_visible()
    await picker.fill("nem")
    await expect(page.get_by_role("listbox", name="Communes trouvées")).to_be_visible()
    return page


async def _board(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}")
    await until_live(page)
    await expect(page.get_by_role("row", name="Nemours")).to_be_visible()
    await expect(page.locator("ol.log li").first).to_be_visible()
    return page


async def _conduct(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/conduite")
    await until_live(page)
    await expect(page.get_by_role("heading", name="Protocoles appliqués")).to_be_visible()
    return page


async def _help(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/renforts")
    await until_live(page)
    await unfold(page, "Proposer un renfort")
    return page


async def _report(scene: Scene, told: Told) -> Page:
    page = await scene.window("ccas-nemours", f"/dossiers/{told.crisis}/organismes/ccas-{NEMOURS}")
    await until_live(page)
    await page.get_by_role("radio", name="En tension").check()
    return page


async def _report_taken(scene: Scene, told: Told) -> Page:
    """The same page for the permanence, which takes reports and logs calls."""
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/organismes/ccas-{MELUN}")
    await until_live(page)
    await expect(page.get_by_role("heading", name="Appels")).to_be_visible()
    return page


async def _convention(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.convention}")
    await until_live(page)
    await expect(page.locator("section[aria-labelledby=decisions]")).to_be_visible()
    return page


async def _log(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/main-courante")
    await until_live(page)
    await page.get_by_role("searchbox").fill("gymnase")
    await page.get_by_role("button", name="Chercher").click()
    await expect(page.locator("ol.log li").first).to_contain_text("gymnase")
    return page


async def _calendar(scene: Scene, query: str = "") -> Page:
    page = await scene.window("permanence", f"/calendrier{query}")
    await expect(page.get_by_role("heading", name="En retard")).to_be_visible()
    await expect(page.get_by_role("button", name="adresse").first).to_be_visible()
    return page


async def _calendar_feed(scene: Scene, told: Told) -> Page:
    page = await _calendar(scene)
    await page.get_by_role("button", name="Créer mon adresse").or_(page.get_by_role("button", name="Remplacer")).click()
    await expect(page.get_by_label("Votre adresse")).to_have_value(re.compile("/api/feeds/ccf_"))
    return page


async def _calls(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/relance")
    await until_live(page)
    await expect(page.get_by_role("button", name="sans réponse").first).to_be_visible()
    return page


async def _tasks(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/taches?taches=open")
    await until_live(page)
    await expect(page.get_by_role("row", name="Nemours").first).to_be_visible()
    return page


async def _shift(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/releve?departement=77")
    await until_live(page)
    await expect(page.get_by_role("heading", name="Dernières lignes")).to_be_visible()
    return page


async def _exposures(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", "/acces-fortuits")
    await page.get_by_role("button", name="Répondre au signalement").first.click()
    return page


async def _schemes(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", "/dispositifs?code=SEU")
    await expect(page.get_by_text("Secours d’extrême urgence").first).to_be_visible()
    return page


async def _sheets(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/fiches/socle")
    await until_live(page)
    await expect(page.get_by_role("heading", name="Lignes rouges").first).to_be_visible()
    return page


async def _quarter(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.convention}/trimestre")
    await until_live(page)
    await expect(page.get_by_role("heading", name="Ensemble")).to_be_visible()
    return page


async def _playbooks(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", "/protocoles")
    await expect(page.get_by_text("Socle commun").first).to_be_visible()
    return page


async def _plain(scene: Scene, path: str, heading: str, who: str | None = "permanence", seen: str = "main") -> Page:
    page = await scene.window(who, path)
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    await expect(page.locator(seen).first).to_be_visible()
    return page


async def _hidden(scene: Scene, told: Told) -> Page:
    """A dossier that is not open to who asks: the browser says 404, the page says it in words."""
    page = await scene.window("admin", f"/dossiers/{told.crisis}", expected=re.compile("404"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dossier indisponible")
    return page


async def _access(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/acces")
    await until_live(page)
    await page.get_by_role("button", name=re.compile("^Afficher le code")).first.click()
    await expect(page.locator(".access-code")).to_be_visible()
    return page


async def _access_sheets(scene: Scene, told: Told) -> Page:
    page = await scene.window("permanence", f"/dossiers/{told.crisis}/acces/fiches")
    await expect(page.locator(".access-sheet").first).to_be_visible()
    return page


async def _by_link(scene: Scene, told: Told) -> Page:
    found = scene.as_("permanence").get(f"/api/dossiers/{told.crisis}/sheets").json()["sheets"]
    secret = next(sheet["url"] for sheet in found if sheet["body"] == f"ccas-{NEMOURS}").partition("#")[2]
    page = await scene.window(None, f"/lien#{secret}")
    await expect(page.locator("form.report")).to_be_visible()
    return page


PAGES: dict[str, Opening] = {
    "who may come in by a link": _access,
    "sheets of links": _access_sheets,
    "who may do what, and why not": lambda scene, told: _plain(  # of one word only: the whole is long
        scene, f"/droits?dossier={told.crisis}&q=besoin", "Qui peut quoi", "ccas-nemours", "#mes-droits"
    ),
    "what was read by accident": lambda scene, told: _plain(
        scene, f"/dossiers/{told.crisis}/acces-fortuit", "Signaler un accès fortuit", "ccas-nemours", "main form"
    ),
    "undertaking of confidentiality": lambda scene, _: _plain(
        scene, "/engagement", "Engagement de sécurité et de confidentialité", seen="main ol li"
    ),
    "coming in by a code": lambda scene, _: _plain(scene, "/lien", "Ouvrir par un lien ou un code", None),
    "the page of a field link": _by_link,
    "sign-in": _sign_in,
    "dossiers": _dossiers,
    "declare": _declare,
    "signal": lambda scene, _: _plain(scene, "/signaler", "Signaler un évènement"),
    "sign": lambda scene, _: _plain(scene, "/signer", "Enregistrer une convention signée"),
    "board": _board,
    "conduct": _conduct,
    "help": _help,
    "report": _report,
    "report taken by the permanence": _report_taken,
    "convention": _convention,
    "main courante": _log,
    "tasks": _tasks,
    "sheet of a leaving team": _shift,
    "aid schemes": _schemes,
    "accidental accesses": _exposures,
    "call list": _calls,
    "reflex sheets": _sheets,
    "quarterly dossier": _quarter,
    "library of protocols": _playbooks,
    "directory": lambda scene, _: _directory(scene, "?departement=75"),
    "directory, a body": lambda scene, _: _directory(scene, "/organismes/ccas-77333"),
    "directory, import": lambda scene, _: _directory(scene, "/import"),
    "directory, roster": lambda scene, _: _directory(scene, "/vivier"),
    "calendar": lambda scene, _: _calendar(scene),
    "calendar, a month": lambda scene, _: _calendar(scene, "?vue=mois"),
    "calendar, a quarter": lambda scene, _: _calendar(scene, "?vue=trimestre"),
    "calendar, its feed address": _calendar_feed,
    "a dossier that is not open": _hidden,
    "error codes": lambda scene, _: _plain(scene, "/erreurs", "Codes d’erreur"),
}


@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing_and_nothing_overflows(scene: Scene, told: Told, name: str):
    page = await PAGES[name](scene, told)
    found: list[str] = []
    await page.evaluate(UNFOLD)
    for size, colours in LOOKS:
        await page.set_viewport_size({**size})
        await page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        await page.wait_for_function(SETTLED)
        found += await _faults(page, f"{colours}, {size['width']} px")
        if (over := await page.evaluate(SIDEWAYS_PX)) > 0:
            found.append(f"{colours}, {size['width']} px: {over} px too wide")
    assert found == []


async def test_the_keyboard_reaches_everything_that_a_board_offers(scene: Scene, told: Told):
    page = await _board(scene, told)
    offered = await page.evaluate(_OFFERED)
    for _ in range(offered + 20):
        await page.keyboard.press("Tab")
        await page.evaluate(_FOCUS)
    assert await page.evaluate(_MISSED) == []


_OFFERED = """() => {
  const offered = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.disabled);
  for (const one of offered) one.dataset.offered = "";
  return offered.length;
}"""
# What left the page meanwhile, or came to it, was not offered all along.
_MISSED = """() => [...document.querySelectorAll("[data-offered]:not([data-reached])")]
  .filter((one) => one.checkVisibility() && !one.disabled).map((one) => one.outerHTML.slice(0, 120))"""
_FOCUS = """() => {
  const at = document.activeElement;
  at.dataset.reached = "";
  const shown = getComputedStyle(at);
  const seen = shown.outlineStyle !== "none" || shown.boxShadow !== "none";
  if (!seen && at !== document.body) throw new Error(`the focus is not to be seen on ${at.outerHTML.slice(0, 120)}`);
}"""


async def _faults(page: Page, look: str) -> list[str]:
    results = await axe.run(page, options=VIOLATIONS)
    return [
        f"{look}: {fault['id']}, {fault['help']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for fault in results.response["violations"]
        for node in fault["nodes"][:3]
    ]


def _tell_crisis(scene: Scene, crisis: str) -> None:
    figures: dict[str, Any] = {
        "sheltered": {"value": 41, "quality": "constate"},
        "evacuated": {"quality": "non_communique"},
        "households_hit": {"value": 30, "quality": "estime"},
    }
    contact = {"phone": "01 99 00 12 34", "email": "representante@exemple.invalid"}
    name = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main"}
    scene.do(crisis, "representative.designate", designation="premiere", accepted=True, **name, **contact)
    scene.do(crisis, "representative.relieve", designation="premiere", reason="Empêchée.")
    scene.do(crisis, "exposure.report", text="Une liste restée à l’imprimante.")
    scene.do(crisis, "representative.designate", designation="seconde", accepted=False, **name, **contact)
    scene.report(crisis, "Le gymnase est ouvert.", status="deborde", figures=figures, observed_at=ago(hours=6))
    for text in ("Pas de réponse.", "Toujours rien.", "Messagerie."):
        scene.do(crisis, "call.log", body=f"ccas-{MELUN}", answered=False, text=text)
    act = {"act": "accueil", "body": f"ccas-{NEMOURS}", "kind": "accueil", "persons": 12, "occurred_at": ago(hours=1)}
    scene.do(crisis, "act.record", "ccas-nemours", **act)
    named = {"body": f"ccas-{NEMOURS}", "function": "Direction", "contact": "c-0123456789abcdef"}
    scene.do(crisis, "body.name_referent", referent="referent-1", **named)
    seat = {**named, "body": "prefecture-77", "part": "comite", "committee": "Comité local d’aide aux victimes"}
    scene.do(crisis, "body.name_referent", referent="siege-1", **seat)
    _ask_for_help(scene, crisis)
    note = scene.do(crisis, "note.write", text="Vingt lits au gymnase.", category="information")
    scene.do(crisis, "note.correct", seq=note["first"], text="Trente lits au gymnase.")


def _ask_for_help(scene: Scene, crisis: str) -> None:
    need = {"body": f"ccas-{NEMOURS}", "kind": "renfort_accueil", "quantity": 6, "urgency": "immediat"}
    scene.do(crisis, "need.raise", need="accueil", text="Deux guichets.", **need)
    lent = {"from_body": f"ccas-{MELUN}", "quantity": 4, "start": ago(hours=1), "end": ago(days=-2)}
    scene.do(crisis, "support.propose", support="melun", need="accueil", **lent)
    place = {"kind": "cehu", "body": f"ccas-{NEMOURS}", "name": "Salle des fêtes", "commune": NEMOURS}
    scene.do(crisis, "place.open", place="salle", capacity=80, present=80, **place)


def _tell_convention(scene: Scene, convention: str) -> None:
    signed_on = (datetime.now() - timedelta(days=8 * 30)).date().isoformat()
    said = {"template": "etat-unccas", "title": "Convention État‑UNCCAS (essai)", "parties": ["sgav", "unccas"]}
    scene.do(convention, "convention.sign", signed_on=signed_on, **said)
    decided = {
        "text": "Préparer un exercice.",
        "owner": "unccas",
        "due": (datetime.now() + timedelta(days=60)).date().isoformat(),
    }
    scene.do(convention, "meeting.schedule", meeting="premiere", at=ago(days=150))
    held = {
        "held_at": ago(days=150),
        "minutes": "Premier lot relu.",
        "attended": ["sgav", "unccas"],
        "decisions": [decided],
    }
    scene.do(convention, "meeting.hold", meeting="premiere", **held)
    scene.do(convention, "meeting.schedule", meeting="seconde", at=ago(days=-20))
    named = {"body": "sgav", "function": "Chargée de mission", "contact": "c-0123456789abcdef"}
    scene.do(convention, "body.name_referent", referent="referent-1", **named)
