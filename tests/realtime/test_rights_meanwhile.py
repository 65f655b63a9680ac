"""Rights that change while somebody watches, or was away: nothing more is given, and it is said."""

import asyncio

import pytest

from crisiscoord.domain.words import Actor, Entry
from crisiscoord.errors import Missing
from crisiscoord.journal.heads import DIRECTORY, bump
from crisiscoord.live.hub import CLOSE_RIGHTS, CLOSE_SIGNED_OUT
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, PREFECTURE_45, PREFECTURE_77, REPRESENTANTE
from tests.office import Office
from tests.seats import Theatre, away, back
from tests.waiting import until, until_now


async def test_rights_taken_away_close_the_line_and_give_nothing_more(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office)
    await seat.load()
    office.note()
    await seat.catches_up()
    seen = len(seat.of("delta"))
    office.do("crue", "representative.relieve", designation="d-1", reason="Fin.")
    await until(lambda: seat.viewer.close_code is not None)
    assert seat.viewer.close_code == CLOSE_RIGHTS
    assert len(seat.of("delta")) == seen, "not even the frame that says so"
    seat.connect()
    with pytest.raises(Missing):
        await theatre.hub.watch(seat.viewer, "crue", seat.screens["crue"].cursor, seat.views["crue"])


async def test_rights_given_meanwhile_are_a_reload(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office, accepted=False)
    await seat.load()
    assert not any(id.startswith("calls:") for id in seat.screens["crue"].cards)
    office.do("crue", "representative.accept", REPRESENTANTE, designation="d-1")
    await until(lambda: seat.outcomes()[-1] == "reload")
    assert "representative.accept" not in seat.of("sync")[-1]["allowed"]
    await seat.load()
    assert seat.shows()


async def test_rights_changed_while_a_screen_reads_slowly_stop_what_was_on_its_way(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office)
    await seat.load()
    seat.stall()
    office.note(text="Avant")
    await asyncio.wait_for(seat.stalled.wait(), 10)
    office.do("crue", "representative.relieve", designation="d-1", reason="Fin.")
    office.note(text="Après")
    seat.read_again()
    await until(lambda: seat.viewer.close_code is not None)
    assert "Après" not in str(seat.messages)


