"""What `crisiscoord watch` says: how fresh the board is, who needs attention, what has been written."""

import asyncio
import io
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console

from crisiscoord.cli.client import BoardCopy, Change, Client
from crisiscoord.cli.watching import Watched, age, drawn, pressing, status_counts, title, watch
from crisiscoord.clock import ManualClock

NOW = datetime(2018, 1, 28, 13, 3, 7, tzinfo=UTC)
CRISIS = {
    "id": "crisis:crue",
    "type": "crisis",
    "title": "Crue de la Seine",
    "state": "actif",
    "exercise": True,
    "timezone": "Europe/Paris",
}
LINE = {"at": "2018-01-28T13:03:00.000Z", "text": "CCAS de Nemours : débordé."}


def body(name: str, status: str, minutes: int, **fields: Any) -> dict[str, Any]:
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return {"id": f"body:{name}", "type": "body", "name": name, "status": status, "observed_at": at, **fields}


def copied(*cards: dict[str, Any]) -> BoardCopy:
    copy = BoardCopy("crue", "crisis", 4, "4.aa", "v1")
    copy.cards = {card["id"]: card for card in (CRISIS, *cards)}
    return copy


def screen(watched: Watched, now: datetime) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(drawn(watched, now))
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_the_head_says_the_exercise_first() -> None:
    assert title(Watched(copied())) == "EXERCICE · Crue de la Seine · En cours"


def test_the_link_is_said_in_words_and_in_the_time_of_the_crisis() -> None:
    watched = Watched(copied())
    assert watched.link(NOW) == "connexion en cours…"
    watched.note(Change("current", watched.copy), NOW)
    assert watched.link(NOW) == "à jour à 14:03:07"
    watched.note(Change("caught_up", watched.copy, missed=16), NOW)
    assert watched.link(NOW) == "rattrapé (16)"
    watched.note(Change("reload", watched.copy), NOW)
    assert watched.link(NOW) == "rechargé"
    assert watched.link(NOW + timedelta(seconds=30)) == "à jour à 14:03:07"


def test_a_cut_freezes_what_is_shown_after_two_seconds() -> None:
    watched = Watched(copied())
    watched.note(Change("beat", watched.copy), NOW)
    cut = Change("cut", watched.copy)
    assert watched.note(cut, NOW + timedelta(seconds=5)) == ["données figées depuis 14:03:07"]
    assert watched.note(cut, NOW + timedelta(seconds=9)) == []
    assert watched.link(NOW + timedelta(seconds=6)) == "à jour à 14:03:07"
    assert watched.link(NOW + timedelta(seconds=7)) == "données figées depuis 14:03:07"
    watched.note(Change("caught_up", watched.copy, missed=2), NOW + timedelta(seconds=20))
    assert watched.link(NOW + timedelta(seconds=20)) == "rattrapé (2)"


def test_a_server_that_never_answered_is_said() -> None:
    watched = Watched(BoardCopy("crue"))
    assert watched.note(Change("cut", watched.copy), NOW) == ["le serveur ne répond pas, nouvel essai en cours…"]


def test_those_who_need_attention_come_first_and_the_oldest_news_before() -> None:
    copy = copied(
        body("Melun", "mobilise", 5),
        body("Nemours", "deborde", 5),
        body("Moret", "tension", 10),
        body("Bray", "deborde", 50),
        body("Thomery", "veille", 600, valid_until=(NOW - timedelta(hours=2)).isoformat()),
    )
    assert [card["name"] for card in pressing(copy, NOW)] == ["Bray", "Nemours", "Moret", "Thomery"]
    assert status_counts(copy) == [("deborde", 2), ("tension", 1), ("mobilise", 1), ("veille", 1)]


def test_the_screen_shows_counts_ages_and_what_is_out_of_date() -> None:
    late = body("CCAS de Thomery", "veille", 600, valid_until=(NOW - timedelta(hours=2)).isoformat())
    watched = Watched(copied(body("CCAS de Nemours", "deborde", 12), late))
    watched.note(Change("delta", watched.copy, lines=(LINE,)), NOW)
    shown = screen(watched, NOW)
    for words in ("EXERCICE", "Débordé 1", "il y a 12\u00a0min", "périmé", "14:03:00  EXERCICE  CCAS de Nemours"):
        assert words in shown


def test_a_convention_shows_its_dates() -> None:
    copy = BoardCopy("etat-unccas", "convention")
    copy.cards = {
        "convention:etat-unccas": {
            "id": "convention:etat-unccas",
            "type": "convention",
            "title": "État-UNCCAS",
            "state": "actif",
        },
        "obligation:point-2017-05-10": {
            "id": "obligation:point-2017-05-10",
            "type": "obligation",
            "title": "Point d’étape",
            "due_on": "2017-05-10",
            "state": "due",
        },
    }
    shown = screen(Watched(copy), NOW)
    assert "État-UNCCAS · En vigueur" in shown and "2017-05-10" in shown and "Due" in shown


def test_ages_are_short() -> None:
    ages = [age(NOW - timedelta(minutes=minutes), NOW) for minutes in (-3, 0, 12, 150, 4000)]
    assert [one.replace("\u00a0", " ") for one in ages] == [
        "à l’instant",
        "à l’instant",
        "il y a 12 min",
        "il y a 2 h",
        "il y a 2 j",
    ]


class Heard(Client):
    """A client that hears what it is given."""

    def __init__(self, *changes: Change) -> None:
        super().__init__("http://127.0.0.1:1")
        self._changes = changes

    async def watch(self, dossier: str) -> AsyncGenerator[Change, None]:
        for change in self._changes:
            yield change


def test_without_a_terminal_each_line_is_printed_once() -> None:
    copy = copied()
    console = Console(file=io.StringIO(), force_terminal=False)
    changes = (Change("current", copy), Change("delta", copy, lines=(LINE,)), Change("beat", copy))
    asyncio.run(watch(Heard(*changes), "crue", ManualClock(NOW), console))
    assert console.file.getvalue().splitlines() == [  # type: ignore[attr-defined]
        "EXERCICE · Crue de la Seine · En cours",
        "à jour à 14:03:07",
        "14:03:00  EXERCICE  CCAS de Nemours : débordé.",
    ]


def test_on_a_terminal_the_board_is_redrawn_in_place() -> None:
    copy = copied(body("CCAS de Nemours", "deborde", 12))
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    asyncio.run(watch(Heard(Change("current", copy)), "crue", ManualClock(NOW), console))
    assert "CCAS de Nemours" in console.file.getvalue()  # type: ignore[attr-defined]
