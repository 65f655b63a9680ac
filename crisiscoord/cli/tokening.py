"""Tokens and accounts made, and the directory written, outside a server."""

from ..directory.bodies import Bodies
from ..directory.ledger import Ledger
from ..directory.tokens import Tokens
from ..journal.heads import DIRECTORY, bump
from ..journal.writer import Writer
from ..library.territory import territory
from ..settings import Settings


def tokens_of(settings: Settings, writer: Writer) -> Tokens:
    """Return the tokens of the database that `settings` names. Servers see a change within 2 s, by their poll."""
    ledger = ledger_of(writer)
    return Tokens(ledger, lambda: bodies_of(ledger).view)


def bodies_of(ledger: Ledger) -> Bodies:
    """Return the bodies of the directory as they are now, over the territory."""
    bodies = Bodies(ledger, territory())
    bodies.renew()
    return bodies


def ledger_of(writer: Writer) -> Ledger:
    """Return the ledger of a process that ends at once: the poll of the heads tells the servers what it changed."""
    return Ledger(
        writer.engine,
        writer,
        bump=lambda connection, now: bump(connection, DIRECTORY, now),
        ring=lambda number: None,
    )
