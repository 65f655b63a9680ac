"""Several windows on the same dossier: what one says the others show, and nobody's typing is disturbed."""

import re
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.windows import MELUN, NEMOURS, Scene, fold, unfold, until_live

#: Reports that arrive while somebody types.
BURST = 50
#: How far a field may move on the screen, in pixels: what the browser rounds away when it keeps one in its place.
MOVED_PX = 2


async def test_what_one_window_reports_the_others_show_without_being_reloaded(scene: Scene):
    dossier = scene.declare()
    prefecture = await scene.window("prefecture-77", f"/dossiers/{dossier}")
    permanence = await scene.window("permanence", f"/dossiers/{dossier}")
    for page in (prefecture, permanence):
        await until_live(page)
        await expect(page.get_by_role("row", name="Nemours")).to_contain_text("Sans nouvelle")
        await page.evaluate("window.sameDocument = true")

    ccas = await scene.window("ccas-nemours", f"/dossiers/{dossier}")
    await ccas.get_by_role("link", name="Rendre compte").click()
    await ccas.get_by_role("radio", name="En tension").check()
    await ccas.get_by_label("Personnes hébergées").first.fill("41")
    await ccas.get_by_role("button", name="Envoyer").click()
    await expect(ccas.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible()

    for page in (prefecture, permanence):
        row = page.get_by_role("row", name="Nemours")
        await expect(row).to_contain_text("En tension")
        await expect(row.locator("td[data-label='Hébergés']")).to_have_text("41")
        await expect(page.get_by_role("row", name="Melun")).to_contain_text("Sans nouvelle")
        assert await page.evaluate("window.sameDocument") is True


async def test_who_looks_at_the_same_dossier_is_shown(scene: Scene):
    dossier = scene.declare()
    permanence = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(permanence)
    await scene.window("prefecture-77", f"/dossiers/{dossier}")
    await expect(permanence.get_by_text("Présents (2)")).to_contain_text("Maxime Imaginé")


async def test_a_report_being_typed_is_not_disturbed_by_what_arrives(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-{NEMOURS}")
    await until_live(page)
    await page.get_by_role("radio", name="Débordé").check()
    await unfold(page, "Autres chiffres")
    await page.get_by_label("Repas").first.fill("12")
    await _type(page, "Ce qu’il faut savoir")
    before, place = await _state(page), await _place(page)

    for number in range(BURST):
        who = "ccas-nemours" if number % 2 else "terrain-nemours"
        scene.report(dossier, f"Compte rendu {number}.", who, figures={"sheltered": _constate(number)})
    await expect(page.locator("section[aria-label='Dernières nouvelles']")).to_contain_text(
        f"Compte rendu {BURST - 1}."
    )

    assert await _state(page) == before
    assert abs(await _place(page) - place) <= MOVED_PX
    assert await page.get_by_role("radio", name="Débordé").is_checked()
    assert await page.get_by_label("Repas").first.input_value() == "12"
    assert await fold(page, "Autres chiffres").get_attribute("open") is not None


async def test_a_note_being_typed_beside_a_moving_board_is_not_disturbed(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await unfold(page, "Écrire une ligne")
    await _type(page, "Texte")
    await page.locator(".log-scroll").evaluate("list => { list.scrollTop = 40 }")
    read = await page.locator(".log-scroll").evaluate("list => list.scrollTop")
    before, place = await _state(page), await _place(page)

    for number in range(BURST):
        who, insee = (("ccas-nemours", NEMOURS), ("ccas-melun", MELUN))[number % 2]
        scene.report(
            dossier, f"Compte rendu {number}.", who, body=f"ccas-{insee}", figures={"evacuated": _constate(number)}
        )
    await expect(page.get_by_role("row", name="Melun").locator("td[data-label='Évacués']")).to_have_text(str(BURST - 1))

    assert await _state(page) == before
    assert abs(await _place(page) - place) <= MOVED_PX
    assert await fold(page, "Écrire une ligne").get_attribute("open") is not None
    if read:
        assert await page.locator(".log-scroll").evaluate("list => list.scrollTop") >= read
        await expect(page.get_by_role("button", name="en attente")).to_be_visible()


def _constate(value: int) -> dict[str, Any]:
    return {"value": value, "quality": "constate"}


async def _type(page: Page, label: str) -> None:
    """Type in a field, then go back to the middle of what was typed."""
    field = page.get_by_label(label).first
    await field.focus()
    await page.keyboard.type("Le gymnase est ouvert.")
    for _ in range(8):
        await page.keyboard.press("ArrowLeft")


async def _state(page: Page) -> dict[str, Any]:
    """What must stay as it is under somebody's fingers."""
    state: dict[str, Any] = await page.evaluate(
        """() => {
          const field = document.activeElement;
          return {
            field: field.id, text: field.value, caret: [field.selectionStart, field.selectionEnd],
            open: [...document.querySelectorAll("details[open]")].map(({ firstElementChild }) => firstElementChild.textContent),
          };
        }"""
    )
    assert state["text"] == "Le gymnase est ouvert."
    assert state["caret"] == [14, 14]
    return state


async def _place(page: Page) -> float:
    """Where the field is on the screen, in pixels from the top."""
    top: float = await page.evaluate("document.activeElement.getBoundingClientRect().top")
    return top
