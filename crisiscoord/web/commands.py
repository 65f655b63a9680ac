"""Taking one command, from HTTP or from a socket, to the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from ..domain import catalogue, policy
from ..domain.catalogue import Asked
from ..domain.words import Actor, canonical, format_instant
from ..errors import Malformed, Problem
from ..journal.journal import Receipt
from ..security_log import What, record
from .limits import TooManyCommands
from .parts import Parts
from .reading import instant

#: How wrong the clock of a client may be without anything being corrected.
TOLERANCE = timedelta(seconds=2)
#: The fields that tell when something happened, as the clock of the client had it.
TOLD = ("observed_at", "occurred_at", "at", "sent_at", "held_at", "cutoff_at")

#: What is also a line of the security log, without a word of it.
_RECORDED: Mapping[str, What] = {"exposure.report": "exposure_reported", "exposure.answer": "exposure_answered"}


async def submit(house: Parts, actor: Actor, body: bytes, client_time: Any) -> Receipt:
    """Carry out the command in `body` and return its receipt.

    `client_time` is what the client's clock said when it sent it (None when it did not say). When that clock is
    wrong, instants that are past for the client and future for the server are moved by the difference before
    the command is read: the fact holds the corrected instant, and that of a report what was told too. The receipt
    stays bound to the JSON as received, so the same command sent again, minutes later, gets the same answer.
    Raises a Problem.
    """
    asked = take(house, actor, body, client_time)
    try:
        receipt = await house.desk.begin(asked, actor)
    except Problem as problem:
        house.metrics.carried_out(asked.command.do, problem.code)
        raise
    told(house, asked.command.do, again=receipt.again)
    return receipt


def told(house: Parts, do: str, *, again: bool) -> None:
    """Count a command that was carried out; one that whoever answers for security must hear of is in their log too."""
    house.metrics.carried_out(do, "again" if again else "done")
    if do in _RECORDED and not again:
        record(_RECORDED[do])


def take(house: Parts, actor: Actor, body: bytes, client_time: Any) -> Asked:
    """Return the command in `body`, ready for the desk, as `submit` says. Raises a Problem, which is counted."""
    try:
        _hold(house, actor, body)
        return _read(body, client_time, house.clock.now())
    except Problem as problem:
        house.metrics.carried_out("?", problem.code)
        raise


def _hold(house: Parts, actor: Actor, body: bytes) -> None:
    """Raise TooManyCommands beyond the pace of an account, unless it plays an exercise that may be seen there.

    One account plays a whole prefecture, hastened: whoever plays is held by the queue of the dossier alone.
    """
    try:
        house.limits.command(actor)
    except TooManyCommands:
        board = house.boards.at_hand(catalogue.dossier_of(body))
        if not (catalogue.is_exercise(board) and policy.channels(actor, board)):
            raise


def _read(body: bytes, client_time: Any, now: datetime) -> Asked:
    if client_time is None:
        return catalogue.read_command(body)
    if not isinstance(client_time, str):
        raise Malformed("L’heure du client est un texte (RFC 3339).")
    ahead = instant("client_time", client_time) - now
    if ahead <= TOLERANCE:
        return catalogue.read_command(body)
    return _corrected(body, ahead, now)


def _corrected(body: bytes, ahead: timedelta, now: datetime) -> Asked:
    """Read a command whose client lives `ahead` of us."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return catalogue.read_command(body)
    if not isinstance(data, dict):
        return catalogue.read_command(body)
    told = {name: moved for name in TOLD if (moved := _moved(data.get(name), ahead, now)) is not None}
    if not told:
        return catalogue.read_command(body)
    if data.get("do") == "report.file" and "observed_at" in told:
        told["told_at"] = data["observed_at"]  # both are kept: what was said, and what it comes to
    asked = catalogue.read_command(orjson.dumps({**data, **told}))
    return Asked(asked.command, canonical(data))


def _moved(value: Any, ahead: timedelta, now: datetime) -> str | None:
    """Return the instant as our clock has it, when it is only the client's clock that puts it in our future."""
    if not isinstance(value, str):
        return None
    try:
        at = instant("", value)
    except Malformed:
        return None  # said by the reader of commands, with the name of the field
    return format_instant(at - ahead) if now < at <= now + ahead + TOLERANCE else None
