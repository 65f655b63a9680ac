"""Who speaks for a body: named on its page from the directory, relieved there; the partners under Conduite."""

from datetime import date
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.windows import Scene, unfold, until_live


async def test_a_body_names_its_referent_and_an_erased_contact_is_said_to_be_gone(scene: Scene) -> None:
    made = {"function": "Astreinte", "phone": "01 99 00 12 34", "name": "Alix Exemple", "for_exercises": True}
    added = scene.as_("permanence").post("/api/directory/bodies/ccas-77333/contacts", json=made)
    assert added.is_success, added.text
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-77333")
    await until_live(page)
    people = page.get_by_role("region", name="Référents")
    form = await unfold(page, "Nommer…")
    await form.get_by_label("Qui").select_option(label="Astreinte, Alix Exemple")
    await expect(form.get_by_label("Fonction")).to_have_value("Astreinte")
    await form.get_by_label("Fonction").fill("Directrice adjointe")
    await form.get_by_role("button", name="Nommer").click()
    await expect(people.get_by_role("listitem")).to_contain_text("Directrice adjointe, Alix Exemple")
    await expect(people.get_by_role("link", name="Appeler Directrice adjointe")).to_be_visible()
    gone = scene.as_("permanence").delete(f"/api/directory/contacts/{added.json()['id']}", params={"forget": 1})
    assert gone.status_code == 204
    await page.reload()
    await expect(people).to_contain_text("Contact effacé ou introuvable dans l’annuaire")
    relieve = await unfold(page, "Relever…")
    await relieve.get_by_role("button", name="Relever").click()
    await expect(people).to_contain_text("Personne n’est nommé")


async def test_the_partners_of_a_crisis_have_their_seats_under_conduite(scene: Scene) -> None:
    made = {"function": "Directrice de cabinet", "email": "cabinet@exemple.invalid", "for_exercises": True}
    assert scene.as_("permanence").post("/api/directory/bodies/prefecture-77/contacts", json=made).is_success
    page = await scene.window("permanence", f"/dossiers/{scene.declare()}/conduite")
    await until_live(page)
    seats = page.get_by_role("region", name="Qui siège ici")
    form = await unfold(page, "Nommer pour un organisme…")
    await form.get_by_label("Organisme").select_option(label="Préfecture de Seine-et-Marne")
    await form.get_by_label("Qui").select_option(label="Directrice de cabinet")
    await form.get_by_label("Place").select_option(label="Siège au comité")
    await form.get_by_label("Comité", exact=True).fill("Comité local d’aide aux victimes")
    await form.get_by_role("button", name="Nommer").click()
    await expect(seats.get_by_role("listitem")).to_contain_text("Préfecture de Seine-et-Marne")
    await expect(seats.get_by_role("listitem")).to_contain_text("Comité local d’aide aux victimes")


async def test_a_partner_that_is_no_party_has_a_seat_on_the_committee(scene: Scene) -> None:
    made = {"function": "Cheffe de pôle", "email": "ddets@exemple.invalid"}
    assert scene.as_("permanence").post("/api/directory/bodies/ddets-77/contacts", json=made).is_success
    dossier = f"convention-{uuid4().hex[:8]}"
    said = {"template": "etat-unccas", "title": "Convention d’essai", "signed_on": date.today().isoformat()}
    scene.do(dossier, "convention.sign", parties=["sgav", "unccas"], **said)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    form = await unfold(page, "Nommer pour un organisme…")
    await form.get_by_label("Organisme").select_option(label="Un autre organisme…")
    await form.get_by_label("Lequel").fill("DDETS de Seine-et-Marne")
    await form.get_by_label("Qui").select_option(label="Cheffe de pôle")
    await form.get_by_label("Comité", exact=True).fill("Comité de pilotage")
    await form.get_by_role("button", name="Nommer").click()
    seats = page.get_by_role("region", name="Qui siège ici")
    await expect(seats.get_by_role("listitem")).to_contain_text("DDETS de Seine-et-Marne")
    await expect(seats.get_by_role("listitem")).to_contain_text("Comité de pilotage")
