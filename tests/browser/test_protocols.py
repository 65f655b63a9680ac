"""Protocols and quarters are read on the screen and on paper, and a further protocol is applied knowingly."""

import re
from uuid import uuid4

from playwright.async_api import Locator, expect

from tests.browser.windows import Scene, ago, unfold, until_live

#: What a sheet of A4 holds between its margins, in pixels of the page.
A4_PX = 1_000


async def test_a_further_protocol_is_applied_after_its_preview_was_read(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/conduite")
    await until_live(page)
    form = await unfold(page, "Appliquer un protocole")
    await form.get_by_label("Protocole").select_option(label=await _option(form, "canicule"))
    await expect(form.get_by_text("N’est pas encore appliqué ici.")).to_be_visible()
    await expect(form.locator("summary", has_text="Ajoute")).to_be_visible()
    await form.get_by_role("button", name="Appliquer la version").click()
    await expect(form.get_by_text("Cette version est déjà appliquée.")).to_be_visible()
    await expect(form.get_by_role("button", name="Appliquer la version")).to_have_count(0)
    applied = [line["fact"]["code"] for line in scene.lines(dossier, "playbook.applied")]
    assert applied[-1] == "canicule"


async def _option(form: Locator, code: str) -> str:
    return await form.locator(f"option[value={code}]").inner_text()


async def test_a_reflex_sheet_is_one_page_of_paper_for_each_role_and_phase(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/fiches/socle")
    await until_live(page)
    await page.get_by_label("Rôle").select_option("Direction de CCAS")
    sheets = page.locator("section.sheet")
    await expect(sheets.first).to_contain_text("Lignes rouges")
    await expect(sheets.first).to_contain_text("EXERCICE")
    pdf = await page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") == await sheets.count()


async def test_a_figure_of_the_quarter_leads_to_the_entry_that_it_comes_from(scene: Scene):
    crisis = scene.declare()
    scene.report(crisis, "Le gymnase est ouvert.")
    convention = f"convention-{uuid4().hex[:8]}"
    said = {"template": "etat-unccas", "title": "Convention (essai)", "parties": ["sgav", "unccas"]}
    scene.do(convention, "convention.sign", signed_on=ago(days=30)[:10], **said)
    page = await scene.window("permanence", f"/dossiers/{convention}")
    await page.get_by_role("link", name="Dossier trimestriel").click()
    block = page.locator(f"section[aria-labelledby=crise-{crisis}]")
    await expect(block.locator("tr", has_text="dont ayant rendu compte")).to_contain_text("1 sur\u00a02")
    await page.emulate_media(media="print")
    box = await block.bounding_box()
    assert box is not None and box["height"] < A4_PX / 2, "the quarter of a calm season holds on one page"
    await page.emulate_media(media="screen")
    await block.locator("tr", has_text="Comptes rendus").get_by_role("link").click()
    await expect(page.locator("section[aria-labelledby=ligne]")).to_contain_text("Nemours")


async def test_the_library_shows_every_protocol_with_its_version(scene: Scene):
    page = await scene.window("permanence", "/")
    await page.get_by_role("link", name="Protocoles d’intervention").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Protocoles d’intervention")
    await expect(page.locator("summary", has_text="socle, version")).to_have_count(1)
    await expect(page.locator("summary")).to_have_count(9)
    first = page.locator("section", has_text="socle, version").first
    await expect(first).to_contain_text(re.compile("Version 1.*, .*projet crisiscoord"))


async def test_a_sheet_names_its_aid_schemes_and_leads_to_what_they_are(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/fiches/inondation")
    await until_live(page)
    await expect(page.get_by_text("telle que la bibliothèque la tient aujourd’hui")).to_be_visible()
    await page.get_by_role("link", name="Secours d’extrême urgence").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dispositifs d’aide")
    await expect(page.locator("section li").first).to_contain_text("INTE1719314C")


async def test_the_parties_are_offered_only_what_the_text_allows(scene: Scene):
    convention = f"convention-{uuid4().hex[:8]}"
    said = {"template": "etat-unccas", "title": "Convention (essai)", "parties": ["sgav", "unccas"]}
    scene.do(convention, "convention.sign", signed_on=ago(days=30)[:10], **said)
    page = await scene.window("sgav", f"/dossiers/{convention}")
    await until_live(page)
    life = page.locator("section[aria-labelledby=actes-convention]")
    renewing = life.locator("summary", has_text="Renouveler")
    await expect(renewing).to_contain_text("Reconduction possible du")
    await expect(life.locator("summary", has_text="Mettre en demeure")).to_have_count(0)
    await expect(life).to_contain_text("ne prévoit pas de mise en demeure")
    scene.do(convention, "convention.renew", on=ago(days=1)[:10])
    await expect(renewing).to_have_count(0)
    await expect(life).to_contain_text("déjà renouvelée jusqu’au")
