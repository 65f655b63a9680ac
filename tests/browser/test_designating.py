"""Somebody is proposed with their eyes open, has so long to answer, and the next one is called after that."""

import re

from axe_playwright_python.async_playwright import Axe
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


async def test_the_permanence_gives_a_list_and_sees_who_was_asked_who_is_next_and_takes_over(scene: Scene):
    roster = scene.as_("permanence")
    names = [f"{name} Exemple" for name in ("Ana", "Bo", "Cléo")]
    people = [
        roster.post(
            "/api/directory/roster",
            json={"name": name, "function": "Directrice de CCAS", "phone": "01 99 00 12 34", "for_exercises": True},
        ).json()["id"]
        for name in names
    ]
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}/designation")
    await until_live(page)
    form = page.locator("form", has=page.get_by_role("button", name=re.compile("Appeler la liste")))
    chosen = form.locator("ol > li")
    for name in names:
        await expect(chosen.filter(has_text=name)).to_be_visible()
    others = chosen.filter(has_not_text=re.compile("|".join(names)))  # of other tests on the same service
    for left in reversed(range(await others.count())):
        await others.first.get_by_text("Retirer").click()
        await expect(others).to_have_count(left)
    await form.get_by_role("button", name=f"Retirer {names[2]} de la liste").click()
    await expect(chosen).to_have_count(2)
    if names[0] in await chosen.first.inner_text():
        await form.get_by_role("button", name=f"Monter {names[1]}").click()
    await form.get_by_label("Minutes pour répondre").fill("15")
    await form.get_by_role("button", name="Appeler la liste (2)").click()
    steps = page.locator(".roster-call > li")
    await expect(steps.first).to_contain_text(f"{names[1]}, Directrice de CCAS")
    await expect(steps.first).to_contain_text(re.compile("Réponse attendue avant .* \\(dans"))
    await expect(steps.nth(1)).to_contain_text(re.compile("Suivante, à \\d+"))
    (fact,) = [line["fact"] for line in scene.lines(dossier, "roster.called")]
    assert ([one["person"] for one in fact["people"]], fact["minutes"]) == ([people[1], people[0]], 15)
    assert (await Axe().run(page)).response["violations"] == []

    board = await scene.window("permanence", f"/dossiers/{dossier}")
    who = board.get_by_role("region", name="Représentant de l’UNCCAS")
    await expect(who.locator(".late").filter(has_text="à prévenir · réponse avant")).to_be_visible()
    await expect(who.get_by_role("link", name="Désignation")).to_be_visible()
    skip = await unfold(page, "Passer au suivant…")
    await skip.get_by_role("button", name="Passer au suivant").click()
    await expect(steps.first).to_contain_text("Demande retirée")
    await expect(steps.nth(1)).to_contain_text("Appelée")
    stop = await unfold(page, "Arrêter l’appel…")
    await stop.get_by_role("button", name="Arrêter l’appel").click()
    await unfold(page, "Appels du vivier terminés (1)")
    await expect(steps.nth(1)).to_contain_text("Demande retirée")
    for one in people:
        roster.delete(f"/api/directory/roster/{one}")
