"""What the parties agreed is followed on the screen: meetings moved, decisions finished, amendments written."""

from datetime import date, timedelta
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.windows import Scene, ago, unfold, until_live


def _signed(scene: Scene) -> str:
    """A convention with a meeting to come, and one that was held and took a decision of which the day has passed."""
    convention = f"convention-{uuid4().hex[:8]}"
    today = date.today()
    said = {"template": "etat-unccas", "title": "Convention État‑UNCCAS (essai)", "parties": ["sgav", "unccas"]}
    scene.do(convention, "convention.sign", signed_on=(today - timedelta(days=200)).isoformat(), **said)
    decided = {"text": "Préparer un exercice.", "owner": "unccas", "due": (today - timedelta(days=3)).isoformat()}
    scene.do(convention, "meeting.schedule", meeting="premiere", at=ago(days=150))
    held = {"held_at": ago(days=150), "minutes": "Premier lot relu.", "attended": ["unccas"], "decisions": [decided]}
    scene.do(convention, "meeting.hold", meeting="premiere", **held)
    scene.do(convention, "meeting.schedule", meeting="seconde", at=ago(days=-20))
    return convention


async def _convention(scene: Scene) -> Page:
    page = await scene.window("permanence", f"/dossiers/{_signed(scene)}")
    await until_live(page)
    return page


async def test_a_meeting_is_moved_with_its_reason_then_cancelled(scene: Scene):
    page = await _convention(scene)
    planned = page.locator("section[aria-labelledby=reunions] li", has_text="Prévue")
    form = await unfold(planned, "Déplacer")
    await form.get_by_label("Nouvelle date et heure").fill((date.today() + timedelta(days=30)).isoformat() + "T10:00")
    await form.get_by_label("Motif").fill("Salle indisponible.")
    await form.get_by_role("button", name="Déplacer").click()
    await expect(planned).to_contain_text("Déplacée 1\u00a0fois")
    await expect(planned).to_contain_text("Salle indisponible.")
    form = await unfold(planned, "Annuler")
    await form.get_by_label("Motif").fill("Reportée au trimestre suivant.")
    await form.get_by_role("button", name="Annuler").click()
    await expect(planned).to_contain_text("Annulée")
    await expect(planned.locator("summary")).to_have_count(0)


async def test_a_decision_is_late_in_words_until_it_is_finished_and_may_be_reopened(scene: Scene):
    page = await _convention(scene)
    decision = page.locator("section[aria-labelledby=decisions] li")
    await expect(decision).to_contain_text("En retard de")
    form = await unfold(decision, "C’est fait")
    await form.get_by_label("Ce qui a été fait").fill("Exercice inscrit au calendrier.")
    await form.get_by_role("button", name="Noter comme faite").click()
    await expect(decision).to_contain_text("Exercice inscrit au calendrier.")
    await expect(decision).not_to_contain_text("En retard")
    form = await unfold(decision, "Rouvrir")
    await form.get_by_role("button", name="Rouvrir").click()
    await expect(decision).to_contain_text("En retard de")


async def test_an_amendment_is_written_and_a_convention_is_terminated(scene: Scene):
    page = await _convention(scene)
    form = await unfold(page, "Inscrire un avenant")
    await form.get_by_label("Avenant du").fill(date.today().isoformat())
    await form.get_by_label("Ce qu’il change").fill("Ajoute un point par téléphone.")
    await form.get_by_role("button", name="Inscrire l’avenant").click()
    parties = page.locator("section[aria-labelledby=parties]")
    await expect(parties).to_contain_text("Ajoute un point par téléphone.")
    form = await unfold(page, "Résilier")
    await form.get_by_label("Résiliée le").fill(date.today().isoformat())
    await form.get_by_label("Motif").fill("Remplacée par un texte nouveau.")
    await form.get_by_role("button", name="Résilier la convention").click()
    await expect(parties).to_contain_text("Résiliée le")
    await expect(page.get_by_role("heading", name="Vie de la convention")).to_have_count(0)
