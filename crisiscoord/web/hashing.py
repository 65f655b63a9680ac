"""Passwords are hashed a few at a time: each takes 19 MiB and tens of milliseconds (directory/passwords.py)."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import to_thread

from ..errors import Unavailable
from .parts import Parts

T = TypeVar("T")
Given = TypeVarTuple("Given")

#: Requests that may wait for their turn: about two seconds of work.
MOST_WAITING = 64


async def hashing(house: Parts, work: Callable[[*Given], T], *given: *Given) -> T:
    """Do what hashes a password in a thread. Raises Unavailable when too many wait already."""
    if house.hashing.statistics().tasks_waiting >= MOST_WAITING:
        raise Unavailable("Trop de connexions à la fois\u00a0: recommencez dans un instant.")
    return await to_thread.run_sync(work, *given, limiter=house.hashing)
