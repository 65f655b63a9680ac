"""Silence is worked off: alarms that stay until somebody takes them up, calls in order, sheets that are read."""

import re

from playwright.async_api import expect

from tests.browser.windows import MELUN, NEMOURS, Scene, ago, until_live

CONTACT = {"phone": "01 99 00 12 34", "email": "representante@exemple.invalid"}


async def test_an_alarm_stays_on_the_board_until_somebody_takes_it_up(scene: Scene):
    dossier = scene.declare(tempo=3600)  # an hour without representative lasts a second
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    alarm = page.locator(".alarm")
    alarm = alarm.filter(has_text="Aucun représentant principal actif")
    await expect(alarm).to_have_count(1, timeout=30_000)
    await page.reload()
    await alarm.get_by_role("button", name="Je m’en charge").click()
    await page.set_viewport_size({"width": 1366, "height": 1080})  # lower screens let go at once of what is taken up
    await expect(alarm).to_contain_text("Pris en charge")
    await expect(alarm.get_by_role("button")).to_have_count(0)
    identity = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main", **CONTACT}
    scene.do(dossier, "representative.designate", designation="premiere", accepted=True, **identity)
    await expect(alarm).to_have_count(0)


async def test_the_sheet_of_a_relieved_representative_is_read_and_acknowledged(scene: Scene):
    dossier = scene.declare()
    identity = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main", **CONTACT}
    scene.do(dossier, "representative.designate", designation="premiere", accepted=True, **identity)
    scene.do(dossier, "representative.relieve", designation="premiere", reason="Empêchée.")
    page = await scene.window("permanence", f"/dossiers/{dossier}/conduite")
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
    page = await scene.window("udccas-77", f"/dossiers/{dossier}/taches")
    await until_live(page)
    await page.get_by_label("Tâches montrées").select_option("Mon département")
    tasks = page.locator("ul.tasks")
    await expect(tasks.locator("li").first).to_be_visible()
    await expect(tasks).to_contain_text("Melun")
    await expect(page).to_have_url(re.compile("taches=departement"))
    await page.reload()
    await expect(page.get_by_label("Tâches montrées")).to_have_value("departement")


async def test_what_comes_is_counted_for_each_owner_the_late_ones_first(scene: Scene):
    dossier = scene.declare(tempo=3600)  # what is due within the hour is late a second after
    page = await scene.window("permanence", f"/dossiers/{dossier}/main-courante")
    await until_live(page)
    await page.get_by_role("link", name="Tâches", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tâches")
    owners = page.locator("table.spans tbody tr")
    await expect(owners.filter(has_text="Nemours").locator("td.late")).to_be_visible(timeout=30_000)
    await expect(page.locator("table.spans thead")).to_contain_text("En retard")
    await expect(page.locator("table.spans tfoot")).to_contain_text("Ensemble")


async def test_a_leaving_team_hands_over_a_sheet_of_its_own(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, "Le gymnase est ouvert.")
    scene.do(dossier, "note.write", text="Trente lits pour ce soir.", category="demande")
    page = await scene.window("permanence", f"/dossiers/{dossier}/taches")
    await until_live(page)
    await page.get_by_role("link", name="Fiche de relève d’équipe").click()
    sheet = page.locator("article.shift")
    await expect(sheet).to_contain_text("1 sur\u00a02")
    await expect(page.locator("section[aria-labelledby=r-silence]")).to_contain_text("Melun")
    await expect(page.locator("section[aria-labelledby=r-demandes]")).to_contain_text("Trente lits")
    await page.get_by_label("Équipe").select_option("Département 77")
    await expect(page).to_have_url(re.compile("departement=77"))
    await expect(sheet.get_by_role("heading", level=2).first).to_have_text("Seine-et-Marne")


async def test_the_sheet_of_a_team_stays_short_on_paper_however_much_is_to_do(scene: Scene):
    dossier = scene.declare()
    for code in ("attentat", "accident", "canicule", "grand_froid", "sanitaire", "feu", "effondrement"):
        scene.do(dossier, "playbook.apply", playbook=code)
    page = await scene.window("permanence", f"/dossiers/{dossier}/releve?departement=77")
    await expect(page.get_by_role("heading", name="Seine-et-Marne")).to_be_visible()
    assert (await page.pdf(format="A4")).count(b"/Type /Page\n") <= 4
    page = await scene.window("permanence", f"/dossiers/{dossier}/releve?organisme=ccas-{NEMOURS}")
    await expect(page.get_by_role("heading", name="CCAS de Nemours")).to_be_visible()
    assert (await page.pdf(format="A4")).count(b"/Type /Page\n") <= 2


async def test_a_ccas_hands_over_its_own_sheet(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, "Le gymnase est ouvert.")
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-{NEMOURS}")
    await until_live(page)
    await page.get_by_role("link", name="Fiche de relève d’équipe").click()
    sheet = page.locator("article.shift")
    await expect(sheet).to_contain_text("Le gymnase est ouvert.")
    await expect(sheet).not_to_contain_text("Melun")
