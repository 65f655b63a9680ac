"""A square that is scanned opens one page, where one reports; what was revoked closes it; paper has one sheet each."""

import re
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.windows import NEMOURS, PHONE, Scene, until_live
from tests.waiting import until

REVOKED_S = 2.0


def sheets(scene: Scene, dossier: str) -> dict[str, dict[str, str]]:
    found = scene.as_("permanence").get(f"/api/dossiers/{dossier}/sheets").json()["sheets"]
    return {sheet["body"]: sheet for sheet in found}


async def scanned(scene: Scene, dossier: str, **window: object) -> Page:
    """Open what the square of Nemours says on a telephone that nobody is signed in on."""
    body = f"ccas-{NEMOURS}"
    await until(lambda: body in sheets(scene, dossier))
    secret = sheets(scene, dossier)[body]["url"].partition("#")[2]
    return await scene.window(None, f"/lien#{secret}", size=PHONE, **window)  # type: ignore[arg-type]


async def test_a_square_scanned_on_a_telephone_opens_one_page_where_one_reports(scene: Scene) -> None:
    dossier = scene.declare()
    page = await scanned(scene, dossier)
    await expect(page.get_by_role("heading", level=1)).to_have_text("CCAS de Nemours")
    assert await page.evaluate("[location.href, document.referrer, history.state]") == [
        f"{scene.server.url}/lien",
        "",
        None,
    ], "what it opened with is nowhere in the address any more"
    await expect(page.get_by_text("EXERCICE").first).to_be_visible()
    await expect(page.get_by_role("link")).to_have_count(1)  # the skip link and the brand lead nowhere else
    form = page.locator("form.report")
    await expect(form.get_by_role("button", name="Envoyer")).to_be_in_viewport()
    await form.get_by_role("radio", name="En tension").check()
    await form.get_by_label("Personnes présentes").fill("12")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible()
    await expect(page.locator(".reports li")).to_have_count(1)
    await expect(page.locator(".last-news")).to_contain_text("En tension")
    (line,) = scene.lines(dossier, "report.filed")
    assert (line["by"]["role"], line["fact"]["figures"]["present"]["value"]) == ("lien_terrain", 12)

    # another address of the site leads back here; a reload too, without the link
    await page.goto(f"/dossiers/{dossier}")
    await expect(page).to_have_url(re.compile("/lien$"))
    await expect(page.locator(".last-news")).to_contain_text("En tension")


async def test_a_link_that_is_revoked_closes_the_page_and_a_dictated_code_opens_it_again(scene: Scene) -> None:
    dossier = scene.declare()
    page = await scanned(scene, dossier)
    await until_live(page)
    keeper = scene.as_("permanence")
    known = keeper.get(f"/api/dossiers/{dossier}/links").json()["links"]
    link = next(one["link"] for one in known if one["body"] == f"ccas-{NEMOURS}")
    assert keeper.delete(f"/api/dossiers/{dossier}/links/{link}").status_code == 204
    await expect(page.get_by_text("Ce lien est terminé.")).to_be_visible(timeout=REVOKED_S * 1_000)
    await expect(page.locator("form.report")).to_have_count(0)
    made = keeper.post(f"/api/dossiers/{dossier}/links", json={"body": f"ccas-{NEMOURS}"}).json()
    await page.get_by_label("Code").fill(made["code"].lower())
    await page.get_by_role("button", name="Ouvrir").click()
    await expect(page.locator("form.report")).to_be_visible()


async def test_whoever_is_signed_in_is_asked_before_a_link_takes_their_place(scene: Scene) -> None:
    dossier = scene.declare()
    await until(lambda: f"ccas-{NEMOURS}" in sheets(scene, dossier))
    secret = sheets(scene, dossier)[f"ccas-{NEMOURS}"]["url"].partition("#")[2]
    page = await scene.window("permanence", f"/lien#{secret}", expected=re.compile("409"))
    await expect(page.get_by_text("Cet appareil est déjà ouvert au nom de")).to_contain_text("Dominique Fictif")
    await page.get_by_role("button", name="Garder ma session").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dossiers")


async def test_the_coordination_reads_out_a_code_and_prints_one_sheet_for_each_body(scene: Scene) -> None:
    dossier = scene.declare()
    await until(lambda: len(sheets(scene, dossier)) == 2)
    page = await scene.window("permanence", f"/dossiers/{dossier}/acces")
    await page.get_by_role("button", name="Afficher le code, CCAS de Nemours").click()
    shown = sheets(scene, dossier)[f"ccas-{NEMOURS}"]
    await expect(page.locator(".access-code .code")).to_have_text(shown["code"])
    await expect(page.locator(".access-code")).to_contain_text(shown["spelled"])
    await page.goto(f"/dossiers/{dossier}/acces/fiches?a-appeler=1")
    await expect(page.locator(".access-sheet")).to_have_count(2)
    await page.emulate_media(media="print")
    for sheet in await page.locator(".access-sheet").all():
        await expect(sheet).to_contain_text("EXERCICE")
        box = await sheet.locator(".qr").bounding_box()
        assert box is not None and box["width"] >= 200, "large enough to be scanned from a desk"
        (square,) = zxingcpp.read_barcodes(Image.open(BytesIO(await sheet.screenshot())))
        assert square.text in {one["url"] for one in sheets(scene, dossier).values()}, "a camera reads the link"
    assert await page.locator(".access-sheet").first.evaluate("one => getComputedStyle(one).breakAfter") == "page"
    await expect(page.get_by_role("button", name="Imprimer")).not_to_be_visible()


async def test_every_page_of_a_liaison_link_bears_a_name_and_an_hour_on_the_screen_and_on_paper(scene: Scene) -> None:
    dossier = scene.declare()
    said = {"departement": "77", "name": "Colonelle Fictive", "days": 1}
    made = scene.as_("permanence").post(f"/api/dossiers/{dossier}/links", json=said).json()
    page = await scene.window(None, f"/lien#{made['url'].partition('#')[2]}")
    await until_live(page)
    for path in ("", "/main-courante"):
        await page.goto(f"/dossiers/{dossier}{path}")
        await until_live(page)
        mark = page.locator(".watermark-said")
        await expect(mark).to_have_text(re.compile(r"Colonelle Fictive · \w+ \d+ \w+ \d{4}, \d{1,2}\sh\s\d\d"))
        await page.emulate_media(media="print")
        await expect(mark).to_be_visible()
        await expect(page.locator(".watermark span").first).to_be_visible()
        await page.emulate_media(media="screen")
    assert (
        await page.locator("form:visible").count() == 0 or not await page.get_by_role("button", name="Envoyer").count()
    )
