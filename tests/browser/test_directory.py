"""The directory on screen: a body and its people, a file tried and imported, whoever is called first filling the form."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.browser.windows import Scene, unfold, until_live


async def test_a_body_is_corrected_and_its_people_are_written_removed_and_erased(scene: Scene) -> None:
    page = await scene.window("permanence", "/annuaire?departement=77&q=fontainebleau", expected=re.compile("422"))
    await page.get_by_role("link", name="CCAS de Fontainebleau").click()
    known = page.get_by_role("region", name="Fiche").locator("dl")
    await expect(known).to_contain_text("Présumé d’après le territoire")
    sheet = await unfold(page, "Corriger la fiche")
    await sheet.get_by_label("Standard").fill("01 99 00 12")
    await sheet.get_by_role("button", name="Enregistrer").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("numéro de téléphone attendu")
    await sheet.get_by_label("Standard").fill("01 99 00 12 34")
    for skill in ("Accueil du public", "Hébergement"):
        await sheet.get_by_role("checkbox", name=skill).check()
    await sheet.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_role("link", name="Appeler le standard")).to_have_attribute("href", "tel:+33199001234")
    await expect(known).to_contain_text("Confirmé")
    await expect(known).to_contain_text("Accueil du public, Hébergement")

    contact = await unfold(page, "Ajouter un contact")
    await contact.get_by_label("Fonction").fill("Direction")
    await contact.get_by_label("Nom (facultatif)").fill("Camille Exemple")
    await contact.get_by_label("Téléphone").fill("01 99 00 56 78")
    await contact.get_by_role("button", name="Enregistrer").click()
    person = page.get_by_role("listitem").filter(has_text="Camille Exemple")
    await expect(person).to_contain_text("Direction")
    await person.get_by_role("button", name="Retirer").click()
    await expect(person).to_have_count(0)
    removed = await unfold(page, "Contacts retirés")
    await removed.get_by_role("button", name="Remettre").click()
    await expect(person).to_be_visible()
    await person.get_by_role("button", name="Effacer").press("Enter")
    await expect(person.get_by_role("button", name="Non, garder")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(person.get_by_role("button", name="Effacer")).to_be_focused()
    await person.get_by_role("button", name="Effacer").click()
    await person.get_by_role("button", name="Effacer pour toujours").click()
    await expect(person).to_have_count(0)
    await expect(page.get_by_text("Contact effacé\u00a0: Direction.")).to_be_visible()


async def test_an_association_is_added_and_says_where_it_acts(scene: Scene) -> None:
    page = await scene.window("permanence", "/annuaire?departement=77", expected=re.compile("422"))
    added = await unfold(page, "Ajouter une association ou un service")
    await added.get_by_label("Nom").fill("Exemple d’Aide aux Victimes")
    await added.get_by_label("Départements").fill("77 99")
    await added.get_by_role("button", name="Ajouter").click()
    await expect(added.get_by_role("alert")).to_contain_text("n’est pas un code de département")
    await added.get_by_label("Départements").fill("77")
    await added.get_by_role("button", name="Ajouter").click()
    await expect(page).to_have_url(re.compile("/annuaire/organismes/aav-exemple-d-aide-aux-victimes"))
    known = page.get_by_role("region", name="Fiche").locator("dl")
    await expect(known).to_contain_text("Confirmé")
    sheet = await unfold(page, "Corriger la fiche")
    await sheet.get_by_label("Communes pour lesquelles il agit").fill("77333 45004")
    await sheet.get_by_role("button", name="Enregistrer").click()
    await expect(known).to_contain_text("77333, 45004")
    await expect(known).to_contain_text("77, 45")


async def test_the_map_shows_the_bodies_of_the_list_to_hands_and_keys(scene: Scene) -> None:
    page = await scene.window("prefecture-77", "/annuaire")
    sheet = page.get_by_role("listbox", name="Carte des organismes de la liste")
    count = page.get_by_role("region", name="Organismes").get_by_role("status")
    await expect(count).to_have_text(re.compile(r"^\d+\sorganismes$"))
    listed = re.match(r"\d+", await count.inner_text())
    assert listed is not None
    await expect(sheet).to_have_attribute("data-marks", listed[0])
    # A whole département is a long way by thumb: it is listed in parts, and always found by a word.
    await expect(page.locator("tbody tr")).to_have_count(60)
    await page.get_by_role("button", name="Afficher la suite").click()
    await expect(page.locator("tbody tr")).to_have_count(300)
    await page.get_by_role("searchbox", name="Chercher").fill("77333")
    await expect(page.get_by_role("row")).to_have_count(2)
    await expect(sheet).to_have_attribute("data-marks", "1")
    await page.get_by_role("link", name="CCAS de Nemours").focus()
    await expect(page.locator(".map-foot .pointed")).to_contain_text("CCAS de Nemours")
    await sheet.focus()
    await page.keyboard.press("ArrowRight")
    await expect(sheet.get_by_role("option")).to_have_accessible_name(re.compile("^CCAS de Nemours, .*, présumé, 77$"))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/annuaire/organismes/ccas-77333"))


async def test_the_people_of_another_body_are_not_shown(scene: Scene) -> None:
    made = {"function": "Astreinte", "name": "Secret Exemple", "phone": "01 99 00 12 34"}
    answer = scene.as_("permanence").post("/api/directory/bodies/ccas-77288/contacts", json=made)
    assert answer.is_success, answer.text
    page = await scene.window("ccas-nemours", "/annuaire/organismes/ccas-77288")
    await expect(page.get_by_text("ne vous sont pas ouverts")).to_be_visible()
    await expect(page.get_by_text("Secret Exemple")).to_have_count(0)
    await expect(page.get_by_text("Corriger la fiche")).to_have_count(0)
    reader = await scene.window(
        "prefecture-77", "/annuaire/organismes/ccas-77288"
    )  # who calls them, and changes nothing
    await expect(reader.get_by_text("Secret Exemple")).to_be_visible()
    await expect(reader.get_by_role("button", name="Modifier")).to_have_count(0)


async def test_a_file_is_tried_corrected_and_imported(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "organismes.csv"
    file.write_text("type;commune;siren\nmairie;77004;\nmairie;77005;12\n", encoding="cp1252")
    page = await scene.window("permanence", "/annuaire/import")
    await page.get_by_label("Fichier CSV ou XLSX").set_input_files(str(file))
    await page.get_by_role("button", name="Essayer à blanc").click()
    await expect(page.get_by_role("row", name="3 siren SIREN attendu")).to_be_visible()
    await expect(page.get_by_role("button", name="Importer")).to_have_count(0)
    corrected = tmp_path / "organismes-2.csv"
    corrected.write_text("type;commune\nmairie;77004\nmairie;77005\n", encoding="utf-8")
    await page.get_by_label("Fichier CSV ou XLSX").set_input_files(str(corrected))
    await page.get_by_role("button", name="Essayer à blanc").click()
    await page.get_by_role("button", name="Importer 2 lignes").click()
    await expect(page.get_by_text("Importé.")).to_be_visible()
    await page.get_by_role("button", name="Essayer à blanc").click()
    await expect(page.get_by_text("tout est déjà dans l’annuaire")).to_be_visible()


async def test_the_desk_names_whom_to_call_first_and_fills_the_form(scene: Scene) -> None:
    person = {"function": "Directrice", "phone": "01 99 00 12 34", "email": "noa@exemple.invalid"}
    for more in ({"name": "Noa Proche", "body": "ccas-91228"}, {"name": "Sam Loin", "body": "ccas-13055"}):
        assert scene.as_("permanence").post("/api/directory/roster", json={**person, **more}).is_success
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/conduite")
    await until_live(page)
    form = await unfold(page, "Désigner un représentant")
    await expect(form.get_by_role("listitem").first).to_contain_text("Noa Proche")
    await form.get_by_role("button", name="Remplir avec Noa Proche").click()
    await expect(form.get_by_label("Adresse électronique")).to_have_value("noa@exemple.invalid")
    await expect(form.get_by_label("Son CCAS ou CIAS (facultatif)")).to_have_value("CCAS d’Évry-Courcouronnes")
    await form.get_by_role("button", name="Désigner").click()
    await expect(form.get_by_text("Désignation enregistrée")).to_be_visible()
    (fact,) = [line["fact"] for line in scene.lines(dossier, "representative.designated")]
    assert fact["body"] == "ccas-91228"


async def test_the_page_of_a_body_in_a_crisis_says_whom_to_call(scene: Scene) -> None:
    made = {"function": "Astreinte", "phone": "01 99 00 12 34", "name": "Alix Exemple"}
    for more in ({}, {"for_exercises": True, "name": "Jeu Exemple"}):
        answer = scene.as_("permanence").post("/api/directory/bodies/ccas-77333/contacts", json=made | more)
        assert answer.is_success, answer.text
    page = await scene.window("permanence", f"/dossiers/{scene.declare(exercise=False)}/organismes/ccas-77333")
    people = page.get_by_role("region", name="Qui appeler")
    await expect(people).to_contain_text("Alix Exemple")
    await expect(people).not_to_contain_text("Jeu Exemple")
    await page.goto(f"{scene.server.url}/dossiers/{scene.declare()}/organismes/ccas-77333")
    await expect(people).to_contain_text("Jeu Exemple")
    await expect(people).not_to_contain_text("Alix Exemple")
