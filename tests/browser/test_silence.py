"""Silence is worked off: alarms that stay until somebody takes them up, calls in order, sheets that are read."""

from playwright.async_api import expect

from tests.browser.windows import MELUN, NEMOURS, Scene, ago, until_live

CONTACT = {"phone": "01 99 00 12 34", "email": "representante@exemple.invalid"}


async def test_an_alarm_stays_on_the_board_until_somebody_takes_it_up(scene: Scene):
    dossier = scene.declare(tempo=3600)  # an hour without representative lasts a second
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    alarm = page.locator(".alarm")
    await expect(alarm).to_contain_text("ALARME\u00a0: aucun représentant principal actif", timeout=30_000)
    await page.reload()
    await alarm.get_by_role("button", name="Prendre en compte").click()
    await expect(alarm).to_contain_text("prise en compte")
    await expect(alarm.get_by_role("button")).to_have_count(0)
    identity = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main", **CONTACT}
    scene.do(dossier, "representative.designate", designation="premiere", accepted=True, **identity)
    await expect(alarm.filter(has_text="aucun représentant")).to_have_count(0)


async def test_the_sheet_of_a_relieved_representative_is_read_and_acknowledged(scene: Scene):
    dossier = scene.declare()
    identity = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main", **CONTACT}
    scene.do(dossier, "representative.designate", designation="premiere", accepted=True, **identity)
    scene.do(dossier, "representative.relieve", designation="premiere", reason="Empêchée.")
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    sheet = page.locator("section[aria-labelledby=representant] li", has_text="laissée par Camille Exemple")
    await expect(sheet).to_contain_text("Organismes\u00a0: 2\u00a0sans nouvelle")
    await sheet.get_by_role("button", name="J’ai lu cette fiche").click()
    await expect(page.get_by_text("Fiches lues (1)")).to_be_visible()


async def test_those_never_heard_of_are_called_first_and_a_call_is_one_click(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, observed_at=ago(hours=1), valid_minutes=1)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await page.get_by_role("link", name="Relance").click()
    await expect(page.locator("section[aria-labelledby=couverture]")).to_contain_text("1 sur\u00a02")
    called = page.locator("section[aria-labelledby=a-appeler] li")
    await expect(called).to_have_count(2)
    await expect(called.first).to_contain_text("Melun")
    await called.first.get_by_role("button", name="sans réponse").click()
    await expect(called.first).to_contain_text("1\u00a0appel sans réponse de suite")
    logged = scene.lines(dossier, "call.logged")
    assert [line["fact"]["body"] for line in logged] == [f"ccas-{MELUN}"]
    scene.report(dossier, who="permanence", body=f"ccas-{MELUN}")
    await expect(called).to_have_count(1)
    await expect(called).to_contain_text("Nemours")


async def test_somebody_of_a_departement_looks_at_the_tasks_of_it(scene: Scene):
    dossier = scene.declare(MELUN, NEMOURS)
    page = await scene.window("udccas-77", f"/dossiers/{dossier}")
    await until_live(page)
    await page.get_by_label("Tâches montrées").select_option("Mon département")
    tasks = page.locator("ul.tasks")
    await expect(tasks.locator("li").first).to_be_visible()
    await expect(tasks).to_contain_text("Melun")
