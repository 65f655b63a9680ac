"""`demo`, `exercise`, `watch`: the programs that a person runs to see the system live."""

import asyncio
import contextlib
import shutil
import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from ..app import House, build
from ..assets import playbooks_dir
from ..clock import SystemClock
from ..domain.scenarios import Scenario
from ..domain.words import derived_id
from ..errors import Missing, Refused
from ..journal.writer import Writer
from ..library.reading import read_library
from ..settings import Settings
from . import opening
from .casting import players, token_maker
from .client import Answered, Client, Unreachable
from .exercise import Play, TokenFor, play_shown
from .serving import server
from .tokening import tokens_of
from .watching import watch as watch_board

#: What `make demo` plays unless told otherwise.
SCENARIO = "crue-2018"
DEMO = Path("var/demo")

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port d’écoute.")]
Speed = Annotated[float, typer.Option(min=0.1, max=3600, help="Combien de fois plus vite que le temps réel.")]
Url = Annotated[str, typer.Option(help="Adresse du serveur.")]


def demo(
    port: Port = 8000,
    speed: Speed = 60,
    no_replay: Annotated[bool, typer.Option("--no-replay", help="Sans rien rejouer : une base vide.")] = False,
    scenario: Annotated[str, typer.Option(help="Le scénario à jouer, par exemple effondrement-2018.")] = SCENARIO,
) -> None:
    """Joue un scénario comme exercice, sur une base neuve, avec un compte fictif par rôle."""
    opening.log_in("text", quiet=True)
    _refuse_taken(port)
    shutil.rmtree(DEMO, ignore_errors=True)
    settings = Settings(
        mode="demo",
        database=f"sqlite:///{DEMO}/crisiscoord.db",
        base_url=f"http://127.0.0.1:{port}",
        commands_per_minute=0,
    )
    chosen = None if no_replay else _scenario(settings, scenario)
    asyncio.run(_demo(build(settings, work=True), port, speed, chosen))


def _refuse_taken(port: int) -> None:
    """Raise Refused when somebody listens on this port: a demonstration that runs would lose its database."""
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asking.bind(("127.0.0.1", port))
        except OSError as problem:
            raise Refused(f"Le port {port} est déjà pris\u00a0: en choisir un autre (--port 8080).") from problem


async def _demo(house: House, port: int, speed: float, scenario: Scenario | None) -> None:
    web, console = server(house, "127.0.0.1", port), Console(soft_wrap=True)
    running = asyncio.create_task(web.serve())
    while not web.started:
        if running.done():
            raise typer.Exit(1)
        await asyncio.sleep(0.05)
    address = f"http://127.0.0.1:{_port(web)}"
    console.print(f"\n[bold]crisiscoord, démonstration[/] : [bold cyan]{address}[/]")
    console.print("Choisissez un compte fictif sur la page de connexion ; Ctrl+C pour arrêter.\n")
    playing = asyncio.create_task(_replay(house, scenario, address, speed, console)) if scenario else None
    await running
    if playing is not None:
        playing.cancel()
        with contextlib.suppress(asyncio.CancelledError, Unreachable):
            await playing


async def _replay(house: House, scenario: Scenario, address: str, speed: float, console: Console) -> None:
    token_for = token_maker(house.tokens, scenario, house.clock.now)
    await asyncio.to_thread(lambda: [token_for(player) for player in players(scenario)])
    async with Client(address) as client:
        run = derived_id("demo", house.clock.now().isoformat())
        await play_shown(Play(scenario, client, token_for, house.clock, run, speed), console)


def _port(web: uvicorn.Server) -> int:
    return int(web.servers[0].sockets[0].getsockname()[1])


def exercise(
    scenario: Annotated[str, typer.Argument(help="Code du scénario, par exemple crue-2018.")],
    speed: Speed = 60,
    url: Url = "http://127.0.0.1:8000",
    suffix: Annotated[str, typer.Option(help="Ajouté au nom des dossiers, pour rejouer : -2, -bis…")] = "",
) -> None:
    """Joue un scénario sur un serveur. À lancer sur la machine du serveur, avec les mêmes réglages."""
    settings = opening.settings()
    chosen = _scenario(settings, scenario)
    writer = Writer(opening.database(settings))
    try:
        token_for = token_maker(tokens_of(settings, writer), chosen, SystemClock().now)
        for player in players(chosen):
            token_for(player)
        asyncio.run(_exercise(chosen, url, speed, suffix, token_for))
    except Unreachable as problem:
        raise Missing(f"Le serveur {url} ne répond pas : {problem}") from problem
    finally:
        writer.stop()


async def _exercise(scenario: Scenario, url: str, speed: float, suffix: str, token_for: TokenFor) -> None:
    clock = SystemClock()
    async with Client(url) as client:
        run = derived_id("exercise", url, clock.now().isoformat())
        outcome = await play_shown(Play(scenario, client, token_for, clock, run, speed, suffix), Console())
    if outcome.refused:
        raise typer.Exit(1)


def _scenario(settings: Settings, code: str) -> Scenario:
    scenarios = read_library(settings.playbooks or playbooks_dir()).scenarios
    if code not in scenarios:
        raise Missing(f"Aucun scénario « {code} ». Il y a : {', '.join(sorted(scenarios)) or 'aucun'}.")
    return scenarios[code]


def watch(
    dossier: Annotated[str, typer.Argument(help="Identifiant du dossier, par exemple crue-2018.")],
    url: Url = "http://127.0.0.1:8000",
    token: Annotated[
        str, typer.Option(envvar="CRISISCOORD_TOKEN", help="Jeton d’accès ; sinon, un jeton d’un jour est créé ici.")
    ] = "",
) -> None:
    """Montre un tableau en direct dans le terminal."""
    try:
        asyncio.run(_watch(dossier, url, token or _own_token()))
    except Answered as refusal:
        raise Refused(str(refusal)) from refusal
    except Unreachable as problem:
        raise Missing(f"Le serveur {url} ne répond pas : {problem}") from problem


async def _watch(dossier: str, url: str, token: str) -> None:
    async with Client(url, token) as client:
        await watch_board(client, dossier, SystemClock(), Console())


def _own_token() -> str:
    """Make a token of the permanence for a day: whoever may read the database may see every board anyway."""
    settings = opening.settings()
    writer = Writer(opening.database(settings))
    try:
        text, _account = tokens_of(settings, writer).create(
            "unccas_permanence", SystemClock().now(), label="Terminal", days=1
        )
    finally:
        writer.stop()
    return text
