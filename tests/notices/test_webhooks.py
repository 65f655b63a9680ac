"""A system of a recipient is called, signed, again until it answers, and nowhere but on the public internet."""

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from crisiscoord.cli.main import app
from crisiscoord.notices.addresses import AddressesRefused, AddressFile, masked
from crisiscoord.notices.failing import Failed
from crisiscoord.notices.reach import is_public, reachable, resolved
from crisiscoord.notices.webhook import Webhooks, delivery, secret_of, signed
from tests.house import Served
from tests.mail import Gateway, PostOffice
from tests.notices.sending import ADDRESSES, designate, listed, notices, run
from tests.waiting import until_now

KEY = "s" * 40
RECEIVER = Path(__file__).parents[1] / "receiver.py"


class Receiver:
    """A receiver under way: where it listens, and what it took."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = int((folder / "port").read_text(encoding="ascii"))

    def url(self, path: str, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def taken(self) -> list[dict[str, Any]]:
        file = self._folder / "taken"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


@contextlib.contextmanager
def receiving(folder: Path, *arguments: str) -> Iterator[Receiver]:
    folder.mkdir()
    process = subprocess.Popen([sys.executable, str(RECEIVER), str(folder), *arguments])
    try:
        until_now((folder / "port").exists)
        yield Receiver(folder)
    finally:
        process.terminate()
        process.wait(10)


#: Where every receiver of these tests says that it is: the secret goes by the whole address, which holds the port.
ANY = "whsec_" + "A" * 43 + "="


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """One process for the tests that do not look at the signature."""
    with receiving(tmp_path_factory.mktemp("receiver") / "any", ANY) as running:
        yield running


@pytest.fixture
def start(start: Callable[..., Served]) -> Callable[..., Served]:
    """Houses that may call a relay of this very machine."""
    return lambda **settings: start(**{"webhooks": "loopback", **settings})


@pytest.fixture
def path(request: pytest.FixtureRequest) -> str:
    """What tells the calls of one test from those of another."""
    return f"?{sha256(request.node.nodeid.encode()).hexdigest()[:12]}"


def calls(receiver: Receiver, path: str) -> list[dict[str, Any]]:
    return [one for one in receiver.taken if one["path"] == path]


def write_to(file: Path, *urls: str) -> None:
    lines = "".join(f"sgav;{url};oui\n" for url in urls)
    file.write_text(ADDRESSES.replace("sgav;cellule@sgav.invalid;oui\n", lines), encoding="utf-8")


def test_the_signature_is_that_of_the_vector_of_the_specification() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_receiver_in_its_own_process_checks_the_signature_and_no_other_secret_makes_it(tmp_path: Path) -> None:
    secret = secret_of(KEY.encode(), "https://exemple.invalid/avis")
    with receiving(tmp_path / "own", secret) as own:
        made, now = delivery(own.url("/ok"), "un-avis", "notice.identity", "2026-01-01", {}), datetime.now(UTC)
        await Webhooks(loopback=True).send(made, secret, now)
        await Webhooks(loopback=True).send(made, secret_of(KEY.encode(), "https://exemple.invalid/autre"), now)
        assert [one["signed"] for one in own.taken] == [True, False]
        assert [one["at"] for one in own.taken] == [int(now.timestamp())] * 2


def test_the_secret_that_is_handed_to_the_receiver_is_the_one_that_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://sgav.exemple.invalid/avis"
    monkeypatch.setenv("CRISISCOORD_SECRET", KEY)
    printed = CliRunner().invoke(app, ["webhook", "secret", url])
    assert printed.stdout.strip() == secret_of(KEY.encode(), url)


def test_a_system_is_told_what_the_mail_says_and_acknowledges_by_the_link(
    house: Served, receiver: Receiver, office: PostOffice, file: Path, path: str
) -> None:
    write_to(file, receiver.url("/told" + path))
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    (call,) = calls(receiver, "/told" + path)
    said = call["said"]
    assert (said["type"], said["data"]["to"], said["data"]["exercise"]) == ("notice.identity", "sgav", True)
    assert said["data"]["text"].startswith("[EXERCICE] ")
    assert (said["data"]["name"], said["data"]["phone"]) == ("Camille Exemple", ""), "what the SG-AV may see"
    assert re.fullmatch(r"[0-9]+\.[0-9a-f]{8}", said["data"]["cursor"]), "sealed with the head of the journal"
    assert call["at"] == int(house.clock.now().timestamp())
    assert office.sent_to == ["cod@prefecture-77.invalid"]
    card = notices(house, crisis)["sgav"]
    assert (card["state"], card["means"]) == ("envoye", "webhook")
    with house.client() as anybody:
        assert anybody.post("/avis/" + said["data"]["acknowledge"].rpartition("/")[2]).status_code == 200
    assert notices(house, crisis)["sgav"]["state"] == "accuse"


def test_a_system_that_is_away_is_called_again_under_the_same_id_and_never_at_the_same_pace(
    house: Served, receiver: Receiver, file: Path, path: str
) -> None:
    write_to(file, receiver.url("/later" + path))
    crisis = house.declare()
    designate(house, crisis)
    waits = []
    for _ in range(3):
        run(house)
        mine = next(one for one in listed(house, crisis)["messages"] if one["channel"] == "webhook")
        if mine["next_at"] and mine["state"] == "a_envoyer":
            waits.append(datetime.fromisoformat(mine["next_at"]) - house.clock.now())
        house.clock.advance(timedelta(minutes=2))
    made = calls(receiver, "/later" + path)
    assert len(made) == 3 and len({one["id"] for one in made}) == 1
    assert len({one["at"] for one in made}) == 3, "a receiver refuses what was signed long ago"
    assert all(timedelta(seconds=20) < wait < timedelta(seconds=80) for wait in waits)
    assert all(wait not in (timedelta(seconds=30), timedelta(seconds=60)) for wait in waits), "shifted"
    assert notices(house, crisis)["sgav"]["state"] == "envoye"


@pytest.mark.parametrize(("way", "fault"), [("/gone", "refuse_410"), ("/elsewhere", "refuse_307")])
def test_what_is_refused_or_sent_elsewhere_goes_to_the_next_in_the_order_of_call(
    house: Served, receiver: Receiver, office: PostOffice, file: Path, way: str, fault: str
) -> None:
    write_to(file, receiver.url(way))
    before = len(calls(receiver, "/ok"))
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    assert fault in {one["fault"] for one in listed(house, crisis)["messages"]}
    assert "astreinte@sgav.invalid" in office.sent_to
    assert len(calls(receiver, "/ok")) == before, "a redirection is not followed"


async def test_an_answer_without_end_is_not_read(receiver: Receiver) -> None:
    made = delivery(receiver.url("/endless"), "un-avis", "notice.identity", "2026-01-01", {})
    await Webhooks(loopback=True).send(made, ANY, datetime.now(UTC))


#: One of each kind that leads inwards, as it may be written.
INWARDS = [
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2002:7f00:1::"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1"),
    *("::127.0.0.1", "2001::1", "100::1", "5f00::1", "fec0::1", "n’importe quoi", ""),
]


@pytest.mark.parametrize("address", INWARDS)
async def test_no_notice_is_sent_inwards(address: str) -> None:
    async def meant(host: str, port: int) -> list[str]:
        return [address]

    for loopback in (False, True):
        if loopback and address in ("127.0.0.1", "127.8.9.1", "::1"):
            continue
        with pytest.raises(Failed) as failed:
            await reachable("sgav.exemple.invalid", 443, loopback=loopback, resolve=meant)
        assert (failed.value.fault, failed.value.final) == ("adresse_interdite", True)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.6.139", "2a00:1450:4007::1", "2001:4860:4860::8888"])
def test_the_public_internet_is_reached(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_knows_to_be_closed_is_closed(address: Any) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "017700000001"])
async def test_no_way_of_writing_this_machine_gets_through_the_real_resolver(host: str) -> None:
    with pytest.raises(Failed):
        await reachable(host, 443, loopback=False, resolve=resolved)


async def test_one_closed_address_among_open_ones_closes_the_name() -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(Failed, match="adresse_interdite"):
        await reachable("sgav.exemple.invalid", 443, loopback=False, resolve=both)


async def test_a_name_is_asked_once_and_the_call_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    """DNS rebinding: the name means something else a moment later, and nobody asks it."""
    asked = []

    async def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    name = "sgav.exemple.invalid"  # which no resolver knows: only the address that was checked leads anywhere
    made = delivery(receiver.url("/pinned", host=name), "un-avis", "notice.end", "2026-01-01", {})
    await Webhooks(loopback=True, resolve=changing).send(made, ANY, datetime.now(UTC))
    assert asked == [name]
    assert calls(receiver, "/pinned")[0]["host"] == f"{name}:{receiver.port}"


async def test_the_certificate_must_be_for_the_name_though_the_call_goes_to_an_address(
    tmp_path: Path, identity: tuple[Path, Path], trusted: Any
) -> None:
    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    hooks = Webhooks(loopback=True, resolve=here, tls=trusted)
    with receiving(tmp_path / "tls", ANY, *map(str, identity)) as own:
        made = delivery(own.url("/ok", "https", "localhost"), "un-avis", "notice.end", "2026-01-01", {})
        await hooks.send(made, ANY, datetime.now(UTC))
        other = delivery(own.url("/ok", "https", "autre.exemple.invalid"), "un-avis", "notice.end", "2026-01-01", {})
        with pytest.raises(Failed, match="serveur_muet"):
            await hooks.send(other, ANY, datetime.now(UTC))
        with pytest.raises(Failed, match="serveur_muet"):
            await Webhooks(loopback=True, resolve=here).send(made, ANY, datetime.now(UTC))
        assert len(own.taken) == 1


@pytest.mark.parametrize("loopback", [False, True])
async def test_in_clear_nothing_leaves_the_machine(loopback: bool) -> None:
    async def public(host: str, port: int) -> list[str]:
        return ["8.8.8.8"]

    made = delivery("http://sgav.exemple.invalid/avis", "un-avis", "notice.end", "2026-01-01", {})
    with pytest.raises(Failed, match="adresse_interdite"):
        await Webhooks(loopback, resolve=public).send(made, ANY, datetime.now(UTC))


@pytest.mark.parametrize(
    "url",
    [
        *("http://sgav.exemple.invalid/avis", "https://compte:mot@sgav.exemple.invalid/", "https://sgav.invalid/#x"),
        *(
            "ftp://sgav.invalid/",
            "file:///etc/passwd",
            "https:///avis",
            "https://[::1]/avis",
            "https://sgav.invalid:0/",
        ),
        *("https://sgav.invalid/a b", "https://sgav.invalid/é", "https://sgav.invalid\\@autre.invalid/"),
    ],
)
def test_an_address_that_is_not_plainly_one_is_refused_with_its_line(tmp_path: Path, url: str) -> None:
    file = tmp_path / "adresses.csv"
    file.write_text(f"organisme;adresse;exercice\nsgav;{url};oui\n", encoding="utf-8")
    with pytest.raises(AddressesRefused, match="ligne 2"):
        AddressFile(file)


def test_a_page_shows_which_system_and_not_the_secret_in_its_path() -> None:
    assert masked("https://sgav.exemple.invalid:8443/avis/jeton-secret?cle=1") == "sgav.exemple.invalid:8443/…"


def test_unless_it_is_allowed_this_machine_is_not_called(
    house_of_production: Served, receiver: Receiver, file: Path, gateway: Gateway
) -> None:
    write_to(file, receiver.url("/never"))
    crisis = house_of_production.declare()
    designate(house_of_production, crisis)
    run(house_of_production)
    assert calls(receiver, "/never") == []
    assert "adresse_interdite" in {one["fault"] for one in listed(house_of_production, crisis)["messages"]}
