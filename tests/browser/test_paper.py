"""What is put on paper: few pages, who asks for attention, a numbered register, and what was left out, said."""

import re

from playwright.async_api import Page, expect

from tests.browser.test_matrix import MORE
from tests.browser.windows import MELUN, NEMOURS, Scene, until_live

#: A browser without a head has no window of its own to print in.
_NO_DIALOGUE = "window.print = () => {}"


async def _paper(page: Page) -> tuple[str, int]:
    """Return the words of the page as it is printed, and how many sheets of A4 it takes."""
    await page.emulate_media(media="print")
    await page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    words = await page.locator("body").inner_text()
    await page.emulate_media(media="screen")
    sheets = (await page.pdf(format="A4")).count(b"/Type /Page\n")
    return re.sub(r"[\s\u00a0\u202f]+", " ", words), sheets


async def test_a_board_is_printed_on_few_pages_with_who_asks_for_attention(scene: Scene):
    dossier = scene.declare(NEMOURS, MELUN, *MORE)
    scene.report(dossier, "Nous ne suffisons plus.", status="deborde")
    scene.report(dossier, who="ccas-melun", body=f"ccas-{MELUN}", status="mobilise")
    for count in range(15):
        scene.do(dossier, "note.write", text=f"Ligne d’essai {count}.", category="information")
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await expect(page.locator(".log")).to_contain_text("Ligne d’essai 14.")
    words, sheets = await _paper(page)
    assert sheets <= 3
    assert "Imprimé le" in words and "Dominique Fictif" in words
    assert words.count("Sans nouvelle") > 20, "those that are folded on the screen are on paper"
    assert "Non imprimés : 1 mobilisé. Filtrer avant d’imprimer pour les avoir." in words
    assert "Ligne d’essai 14." in words and "Ligne d’essai 3." not in words
    assert "Les 8 plus récentes ; les autres s’impriment depuis la page « Main courante »." in words

    await page.goto(f"/dossiers/{dossier}?q=melun")
    await until_live(page)
    await expect(page.locator(".grid tbody tr[data-id]")).to_have_count(1)
    words, _ = await _paper(page)
    assert "Non imprimés" not in words and "1 sur 26" in words and "Mobilisé Melun" in words


async def test_the_main_courante_is_printed_as_a_register_from_its_first_number_to_its_last(scene: Scene):
    dossier = scene.declare()
    for count in range(70):
        scene.do(dossier, "note.write", text=f"Ligne d’essai {count}.", category="information")
    page = await scene.window("permanence", f"/dossiers/{dossier}/main-courante")
    await page.add_init_script(_NO_DIALOGUE)
    await page.reload()
    await until_live(page)
    await page.get_by_role("button", name="Imprimer le registre").click()
    await expect(page.locator(".register li").first).to_be_attached()
    words, _ = await _paper(page)
    last = scene.lines(dossier)[-1]["seq"]
    assert f"Registre : {last} lignes, du n° 1 au n° {last}." in words
    numbers = [int(found) for found in re.findall(r"n° (\d+) [A-Z]", words)]
    assert numbers == [*range(1, last + 1)]


async def test_what_will_be_declared_can_be_read_on_paper_before(scene: Scene):
    page = await scene.window("permanence", "/declarer")
    await page.get_by_role("radio", name="Crise réelle").check()
    await page.get_by_label("Titre").fill("Crue du Loing")
    await page.get_by_label("Motif").fill("Deux quartiers évacués.")
    await page.emulate_media(media="print")
    for label in ("Titre", "Motif"):
        await expect(page.get_by_label(label)).to_be_visible()
    await expect(page.get_by_role("button", name="Déclarer")).to_have_count(0)
