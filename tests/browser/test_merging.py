"""Two people report for one CCAS while a third reads: each keeps what they type, and the desk sees what holds of both."""

import re

from playwright.async_api import Page, expect

from tests.browser.windows import NEMOURS, PHONE, Scene, ago, until_live

SHEET = f"/organismes/ccas-{NEMOURS}"


async def says(page: Page, status: str, **figures: str) -> None:
    form = page.locator("form.report")
    await form.get_by_role("radio", name=status).check()
    for name, value in figures.items():
        await form.get_by_label(name.replace("_", " ")).fill(value)


async def stands(page: Page, **figures: str) -> None:
    """The table of the last figures of the body says so."""
    table = page.locator("section", has=page.get_by_role("heading", name="Derniers chiffres")).first
    for name, value in figures.items():
        row = table.get_by_role("row", name=re.compile(f"^{name.replace('_', ' ')}"))
        await expect(row.get_by_role("cell", name=value, exact=True)).to_be_visible()


async def sends(page: Page) -> None:
    await page.locator("form.report").get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible()


async def test_two_people_of_one_ccas_report_at_once_and_a_third_takes_news_by_telephone(scene: Scene):
    dossier = scene.declare()
    desk = await scene.window("permanence", f"/dossiers/{dossier}{SHEET}")
    director = await scene.window("ccas-nemours", f"/dossiers/{dossier}{SHEET}")
    agent = await scene.window("terrain-nemours", f"/dossiers/{dossier}{SHEET}", size=PHONE)
    for page in (desk, director, agent):
        await until_live(page)
    await says(director, "En tension", Personnes_évacuées="300", Personnes_hébergées="40")
    await says(agent, "Débordé", Personnes_évacuées="320")
    await sends(director)
    await expect(agent.locator("form.report").get_by_label("Personnes évacuées")).to_have_value("320")
    await sends(agent)
    news = desk.locator(".last-news")
    await expect(news).to_contain_text("Débordé")
    figures = {
        fact["status"]: fact["figures"] for fact in (line["fact"] for line in scene.lines(dossier, "report.filed"))
    }
    assert {status: one["evacuated"]["value"] for status, one in figures.items()} == {"tension": 300, "deborde": 320}
    await stands(desk, Personnes_évacuées="320", Personnes_hébergées="40")

    late = {"evacuated": {"value": 90, "quality": "constate"}, "meals": {"value": 61, "quality": "constate"}}
    scene.report(dossier, "Retrouvé dans un carnet.", status="mobilise", figures=late, observed_at=ago(minutes=90))
    await stands(desk, Repas_servis="61", Personnes_évacuées="320")
    await expect(news).to_contain_text("Débordé")

    taken = {"evacuated": {"value": 333, "quality": "declare"}}
    scene.report(dossier, "Dit au téléphone.", "udccas-77", status="deborde", figures=taken)
    await expect(desk.locator("main")).to_contain_text("recueilli par")
    await stands(desk, Personnes_évacuées="333")
