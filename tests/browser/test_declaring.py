"""Declaring: nothing of a list is dropped, the button says what it does, an exercise is never taken for a crisis."""

import re
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.windows import NEMOURS, Scene, ago, unfold

LIST = "Code INSEE;Commune\n77288;Melun\n77140;Nemours\n;Moret\n;Saint-Mammès\n"


async def test_a_list_is_made_precise_and_the_button_says_whom_it_reaches(scene: Scene):
    for who in ("prefecture-77", "ccas-melun"):
        scene.as_(who)  # somebody whose account is known is reached
    page = await scene.window("permanence", "/declarer", expected=re.compile("422"))
    button = page.locator(".d-go button")
    await expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    await button.click()
    await expect(page.get_by_label("Aléa")).to_be_focused()  # the browser asks for what is missing, in order

    await page.get_by_label("Aléa").select_option("inondation")
    file = {"name": "communes.csv", "mimeType": "text/csv", "buffer": LIST.encode("windows-1252")}
    await page.locator("input[type=file]").set_input_files([file])
    kept = page.get_by_role("list", name="Communes retenues")
    await expect(kept.get_by_role("listitem")).to_have_text([re.compile("Melun 77288"), re.compile("Saint-Mammès")])
    doubts = page.locator(".doubts")
    await expect(doubts).to_contain_text("2 lignes de la liste sont à préciser")
    await expect(doubts.get_by_role("listitem").first).to_contain_text("Ligne 3 : « 77140 Nemours »")
    await doubts.get_by_role("button", name=f"Nemours ({NEMOURS})").click()
    await doubts.get_by_role("button", name="Moret-Loing-et-Orvanne").click()
    await expect(doubts).to_have_count(0)
    await expect(kept).to_contain_text("Moret-Loing-et-Orvanne 77316")

    typed = page.get_by_role("combobox", name="Communes")
    await typed.fill("77316, 77288, Atlantide")
    await typed.press("Enter")
    await expect(doubts.get_by_role("listitem")).to_contain_text("Atlantide")
    await doubts.get_by_role("button", name="Ignorer").first.click()
    await expect(kept.get_by_role("listitem")).to_have_count(4)

    foreseen = page.locator(".pv")
    await expect(foreseen).to_contain_text("4 CCAS")
    reached = int(await foreseen.locator("dd.v").nth(2).inner_text())
    await expect(button).to_have_text("Déclarer : réelle ou exercice\u202f?")
    await page.get_by_role("radio", name="Crise réelle").check()
    await expect(button).to_have_text(
        re.compile(rf"^Déclarer la crise réelle et l’ouvrir à {reached}\sdestinataires?$")
    )
    await expect(page.get_by_text("EXERCICE", exact=True)).to_have_count(0)
    await page.get_by_role("radio", name="Exercice").check()
    await expect(button).to_have_text(re.compile(rf"^Déclarer l’exercice et l’ouvrir à {reached}\sdestinataires?$"))
    await expect(page.get_by_text("EXERCICE", exact=True).first).to_be_visible()


async def test_what_was_signalled_is_qualified_where_it_is_read(scene: Scene):
    dossier = f"signal-{uuid4().hex[:8]}"
    told = {"title": "Le Loing monte", "hazard": "inondation", "communes": [NEMOURS], "occurred_at": ago(hours=1)}
    scene.do(dossier, "crisis.signal", "prefecture-77", text="Deux quartiers sous l’eau.", **told)
    page = await scene.window("permanence", f"/declarer?signalement={dossier}")
    await expect(page.locator(".signalled")).to_contain_text("« Deux quartiers sous l’eau. »")
    await expect(page.get_by_label("Titre")).to_have_value("Le Loing monte")
    await expect(page.get_by_role("list", name="Communes retenues")).to_contain_text("Nemours")
    await expect(page.get_by_role("table", name="Organismes concernés")).to_contain_text("CCAS de Nemours")
    form = await unfold(page, "Classer sans suite")
    await form.get_by_label("Motif").fill("L’eau redescend.")
    await form.get_by_role("button", name="Classer sans suite").click()
    await expect(page).to_have_url(re.compile(f"/dossiers/{dossier}$"))
    assert scene.lines(dossier)[-1]["kind"] == "crisis.dismissed"
    await expect(page.get_by_role("heading", name="Classé sans suite")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("« L’eau redescend. »")
    await expect(page.locator("main")).not_to_contain_text("Personne n’est encore désigné")
