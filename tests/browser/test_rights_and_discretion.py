"""What one may write of people, what one may do and why not, and whether the others see what a CCAS needs."""

import re

from playwright.async_api import expect

from tests.browser.windows import PHONE, SIGNED_OUT, Scene, fold, unfold, until_live

#: What the browser says by itself of a text that is refused, in words, by the page.
REFUSED = re.compile(rf"409|{SIGNED_OUT.pattern}")
FOUND = ["Mme Exemple", "01 99 00 12 34", "a.b@exemple.invalid", "2 84 07 77 333 123 45"]
#: Ends with the keys of a SIRET, and would otherwise look like the number of a person.
SIRET = "26770334600002"


async def test_who_names_somebody_is_shown_what_and_takes_it_out_or_says_why_it_stays(scene: Scene) -> None:
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/main-courante", expected=REFUSED)
    await until_live(page)
    form = await unfold(page, "Écrire une ligne")
    text, write = form.get_by_label("Texte"), form.get_by_role("button", name="Écrire", exact=True)
    await text.fill(f"Vu {FOUND[0]}, {FOUND[1]}, {FOUND[2]}, NIR {FOUND[3]}, à la mairie (SIRET {SIRET}).")
    await write.click()
    await expect(form.locator("mark")).to_have_text(FOUND)
    assert scene.lines(dossier, "note.written") == []

    await form.get_by_role("button", name="Retirer du texte").click()
    left = f"Vu [retiré], [retiré], [retiré], NIR [retiré], à la mairie (SIRET {SIRET})."
    await expect(text).to_have_value(left)
    await expect(text).to_be_focused()
    await write.click()
    await expect(form.get_by_text("Écrit dans la main courante")).to_be_visible()

    await text.fill(f"Rappeler le {FOUND[1]}.")
    await write.click()
    justified = form.get_by_role("button", name="Justifier et envoyer")
    await expect(justified).to_be_disabled()
    await form.get_by_label("Ou dire pourquoi c’est nécessaire").fill("Numéro de la salle, pas d’une personne.")
    await justified.click()
    await expect(page.locator(".log li", has_text="La ligne précédente garde un numéro de téléphone")).to_be_visible()
    assert [line["fact"]["text"] for line in scene.lines(dossier, "note.written")] == [left, f"Rappeler le {FOUND[1]}."]


async def test_who_may_not_reads_why_and_who_may(scene: Scene) -> None:
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", f"/droits?dossier={dossier}")
    mine = page.get_by_role("region", name="Vous, dans ce dossier")
    may, may_not = fold(mine, "Ce que vous pouvez"), fold(mine, "Pourquoi je ne peux pas")
    await expect(may_not.get_by_role("row", name="Fermer aux autres les besoins de chacun")).to_contain_text(
        "Le peuvent\u00a0: Permanence de l’UNCCAS"
    )

    await page.get_by_label("Chercher une action ou un rôle").fill("fermer aux autres")
    await expect(may_not.get_by_role("row")).to_have_count(2)  # with its head
    await expect(may).to_contain_text("Aucune action ne correspond.")
    holders = page.get_by_role("region", name="Chaque rôle").locator("details")
    await expect(holders).to_have_count(2)
    await expect(holders.first).to_have_attribute("open", "")
    await expect(page).to_have_url(re.compile("q=fermer"))
    await page.get_by_label("Chercher une action ou un rôle").fill("envoyer un compte rendu")
    await expect(may.get_by_role("row", name="Envoyer un compte rendu")).to_contain_text("son propre organisme")


async def test_the_needs_of_each_are_closed_to_the_others_and_opened_again_with_a_reason(scene: Scene) -> None:
    dossier = scene.declare()
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 6, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    leads = await scene.window("permanence", f"/dossiers/{dossier}/renforts")
    melun = await scene.window("ccas-melun", f"/dossiers/{dossier}/renforts")
    need = melun.get_by_role("region", name="Besoins").get_by_role("listitem").filter(has_text="CCAS de Nemours")
    await expect(need).to_have_count(1)
    await expect(melun.get_by_text("Fermer les besoins aux autres CCAS")).to_have_count(0)

    form = await unfold(leads, "Fermer les besoins aux autres CCAS")
    await form.get_by_label("Motif").fill("Un centre de familles ne doit pas être connu.")
    await form.get_by_role("button", name="Fermer").click()
    await expect(melun.get_by_text("Besoins fermés")).to_be_visible()
    await expect(need).to_have_count(0)
    await expect(leads.get_by_role("region", name="Besoins").get_by_role("meter")).to_have_count(1)

    form = await unfold(leads, "Ouvrir les besoins aux autres CCAS")
    await form.get_by_label("Motif").fill("Le centre a fermé.")
    await form.get_by_role("button", name="Ouvrir").click()
    await expect(need).to_have_count(1)
    assert next(line["text"] for line in scene.lines(dossier, "needs.closed")).endswith("ne doit pas être connu.")


async def test_on_a_phone_the_name_of_the_page_is_in_sight_in_the_row_of_pages(scene: Scene) -> None:
    dossier = scene.declare()
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/acces-fortuit", size=PHONE)
    pages = page.get_by_role("navigation", name="Dossier")
    await expect(pages.get_by_role("link", name="Accès fortuit")).to_be_in_viewport()
    await expect(pages.get_by_role("link", name="Tableau")).not_to_be_in_viewport()
