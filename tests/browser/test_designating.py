"""Somebody is proposed with their eyes open, has so long to answer, and the next one is called after that."""

import re

from playwright.async_api import expect

from tests.browser.windows import Scene, unfold, until_live


async def test_a_person_whose_own_body_is_hit_is_a_warning_before_and_after_the_act(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/conduite")
    await until_live(page)
    form = await unfold(page, "Désigner un représentant")
    own = form.get_by_label("Son CCAS ou CIAS (facultatif)")
    await own.fill("Nemours")
    await expect(form.locator("datalist option[value='CCAS de Nemours']")).to_have_count(1)
    await own.fill("CCAS de Nemours")
    await expect(form.get_by_role("status").filter(has_text="Touché par l’évènement")).to_be_visible()
    await form.get_by_label("Nom").fill("Camille Exemple")
    await form.get_by_label("Fonction").fill("Directrice")
    await form.get_by_label("Téléphone", exact=True).fill("01 99 00 12 34")
    await form.get_by_label("Adresse électronique").fill("representante@exemple.invalid")
    await form.get_by_role("button", name="Désigner").click()
    proposed = page.locator("li", has_text="Camille Exemple").first
    await expect(proposed).to_contain_text("son propre organisme est touché")
    await expect(proposed).to_contain_text(re.compile("Réponse attendue avant .* (dans|sinon)"))
    await expect(own).to_have_value("")
    (fact,) = [line["fact"] for line in scene.lines(dossier, "representative.designated")]
    assert (fact["body"], fact["warning"]) == ("ccas-77333", True)


async def test_a_proposal_without_an_answer_says_that_the_next_one_is_to_be_called(scene: Scene):
    dossier = scene.declare(tempo=3_600)
    said = {"function": "Élue", "phone": "01 99 00 12 34", "perimeter": "main"}
    scene.do(
        dossier, "representative.designate", designation="d-1", name="Alex Exemple", email="a@exemple.invalid", **said
    )
    page = await scene.window("permanence", f"/dossiers/{dossier}/conduite")
    await until_live(page)
    unanswered = page.get_by_text("Alex Exemple n’a pas répondu dans le délai. Appeler la personne suivante.")
    await expect(unanswered).to_be_visible(timeout=30_000)
    scene.do(
        dossier,
        "representative.designate",
        designation="d-2",
        name="Sacha Exemple",
        email="s@exemple.invalid",
        accepted=True,
        **said,
    )
    await expect(unanswered).to_have_count(0)
    await unfold(page, "Désignations passées")
    await expect(page.locator("li", has_text="Alex Exemple")).to_contain_text("Sans réponse dans le délai.")
