"""Help between CCAS as each side sees it: one is proposed, both agree, it is followed to its end; few see some addresses."""

from playwright.async_api import expect

from tests.browser.windows import Scene, ago, unfold, until_live


async def test_a_need_is_answered_by_a_ccas_that_accepts_and_confirmed_by_the_one_that_asked(scene: Scene):
    dossier = scene.declare()
    path = f"/dossiers/{dossier}/renforts"
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 6, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    hit = await scene.window("ccas-nemours", path)
    helping = await scene.window("ccas-melun", f"/dossiers/{dossier}")
    leads = await scene.window("permanence", path)
    for page in (hit, helping, leads):
        await until_live(page)

    proposal = await unfold(leads, "Proposer un renfort")
    await expect(proposal.get_by_text("même département, non touché").first).to_be_visible()
    await proposal.get_by_label("Organisme qui prêterait").fill("CCAS de Melun")
    await expect(proposal.get_by_text("Il lui reviendra d’accepter")).to_be_visible()
    await proposal.get_by_label("Combien").fill("4")
    await proposal.get_by_role("button", name="Proposer").click()

    # the one that is asked is told on the board, and led to its answer
    owed = helping.locator("section", has=helping.get_by_role("heading", name="Attend votre réponse"))
    await expect(owed.get_by_text("On vous propose de prêter")).to_be_visible()
    await owed.get_by_role("link", name="Répondre").click()
    support = helping.locator("li", has_text="CCAS de Melun pour le CCAS de Nemours")
    await expect(support.get_by_text("Proposée")).to_be_visible()
    await support.get_by_role("button", name="Accepter de prêter").click()
    await hit.get_by_role("button", name="Confirmer").click()
    for verb in ("En préparation", "En route", "Arrivés sur place"):
        await support.get_by_role("button", name=verb, exact=True).click()
    await expect(hit.get_by_text("arrivé 4 personnes·jours")).to_be_visible()


async def test_whom_to_ask_first_is_chosen_with_one_click_and_needs_no_name_to_be_typed(scene: Scene):
    dossier = scene.declare()
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 6, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    leads = await scene.window("permanence", f"/dossiers/{dossier}/renforts")
    proposal = await unfold(leads, "Proposer un renfort")
    await proposal.get_by_role("radio").first.check()
    await proposal.get_by_role("button", name="Proposer").click()
    await expect(leads.get_by_text("1 renfort en cours")).to_be_visible()


async def test_the_address_of_a_restricted_place_is_shown_to_the_coordination_alone(scene: Scene):
    dossier = scene.declare()
    place = {"kind": "centre_accueil_familles", "body": "ccas-77333", "name": "Hôtel d’essai", "commune": "77333"}
    scene.do(dossier, "place.open", place="hotel", restricted=True, capacity=30, **place)
    leads = await scene.window("permanence", f"/dossiers/{dossier}/renforts")
    field = await scene.window("ccas-nemours", f"/dossiers/{dossier}/renforts")
    await expect(leads.get_by_text("Hôtel d’essai")).to_be_visible()
    await expect(field.get_by_text("Adresse restreinte", exact=True)).to_be_visible()
    await expect(field.get_by_text("Hôtel d’essai")).to_have_count(0)


async def test_help_on_its_way_is_a_line_on_the_map_and_a_line_of_the_wall(scene: Scene):
    dossier = scene.declare()
    asked = {"body": "ccas-77333", "kind": "renfort_accueil", "quantity": 6, "urgency": "24h"}
    scene.do(dossier, "need.raise", need="accueil", **asked)
    lent = {"from_body": "ccas-77288", "quantity": 4, "start": ago(), "end": ago(days=-3)}
    scene.do(dossier, "support.propose", support="melun", need="accueil", **lent)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    wall = await scene.window("prefecture-77", f"/dossiers/{dossier}/mur", size={"width": 1920, "height": 1080})
    await expect(page.locator(".map .mark, .map [data-body], .map svg").first).to_be_visible()
    await expect(page.locator("path.arc")).to_have_count(0)
    scene.do(dossier, "support.accept", "ccas-melun", support="melun")
    scene.do(dossier, "support.confirm", "ccas-nemours", support="melun")
    await expect(page.locator("path.arc.on-way")).to_have_count(1)
    for state in ("en_preparation", "en_route"):
        scene.do(dossier, "support.advance", "ccas-melun", support="melun", state=state)
    await expect(wall.get_by_text("1 renfort en route ou sur place")).to_be_visible()
    scene.do(dossier, "support.advance", "ccas-melun", support="melun", state="sur_place")
    await expect(page.locator("path.arc:not(.on-way)")).to_have_count(1)
