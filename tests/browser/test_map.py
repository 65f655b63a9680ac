"""The map: what calls is seen and named, one goes about with hands or keys, and communes are chosen on it."""

import re

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.windows import MELUN, NEMOURS, Scene, until_live

SAINT_DENIS_DE_LA_REUNION = "97411"
#: The scale at which the outlines are drawn.
SCALE = """(map) => Number(/scale\\(([\\d.]+)/.exec(map.querySelector("g[transform*=scale]").getAttribute("transform"))[1])"""
#: The middle of the first marks that look alike, in pixels of the map.
PLACE = """(map) => {
  const { x, y, width, height } = map.querySelector(".marks path").getBBox();
  return [x + width / 2, y + height / 2];
}"""


async def _map(page: Page) -> Locator:
    await until_live(page)
    sheet = page.locator(".c-map .map > svg")
    await expect(sheet).to_be_visible()
    return sheet


async def test_what_calls_is_seen_on_the_map_and_a_mark_leads_to_its_body(scene: Scene):
    dossier = scene.declare(NEMOURS, MELUN, SAINT_DENIS_DE_LA_REUNION)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    sheet = await _map(page)
    await expect(sheet).to_have_attribute("data-marks", "3")
    await expect(sheet.locator(".cartouche")).to_have_count(1)  # La Réunion has a box of its own
    await expect(sheet.locator(".f-deborde")).to_have_count(0)
    scene.report(dossier, status="deborde")
    await expect(sheet.locator(".f-deborde")).to_have_count(1)
    await expect(sheet.locator("text.lbl-s")).to_have_text("Nemours")

    foot = page.locator(".map-foot")
    await sheet.locator(".f-deborde").click(force=True)
    await expect(foot).to_contain_text(re.compile("Débordé.*CCAS de Nemours.*nouvelle il y a", re.DOTALL))
    await expect(page.get_by_role("row", selected=True).or_(page.locator("[aria-current=true]"))).to_contain_text(
        "Nemours"
    )

    await sheet.focus()
    await page.keyboard.press("ArrowUp")
    await expect(sheet).to_have_attribute("aria-activedescendant", f"map-body-ccas-{MELUN}")
    heard = page.locator(f"#map-body-ccas-{MELUN}")
    await expect(heard).to_have_attribute("aria-label", re.compile("^Melun, Sans nouvelle"))
    await expect(foot).to_contain_text("CCAS de Melun")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(f"/dossiers/{dossier}/organismes/ccas-{MELUN}$"))


async def test_one_goes_nearer_moves_and_sees_everything_again(scene: Scene):
    page = await scene.window("permanence", f"/dossiers/{scene.declare()}")
    sheet = await _map(page)
    everything, whole = page.get_by_role("button", name="Tout voir"), await sheet.evaluate(SCALE)
    await expect(everything).to_be_disabled()
    await page.get_by_role("button", name="Agrandir").click()
    await expect(everything).to_be_enabled()
    nearer = await sheet.evaluate(SCALE)
    assert nearer > whole
    box = await sheet.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, 200)
    await page.wait_for_function(
        f"([map, scale]) => scale > ({SCALE})(map)", arg=[await sheet.element_handle(), nearer]
    )
    before = await sheet.evaluate(PLACE)
    await page.mouse.down()
    await page.mouse.move(x + 30, y + 20)
    await page.mouse.move(x + 60, y + 40)
    await page.mouse.up()
    await page.wait_for_function(
        f"([map, [x]]) => Math.abs(({PLACE})(map)[0] - x - 60) < 6", arg=[await sheet.element_handle(), before]
    )
    await everything.click()
    await expect(everything).to_be_disabled()
    assert await sheet.evaluate(SCALE) == whole


async def test_a_map_that_could_not_be_read_is_read_again(scene: Scene):
    asked = 0

    async def fail_once(route: Route) -> None:
        nonlocal asked
        asked += 1
        await (route.abort() if asked == 1 else route.continue_())

    page = await scene.window("permanence", "/", expected=re.compile("ERR_FAILED|401"))
    await page.context.route("**/static/map/departements.json", fail_once)
    await page.goto(f"/dossiers/{scene.declare()}")
    await expect(page.get_by_role("alert").filter(has_text="La carte n’a pas pu être lue")).to_be_visible()
    await page.get_by_role("button", name="Réessayer").click()
    await expect(page.locator(".c-map [data-marks='2']")).to_be_visible()


async def test_communes_are_chosen_on_the_map_one_by_one_or_by_a_rectangle(scene: Scene):
    page = await scene.window("permanence", "/declarer")
    picker = page.get_by_role("region", name="Choisir sur la carte")
    sheet = picker.locator("svg")
    await expect(sheet).to_have_attribute("aria-label", re.compile("^Départements"))
    await sheet.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(picker.get_by_role("status")).to_contain_text(re.compile(r"^0 sur\u00a0?\s?\d+"))
    await page.keyboard.press("Tab")
    await sheet.focus()
    await page.keyboard.press("Enter")
    await expect(picker.get_by_role("status")).to_contain_text("1 sur")
    await page.keyboard.press("Enter")
    await expect(picker.get_by_role("status")).to_contain_text("0 sur")
    box = await sheet.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.keyboard.down("Shift")
    await page.mouse.move(x - 60, y - 60)
    await page.mouse.down()
    await page.mouse.move(x, y)
    await page.mouse.move(x + 60, y + 60)
    await page.mouse.up()
    await page.keyboard.up("Shift")
    await expect(picker.get_by_role("status")).not_to_contain_text(re.compile("^[01] sur"))
    await expect(page.get_by_role("list", name="Communes retenues").get_by_role("listitem").nth(3)).to_be_visible()
    await picker.get_by_role("button", name="Aucune").click()
    await expect(picker.get_by_role("status")).to_contain_text("0 sur")
