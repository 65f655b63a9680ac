"""How much one actor may ask: commands and readings of a feed per minute, sockets at once, links that open nothing.

In this process, in memory. Every table here is bounded. All is called in the event loop.
"""

import contextlib
import ipaddress
import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence

from ..clock import monotonic
from ..domain.french import counted
from ..domain.words import Actor
from ..errors import Missing, TooMany

#: Actors whose pace is followed; beyond, the one who has not asked for longest starts afresh.
FOLLOWED = 10_000
#: Sockets that one actor may hold open: a few screens, a wall, a phone, and those that are not yet closed.
SOCKETS_EACH = 32
#: Sockets that this process holds open, all actors together.
SOCKETS = 10_000
#: Readings of one person's calendar feed in a minute: several programs that come back a few times a day.
FEED_READINGS = 12
#: Links and codes that open nothing, in a minute: from one place, and from everywhere. Of 29⁹ codes five thousand stand
#: at the most: a whole day of guesses at this pace meets one with a chance of three in a hundred thousand.
WRONG_LINKS, WRONG_LINKS_IN_ALL = 6, 60


class TooManyCommands(TooMany):
    code, title = "too_many_commands", "Trop de commandes"


class TooManyReadings(TooMany):
    code, title = "too_many_readings", "Trop de lectures du calendrier"


class TooManyGuesses(TooMany):
    code, title = "too_many_guesses", "Trop d’essais"


class TooManySockets(TooMany):
    code, title = "too_many_sockets", "Trop de liaisons ouvertes"


class TooManySignIns(TooMany):
    code, title = "too_many_sign_ins", "Trop d’essais de connexion"


class Pace:
    """A bucket for each account, filled steadily: `at_once` in one go, and `per_minute` afterwards."""

    def __init__(self, per_minute: float, now_s: Callable[[], float], at_once: int | None = None) -> None:
        self._per_minute, self._now_s = per_minute, now_s
        self._most = float(at_once or per_minute)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, account: str) -> int:
        """Count one more of `account`; return 0, or in how many seconds to come back when it is one too many."""
        now, per_second = self._now_s(), self._per_minute / 60
        held, at = self._buckets.pop(account, (self._most, now))
        held = min(self._most, held + (now - at) * per_second)
        taken = held >= 1
        self._buckets[account] = (held - taken, now)
        if len(self._buckets) > FOLLOWED:
            self._buckets.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - held) / per_second))

    def give_back(self, account: str) -> None:
        """Uncount one of `account`."""
        if account in self._buckets:
            held, at = self._buckets[account]
            self._buckets[account] = (min(self._most, held + 1), at)

    def forgive(self, account: str) -> None:
        """Let `account` start afresh."""
        self._buckets.pop(account, None)

    def __len__(self) -> int:
        return len(self._buckets)


class SignIns:
    """The pace of attempts to sign in, and of links asked for, by the address typed and by the one it comes from.

    OWASP ASVS 5.0, 6.3.1. The address typed counts whether anybody has it or not: the pace tells nothing. Nobody is
    locked out, since anybody could do that to anybody: after the tenth attempt they are one a minute, and a link by
    mail opens as well.
    """

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._typed, self._from = Pace(1, now_s, at_once=10), Pace(20, now_s, at_once=100)
        self._mails, self._mails_from = Pace(0.2, now_s, at_once=3), Pace(4, now_s, at_once=20)

    def attempt(self, typed: str, origin: str | None) -> None:
        """Count an attempt. Raises TooManySignIns, with when to come back."""
        self._count(((self._typed, typed), (self._from, _network(origin))))

    def link(self, typed: str, origin: str | None) -> None:
        """Count a link asked for by mail. Raises TooManySignIns, with when to come back."""
        self._count(((self._mails, typed), (self._mails_from, _network(origin))))

    def secret(self, origin: str | None) -> None:
        """Count a link that is followed. Raises TooManySignIns, with when to come back."""
        self._count(((self._from, _network(origin)),))

    def succeeded(self, typed: str) -> None:
        """Forget the attempts of whoever has signed in."""
        self._typed.forgive(typed)

    def _count(self, asked: Sequence[tuple[Pace, str]]) -> None:
        if wait := max([pace.take(key) for pace, key in asked]):
            raise TooManySignIns(f"Trop d’essais\u00a0: reprenez dans {counted(wait, 'seconde')}.", retry_after=wait)


def _network(origin: str | None) -> str:
    """Return what is counted of an address: all of IPv4, the network of IPv6 (RFC 6177: anybody has one)."""
    try:
        address = ipaddress.ip_address(origin or "")
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))


class Limits:
    """The pace of commands, that of feeds, and a count of open sockets."""

    def __init__(self, commands_per_minute: int, now_s: Callable[[], float] = monotonic) -> None:
        self._per_minute = commands_per_minute
        self._commands, self._feeds = Pace(commands_per_minute, now_s), Pace(FEED_READINGS, now_s)
        self._guesses, self._all_guesses = Pace(WRONG_LINKS, now_s), Pace(WRONG_LINKS_IN_ALL, now_s)
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
    def guess(self, origin: str | None, *, dictated: bool) -> Iterator[None]:
        """Count an attempt from `origin` to open a link, unless it opens one.

        Raises TooManyGuesses, with when to come back, beyond the pace of its network, or, for a `dictated` code, of
        everybody: what stands in an address is 256 bits, which nobody guesses, so that codes guessed elsewhere close no
        link of a mail. What opens nothing is Missing, raised inside. It counts before it is known: a thousand at once
        are not let through. What opened something, or could not be looked at, is given back.
        """
        counted_in = [(self._guesses, _network(origin)), *([(self._all_guesses, "")] if dictated else [])]
        waits = [pace.take(key) for pace, key in counted_in]
        if wait := max(waits):
            for (pace, key), late in zip(counted_in, waits, strict=True):
                if not late:  # it was not let through: it is no guess of this place
                    pace.give_back(key)
            what = "code" if dictated else "lien"
            raise TooManyGuesses(
                f"Trop d’essais sans succès\u00a0: reprenez dans {counted(wait, 'seconde')}. Le {what} est peut-être "
                "terminé\u202f: faites-le vérifier.",
                retry_after=wait,
            )
        opens_nothing = False
        try:
            yield
        except Missing:
            opens_nothing = True
            raise
        finally:
            if not opens_nothing:
                for pace, key in counted_in:
                    pace.give_back(key)

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
