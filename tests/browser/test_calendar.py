"""The calendar page: what is late first, months and quarters, filters, and the address for one's own agenda."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.windows import Scene, ago


def _convention(scene: Scene) -> str:
    """Sign a convention whose first quarterly point is a week late."""
    dossier = f"convention-{uuid4().hex[:8]}"
    signed_on = (datetime.now(UTC) - timedelta(days=100)).date().isoformat()
    said = {"template": "etat-unccas", "title": f"Convention {dossier}", "parties": ["sgav", "unccas"]}
    scene.do(dossier, "convention.sign", signed_on=signed_on, **said)
    return dossier


async def test_what_is_late_comes_first_and_months_are_walked_with_the_keyboard(scene: Scene):
    convention = _convention(scene)
    scene.do(convention, "meeting.schedule", meeting="prochaine", at=ago(days=-40))
    meant = (datetime.now(UTC) + timedelta(days=40)).date()
    page = await scene.window("permanence", f"/calendrier?vue=mois&dossier={convention}")
    late = page.locator("section[aria-labelledby=retards]")
    await expect(late.get_by_role("link")).to_have_text("Point d’étape trimestriel")
    months = (meant.year - date.today().year) * 12 + meant.month - date.today().month
    following = page.get_by_role("button", name="Mois suivant")
    await following.focus()
    for _ in range(months):
        await page.keyboard.press("Enter")
    grid = page.locator("table.month")
    await expect(grid.get_by_role("link", name="Réunion des parties")).to_be_visible()
    await expect(late.get_by_role("link")).to_have_count(1)
    await page.get_by_label("Nature").select_option("obligation")
    await expect(grid.get_by_role("link", name="Réunion des parties")).to_have_count(0)
    await page.get_by_role("button", name="Liste").click()
    await expect(page).to_have_url(re.compile(f"/calendrier\\?(?!.*vue=).*dossier={convention}"))
    await late.get_by_role("link").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Convention {convention}")


async def test_an_address_for_ones_agenda_is_made_and_revoked(scene: Scene):
    _convention(scene)
    page = await scene.window("sgav", "/calendrier")
    await page.get_by_role("button", name="Créer mon adresse").click()
    address = await page.get_by_label("Votre adresse").input_value()
    with scene.server.client() as program:
        assert program.get(address).text.startswith("BEGIN:VCALENDAR")
        await page.reload()
        await expect(page.get_by_role("button", name="Remplacer l’adresse")).to_be_visible()
        await expect(page.get_by_label("Votre adresse")).to_have_count(0)
        await page.get_by_role("button", name="Révoquer l’adresse").click()
        await expect(page.get_by_role("button", name="Créer mon adresse")).to_be_visible()
        assert program.get(address).status_code == 404
