"""How much one actor may ask: commands per minute, and sockets at once. In this process, in memory.

Every table here is bounded. All is called in the event loop.
"""

import contextlib
import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator

from ..clock import monotonic
from ..domain.french import counted
from ..domain.words import Actor
from ..errors import TooMany

#: Actors whose pace is followed; beyond, the one who has not asked for longest starts afresh.
FOLLOWED = 10_000
#: Sockets that one actor may hold open: a few screens, a wall, a phone, and those that are not yet closed.
SOCKETS_EACH = 32
#: Sockets that this process holds open, all actors together.
SOCKETS = 10_000


class TooManyCommands(TooMany):
    code, title = "too_many_commands", "Trop de commandes"


class TooManySockets(TooMany):
    code, title = "too_many_sockets", "Trop de liaisons ouvertes"


class Limits:
    """A bucket of commands for each actor, filled steadily; a count of open sockets."""

    def __init__(self, commands_per_minute: int, now_s: Callable[[], float] = monotonic) -> None:
        self._per_minute, self._now_s = commands_per_minute, now_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._open: Counter[str] = Counter()

    def command(self, actor: Actor, *, player: bool = False) -> None:
        """Count a command of `actor`. Raises TooManyCommands, with when to come back, beyond the pace.

        A minute's worth may be sent at once. The server itself and the players of an exercise are not held.
        """
        if not self._per_minute or player or actor.role == "system":
            return
        now, per_second = self._now_s(), self._per_minute / 60
        held, at = self._buckets.pop(actor.account, (float(self._per_minute), now))
        held = min(self._per_minute, held + (now - at) * per_second)
        taken = held >= 1
        self._buckets[actor.account] = (held - taken, now)
        if len(self._buckets) > FOLLOWED:
            self._buckets.popitem(last=False)
        if not taken:
            wait = max(1, math.ceil((1 - held) / per_second))
            pace = counted(self._per_minute, "commande")
            raise TooManyCommands(
                f"Vous envoyez plus de {pace} par minute : reprenez dans {counted(wait, 'seconde')}.", retry_after=wait
            )

    @contextlib.contextmanager
    def socket(self, actor: Actor) -> Iterator[None]:
        """Count a socket of `actor` for as long as it is open. Raises TooManySockets beyond the bounds."""
        if self._open[actor.account] >= SOCKETS_EACH:
            raise TooManySockets(f"{SOCKETS_EACH} écrans sont déjà ouverts avec ce compte : fermez-en un.", 30)
        if self._open.total() >= SOCKETS:
            raise TooManySockets("Ce serveur ne peut pas ouvrir plus de liaisons : réessayez dans un instant.", 30)
        self._open[actor.account] += 1
        try:
            yield
        finally:
            self._open[actor.account] -= 1
            if not self._open[actor.account]:
                del self._open[actor.account]

    def sockets(self) -> int:
        """Return how many sockets are open."""
        return self._open.total()
