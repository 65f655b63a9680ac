"""Who may do what and who receives what: every role × every command × every channel (docs/architecture.md).

What is expected is written again here, from the field and not from domain/policy. A command or a role that is
added and not placed here fails.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.domain import policy
from crisiscoord.domain.catalogue import COMMAND_OF
from crisiscoord.domain.vocabulary import ROLES
from crisiscoord.domain.words import Actor
from crisiscoord.journal.journal import entries_after
from tests.askings import AWAITED, FIELDS, LENT, NOW
from tests.cast import (
    ADMIN,
    CCAS_MELUN,
    CCAS_NEMOURS,
    DEPUTY,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    TERRAIN_NEMOURS,
    UDCCAS_77,
    actor,
    ccas,
)
from tests.conftest import NOON
from tests.house import Served, served
from tests.wires import wire

ORLEANS = "45234"
CRISIS, CONVENTION = "crue-1", "convention-1"


def of(role: str, body: str) -> Actor:
    departement = body.rpartition("-")[2]
    known = (departement,) if len(departement) == 2 else ()
    return actor(f"{role}.{body}", role, f"{role} {body}", bodies=(body,), departements=known)


def link_of(role: str, dossier: str, **scope: Any) -> Actor:
    """Return whoever holds a link to a dossier."""
    return actor(f"{role}.{dossier}", role, "Lien fictif", departements=("77",), dossier=dossier, **scope)


@dataclass(frozen=True)
class Seen:
    """Somebody, and the channels of a crisis in Seine-et-Marne and Loiret that they may hold; None: hidden."""

    who: Actor
    channels: frozenset[str] | None


def seen(who: Actor, *channels: str) -> Seen:
    return Seen(who, frozenset(channels))


def is_among(channels: frozenset[str], channel: str) -> bool:
    """Say whether a channel is one of these; one of needs is by any of its names."""
    kind, _, names = channel.partition(":")
    return channel in channels or (kind == "needs" and any(f"needs:{name}" in channels for name in names.split("/")))


def hidden(who: Actor) -> Seen:
    return Seen(who, None)


NAMES = ("departement:77", "departement:45", "body:ccas-77333", "body:ccas-77288", "body:ccas-45234")
#: Channels in which a note may be written.
EVERY = ("common", "cell", *NAMES)
#: What names a need or a support: the département, and whoever asks and lends.
NEEDS = ("needs:77", "needs:45", "needs:ccas-77333", "needs:ccas-77288", "needs:ccas-45234")
CAST = (
    seen(PERMANENCE, *EVERY, *NEEDS),
    seen(REPRESENTANTE, *EVERY, *NEEDS),  # designated on this crisis, and active
    hidden(DEPUTY),  # an account that nothing designates
    seen(SGAV, "common"),
    seen(PREFECTURE_77, "common", "cell", "departement:77", "needs:77"),
    seen(PREFECTURE_45, "common", "cell", "departement:45", "needs:45"),
    hidden(of("prefecture", "prefecture-91")),
    seen(UDCCAS_77, "common", "departement:77", "needs:77"),
    seen(of("udccas", "udccas-45"), "common", "departement:45", "needs:45"),
    hidden(of("udccas", "udccas-91")),
    seen(CCAS_NEMOURS, "common", "departement:77", "body:ccas-77333", "needs:77", "needs:ccas-77333"),
    seen(TERRAIN_NEMOURS, "common", "departement:77", "body:ccas-77333", "needs:77", "needs:ccas-77333"),
    seen(ccas("77333", "ccas_renfort"), "common", "departement:77", "body:ccas-77333", "needs:77", "needs:ccas-77333"),
    seen(CCAS_MELUN, "common", "departement:77", "body:ccas-77288", "needs:77", "needs:ccas-77288"),
    hidden(ccas("91228")),
    hidden(ccas("91228", "ccas_terrain")),
    hidden(ccas("91228", "ccas_renfort")),
    seen(OBSERVER, "common", "departement:77", "departement:45", "needs:77", "needs:45"),
    hidden(ADMIN),
    hidden(of("siao_referent", "siao-77")),
    hidden(of("caf_referent", "caf-77")),
    hidden(of("cpam_referent", "cpam-77")),
    hidden(of("ddets", "ddets-77")),
    hidden(of("sos_referent", "sos-nemours")),
    seen(link_of("lien_terrain", CRISIS, bodies=("ccas-77333",)), "body:ccas-77333"),
    seen(link_of("liaison", CRISIS), "common", "departement:77", "needs:77"),
    hidden(link_of("lien_terrain", "crue-autre", bodies=("ccas-77333",))),
    hidden(link_of("liaison", "crue-autre")),
)
#: Who counts the bodies of which départements, without seeing what each of them says.
COUNTS_ALL = {"prefecture-77", "prefecture-45"}
LOOKING_ON = {one.who.account for one in CAST if one.channels is not None}

LEADS = {"permanence", "representante"}
NEMOURS = {"ccas-77333.ccas_direction", "ccas-77333.ccas_terrain"}
BY_LINK = {f"lien_terrain.{CRISIS}"}
DIRECTIONS = {"ccas-77333.ccas_direction", "ccas-77288.ccas_direction"}
LENDER, HELPED = "ccas-77288.ccas_direction", "ccas-77333.ccas_direction"
UDCCAS = {"udccas-77", "udccas.udccas-45"}
PREFECTURES = {"prefecture-77", "prefecture-45"}
#: Who may send each of them on this crisis, of those who see it.
MAY: dict[str, set[str]] = {
    "crisis.signal": {"permanence"} | DIRECTIONS | UDCCAS | PREFECTURES,
    "crisis.extend": LEADS,
    "crisis.open_needs": LEADS,
    "crisis.close_needs": LEADS,
    "crisis.mark": LEADS | PREFECTURES,
    "playbook.apply": LEADS,
    "handover.acknowledge": LEADS,
    # An UDCCAS: the silences of its own département, as test_called says.
    "alarm.acknowledge": LEADS | PREFECTURES | UDCCAS,
    "report.file": LEADS | NEMOURS | {"udccas-77"} | BY_LINK,
    "report.request": LEADS | {"udccas-77"},
    "call.log": LEADS | {"udccas-77"},
    "official.publish": {"permanence", "prefecture-77"},
    # Of Seine-et-Marne: its own préfecture. A link of liaison looks, and says nothing.
    **{f"vigilance.{verb}": LEADS | {"prefecture-77"} for verb in ("say", "withdraw")},
    "body.attach": LEADS,
    "body.detach": LEADS,
    "body.mark_hit": LEADS,
    # Each body says who speaks for it.
    "body.name_referent": LEADS | {HELPED},
    "body.relieve_referent": LEADS | {HELPED},
    "need.raise": LEADS | NEMOURS | BY_LINK,
    "need.revise": LEADS | NEMOURS | BY_LINK,
    "need.withdraw": LEADS | NEMOURS | BY_LINK,
    "support.call": LEADS,
    # What Melun lends is engaged by its direction; what Nemours takes, by its own.
    "support.withdraw_call": LEADS,
    "support.offer": {LENDER},
    "support.withdraw_offer": {LENDER},
    "support.propose": LEADS | {LENDER},
    "support.accept": {LENDER},
    "support.confirm": {HELPED},
    "support.decline": {LENDER, HELPED},
    "support.advance": LEADS | {LENDER},
    "support.evaluate": LEADS | {LENDER, HELPED},
    "support.cancel": LEADS | {LENDER, HELPED},
    **{f"place.{verb}": {"permanence", "prefecture-77"} | NEMOURS for verb in ("open", "update", "close")},
    "situation.freeze": LEADS,
    # Of a CCAS of Seine-et-Marne: whoever writes and reads its département; answered by its own people.
    "question.ask": LEADS | {"prefecture-77", "udccas-77"} | NEMOURS | DIRECTIONS | {"ccas-77333.ccas_renfort"},
    "question.answer": NEMOURS | {"ccas-77333.ccas_renfort"},
    "act.record": NEMOURS,
    "act.correct": NEMOURS,
    # A task of the direction of a CCAS: its own people, or whoever leads.
    **{f"task.{verb}": LEADS | NEMOURS | {"ccas-77333.ccas_renfort"} for verb in ("start", "finish", "drop", "reopen")},
    "note.write": LEADS | {"prefecture-77", "udccas-77"} | NEMOURS | DIRECTIONS | {"ccas-77333.ccas_renfort"},
    # Whoever looks on, and comes by no link.
    "exposure.report": LOOKING_ON - {f"lien_terrain.{CRISIS}", f"liaison.{CRISIS}"},
    # Whose it is, and those who coordinate; of one that is not there, whoever could answer one is told so.
    "exposure.answer": LEADS | PREFECTURES | UDCCAS | DIRECTIONS | {"sgav"},
    "notice.record": {"permanence"},
    "representative.accept": {"permanence"},
    "representative.decline": {"permanence"},
    **{f"meeting.{verb}": {"permanence"} for verb in ("schedule", "hold")},
    **{f"{kind}.fall_due": set() for kind in AWAITED},
}


#: Commands about a thing of Seine-et-Marne: whoever does not see it is answered as if it were not there.
OF_SEINE_ET_MARNE = {"question.answer": "unknown_question"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A crisis with something in every channel, and a convention between the State and UNCCAS beside it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('rights')}/crisiscoord.db"
    with served(url, ManualClock(NOON)) as running:
        assert running.declare(communes=["77333", "77288", ORLEANS]) == CRISIS
        contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
        ok(
            running.do(
                CRISIS,
                "representative.designate",
                designation="d-1",
                perimeter="main",
                accepted=True,
                email=REPRESENTANTE.email,
                **contact,
            )
        )
        fill(running)
        named = {"body": "ccas-77333", "function": "Astreinte", "contact": "c-0123456789abcdef"}
        ok(running.do(CRISIS, "body.name_referent", referent="ref-0", part="suppleant", **named))
        ok(running.do(CRISIS, "question.ask", question="question-0", to="ccas-77333", text="Combien de lits\u202f?"))
        need = {"need": "need-0", "body": "ccas-77333", "kind": "renfort_accueil", "quantity": 8, "urgency": "24h"}
        ok(running.do(CRISIS, "need.raise", **need))
        ok(running.do(CRISIS, "support.propose", support="support-0", need="need-0", **LENT))
        ok(running.do(CRISIS, "support.offer", CCAS_MELUN, offer="offer-0", kind="fonds", **LENT))
        place = {"place": "place-0", "kind": "cehu", "body": "ccas-77333", "name": "Salle", "commune": "77333"}
        ok(running.do(CRISIS, "place.open", restricted=True, **place))
        signed = {"template": "etat-unccas", "title": "État-UNCCAS", "signed_on": "2026-07-01"}
        ok(running.do(CONVENTION, "convention.sign", parties=["sgav", "unccas"], **signed))
        yield running


def fill(house: Served) -> list[int]:
    """Write something in every channel, and return the numbers."""
    seqs = [
        ok(house.do(CRISIS, "note.write", text=f"En {channel}", category="information", channel=channel))
        for channel in EVERY
    ]
    for body in ("ccas-77333", "ccas-77288", "ccas-45234"):
        seqs.append(ok(house.do(CRISIS, "call.log", body=body, answered=True, text=f"Appel {body}")))
        said = {"status": "tension", "observed_at": NOW, "text": f"Compte rendu de {body}"}
        seqs.append(ok(house.do(CRISIS, "report.file", body=body, **said)))
    return seqs


def ok(response: Any) -> int:
    assert response.status_code == 201, response.text
    return int(response.json()["last"])


def test_every_role_and_every_command_is_placed() -> None:
    assert FIELDS.keys() == COMMAND_OF.keys() == policy.GRANTS.keys()
    assert {one.who.role for one in CAST} - {"candidate"} | {"representant_unccas"} == set(ROLES) - {"system"}
    for do, granted in policy.GRANTS.items():
        assert set(granted) <= {*ROLES, "system", "candidate"}, do


def may(do: str) -> set[str]:
    return MAY.get(do, {"permanence"})


@pytest.fixture(scope="module")
def order() -> list[str]:
    """The kinds of command, those that end things last."""
    last = ("representative.designate", "crisis.stand_down", "crisis.close", "crisis.reopen", "crisis.dismiss")
    return [do for do in FIELDS if do not in last] + list(last)


def expected(do: str, one: Seen) -> Callable[[int, str], bool]:
    if one.channels is None and not COMMAND_OF[do].opens:
        return lambda status, code: (status, code) == (404, "missing")
    if one.channels is None:
        return lambda status, code: status in (403, 404)
    if one.who.account in may(do):
        return lambda status, code: status in (200, 201) or (status in (404, 409) and code != "missing")
    if do in OF_SEINE_ET_MARNE and "departement:77" not in one.channels:
        return lambda status, code: (status, code) == (404, OF_SEINE_ET_MARNE[do]) or code == "forbidden"
    return lambda status, code: status == 403 and code in ("forbidden", "out_of_scope")


async def test_each_may_do_what_is_theirs_and_nothing_more_over_http_and_socket(
    house: Served, order: list[str]
) -> None:
    wrong: list[str] = []
    for one in CAST:
        async with wire(house, one.who) as line:
            for do in order:
                command = {"id": str(uuid4()), "dossier": CRISIS, "do": do, **FIELDS[do]}
                if "crisis" not in COMMAND_OF[do].on and one.who.account in may(do):
                    continue  # of no sense here; see the convention below
                response = await asyncio.to_thread(house.send, command, one.who)
                code = response.json().get("code", "")
                if not expected(do, one)(response.status_code, code):
                    wrong.append(f"{one.who.account} {do}: {response.status_code} {code}")
                await line.say(type="do", command=command)
                answer = await line.next(lambda message: message["type"] in ("done", "refused"))
                if answer["type"] == "refused":
                    if (answer["error"]["status"], answer["error"]["code"]) != (response.status_code, code):
                        wrong.append(f"{one.who.account} {do}: {answer['error']['code']} on the socket, not {code}")
                elif response.status_code not in (200, 201) or not answer["again"]:
                    wrong.append(f"{one.who.account} {do}: done on the socket, {response.status_code} over HTTP")
    assert not wrong, "\n".join(wrong)


def channels_of_entries(house: Served, dossier: str = CRISIS) -> dict[int, str]:
    with house.house.engine.begin() as connection:
        return {entry.seq: entry.channel for entry in entries_after(connection, dossier, 0)}


@pytest.mark.parametrize("one", CAST, ids=lambda one: one.who.account)
async def test_nobody_receives_a_card_or_a_line_that_is_not_for_them(house: Served, one: Seen) -> None:
    client = house.as_(one.who)
    if one.channels is None:
        for address in (f"/api/dossiers/{CRISIS}/board", f"/api/dossiers/{CRISIS}/journal"):
            assert (await asyncio.to_thread(client.get, address)).status_code == 404
        listed = (await asyncio.to_thread(client.get, "/api/dossiers")).json()
        assert CRISIS not in str(listed)
        async with wire(house, one.who) as line:
            assert (await line.watch(CRISIS))["error"]["status"] == 404
        return
    async with wire(house, one.who) as line:
        whole = await asyncio.to_thread(house.board, CRISIS, PERMANENCE)
        mine = await asyncio.to_thread(house.board, CRISIS, one.who)
        await line.watch(CRISIS, mine["cursor"], mine["view"])
        held = {card["id"] for card in whole["cards"] if is_among(one.channels, card["channel"])}
        assert {card["id"] for card in mine["cards"]} == held

        written = await asyncio.to_thread(fill, house)
        cards, lines, at = set[str](), set[int](), mine["seq"]
        while at < written[-1]:
            delta = await line.of("delta")
            at = delta["to"]
            cards |= {card["channel"] for card in delta["put"]}
            lines |= {row["seq"] for row in delta["lines"]}
        channels = channels_of_entries(house)
        assert {channel for channel in cards if not is_among(one.channels, channel)} == set()
        assert lines == {seq for seq in range(mine["seq"] + 1, at + 1) if is_among(one.channels, channels[seq])}

    told, after = set[int](), 0
    while True:
        page = await asyncio.to_thread(house.lines, CRISIS, one.who, after=after, limit=500)
        told |= {row["seq"] for row in page["entries"]}
        if page.get("complete", True) or not page["entries"]:
            break
        after = page["next"]
    channels = channels_of_entries(house)
    assert told == {seq for seq, channel in channels.items() if is_among(one.channels, channel)}


@pytest.mark.parametrize("one", CAST, ids=lambda one: one.who.account)
def test_a_prefecture_alone_counts_beyond_what_it_sees(house: Served, one: Seen) -> None:
    response = house.as_(one.who).get(f"/api/dossiers/{CRISIS}/totals")
    if one.channels is None or one.who.role == "lien_terrain":
        assert response.status_code == (403 if one.who.role == "lien_terrain" else 404)
        return
    seen = {code for code in ("77", "45") if f"departement:{code}" in one.channels}
    counted = {"77", "45"} if one.who.account in COUNTS_ALL else seen
    told = response.json()
    assert {part["departement"] for part in told["departements"]} == counted
    assert {part["departement"] for part in told["departements"] if part["held"]} == seen
    assert (told["whole"] is not None) is (counted == {"77", "45"})
    assert "ccas" not in response.text


def test_something_is_in_every_channel(house: Served) -> None:
    cards = {card["channel"] for card in house.board(CRISIS)["cards"]}
    assert set(EVERY) <= set(channels_of_entries(house).values())
    assert {"common", "body:ccas-77333", "needs:77/ccas-77333", "needs:77/ccas-77333/ccas-77288"} <= cards


@pytest.mark.parametrize(
    "who", [PERMANENCE, SGAV, OBSERVER, PREFECTURE_77, CCAS_NEMOURS, ADMIN], ids=lambda who: who.role
)
def test_a_convention_is_for_its_parties_and_shown_to_observers(house: Served, who: Actor) -> None:
    command = {"id": str(uuid4()), "dossier": CONVENTION, "do": "meeting.schedule"}
    response = house.send({**command, "meeting": f"point-{who.role.replace('_', '-')}", "at": NOW}, who)
    status = {"unccas_permanence": 201, "sgav": 201, "observer": 403}.get(who.role, 404)
    assert response.status_code == status, response.text
    assert house.as_(who).get(f"/api/dossiers/{CONVENTION}/board").status_code == (404 if status == 404 else 200)
