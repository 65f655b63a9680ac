"""A house that sends its notices by a mail server on loopback."""

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from tests.house import Served, served
from tests.mail import Gateway, PostOffice, post_office, sms_gateway
from tests.notices.sending import ADDRESSES


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "adresses.csv"
    file.write_text(ADDRESSES, encoding="utf-8")
    return file


@pytest.fixture
def start(
    database_url: str,
    clock: ManualClock,
    office: PostOffice,
    gateway: Gateway,
    file: Path,
    tmp_path: Path,
    monkeypatch: Any,
) -> Iterator[Callable[..., Served]]:
    """Return what starts one more house over the same database, that sends by the same office."""
    monkeypatch.chdir(tmp_path)
    with ExitStack() as running:

        def one_more(**settings: Any) -> Served:
            house = served(
                database_url,
                clock,
                smtp_host="127.0.0.1",
                smtp_port=office.port,
                smtp_security="none",
                addresses=file,
                sms_url=gateway.url,
                sms_token="jeton-de-la-passerelle",
                secret="s" * 40,
                **settings,
            )
            return running.enter_context(house)

        yield one_more


@pytest.fixture
def house_of_production(start: Callable[..., Served]) -> Served:
    """A house as it comes: it calls no system on the machine itself."""
    return start(webhooks="public")


@pytest.fixture
def house(start: Callable[[], Served]) -> Served:
    return start()


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The certificate and the key of a server named localhost, that nobody vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("identity")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    asked = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    named = ("-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate))
    subprocess.run([openssl, *asked, *named], check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def trusted(identity: tuple[Path, Path]) -> ssl.SSLContext:
    """What trusts that certificate, and no other."""
    return ssl.create_default_context(cafile=str(identity[0]))