async def test_rights_taken_away_while_the_journal_is_read_give_nothing_of_what_was_read(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, hub, seat = theatre.office, theatre.hub, theatre.seat(REPRESENTANTE)
    designate(office)
    await seat.load()
    read, recent = hub._entries, office.boards.recent

    def read_while_rights_change(dossier: str, seq: int, upto: int) -> list[Entry]:
        monkeypatch.setattr(office.boards, "recent", recent)
        office.do("crue", "representative.relieve", designation="d-1", reason="Fin.")
        receipt = office.note(text="Après")
        until_now(lambda: hub._rooms["crue"].feed.board.seq == receipt.last)
        return read(dossier, seq, upto)

    monkeypatch.setattr(hub, "_entries", read_while_rights_change)
    monkeypatch.setattr(office.boards, "recent", lambda *_: None)
    office.note(text="Avant")
    await until(lambda: seat.viewer.close_code is not None)
    assert "Après" not in str(seat.messages)


async def test_an_erasure_is_a_reload_for_everybody(theatre: Theatre) -> None:
    office = theatre.office
    seats = [theatre.seat(actor) for actor in (PERMANENCE, CCAS_NEMOURS)]
    for seat in seats:
        await seat.load()
    gone = await away(theatre, CCAS_MELUN)
    receipt = office.note(text="La famille Secret est diabétique.")
    for seat in seats:
        await seat.catches_up()
    office.do("crue", "wording.erase", seq=receipt.last, reason="Donnée de santé.")
    for seat in seats:
        await until(lambda seat=seat: seat.outcomes()[-1] == "reload")
    assert (await back(gone))["outcome"] == "reload"
    assert "Secret" not in str(gone.messages)


async def test_an_erasure_while_a_resume_is_under_way_is_a_reload(theatre: Theatre) -> None:
    receipt = theatre.office.note(text="La famille Secret est diabétique.")
    seat = await away(theatre)
    seat.connect()
    position = theatre.hub._position

    async def erase_meanwhile(dossier: str, since: str | None) -> int | None:
        theatre.office.do("crue", "wording.erase", seq=receipt.last, reason="Donnée de santé.")
        return await position(dossier, since)

    theatre.hub._position = erase_meanwhile  # type: ignore[method-assign]
    assert (await seat.resume())["outcome"] == "reload"


async def test_an_account_that_changed_is_seen_when_everybody_is_asked_again(theatre: Theatre) -> None:
    seat, other = theatre.seat(CCAS_NEMOURS), theatre.seat(PERMANENCE)
    await seat.load()
    await other.load()
    theatre.actors[CCAS_NEMOURS.account] = CCAS_NEMOURS.model_copy(update={"bodies": ("ccas-77288",)})
    await theatre.hub.renew_all()
    await until(lambda: seat.outcomes()[-1] == "reload")
    theatre.actors[CCAS_NEMOURS.account] = None
    await theatre.hub.renew_all()
    assert seat.viewer.close_code == CLOSE_SIGNED_OUT
    assert other.viewer.close_code is None


async def test_one_whose_account_cannot_be_read_does_not_keep_the_others_from_being_asked(theatre: Theatre) -> None:
    office, people = theatre.office, (PERMANENCE, CCAS_MELUN, CCAS_NEMOURS)
    seats = {theatre.seat(actor).viewer: actor for actor in people}
    first = next(iter(theatre.hub._viewers))
    renew = first.renew

    async def unreadable() -> Actor | None:
        raise OSError("the database does not answer")

    first.renew = unreadable
    theatre.actors |= {actor.account: None for actor in people}
    office.writer.run(lambda connection: bump(connection, DIRECTORY, office.clock.now())).result(10)
    await theatre.hub.poll()
    await until(lambda: all(viewer.close_code == CLOSE_SIGNED_OUT for viewer in seats if viewer is not first))
    assert first.close_code is None
    first.renew = renew
    await theatre.hub.poll()
    await until(lambda: first.close_code == CLOSE_SIGNED_OUT)


async def test_an_answer_from_before_a_change_never_stands_after_one_from_after_it(theatre: Theatre) -> None:
    seat = theatre.seat(CCAS_NEMOURS)
    await seat.load()
    renew, begun, go = seat.viewer.renew, asyncio.Event(), asyncio.Event()

    async def slowly() -> Actor | None:
        before = await renew()
        begun.set()
        await go.wait()
        return before

    seat.viewer.renew = slowly
    theatre.actors[CCAS_NEMOURS.account] = CCAS_NEMOURS.model_copy(update={"bodies": ("ccas-77333", "ccas-77288")})
    first = asyncio.create_task(theatre.hub.renew_all())
    await begun.wait()
    del theatre.actors[CCAS_NEMOURS.account]
    seat.viewer.renew = renew
    await theatre.hub.renew_all()
    go.set()
    await first
    assert seat.viewer.actor == CCAS_NEMOURS, "what was given is withdrawn"


async def test_a_change_of_what_one_may_do_is_said_without_a_reload(theatre: Theatre) -> None:
    seat = theatre.seat(PREFECTURE_77)
    await seat.load()
    theatre.actors[PREFECTURE_77.account] = PREFECTURE_77.model_copy(update={"role": "udccas"})
    await theatre.hub.renew_all()
    await until(lambda: len(seat.of("sync")) > 1)
    assert "call.log" in seat.of("sync")[-1]["allowed"]


async def test_a_dossier_that_is_no_business_of_somebody_is_missing_for_them(theatre: Theatre) -> None:
    seat = theatre.seat(PREFECTURE_45)
    for dossier in ("crue", "inconnue"):
        with pytest.raises(Missing):
            await theatre.hub.watch(seat.viewer, dossier, None, None)
    assert seat.messages == []
    assert theatre.hub.counts()["dossiers"] == 0, "nothing is kept of it"


def designate(office: Office, accepted: bool = True) -> None:
    fields = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34", "email": REPRESENTANTE.email}
    office.do("crue", "representative.designate", designation="d-1", perimeter="main", accepted=accepted, **fields)
