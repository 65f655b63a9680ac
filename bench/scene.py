"""What is measured on: accounts in twenty sets of channels, a real flood of 118 communes, a crisis of 4,100 bodies."""

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from crisiscoord import schema
from crisiscoord.cli.tokening import tokens_of
from crisiscoord.clock import SystemClock
from crisiscoord.domain.words import format_instant
from crisiscoord.journal.engine import engine_for
from crisiscoord.journal.writer import Writer
from crisiscoord.library.territory import territory
from crisiscoord.settings import Settings

from .servers import Server, ask, text_of

DOSSIER = "crue-2018"
#: Bodies of the large crisis, and screens of one account (crisiscoord takes 32 from each).
MANY_BODIES, SCREENS = 4_100, 30
_COMMUNES = Path(__file__).parents[1] / "tests" / "data" / "events_communes.csv"
_DEPARTEMENTS = ("77", "78", "91", "95")


@dataclass(frozen=True)
class Watcher:
    """One set of channels: what an account is made of, and the département that the naive server filters by."""

    role: str
    bodies: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()

    @property
    def looks_at(self) -> str:
        return self.departements[0] if self.departements else "*" if not self.bodies else self.bodies[0][5:7]


def communes() -> list[str]:
    """Return the communes of the flood of January 2018."""
    with _COMMUNES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [row["commune_of_today"] for row in rows if row["event"].startswith("crue-seine-marne")]


def bodies(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(territory().competent(code).id for code in codes))


def largest_communes(count: int) -> list[str]:
    """Return as many communes, from all over the country, the most populated first."""
    everywhere = [
        one for departement in territory().departements() for one in territory().communes_of(departement.code)
    ]
    everywhere.sort(key=lambda one: -one.population)
    return [one.code for one in everywhere[:count]]


def watchers() -> list[Watcher]:
    """Return the twenty sets of channels of a crisis over four départements."""
    local = [Watcher(role, departements=(code,)) for role in ("prefecture", "udccas") for code in _DEPARTEMENTS]
    own = [Watcher("ccas_direction", bodies=(body,)) for body in bodies(communes()) if body.startswith("ccas-")]
    national = [Watcher("unccas_permanence"), Watcher("sgav"), Watcher("observer")]
    return [*national, *local, *own[:9]]


@contextmanager
def _tokens(folder: Path) -> Iterator[Any]:
    settings = Settings(database=f"sqlite:///{folder / 'crisis.db'}", mode="test")
    engine = engine_for(settings.database)
    schema.create_if_empty(engine)
    writer = Writer(engine)
    try:
        yield tokens_of(settings, writer)
    finally:
        writer.stop()
        engine.dispose()


def accounts(folder: Path, screens: int) -> dict[Watcher, list[str]]:
    """Make a database in `folder`, with accounts enough for `screens` screens in every set; return their tokens."""
    each = -(-screens // SCREENS)
    with _tokens(folder) as tokens:
        now = SystemClock().now()
        return {
            watcher: [
                tokens.create(watcher.role, now, bodies=watcher.bodies, departements=watcher.departements)[0]
                for _ in range(each)
            ]
            for watcher in watchers()
        }


def permanence(folder: Path) -> str:
    """Make a database in `folder`, with the one account that may do everything; return its token."""
    with _tokens(folder) as tokens:
        token: str = tokens.create("unccas_permanence", SystemClock().now())[0]
        return token


def declare(server: Server, token: str, codes: list[str], dossier: str = DOSSIER) -> dict[str, Any]:
    """Declare a flood over communes; return the receipt."""
    declared: dict[str, Any] = ask(
        server,
        "/api/commands",
        token,
        {
            "id": "00000000-0000-4000-8000-000000000001",
            "dossier": dossier,
            "do": "crisis.declare",
            "title": "Crue de mesure",
            "hazard": "inondation",
            "occurred_at": format_instant(SystemClock().now() - timedelta(hours=2)),
            "reason": "Mesure de vitesse.",
            "communes": codes,
            "exercise": True,
        },
    )
    return declared


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def wait_until_alone(server: Server) -> None:
    """Wait until the server has let go of the viewers of the measure before."""
    end = time.monotonic() + 60
    while "\ncrisiscoord_viewers 0.0" not in text_of(server, "/metrics"):
        if time.monotonic() > end:
            raise RuntimeError("the server still counts viewers that have gone")
        time.sleep(0.2)


def screens(server: Server, accounts: dict[Watcher, list[str]], count: int) -> list[dict[str, Any]]:
    """Return `count` screens in twenty sets, each ready to watch from where the board stands."""
    wait_until_alone(server)
    groups = []
    each, rest = divmod(count, len(accounts))
    for index, tokens in enumerate(accounts.values()):
        board = ask(server, f"/api/dossiers/{DOSSIER}/board", tokens[0])
        watch = {"type": "watch", "dossier": DOSSIER, "since": board["cursor"], "view": board["view"]}
        wanted = each + (index < rest)
        for token in tokens:
            some = min(wanted, SCREENS)
            wanted -= some
            groups.append({"path": "/ws", "headers": bearer(token), "watch": watch, "count": some})
    return groups


def naive_screens(count: int, at: int) -> list[dict[str, Any]]:
    """Return the same screens for the naive server, whose last line is numbered `at`."""
    sets = watchers()
    each, rest = divmod(count, len(sets))
    return [
        {
            "path": "/ws",
            "headers": {},
            "watch": {"departement": watcher.looks_at, "at": at},
            "count": each + (index < rest),
        }
        for index, watcher in enumerate(sets)
    ]
