"""The page of the notices: what was sent, what was given up, and sending it again; and the page of the link."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from tests.browser.windows import PHONE, Scene
from tests.mail import PostOffice, link_of, post_office
from tests.programs import Server
from tests.waiting import until

NEMOURS = "77333"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture
def sending(tmp_path: Path, office: PostOffice) -> Iterator[Server]:
    """A service in demonstration mode that sends mail."""
    file = tmp_path / "adresses.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerows([("organisme", "adresse", "exercice"), ("sgav", "cellule@sgav.invalid", "oui")])
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_security": "none", "addresses": str(file)}
    database = f"sqlite:///{tmp_path}/crisiscoord.db"
    with Server(tmp_path, mode="demo", database=database, commands_per_minute=0, **smtp) as server:
        yield server


async def test_a_dead_letter_is_sent_again_from_the_page_and_acknowledged_from_the_mail(
    sending: Server, chromium: Browser, office: PostOffice
):
    office.refuses = "554 5.7.1 refused"
    scene = Scene(sending, chromium)
    now = datetime.now(UTC).isoformat()
    crisis = f"crue-{uuid4().hex[:8]}"
    common = {"title": "Crue du Loing", "hazard": "inondation", "reason": "Deux communes évacuent.", "exercise": True}
    person = {"name": "Camille Exemple", "function": "Directrice", "phone": "01 99 00 12 34", "accepted": True}
    for do, fields in (
        ("crisis.declare", {**common, "occurred_at": now, "communes": [NEMOURS]}),
        (
            "representative.designate",
            {**person, "designation": "main-1", "email": "representante@exemple.invalid", "perimeter": "main"},
        ),
    ):
        command = {"id": str(uuid4()), "dossier": crisis, "do": do, **fields}
        answer = scene.as_("permanence").post("/api/commands", json=command)
        assert answer.status_code == 201, answer.text
    page = await scene.window("permanence", f"/dossiers/{crisis}/avis", size=PHONE)
    again = page.get_by_role("button", name="Renvoyer à")
    await expect(again).to_be_visible()
    await expect(page.get_by_text("aucune adresse connue")).to_be_visible()
    assert (await Axe().run(page)).response["violations"] == []
    office.refuses = ""
    await again.click()
    await until(lambda: len(office.taken) == 1)
    await expect(page.get_by_text("non accusé")).to_be_visible()
    mail_page = await scene.window(None, link_of(office.taken[0]), size=PHONE)
    await expect(mail_page.get_by_text("[EXERCICE]")).to_be_visible()
    assert (await Axe().run(mail_page)).response["violations"] == []
    await mail_page.get_by_role("button", name="Accuser réception").click()
    await expect(mail_page.get_by_role("heading", level=1)).to_have_text("Réception accusée")
    await expect(page.get_by_text("accusé à")).to_be_visible()
    assert await scene.close_windows() == []
    scene.close()
