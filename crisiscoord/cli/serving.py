"""`serve` and `work`: the two processes of an installation."""

import asyncio
import gc
import signal
import socket
from functools import partial
from typing import Annotated

import typer
import uvicorn

from ..app import House, asgi, build
from ..web.entering import address
from ..web.quick import QuickProtocol
from ..web.wire import WireProtocol
from . import opening

#: The largest message taken from a socket, in bytes (protocol.md). Longer ones close it (1009).
MESSAGE = 64 * 1024
#: Seconds given to requests under way when the server stops.
GRACE = 10
#: Objects made before the youngest are looked through for cycles: a batch of commands makes tens of thousands.
YOUNG = 100_000


def server(house: House, host: str, port: int) -> uvicorn.Server:
    """Return a server of `house`, not yet running."""
    # The house stays for the life of the process: without this, a quarter of a busy server's time went into
    # looking through the territory for garbage, again and again (docs/performance.md).
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    return _Server(house, config(house, host, port))


def config(house: House, host: str, port: int) -> uvicorn.Config:
    """Return how a house is served. No address is logged, and what is squeezed in a socket is not unfolded."""
    return uvicorn.Config(
        asgi(house),
        host=host,
        port=port,
        http=partial(QuickProtocol, house),  # type: ignore[arg-type]
        ws=WireProtocol,
        ws_max_size=MESSAGE,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=house.settings.proxy_headers,
        timeout_graceful_shutdown=GRACE,
        backlog=4096,
    )


class _Server(uvicorn.Server):
    """A server that tells the screens it restarts (4002) before uvicorn closes their sockets its own way (1012)."""

    def __init__(self, house: House, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._house = house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._house.hub.stop()
        await super().shutdown(sockets)


def serve(
    host: Annotated[str, typer.Option(help="Adresse d’écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port d’écoute ; 0 : un port libre.")] = 8000,
    no_work: Annotated[
        bool, typer.Option("--no-work", help="Sans échéances ni avis : un autre processus s’en charge.")
    ] = False,
) -> None:
    """Lance le serveur. Crée une base vide ; refuse de démarrer sur un ancien schéma."""
    settings = opening.settings()
    opening.log_in(settings.log_format)
    house = build(settings, work=not no_work)
    typer.echo(f"crisiscoord : http://{host}:{port}")
    if first := set_up_link(house, f"http://{host}:{port}"):
        typer.echo(
            f"Premier démarrage\u00a0: créez le compte d’administration sous 24 heures, à cette adresse\n{first}"
        )
    server(house, host, port).run()


def set_up_link(house: House, here: str) -> str | None:
    """Return the address at which the first account is made, while nobody has one; None afterwards."""
    if house.settings.mode != "production" or not house.people.is_empty():
        return None
    base = house.settings.base_url if "base_url" in house.settings.model_fields_set else here
    return address(base, "setup", house.one_time.make("setup", None, house.clock.now()))


def work() -> None:
    """Traite les échéances et les avis, quand « serve » tourne avec --no-work. Peut tourner en double."""
    settings = opening.settings()
    opening.log_in(settings.log_format)
    asyncio.run(_work(build(settings, work=True)))


async def _work(house: House) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await house.start()
    typer.echo("crisiscoord : échéances et avis en cours de traitement")
    await stopped.wait()
    await house.stop()
