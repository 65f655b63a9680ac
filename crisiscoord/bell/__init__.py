"""The doorbell: says that a journal has grown, never what was written in it.

A ring may be lost, doubled or late: whoever is rung reads the journal, and a poll of the heads heals what
was lost. The bell also carries who is here, which is written nowhere.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict

#: Called in its own event loop with a dossier and a number that its journal has reached.
Listener = Callable[[str, int], None]


class Present(TypedDict):
    """Somebody who has a dossier on screen: what a `presence` frame shows of them."""

    name: str
    role: str
    scope: list[str]


class Bell(Protocol):
    """The same promises within one process (`local`) and between several (`redis`)."""

    def ring(self, dossier: str, seq: int) -> None:
        """Tell every listener, everywhere, that `dossier` has reached `seq`.

        From any thread; never raises, never waits. Rings of one dossier that wait become one, the highest.
        """
        ...

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called at each ring, in the event loop that runs now; call the result to stop."""
        ...

    async def start(self) -> None:
        """Begin to hear other processes. Returns at once, whether or not they can be reached."""
        ...

    async def stop(self) -> None:
        """Hear and tell other processes no more. Listeners of this process are still rung."""
        ...

    def healthy(self) -> bool:
        """Say whether rings reach other processes, and theirs this one."""
        ...

    def announce(self, dossier: str, here: Sequence[Present]) -> None:
        """Say who has `dossier` on screen in this process; holds for a minute, then must be said again."""
        ...

    def here(self, dossier: str) -> list[Present]:
        """Return who has `dossier` on screen in any process, each once, by name."""
        ...
