"""The representative's desk: whom to ask is seen, asked in two clicks, answered on the same screen; nobody stays silent unasked."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.test_help import usable
from tests.browser.windows import DESKTOP, PHONE, Scene, ago, unfold, until_live

LENT = {"from_body": "ccas-77288", "quantity": 4}


async def test_a_night_at_the_desk_goes_from_the_need_to_the_support_that_both_agree_on(scene: Scene):
    dossier = scene.declare("77333", "77288", "77305")
    scene.report(dossier, status="deborde")
    scene.do(dossier, "report.file", body="ccas-77288", status="mobilise", observed_at=ago())
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 6, "urgency": "immediat"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    scene.do(dossier, "need.raise", need="repas", body="ccas-77333", kind="alimentation", quantity=60, urgency="24h")
    desk = await scene.window("permanence", f"/dossiers/{dossier}/bureau", size=DESKTOP)
    await until_live(desk)
    people = desk.locator("section", has=desk.get_by_role("heading", name="Débordés"))
    await expect(people.get_by_text("CCAS de Nemours")).to_be_visible()

    # one click on whoever is wanted, one to send: the keyboard does it as well
    await expect(desk.get_by_role("heading", name="6 personnes·jours")).to_be_visible()
    first = desk.locator(".b-cands > li").first
    await expect(first.get_by_text("même département, non touché")).to_be_visible()
    await first.get_by_role("button").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("button", name="Envoyer la proposition")).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text("6 en attente d’accord")).to_be_visible()
    again = await unfold(desk, "Réviser ce besoin")
    await again.get_by_role("button", name="Réviser").click()
    await expect(again.get_by_text("Rien n’a changé")).to_be_visible()
    await again.get_by_label("Combien").fill("8")
    await again.get_by_role("button", name="Réviser").click()
    await expect(desk.get_by_role("heading", name="8 personnes·jours")).to_be_visible()
    revised = scene.lines(dossier, "need.revised")[0]["fact"]
    assert (revised["quantity"], revised["urgency"]) == (8, "immediat")
    proposed = scene.lines(dossier, "support.proposed")[0]["fact"]
    assert (proposed["need"], proposed["quantity"], proposed["team"]) == ("accueil", 6, 1)

    # many are called at once for the other need, and the answer is seen as it comes
    await desk.get_by_role("button", name="Alimentation").click()
    await expect(desk.get_by_role("heading", name="60 repas")).to_be_focused()
    many = await unfold(desk, "Appeler ces")
    await many.get_by_role("checkbox").first.uncheck()
    await many.get_by_role("button", name="Appeler").click()
    calls = desk.locator("section", has=desk.get_by_role("heading", name="Appels lancés"))
    await expect(calls.get_by_text("0 réponse sur")).to_be_visible()
    call = scene.lines(dossier, "support.called")[0]["fact"]
    assert 15 <= len(call["bodies"]) <= 20
    meals = {**LENT, "quantity": 40, "start": ago(), "end": ago(days=-2)}
    scene.do(
        dossier, "support.offer", "ccas-melun", offer="repas-melun", kind="alimentation", call=call["call"], **meals
    )
    await expect(calls.get_by_text("1 réponse sur")).to_be_visible()
    await expect(desk.get_by_role("button", name=re.compile("Proposer au CCAS de Melun.*40"))).to_be_visible()
    await usable(desk, "bureau")


async def test_the_silent_are_asked_at_once_and_a_mission_that_ends_is_relieved(scene: Scene):
    dossier = scene.declare("77333", "77288", "77305")
    scene.report(dossier)
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 12, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    scene.do(dossier, "support.propose", support="melun", need="accueil", start=ago(days=2), end=ago(hours=-5), **LENT)
    scene.do(dossier, "support.accept", "ccas-melun", support="melun")
    scene.do(dossier, "support.confirm", "ccas-nemours", support="melun")
    desk = await scene.window("permanence", f"/dossiers/{dossier}/bureau", size=PHONE)
    await until_live(desk)
    again = await unfold(desk, "Relancer tous les silencieux")
    await again.get_by_role("button", name="Relancer 2 organismes").click()
    await expect(desk.get_by_text(re.compile("2.organismes, 0.réponse depuis"))).to_be_visible()
    await expect(again.get_by_role("button", name="Relancer 0 organisme")).to_be_disabled()
    scene.do(dossier, "report.file", "ccas-melun", body="ccas-77288", status="mobilise", observed_at=ago())
    await expect(desk.get_by_text(re.compile("2.organismes, 1.réponse depuis"))).to_be_visible()

    plan = desk.locator("section", has=desk.get_by_role("heading", name="Relèves"))
    await expect(plan.get_by_text("1 sans relève dans les vingt-quatre heures")).to_be_visible()
    await plan.get_by_role("button", name="Chercher une relève").click()
    await expect(desk.get_by_text("Relève du CCAS de Melun")).to_be_visible()
    await desk.get_by_role("button", name="Proposer au").first.click()
    await desk.get_by_role("button", name="Envoyer la proposition").click()
    await expect(plan.get_by_text("proposée")).to_be_visible()
    assert scene.lines(dossier, "support.proposed")[-1]["fact"]["relieves"] == "melun"
    await usable(desk, "bureau-phone")

    # what is asked of a body, what it lacks, and whether it is hit, stand on its own page
    scene.do(dossier, "question.ask", question="lits", to="ccas-77333", text="Combien de lits\u202f?")
    field = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-77333")
    answer = await unfold(field, "Répondre")
    await answer.get_by_label("Réponse").fill("Vingt.")
    await answer.get_by_role("button", name="Répondre").click()
    await expect(field.locator("section[aria-labelledby=questions]")).to_contain_text("Vingt.")
    need = await unfold(field, "Dire un besoin")
    await need.get_by_label("De quoi").select_option("vehicule")
    await need.get_by_label("Combien").fill("2")
    await need.get_by_role("button", name="Demander").click()
    await expect(field.get_by_text("Véhicule, 2")).to_be_visible()

    # the next representative reads how things stood at one line of the journal
    await desk.get_by_role("link", name="Note de passation").click()
    await expect(desk.get_by_role("heading", name="Besoins à couvrir, par urgence (2)")).to_be_visible()
    seal = scene.as_("permanence").get(f"/api/dossiers/{dossier}/board").json()["cursor"]
    await expect(desk.get_by_text(f"journal {seal}")).to_be_visible()
    await usable(desk, "passation")


async def test_a_departement_under_red_vigilance_comes_behind_as_soon_as_it_is_said(scene: Scene):
    dossier = scene.declare("75056")
    asked = {"body": "ccas-75056", "kind": "renfort_accueil", "quantity": 6, "urgency": "immediat"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    desk = await scene.window("permanence", f"/dossiers/{dossier}/bureau", size=DESKTOP)
    await until_live(desk)
    pool, beside = desk.locator(".b-cands > li").nth(0), desk.locator(".b-cands > li").nth(1)
    await expect(pool.get_by_text("vigilance inconnue")).to_be_visible()
    nearest = re.search(r"\((9[234])\)", await beside.inner_text())
    assert nearest is not None
    block = desk.locator("section", has=desk.get_by_role("heading", name="Vigilance"))
    form = await unfold(block, "Dire la vigilance")
    await form.get_by_label("Département").select_option(nearest[1])
    await form.get_by_label("Niveau").select_option("rouge")
    await form.get_by_label("Jusqu’à").fill((datetime.now(UTC) + timedelta(hours=20)).isoformat()[:16])
    await form.get_by_label("Source").fill("Météo-France, bulletin d’essai")
    await form.get_by_role("button", name="Dire cette vigilance").click()
    await expect(form.get_by_role("alert")).to_contain_text("phénomène")
    await form.get_by_role("checkbox", name="Inondation Crues").check()
    await form.get_by_role("button", name="Dire cette vigilance").click()
    await expect(block.get_by_role("listitem").filter(has_text="Rouge")).to_contain_text("bulletin d’essai")
    await expect(beside).not_to_contain_text(f"({nearest[1]})")
    told = {"departement": "75", "level": "orange", "phenomena": ["vent"], "source": "Bulletin d’essai"}
    scene.do(dossier, "vigilance.say", until=ago(hours=-1), at=ago(minutes=5), **told)
    await expect(pool.get_by_text("vigilance orange vent violent à Paris jusqu’")).to_be_visible()
    await usable(desk, "bureau, vigilance")
