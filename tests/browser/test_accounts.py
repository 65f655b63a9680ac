"""Accounts on a service in production, from its first start: what people do there, and that everybody can.

The other tests of this folder share a demonstration, where nobody has a password: this one starts its own service.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.windows import DESKTOP, PHONE, Scene
from tests.programs import Server

PASSWORD, OTHER = "vélo ardoise marmite canal", "tuile orage pupitre lavande"
#: What browsers say by themselves of a refusal that the page tells in words.
REFUSED = re.compile(r"40[149]|422")
#: What is too wide is scrolled inside its own frame: the page itself never moves sideways.
TOO_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 80))"""
axe = Axe()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service in production, on a database that nobody has an account in."""
    folder = tmp_path_factory.mktemp("empty")
    with Server(folder, database=f"sqlite:///{folder}/crisiscoord.db") as server:
        yield server


async def usable(page: Page, name: str) -> None:
    """Check that everybody can use a page: light, dark, on a desk and on a phone."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    found: list[Any] = []
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for colours in ("light", "dark"):
            await page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            results = await axe.run(page, options={"resultTypes": ["violations"]})
            found += [
                (name, size["width"], colours, one["id"], one["nodes"][0]["html"])
                for one in results.response["violations"]
            ]
        assert await page.evaluate(TOO_WIDE) == [], name
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert found == []


async def typed(page: Page, *texts: str) -> None:
    """Fill fields one after the other from the keyboard alone, and send."""
    for number, text in enumerate(texts):
        if number:
            await page.keyboard.press("Tab")
        await page.keyboard.insert_text(text)
    await page.keyboard.press("Enter")


async def test_from_the_first_start_to_a_seat_that_is_withdrawn(empty: Server, chromium: Browser) -> None:
    scene = Scene(empty, chromium)
    first = re.search(r"http\S+(/connexion/premier-compte)(#\S+)", empty.said())
    assert first, empty.said()
    admin = await scene.window(None, f"{first[1]}{first[2]}", expected=REFUSED)
    await expect(admin).to_have_url(re.compile("premier-compte$"))  # the secret has left the address
    await usable(admin, "first account")
    await admin.get_by_label("Votre nom").focus()
    await typed(admin, "Rose Exemple", "rose@exemple.invalid", "motdepasse123", "motdepasse123")
    await expect(admin.get_by_role("alert")).to_contain_text("se devine trop vite")
    await admin.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    await admin.get_by_label("Le même, encore une fois").fill(PASSWORD)
    await admin.keyboard.press("Enter")
    await expect(admin.get_by_role("heading", level=1)).to_have_text("Personnes et droits")

    form = admin.locator("section[aria-labelledby=ajouter]")
    await form.get_by_label("Nom").fill("Jo Exemple")
    await form.get_by_label("Courriel").fill("jo@exemple.invalid")
    await form.get_by_label("Rôle").select_option("prefecture")
    await form.get_by_label("Département").fill("77")
    await form.get_by_role("button", name="Ouvrir le compte").click()
    link = await admin.get_by_label("Lien pour choisir le mot de passe").input_value()
    await admin.locator("summary", has_text="Jo Exemple").click()
    await usable(admin, "people")

    person = await scene.window(None, link.partition(":8000")[2], expected=REFUSED)
    await usable(person, "password")
    await person.get_by_label("Nouveau mot de passe").focus()
    await typed(person, OTHER, OTHER)
    await expect(person.get_by_role("heading", level=1)).to_contain_text("ngagement")
    await person.get_by_role("checkbox").check()
    await person.get_by_role("button", name="Accepter et continuer").click()
    await expect(person.get_by_role("heading", level=1)).to_have_text("Dossiers")
    await person.get_by_role("link", name="Jo Exemple").click()
    await expect(person.get_by_role("row", name=re.compile("Préfecture Préfecture de Seine-et-Marne"))).to_contain_text(
        "occupé ici"
    )
    await person.get_by_label("Nom du jeton").fill("Veille")
    await person.get_by_role("button", name="Créer un jeton").click()
    await expect(person.get_by_label("Votre nouveau jeton")).to_have_value(re.compile("^ccp_"))
    await usable(person, "account")

    await admin.get_by_role("button", name=re.compile("^Retirer le siège Préfecture")).click()
    await expect(admin.get_by_role("status")).to_contain_text("Siège retiré à Jo Exemple")
    await person.goto("/compte")
    await expect(person.get_by_role("heading", level=1)).to_have_text("Se connecter")
    await usable(person, "sign-in")
    await person.get_by_label("Courriel").focus()
    await typed(person, "jo@exemple.invalid", OTHER)
    await expect(person.get_by_role("alert")).to_contain_text("plus aucun droit")
    await person.goto("/connexion/oubli?pour=password")
    await usable(person, "forgotten")
    assert await scene.close_windows() == []
    scene.close()
