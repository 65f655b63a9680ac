"""What a request works with: the parts of the house, put together by crisiscoord.app."""

from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter
from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from ..bell import Bell
from ..clock import Clock
from ..desk.desk import Desk
from ..directory.bodies import Bodies
from ..directory.contacts import Contacts
from ..directory.feeds import Feeds
from ..directory.imports import Imports
from ..directory.ledger import Ledger
from ..directory.links import Links
from ..directory.named import Named
from ..directory.onetime import OneTime
from ..directory.own_tokens import OwnTokens
from ..directory.people import People
from ..directory.provider import Provider
from ..directory.roster import Roster
from ..directory.sessions import Sessions
from ..directory.tokens import Tokens
from ..directory.undertakings import Undertakings
from ..directory.view import DirectoryView
from ..domain.agreements import Library
from ..journal.boards import Boards
from ..journal.writer import Writer
from ..library.territory import Territory
from ..live.fresh import FreshBoards
from ..live.hub import Hub
from ..live.recordings import Recordings
from ..live.snapshot import Snapshots
from ..notices.account_mail import AccountPost
from ..notices.addresses import Addresses
from ..notices.outbox import Outbox
from ..settings import Settings
from .errands import Errands
from .limits import Limits, SignIns
from .metrics import Metrics


@dataclass(kw_only=True)
class Parts:
    settings: Settings
    clock: Clock
    engine: Engine
    writer: Writer
    boards: Boards
    fresh: FreshBoards
    snapshots: Snapshots
    recordings: Recordings
    bell: Bell
    desk: Desk
    hub: Hub
    library: Library
    territory: Territory
    tokens: Tokens
    sessions: Sessions
    undertakings: Undertakings
    feeds: Feeds
    ledger: Ledger
    bodies: Bodies
    contacts: Contacts
    roster: Roster
    imports: Imports
    links: Links
    addresses: Addresses
    named: Named
    outbox: Outbox
    people: People
    own_tokens: OwnTokens
    one_time: OneTime
    #: None where no server takes mail.
    post: AccountPost | None
    #: None where no identity provider is set.
    provider: Provider | None
    errands: Errands
    limits: Limits
    sign_ins: SignIns
    metrics: Metrics
    #: How many files may be imported at the same time.
    importing: CapacityLimiter
    #: How many pages of journals may be read at the same time.
    searching: CapacityLimiter
    #: How many passwords may be hashed at the same time, since each takes 19 MiB.
    hashing: CapacityLimiter

    @property
    def known(self) -> DirectoryView:
        """The territory with what the directory knows of its bodies, two seconds old at most."""
        return self.bodies.view

    @property
    def stated(self) -> Library:
        """The agreed texts with what the directory states of the departmental unions."""
        return self.known.stated(self.library)


def parts_of(connection: "HTTPConnection[Any]") -> Parts:
    """Return the house that this request or socket came to."""
    house = connection.app.state.house
    assert isinstance(house, Parts)
    return house
