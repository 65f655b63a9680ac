"""The way to the mail server is encrypted or is not taken; two real workers on one database send once."""

import contextlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from crisiscoord.notices.failing import Failed
from crisiscoord.notices.smtp import Smtp
from tests.house import NEMOURS
from tests.mail import PostOffice
from tests.notices.sending import ADDRESSES
from tests.programs import Program, Server, free_port, token
from tests.waiting import until_now


def mail() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "avis@crise.invalid", "cellule@sgav.invalid", "Essai"
    made.set_content("Essai.")
    return made


@contextlib.contextmanager
def listening(office: PostOffice, seen: list[str], identity: tuple[Path, Path] | None) -> Iterator[None]:
    """Have the office behind a server that asks who sends, encrypted when it has an identity."""

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append(data.password.decode())
        return AuthResult(success=data.password == b"le-bon-mot", handled=False)  # the server itself says 235 or 535

    tls = None
    if identity:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*identity)
    asks = {"authenticator": authenticate, "auth_required": tls is not None, "auth_require_tls": tls is not None}
    controller = Controller(office, hostname="127.0.0.1", port=office.port, tls_context=tls, **asks)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


async def test_nothing_not_even_the_password_is_said_in_clear_to_a_server_that_offers_no_encryption():
    office, seen = PostOffice(free_port()), list[str]()
    with listening(office, seen, None):
        with pytest.raises(Failed) as failed:
            await Smtp("localhost", office.port, "starttls", "avis", "le-bon-mot").send(mail())
        assert not failed.value.final
    assert (office.taken, seen) == ([], [])


async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(identity: tuple[Path, Path]):
    office, seen = PostOffice(free_port()), list[str]()
    with listening(office, seen, identity):
        with pytest.raises(Failed):
            await Smtp("localhost", office.port, "starttls", "avis", "le-bon-mot").send(mail())
    assert (office.taken, seen) == ([], [])


async def test_a_server_that_one_trusts_takes_the_mail_from_who_says_the_password(
    identity: tuple[Path, Path], trusted: ssl.SSLContext
):
    office, seen = PostOffice(free_port()), list[str]()
    with listening(office, seen, identity):
        with pytest.raises(Failed) as failed:
            await Smtp("localhost", office.port, "starttls", "avis", "un-autre-mot", trusted).send(mail())
        assert not failed.value.final  # a wrong setting is mended, and then the notice goes out
        await Smtp("localhost", office.port, "starttls", "avis", "le-bon-mot", trusted).send(mail())
    assert (len(office.taken), seen[-1]) == (1, "le-bon-mot")


def test_two_workers_on_one_database_send_each_notice_once(tmp_path: Path, postgresql_url: str):
    office = PostOffice(free_port())
    office.open()
    file = tmp_path / "adresses.csv"
    file.write_text(ADDRESSES, encoding="utf-8")
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_security": "none", "addresses": file}
    settings = {"database": postgresql_url, "secret": "s" * 40, "commands_per_minute": 0, **smtp}
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    with contextlib.ExitStack() as running:
        running.callback(office.shut)
        server = running.enter_context(Server(tmp_path, "--no-work", **settings))
        for folder in folders:
            running.enter_context(Program(folder, ("work",), **settings))
        client = running.enter_context(server.client(token(tmp_path, "unccas_permanence", **settings)))
        crises = [f"crue-{number}" for number in range(4)]
        for crisis in crises:
            _lead(client, crisis)
        until_now(lambda: {_states(client, crisis) for crisis in crises} == {("envoye", "envoye")}, 40)
    assert len(office.taken) == len({mail["Message-ID"] for mail in office.taken}) == 2 * len(crises)


def _lead(client: Any, crisis: str) -> None:
    """Declare an exercise and designate its representative."""
    when = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    common = {"title": "Crue du Loing", "hazard": "inondation", "reason": "Évacuation.", "exercise": True}
    person = {"name": "Camille Exemple", "function": "Directrice", "phone": "01 99 00 12 34", "accepted": True}
    named = {**person, "designation": "main-1", "email": "representante@exemple.invalid", "perimeter": "main"}
    for do, fields in (
        ("crisis.declare", {**common, "occurred_at": when, "communes": [NEMOURS]}),
        ("representative.designate", named),
    ):
        answer = client.post("/api/commands", json={"id": str(uuid4()), "dossier": crisis, "do": do, **fields})
        assert answer.status_code == 201, answer.text


def _states(client: Any, crisis: str) -> tuple[str, ...]:
    cards = client.get(f"/api/dossiers/{crisis}/board").json()["cards"]
    return tuple(card["state"] for card in cards if card["type"] == "notice")
