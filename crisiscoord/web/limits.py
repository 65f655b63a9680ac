"""How much one actor may ask: commands and readings of a feed per minute, and sockets at once.

In this process, in memory. Every table here is bounded. All is called in the event loop.
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
#: Readings of one person's calendar feed in a minute: several programs that come back a few times a day.
FEED_READINGS = 12


class TooManyCommands(TooMany):
    code, title = "too_many_commands", "Trop de commandes"


class TooManyReadings(TooMany):
    code, title = "too_many_readings", "Trop de lectures du calendrier"


class TooManySockets(TooMany):
    code, title = "too_many_sockets", "Trop de liaisons ouvertes"


class Pace:
    """A bucket for each account, filled steadily: `per_minute` at once, and no more than that in a minute."""

    def __init__(self, per_minute: int, now_s: Callable[[], float]) -> None:
        self._per_minute, self._now_s = per_minute, now_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, account: str) -> int:
        """Count one more of `account`; return 0, or in how many seconds to come back when it is one too many."""
        now, per_second = self._now_s(), self._per_minute / 60
        held, at = self._buckets.pop(account, (float(self._per_minute), now))
        held = min(self._per_minute, held + (now - at) * per_second)
        taken = held >= 1
        self._buckets[account] = (held - taken, now)
        if len(self._buckets) > FOLLOWED:
            self._buckets.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - held) / per_second))


class Limits:
    """The pace of commands, that of feeds, and a count of open sockets."""

    def __init__(self, commands_per_minute: int, now_s: Callable[[], float] = monotonic) -> None:
        self._per_minute = commands_per_minute
        self._commands, self._feeds = Pace(commands_per_minute, now_s), Pace(FEED_READINGS, now_s)
        self._open: Counter[str] = Counter()

    def command(self, actor: Actor) -> None:
        """Count a command of `actor`. Raises TooManyCommands, with when to come back, beyond the pace.

        A minute's worth may be sent at once. The server itself is not held.
        """
        if not self._per_minute or actor.role == "system":
            return
        if wait := self._commands.take(actor.account):
            pace = counted(self._per_minute, "commande")
            raise TooManyCommands(
                f"Vous envoyez plus de {pace} par minute : reprenez dans {counted(wait, 'seconde')}.", retry_after=wait
            )

    def feed(self, actor: Actor) -> None:
        """Count a reading of the feed of `actor`. Raises TooManyReadings beyond the pace."""
        if wait := self._feeds.take(actor.account):
            raise TooManyReadings(
                f"Ce calendrier est lu plus de {FEED_READINGS} fois par minute\u00a0: "
                f"réglez vos agendas pour qu’ils le relisent moins souvent.",
                retry_after=wait,
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
