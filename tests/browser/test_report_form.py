"""A report in thirty seconds: what was, what is, one button; and nothing of it is lost on the way."""

import re

from playwright.async_api import Page, expect

from tests.browser.windows import CUT, NEMOURS, PHONE, Scene, ago, until_live

#: How many times Tab is pressed before a field is held to be out of reach of the keyboard.
TABS = 120


async def test_a_report_is_filed_with_the_keyboard_alone(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}")
    await until_live(page)
    await _tab_to(page, "a", "Rendre compte")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(f"/organismes/ccas-{NEMOURS}$"))
    await expect(page.get_by_role("heading", level=1)).to_be_focused()

    await _tab_to(page, "input[type=radio]")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    status = await page.evaluate("document.activeElement.value")
    await _tab_to(page, "input[inputmode=numeric]", "Personnes hébergées")
    await page.keyboard.type("1 017")
    await _tab_to(page, "textarea", "Ce qu’il faut savoir")
    await page.keyboard.type("Le gymnase est ouvert.")
    await _tab_to(page, "button", "Envoyer")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible()

    fact = scene.lines(dossier, "report.filed")[-1]["fact"]
    assert fact["status"] == status
    assert fact["figures"]["sheltered"] == {"value": 1017, "quality": "constate"}


async def test_under_a_thumb_a_report_asks_little_and_survives_a_reload_a_mistake_and_a_cut(scene: Scene):
    dossier = scene.declare()
    known = {"sheltered": 31, "evacuated": 121}
    figures = {name: {"value": value, "quality": "estime"} for name, value in known.items()}
    scene.report(dossier, status="tension", figures=figures, observed_at=ago(minutes=40))
    page = await scene.window(
        "ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-{NEMOURS}", size=PHONE, expected=CUT
    )
    await until_live(page)
    form = page.locator("form.report")

    # the protocol asks for few figures at this phase, with what they were; the others are a fold away
    await expect(form.locator(".nums").first.locator("li")).to_have_count(5)
    await expect(form.locator("li", has_text="Personnes hébergées")).to_contain_text("31")
    await expect(form.get_by_label("Repas servis")).not_to_be_visible()
    await expect(form.get_by_role("button", name="Envoyer")).to_be_in_viewport()

    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.get_by_role("alert")).to_contain_text("Choisissez d’abord la situation")
    await form.get_by_role("radio", name="Débordé").check()
    await form.get_by_role("button", name="Tout est inchangé").click()
    await form.get_by_label("Personnes présentes").fill("beaucoup")
    await form.get_by_label("Ce qu’il faut savoir").fill("Deux agents manquent pour la nuit.")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.locator("li", has_text="Personnes présentes")).to_contain_text("Un nombre entier")
    await expect(form.get_by_label("Personnes présentes")).to_be_focused()

    await page.reload()
    await expect(form.get_by_text("Brouillon retrouvé.")).to_be_visible()
    await expect(form.get_by_label("Ce qu’il faut savoir")).to_have_value("Deux agents manquent pour la nuit.")
    await form.get_by_label("Personnes présentes").fill("39")

    await page.route("**/api/commands", lambda route: route.abort())
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.get_by_text(re.compile("En attente d’envoi.*Débordé"))).to_be_visible()
    await page.unroute("**/api/commands")
    await expect(form.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible()
    await expect(form.get_by_label("Ce qu’il faut savoir")).to_have_value("")
    assert await page.evaluate("sessionStorage.length") == 0, "no words stay in the browser once they are sent"

    (_, report) = scene.lines(dossier, "report.filed")
    sent = report["fact"]["figures"]
    assert sent["present"] == {"value": 39, "quality": "constate"}
    assert {name: sent[name] for name in known} == figures


async def _tab_to(page: Page, selector: str, words: str = "") -> None:
    """Press Tab until the focus is on an element of this kind, labelled with these words."""
    reached = """([selector, words]) => {
      const at = document.activeElement;
      const said = [at.textContent, ...[...(at.labels ?? [])].map((label) => label.textContent)].join(" ");
      return at.matches(selector) && said.includes(words);
    }"""
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate(reached, [selector, words]):
            return
    raise AssertionError(f"the keyboard does not reach {selector} « {words} »")
