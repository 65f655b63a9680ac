"""The house: every part, put together in order. The only file, with the command line, that knows them all."""

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Connection, Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from . import schema
from .agenda.metronome import Metronome
from .agenda.motor import Motor
from .assets import playbooks_dir
from .bell import Bell
from .bell.local import LocalBell
from .bell.redis import RedisBell
from .clock import Clock, clock_named
from .desk.desk import Desk
from .directory.bodies import Bodies
from .directory.contacts import Contacts
from .directory.feeds import Feeds
from .directory.imports import Imports
from .directory.ledger import Ledger
from .directory.links import Links
from .directory.named import Named
from .directory.onetime import OneTime
from .directory.own_tokens import OwnTokens
from .directory.people import People
from .directory.provider import Provider
from .directory.roster import Roster
from .directory.sessions import Sessions
from .directory.tokens import Tokens
from .directory.undertakings import Undertakings
from .directory.view import DirectoryView
from .domain.agreements import Library
from .errors import Problem, Refused
from .journal import checkpoints
from .journal.boards import Boards
from .journal.engine import engine_for
from .journal.heads import DIRECTORY, bump
from .journal.lines import Salts
from .journal.writer import Writer
from .library.reading import read_library
from .library.territory import territory
from .live.fresh import FreshBoards
from .live.hub import Hub
from .live.recordings import Recordings
from .live.snapshot import Snapshots
from .notices.account_mail import AccountPost
from .notices.addresses import Addresses, AddressFile, DirectoryAddresses, NoAddresses
from .notices.keeper import LinkKeeper
from .notices.letters import Sender
from .notices.notifier import Notifier, Works
from .notices.outbox import Outbox
from .notices.sms import SmsGateway
from .notices.smtp import Smtp
from .notices.webhook import Webhooks
from .settings import Settings
from .web.auth import is_https
from .web.door import CommandDoor
from .web.errands import Errands
from .web.errors import on_http_exception, on_problem
from .web.front import Front
from .web.limits import Limits, SignIns
from .web.metrics import Metrics
from .web.parts import Parts
from .web.routes import every_route

log = logging.getLogger(__name__)

#: Seconds between two runs of each thing that comes back.
TICK_S, SWEEP_S, POLL_S, NOTIFY_S, LAY_DOWN_S, RECORD_S, LINKS_S, RENEW_S, FORGET_S = 1, 1, 2, 3, 10, 10, 1, 60, 3_600
#: Pages of journals read at the same time: a search reads thousands of lines, and must leave boards their share.
SEARCHES = 4
#: Passwords hashed at the same time: each takes 19 MiB and a core.
HASHES = 4
#: Files imported at the same time: reading one keeps a core busy for seconds.
IMPORTS = 1
#: JSON answers of this many bytes and more are compressed.
COMPRESSED_FROM = 1_024


@dataclass(kw_only=True)
class House(Parts):
    """The parts, and what makes them run."""

    metronome: Metronome
    #: None where nothing is to be sent.
    notifier: Notifier | None = None
    keeper: LinkKeeper
    motor: Motor

    async def start(self) -> None:
        """Begin to hear, to tell the time and to serve. To be called once, in the loop that will serve."""
        self.bell.listen(self._on_ring)
        await self.bell.start()
        await self.motor.start()

    async def stop(self) -> None:
        """Tell the screens, let what is under way end, and let go of the database."""
        await self.hub.stop()
        await self.motor.stop()
        await self.recordings.stop()
        await self.errands.stop()
        await self.bell.stop()
        await to_thread.run_sync(self.writer.stop)
        self.engine.dispose()

    def lay_down(self) -> None:
        """Keep checkpoints of the boards that have grown enough. Runs in a thread."""
        for board in self.boards.to_lay_down(self.settings.checkpoint_every):
            blob = checkpoints.encode(board)
            self.writer.run(partial(checkpoints.save, board=board, blob=blob)).result()

    def sweep_sessions(self) -> None:
        """Remove the sessions that have ended. Runs in a thread."""
        self.sessions.sweep(self.clock.now())

    def sweep_contacts(self) -> None:
        """Erase for good the contacts that were removed long enough ago. Runs in a thread."""
        self.contacts.sweep(self.clock.now())

    def _on_ring(self, dossier: str, seq: int) -> None:
        if dossier == DIRECTORY:
            self.tokens.forget()
            self.sessions.forget()
            self.bodies.stale()
        self.hub.on_ring(dossier, seq)


