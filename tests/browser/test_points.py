"""A point is frozen on the screen, read with all that stands beside its figures, and a question is answered."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.windows import PHONE, Scene, ago, unfold, until_live


async def test_a_point_is_frozen_read_and_carried_away(scene: Scene):
    crisis = scene.declare()
    said = {"body": "ccas-77333", "status": "deborde", "observed_at": ago(minutes=1)}
    scene.do(crisis, "report.file", figures={"evacuated": {"value": 800, "quality": "constate"}}, **said)
    scene.do(crisis, "official.publish", figures={"evacuated": 3000}, source="COD (essai)", at=ago(minutes=1))
    page = await scene.window("permanence", f"/dossiers/{crisis}/points")
    await until_live(page)
    await expect(page.get_by_text("Premier point attendu")).to_be_visible()
    form = await unfold(page.locator("main"), "Figer un point")
    await form.get_by_label("Situation").fill("Décrue lente.")
    await form.get_by_role("button", name="Figer le point").click()
    point = page.locator("article")
    await expect(point).to_contain_text("Point de situation n°\u00a01")
    await expect(point).to_contain_text("Décrue lente.")
    await expect(point.get_by_role("row", name="Personnes évacuées ≠")).to_have_count(2)
    await expect(page.locator("section[aria-labelledby=diffusion] li")).not_to_have_count(0)
    await page.get_by_role("button", name="Noter les 3 comme envoyés par courriel").click()
    await expect(page.locator("section[aria-labelledby=diffusion] li", has_text="Informé")).to_have_count(3)
    prefecture = await scene.window("prefecture-77", f"/dossiers/{crisis}/points", size=PHONE)
    await until_live(prefecture)
    own = prefecture.get_by_role("button", name="Noter l’accusé de réception")
    await expect(own).to_have_count(1)
    await own.click()
    await expect(prefecture.locator("section[aria-labelledby=diffusion]")).to_contain_text(", accusé à")
    form = await unfold(page.locator("section[aria-labelledby=questions]"), "Poser une question")
    await form.get_by_label("Question").fill("Combien de lits manquent\u202f?")
    await form.get_by_role("button", name="Poser la question").click()
    await expect(page.locator("section[aria-labelledby=questions] li")).to_contain_text("Réponse due")
    await page.emulate_media(media="print")
    await expect(point).to_be_visible()
    await expect(page.get_by_role("heading", name="Exports")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Tous les points")).to_be_hidden()
    await page.emulate_media(media="screen")
    await page.set_viewport_size(PHONE)
    squeezed = await point.get_by_role("row", name="Personnes décédées").bounding_box()
    assert squeezed and squeezed["height"] < 80, "a figure stays readable under a thumb"
    found = await Axe().run(page)
    assert found.response["violations"] == []
