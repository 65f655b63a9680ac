"""How long it took, from the qualification to what each one knows (E-10, E-11).

t0 → designation → active representative → SG-AV told → acknowledged; préfectures told → acknowledged. Read from
the board alone, so that the sheet of a handover, the quarterly dossier and the pages say the same.
"""

from collections.abc import Iterable

from pydantic import Field

from .cards import Cards
from .designated import WHOLE, RepresentativeCard
from .noticed import NoticeCard
from .words import BodyId, Instant, Seconds, Word

#: Préfectures whose delays are told: more than there are.
MOST_TOLD = 120


class Told(Word):
    """One body that had to be told who the representative is; seconds from `owed_at`, left out until it is so."""

    to: BodyId
    owed_at: Instant
    sent_s: Seconds | None = None
    acknowledged_s: Seconds | None = None


class Delays(Word):
    """The delays of a crisis, in seconds: from t0 for the first designation of a main or deputy representative and
    for the first one active, from when it was owed for what had to be told. What has not happened is left out."""

    designated_s: Seconds | None = None
    active_s: Seconds | None = None
    sgav: Told | None = None
    prefectures: tuple[Told, ...] = Field(default=(), max_length=MOST_TOLD)


def delays(board: Cards, departement: str | None = None) -> Delays:
    """Return the delays of a crisis; of one département, if it is given, its préfecture only is told."""
    whole = [card for card in board.of(RepresentativeCard) if card.perimeter in WHOLE]
    owed = _first_owed(board)
    prefectures = [
        told
        for to, told in owed.items()
        if to.startswith("prefecture-") and departement in (None, to[len("prefecture-") :])
    ]
    return Delays(
        designated_s=_least(card.delay_designated_s for card in whole),
        active_s=_least(card.delay_activated_s for card in whole),
        sgav=owed.get("sgav"),
        prefectures=tuple(prefectures[:MOST_TOLD]),
    )


def _least(delays_s: Iterable[int | None]) -> int | None:
    return min((delay for delay in delays_s if delay is not None), default=None)


def _first_owed(board: Cards) -> dict[str, Told]:
    """Return, by body, the first notice of the identity of a representative that was owed to it."""
    first: dict[str, Told] = {}
    for card in sorted(board.of(NoticeCard), key=lambda card: (card.owed_at, _owed_by(card))):
        if card.subject == "identity":
            sent, acknowledged = card.delay_sent_s, card.delay_acknowledged_s
            told = Told(to=card.to, owed_at=card.owed_at, sent_s=sent, acknowledged_s=acknowledged)
            first.setdefault(card.to, told)
    return first


def _owed_by(card: NoticeCard) -> int:
    """Return the number of the entry that a notice is named after."""
    return int(card.key.rpartition("-")[2])
