"""What people do in their windows, from the qualification of a crisis to the quarterly point of a convention."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.windows import Scene, unfold, until_live


async def test_one_click_signs_in_and_signing_out_closes_the_door(scene: Scene):
    page = await scene.window(None, "/")
    await expect(page).to_have_url(re.compile(r"/connexion\?retour=%2F$"))
    await page.get_by_role("button", name="Dominique Fictif").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dossiers")
    await page.get_by_role("button", name="Se déconnecter").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    assert (await page.request.get("/api/session")).status == 401
    # Browsers drop a tab from an address: what is left would be the address of another site.
    await page.goto("/connexion?retour=%2F%09%2Failleurs.invalid%2F")
    await page.get_by_role("button", name="Dominique Fictif").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dossiers")


async def test_a_crisis_is_declared_led_and_told(scene: Scene):
    permanence = await scene.window("permanence", "/")
    title = f"Crue du Loing {uuid4().hex[:6]}"
    await _declare(permanence, title)
    path = permanence.url.removeprefix(scene.server.url)

    await permanence.get_by_role("link", name="Conduite", exact=True).first.click()
    await _designate(permanence)
    representante = await scene.window("representante", path)
    await representante.get_by_role("button", name="Accepter la désignation").click()
    await expect(representante.locator(".who")).to_contain_text("Camille Exemple")
    await expect(permanence.locator("li", has_text="Camille Exemple").first).to_contain_text("Active")

    sgav = await scene.window("sgav", path)
    await sgav.get_by_role("button", name="Noter l’accusé de réception").first.click()
    told = permanence.get_by_text(re.compile(r"^(Informé .*, a|A)ccusé .*\(délai"))
    await expect(told.filter(visible=True)).to_be_visible()  # the proposal that was answered is folded away

    await representante.get_by_role("link", name="Tâches", exact=True).click()
    await _do_a_task(representante)
    await permanence.get_by_role("link", name="Tableau").click()
    await _write_and_correct_a_note(permanence)
    await expect(sgav.get_by_text(title).first).to_be_visible()


async def test_a_convention_has_its_quarterly_point_held(scene: Scene):
    dossier = _signed(scene)
    page = await scene.window("sgav", f"/dossiers/{dossier}")
    await until_live(page)
    await expect(page.get_by_role("row", name="trimestriel")).to_have_count(3)

    form = await unfold(page, "Prévoir une réunion")
    obligation = form.get_by_label("Pour quel engagement")
    await obligation.select_option(index=1)
    await form.get_by_label("Date et heure").fill(_typed(datetime.now() - timedelta(hours=1)))
    await form.get_by_role("button", name="Prévoir la réunion").click()
    meeting = page.locator("section[aria-labelledby=reunions] li", has_text="Enregistrer la tenue").first
    await expect(meeting).to_contain_text("Prévue")

    held = await unfold(meeting, "Enregistrer la tenue")
    await held.get_by_label("Compte rendu").fill("Le vivier de représentants est constitué.")
    await held.get_by_label("Décision 1").fill("Préparer un exercice en commun.")
    await held.get_by_label("Pour le").fill((datetime.now() + timedelta(days=60)).date().isoformat())
    await held.get_by_role("button", name="Enregistrer la réunion").click()
    await expect(page.locator("section[aria-labelledby=reunions]")).to_contain_text("Tenue")
    await expect(page.locator("section[aria-labelledby=decisions]")).to_contain_text("Préparer un exercice en commun.")
    await expect(page.get_by_role("row", name="trimestriel").filter(has_text="Remplie")).to_have_count(1)


async def test_a_refused_command_is_said_in_place_and_what_was_typed_stays(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}", expected=re.compile("409|422"))
    form = await unfold(page, "Écrire une ligne")
    await form.get_by_label("Texte").fill("Rien à signaler.")
    await form.get_by_label("Quand").fill(_typed(datetime.now() + timedelta(days=2)))
    await form.get_by_role("button", name="Écrire").click()
    await expect(form.get_by_role("alert")).to_contain_text("Refusé.")
    await expect(form.get_by_label("Texte")).to_have_value("Rien à signaler.")


async def _declare(page: Page, title: str) -> None:
    await page.get_by_role("link", name="Déclarer une crise").click()
    await page.get_by_role("radio", name="Exercice").check()
    await page.get_by_label("Aléa").select_option("inondation")
    await page.get_by_label("Début des faits").fill(_typed(datetime.now() - timedelta(hours=2)))
    await page.get_by_label("Titre").fill(title)
    await page.get_by_role("combobox", name="Communes").fill("némours")
    await expect(page.get_by_role("listbox", name="Communes trouvées").get_by_role("option").first).to_contain_text(
        "Nemours"
    )
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Communes retenues")).to_contain_text("Nemours 77333")
    await expect(page.get_by_role("table", name="Organismes concernés")).to_contain_text("CCAS de Nemours")
    await page.get_by_label("Motif").fill("Le Loing déborde, deux quartiers évacuent.")
    await page.get_by_role("button", name="Déclarer l’exercice").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    await expect(page.get_by_text("EXERCICE").first).to_be_visible()
    await until_live(page)


async def _designate(page: Page) -> None:
    form = await unfold(page, "Désigner un représentant")
    await form.get_by_label("Nom").fill("Camille Exemple")
    await form.get_by_label("Fonction").fill("Vice-présidente d’un CCAS non touché")
    await form.get_by_label("Téléphone", exact=True).fill("01 99 00 12 34")
    await form.get_by_label("Adresse électronique").fill("representante@exemple.invalid")
    await form.get_by_role("button", name="Désigner").click()
    await expect(page.locator("li", has_text="Camille Exemple").first).to_contain_text("Proposée")


async def _do_a_task(page: Page) -> None:
    tasks = page.locator("section[aria-labelledby=taches]")
    first = tasks.get_by_role("listitem").first
    title = await first.locator("b").inner_text()
    await first.get_by_role("button", name="C’est fait").click()
    await tasks.get_by_label("Tâches montrées").select_option("done")
    await expect(tasks.get_by_role("listitem").filter(has_text=title).first).to_contain_text("Fait")


async def _write_and_correct_a_note(page: Page) -> None:
    form = await unfold(page, "Écrire une ligne")
    await form.get_by_label("Texte").fill("Vingt lits ouverts au gymnase.")
    await form.get_by_role("button", name="Écrire").click()
    await expect(form.get_by_text("Écrit dans la main courante")).to_be_visible()
    line = page.locator("ol.log li", has=page.locator(".words", has_text="Vingt lits ouverts")).first
    await unfold(line, "Corriger")
    await line.get_by_label("Texte corrigé").fill("Trente lits ouverts au gymnase.")
    await line.get_by_role("button", name="Corriger cette ligne").click()
    struck = page.locator("ol.log s", has_text="Vingt lits ouverts")
    await expect(struck).to_be_visible()
    corrected = page.locator("ol.log").get_by_text("Trente lits ouverts").first
    waiting = page.get_by_role("button", name="1 ligne en attente")
    await expect(waiting.or_(corrected).first).to_be_visible()
    if await waiting.is_visible():  # the lines hold still for as long as one types there
        await waiting.click()
    await expect(corrected).to_be_visible()


def _signed(scene: Scene) -> str:
    """Sign a State-UNCCAS convention that began eight months ago."""
    dossier = f"convention-{uuid4().hex[:8]}"
    signed_on = (datetime.now() - timedelta(days=8 * 30)).date().isoformat()
    said = {"template": "etat-unccas", "title": "Convention État‑UNCCAS (essai)", "parties": ["sgav", "unccas"]}
    scene.do(dossier, "convention.sign", signed_on=signed_on, **said)
    return dossier


def _typed(at: datetime) -> str:
    """Write an hour of this machine as a datetime-local field takes it."""
    return at.astimezone().strftime("%Y-%m-%dT%H:%M")