def build(settings: Settings, *, work: bool = True, clock: Clock | None = None, salts: Salts | None = None) -> House:
    """Put the house together; nothing runs before `start`, but the writer's thread.

    Makes the tables of an empty database. Raises Refused for one that this version cannot use,
    LibraryRefused when an agreed text is wrong, AddressesRefused for a wrong file of addresses, Problem when the clock
    cannot be read. `work` false leaves agenda and notices to another process; `clock` and `salts` take the place
    of those that are set.
    """
    clock = clock or _clock(settings)
    library = read_library(settings.playbooks or playbooks_dir())
    file: Addresses = AddressFile(settings.addresses) if settings.addresses else NoAddresses()
    engine = _database(settings)
    bell = _bell(settings)
    writer, boards, places = Writer(engine), Boards(engine), territory()
    fresh = FreshBoards(boards)
    ledger = Ledger(engine, writer, _count_change, lambda number: bell.ring(DIRECTORY, number))
    bodies, contacts, roster = Bodies(ledger, places), Contacts(ledger), Roster(ledger)
    named = Named(ledger, contacts)

    def mail_of(account: str) -> str:
        found = named.accounts((account,), clock.now()).get(account)
        return found.email if found else ""

    addresses = DirectoryAddresses(file, contacts, bodies, mail_of)
    bodies.renew()

    def ground() -> tuple[Library, DirectoryView]:
        known = bodies.fresh()
        return known.stated(library), known

    desk = Desk(writer, boards, bell, clock, ground, salts)
    asked = library.undertaking.version if library.undertaking else None
    tokens, sessions = Tokens(ledger, lambda: bodies.view, asked=asked), Sessions(ledger, asked=asked)
    smtp = smtp_of(settings)
    links = Links(ledger, settings.secret_key)
    house = House(
        settings=settings,
        clock=clock,
        engine=engine,
        writer=writer,
        boards=boards,
        fresh=fresh,
        snapshots=Snapshots(engine, boards),
        recordings=Recordings(engine, boards),
        bell=bell,
        desk=desk,
        hub=Hub(engine, boards, fresh, bell, clock),
        library=library,
        territory=places,
        tokens=tokens,
        sessions=sessions,
        undertakings=Undertakings(ledger, (tokens.forget, sessions.forget)),
        people=People(ledger, lambda: bodies.view, (tokens.forget, sessions.forget)),
        own_tokens=OwnTokens(ledger, tokens.forget),
        one_time=OneTime(ledger),
        post=AccountPost(smtp, Sender(settings.smtp_from, settings.base_url)) if smtp else None,
        provider=_provider(settings),
        errands=Errands(),
        feeds=Feeds(ledger, asked),
        ledger=ledger,
        bodies=bodies,
        contacts=contacts,
        roster=roster,
        imports=Imports(ledger, bodies, roster),
        links=links,
        addresses=addresses,
        named=named,
        outbox=Outbox(engine, writer, desk, addresses),
        limits=Limits(settings.commands_per_minute),
        sign_ins=SignIns(),
        metrics=Metrics(),
        importing=CapacityLimiter(IMPORTS),
        searching=CapacityLimiter(SEARCHES),
        hashing=CapacityLimiter(HASHES),
        metronome=Metronome(engine, writer, desk, clock),
        motor=Motor(),
        keeper=LinkKeeper(engine, writer, boards, links, addresses, clock, bool(settings.smtp_host)),
    )
    house.notifier = _notifier(house, addresses, smtp)
    _wind(house, work)
    return house


def asgi(house: House) -> Starlette:
    """Return the service: its addresses, and what every request goes through, outermost first."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await house.start()
        yield
        await house.stop()

    app = Starlette(
        routes=every_route(),
        middleware=[
            Middleware(Front, metrics=house.metrics, https=is_https(house.settings)),
            Middleware(CommandDoor),
            Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=5),
        ],
        exception_handlers={Problem: on_problem, HTTPException: on_http_exception},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # an address is what it is, or is not
    app.state.house = house
    return app


def _wind(house: House, work: bool) -> None:
    """Say what comes back, and how often."""
    motor = house.motor
    motor.every(SWEEP_S, "sweep", house.hub.sweep)
    motor.every(POLL_S, "poll", house.hub.poll)
    motor.every(POLL_S, "directory", house.bodies.renew)
    motor.every(RENEW_S, "renew", house.hub.renew_all)
    motor.every(LAY_DOWN_S, "checkpoints", house.lay_down)
    motor.every(RECORD_S, "recordings", house.recordings.keep_up)
    if work:
        motor.every(TICK_S, "metronome", house.metronome.tick)
        motor.every(LINKS_S, "links", house.keeper.run)
        if house.notifier:
            motor.every(NOTIFY_S, "notices", house.notifier.run)
        motor.every(FORGET_S, "sessions", house.sweep_sessions)
        motor.every(FORGET_S, "contacts", house.sweep_contacts)


def _provider(settings: Settings) -> Provider | None:
    """Return the identity provider, if one is set."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    vouches = settings.oidc_vouches_for_emails
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_scopes, vouches=vouches)


def smtp_of(settings: Settings) -> Smtp | None:
    """Return the server that takes mail, if there is one."""
    if not settings.smtp_host:
        return None
    return Smtp(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
    )


def _notifier(house: House, addresses: Addresses, smtp: Smtp | None) -> Notifier | None:
    """Return what sends notices, or None where no server takes mail."""
    settings = house.settings
    if smtp is None:
        return None
    works = Works(
        house.engine,
        house.writer,
        house.boards,
        house.desk,
        house.clock,
        addresses,
        smtp,
        SmsGateway(settings.sms_url, settings.sms_token.get_secret_value()),
        Webhooks(settings.webhooks == "loopback"),
        Sender(settings.smtp_from, settings.base_url),
        house.links,
        settings.secret_key,
    )
    return Notifier(works)


def _database(settings: Settings) -> Engine:
    """Return the engine of a database that this version can use, made if it was empty. Raises Refused."""
    engine = engine_for(settings.database)
    try:
        schema.create_if_empty(engine)
        schema.require(engine)
    except BaseException:  # interrupted too: no connection is left behind
        engine.dispose()
        raise
    return engine


def _bell(settings: Settings) -> Bell:
    return RedisBell(settings.bell) if settings.bell else LocalBell()


def _clock(settings: Settings) -> Clock:
    try:
        return clock_named(settings.clock)
    except ValueError as problem:
        raise Refused(f"CRISISCOORD_CLOCK\u00a0: {problem}.") from problem


def _count_change(connection: Connection, now: datetime) -> int:
    return bump(connection, DIRECTORY, now)
