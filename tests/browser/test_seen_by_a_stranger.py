"""What somebody met who opened the product for the first time: words that were not true yet, an id where a name belongs."""

import re
from uuid import uuid4

from playwright.async_api import Route, expect

from tests.browser.windows import MELUN, PHONE, Scene, ago, until_live


async def test_who_asks_why_they_may_not_is_not_told_that_all_is_open_while_it_is_being_read(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", "/droits")
    held: list[Route] = []
    await page.route(
        "**/rights", lambda route: held.append(route) if dossier in route.request.url else route.continue_()
    )
    await page.goto(f"/droits?dossier={dossier}")
    await expect(page.get_by_text("Lecture de vos droits dans ce dossier")).to_be_visible()
    await expect(page.get_by_text("Rien ne vous est fermé")).to_have_count(0)
    for route in held:
        await route.continue_()
    mine = page.locator("section[aria-labelledby=mes-droits]")
    await expect(mine.get_by_role("row")).not_to_have_count(0)
    await expect(mine).to_contain_text("Pourquoi je ne peux pas")


async def test_a_body_that_signals_from_outside_is_named_in_the_main_courante(scene: Scene):
    dossier = f"signal-{uuid4().hex[:6]}"
    said = {"title": f"Rupture de digue {dossier}", "hazard": "inondation", "text": "L’eau monte.", "communes": [MELUN]}
    scene.do(dossier, "crisis.signal", "ccas-nemours", **said)
    declared = {"reason": "Digue rompue.", "occurred_at": ago(hours=1), "exercise": True}
    scene.do(
        dossier, "crisis.declare", **{**declared, "title": said["title"], "hazard": "inondation", "communes": [MELUN]}
    )
    page = await scene.window("permanence", f"/dossiers/{dossier}/main-courante")
    await until_live(page)
    line = page.locator(".log li", has_text="Évènement signalé")
    await expect(line).to_contain_text("CCAS de Nemours")
    await expect(line).not_to_contain_text("77333")


async def test_a_past_that_the_server_still_reads_is_waited_for_in_words_and_comes_by_itself(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, "L’eau monte.")
    busy = re.compile(r"Failed to load resource.*503.*/history|401.*/api/session$")
    page = await scene.window("permanence", "/", expected=busy)
    refusals = iter(range(2))

    async def still_reading(route: Route) -> None:
        if next(refusals, None) is None:
            await route.continue_()
        else:
            said = '{"status": 503, "code": "unavailable", "title": "Indisponible", "detail": "En cours de lecture."}'
            await route.fulfill(status=503, body=said, content_type="application/problem+json")

    await page.clock.install()
    await page.route(re.compile(r"/history\?points=240"), still_reading)
    await page.goto(f"/dossiers/{dossier}")
    await until_live(page)
    await page.get_by_text("Courbes").first.click()
    await expect(page.get_by_text("est en cours de lecture, la courbe va venir")).to_be_visible()
    await page.clock.run_for(20_000)
    await expect(page.locator(".curves figure, .curves svg, .curves canvas").first).to_be_visible()


async def test_more_than_was_asked_is_confirmed_with_a_reason_that_everybody_reads(scene: Scene):
    dossier = scene.declare()
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 2, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    lent = {"from_body": "ccas-77288", "quantity": 4, "start": ago(), "end": ago(days=-3)}
    scene.do(dossier, "support.propose", "ccas-melun", support="melun", need="accueil", **lent)
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/renforts", size=PHONE)
    await until_live(page)
    await expect(page.get_by_text("2\u00a0personnes·jours de plus que demandé")).to_be_visible()
    await expect(page.get_by_role("button", name="Confirmer", exact=True)).to_have_count(0)
    await page.get_by_text("Confirmer au-delà du besoin").click()
    await page.get_by_label("Pourquoi davantage que demandé").fill("Une seconde nuit à tenir.")
    await page.get_by_role("button", name="Confirmer quand même").click()
    await expect(page.get_by_text("engagé 4\u00a0personnes·jours")).to_be_visible()
    assert "Une seconde nuit à tenir." in scene.lines(dossier, "support.moved")[0]["text"]


async def test_who_sees_one_departement_is_not_offered_to_choose_among_those_it_does_not_see(scene: Scene):
    dossier = scene.declare("77288", "91228")
    path = f"/dossiers/{dossier}/taches"
    union = await scene.window("udccas-77", path)
    whole = await scene.window("permanence", path)
    for page in (union, whole):
        await expect(page.get_by_role("heading", name="Ce qui vient, par responsable")).to_be_visible()
        await until_live(page)
    await expect(whole.get_by_label("Département").get_by_role("option")).to_have_count(3)
    await expect(union.get_by_label("Département", exact=True)).to_have_count(0)


async def test_a_wall_of_one_departement_leaves_no_hole_between_its_numbers_and_its_names(scene: Scene):
    dossier = scene.declare("77288", "91228")
    page = await scene.window("udccas-77", f"/dossiers/{dossier}/mur", size={"width": 1920, "height": 1080})
    await expect(page.locator(".w-calm")).to_be_visible()
    above, calm = await page.locator(".w-side > div").bounding_box(), await page.locator(".w-calm").bounding_box()
    assert above and calm and calm["y"] - (above["y"] + above["height"]) < 120
