"""Tokens made outside a server."""

from ..directory.ledger import Ledger
from ..directory.tokens import Tokens
from ..journal.heads import DIRECTORY, bump
from ..journal.writer import Writer
from ..library.territory import territory
from ..settings import Settings


def tokens_of(settings: Settings, writer: Writer) -> Tokens:
    """Return the tokens of the database that `settings` names. Servers see a change within 2 s, by their poll."""
    ledger = Ledger(
        writer.engine,
        writer,
        bump=lambda connection, now: bump(connection, DIRECTORY, now),
        ring=lambda number: None,  # this process ends at once; the poll of the heads tells the servers
    )
    return Tokens(ledger, territory())
