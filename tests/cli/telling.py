"""What one command of the command line says and how it ends: 0 done, 1 no, 2 misused."""

from collections.abc import Callable
from typing import NamedTuple

DONE, NO, MISUSED = 0, 1, 2


class Told(NamedTuple):
    code: int
    out: str
    err: str


Tell = Callable[..., Told]
