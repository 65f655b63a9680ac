"""The board: what everybody looks at. A pure function of the journal.

`Map[id, Card]`, kept by type so that one type can be listed, or copied, without touching the others.
A board that has been handed out is never changed: a writer draws on a `draft()` of it.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from operator import is_
from typing import Any, ClassVar, Self, TypeVar, cast

from .words import Instant, Said, Word, canonical


class Card(Word):
    """One thing on a board. `seq` is the entry that last changed it, stamped by the board.

    `channel` says who may hold the card and never changes for an id (docs/architecture.md).
    `due` is when something is expected of people; `ask_at`, when the metronome must ask before or after it
    (a reminder, a last chance). Both None when nothing is awaited.
    """

    #: The kinds of dossier on which the card stands, for the documentation.
    on: ClassVar[frozenset[str]] = frozenset({"crisis"})
    #: What is computed once from the fields, and must be again on a copy.
    derived: ClassVar[tuple[str, ...]] = ("wire",)

    id: str
    type: str
    channel: str = "common"
    seq: int = 0
    due: Instant | None = None
    ask_at: Instant | None = None

    @cached_property
    def wire(self) -> bytes:
        """The card as screens receive it, encoded once in its life, and the same in every process."""
        return canonical(self.model_dump(mode="json", exclude_none=True))

    @property
    def weight(self) -> int:
        """What the card weighs on the wire, in bytes, in half the time of writing it there."""
        return len(self.__pydantic_serializer__.to_json(self, exclude_none=True))

    @property
    def at_most(self) -> int:
        """A bound of `weight`, to be had for less where a card is put a thousand times a second."""
        return self.weight

    @property
    def next_ask(self) -> datetime | None:
        """When the metronome must ask about the card next; None when nothing is awaited."""
        return self.due if self.ask_at is None else self.ask_at

    @property
    def key(self) -> str:
        """The part of the id after the colon, by which commands name the thing."""
        return self.id.partition(":")[2]

    def but(self, **changes: Any) -> Self:
        """Return the same card with some fields changed. The values are taken as they are, not validated."""
        # As model_copy does, in a third of its time: two copies of a card are made at every report.
        values = {**self.__dict__, **changes}
        for name in self.derived:
            values.pop(name, None)
        copy = self.__class__.__new__(self.__class__)
        object.__setattr__(copy, "__dict__", values)
        object.__setattr__(copy, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changes.keys())
        object.__setattr__(copy, "__pydantic_extra__", None)
        object.__setattr__(copy, "__pydantic_private__", None)
        return copy

    def without_words(self, seq: int) -> Self | None:
        """Return the card with the words of entry `seq` erased, wherever they stand; None when it holds none.

        Words that are gone already count: a board drawn again from the journal never saw them, and its card
        must be put by the same entry as on the board that did.
        """
        gone = {name: value for name, told in self if (value := _without(told, seq)) is not told}
        return self.but(**gone) if gone else None


def _without(value: Any, seq: int) -> Any:
    """Return a field with the words of entry `seq` erased; the very same object when it holds none of them."""
    if isinstance(value, Said):
        return Said(seq=seq, field=value.field) if value.seq == seq else value
    if isinstance(value, Word):
        gone = {name: part for name, told in value if (part := _without(told, seq)) is not told}
        return value.model_copy(update=gone) if gone else value
    if isinstance(value, tuple):
        parts = tuple(_without(told, seq) for told in value)
        return value if all(map(is_, parts, value)) else parts
    if isinstance(value, dict):
        kept = {key: _without(told, seq) for key, told in value.items()}
        return value if all(map(is_, kept.values(), value.values())) else kept
    return value


@dataclass(frozen=True, slots=True)
class Delta:
    """What one entry changes on the board: cards to put, ids to drop."""

    put: tuple[Card, ...] = ()
    drop: tuple[str, ...] = ()


NOTHING = Delta()
_NO_CARDS: Mapping[str, Card] = {}
#: Held while a draft is handed out: a writer and a reader may do it on the same board at the same time.
_handing_out = threading.Lock()
C = TypeVar("C", bound=Card)
T = TypeVar("T")


def type_of(id: str) -> str:
    return id.partition(":")[0]


@cache
def _type_named(kind: type[Card]) -> str:
    return str(kind.model_fields["type"].default)


class Board:
    """The cards of one dossier as of entry `seq`, and the ids of those that are gone."""

    def __init__(self, dossier: str, kind: str = "") -> None:
        self.dossier, self.kind = dossier, kind
        self.seq, self.digest = 0, bytes(32)
        self.erasures = 0
        self._cards: dict[str, dict[str, Card]] = {}
        self._gone: dict[str, tuple[int, str]] = {}
        # Every change drawn, oldest first, as (entry, id). Boards that follow one another share the list,
        # which only ever grows: each reads its own first `_known`.
        self._changes: list[tuple[int, str]] = []
        self._known = 0
        # What was worked out from all the cards of one type, by that type and by what worked it out.
        self._worked_out: dict[str, dict[Any, Any]] = {}

    @classmethod
    def restored(
        cls,
        dossier: str,
        kind: str,
        seq: int,
        digest: bytes,
        erasures: int,
        cards: Iterable[Card],
        gone: Iterable[tuple[str, int, str]],
    ) -> "Board":
        """Return the board that a checkpoint holds."""
        board = cls(dossier, kind)
        board.seq, board.digest, board.erasures = seq, digest, erasures
        for card in cards:
            board._cards.setdefault(card.type, {})[card.id] = card
        board._gone = {id: (at, channel) for id, at, channel in gone}
        board._changes = board._sorted_changes()
        board._known = len(board._changes)
        return board

    @property
    def cursor(self) -> str:
        return f"{self.seq}.{self.digest.hex()[:8]}"

    def __len__(self) -> int:
        return sum(len(cards) for cards in self._cards.values())

    def __contains__(self, id: str) -> bool:
        return id in self._cards.get(type_of(id), {})

    def card(self, id: str) -> Card | None:
        return self._cards.get(id.partition(":")[0], _NO_CARDS).get(id)

    def get(self, id: str, kind: type[C]) -> C | None:
        """Return the card `id` when it stands on the board and is of class `kind`."""
        card = self._cards.get(id.partition(":")[0], _NO_CARDS).get(id)
        return card if isinstance(card, kind) else None

    def of(self, kind: type[C]) -> Iterator[C]:
        """Yield the cards of one class, in the order in which they first came."""
        return cast(Iterator[C], iter(self._cards.get(_type_named(kind), {}).values()))

    def worked_out(self, kind: type[C], work: Callable[[Iterable[C]], T]) -> T:
        """Return what `work`, a function of a module, makes of the cards of one class.

        It is kept until one of them changes: what follows from the protocols is the same for thousands of reports.
        """
        made = self._worked_out.setdefault(_type_named(kind), {})
        if work not in made:
            made[work] = work(self.of(kind))
        return cast(T, made[work])

    def cards(self) -> Iterator[Card]:
        for cards in self._cards.values():
            yield from cards.values()

    def gone(self) -> Iterator[tuple[str, int, str]]:
        """Yield what was dropped and has not come back: id, entry that dropped it, channel."""
        return ((id, seq, channel) for id, (seq, channel) in self._gone.items())

    def since(self, seq: int) -> tuple[list[Card], list[tuple[str, int, str]]]:
        """Return what has changed after entry `seq`: cards as they are now, and tombstones.

        Both come in the order of the entry that last changed them, so that a caller may cut them
        between two entries.
        """
        start = bisect_right(self._changes, (seq, "\U0010ffff"), hi=self._known)
        ids = {id for _, id in self._changes[start : self._known]}
        cards = [card for id in ids if (card := self.card(id)) is not None]
        gone = [(id, *self._gone[id]) for id in ids if id in self._gone]
        cards.sort(key=lambda card: (card.seq, card.id))
        gone.sort(key=lambda tombstone: (tombstone[1], tombstone[0]))
        return cards, gone

    def _sorted_changes(self) -> list[tuple[int, str]]:
        changes = [(card.seq, card.id) for card in self.cards()]
        changes += [(seq, id) for id, (seq, _) in self._gone.items()]
        return sorted(changes)

    def changed_since(self, seq: int, types: Iterable[str]) -> bool:
        """Say whether a card of one of `types` has changed after entry `seq`."""
        start = bisect_right(self._changes, (seq, "\U0010ffff"), hi=self._known)
        wanted = frozenset(types)
        return any(type_of(id) in wanted for _, id in self._changes[start : self._known])

    def draft(self) -> "Draft":
        """Return a board that may be drawn on, as this one is now."""
        return Draft(self)


class Draft(Board):
    """A board being drawn on: by a writer for a batch, by a reader that catches up."""

    def __init__(self, base: Board) -> None:
        super().__init__(base.dossier, base.kind)
        self.seq, self.digest, self.erasures = base.seq, base.digest, base.erasures
        self._cards, self._gone = dict(base._cards), dict(base._gone)
        self._changes, self._known = base._changes, base._known
        self._worked_out = dict(base._worked_out)
        self._copied: set[str] = set()
        self._undo: list[tuple[str, Card | None, tuple[int, str] | None, tuple[str, ...]]] = []
        self._fresh: list[tuple[int, str]] = []

    def draw(self, seq: int, digest: bytes, delta: Delta) -> tuple[Card, ...]:
        """Show what entry `seq` changes, and return the cards as they now stand. Drops come before puts."""
        assert seq == self.seq + 1, f"entry {seq} drawn on a board at {self.seq}"
        self.seq, self.digest = seq, digest
        for id in delta.drop:
            old = self.card(id)
            if old is not None:
                self._touch(id, tuple(self._of_type(id)))
                del self._of_type(id)[id]
                self._gone[id] = (seq, old.channel)
        stamped = tuple(card.but(seq=seq) for card in delta.put)
        for card in stamped:
            old = self.card(card.id)
            assert old is None or old.channel == card.channel, f"{card.id} changes channel"
            self._touch(card.id)
            self._of_type(card.id)[card.id] = card
            self._gone.pop(card.id, None)
        return stamped

    def mark(self) -> tuple[int, int, bytes, int, str]:
        """Remember this moment, to come back to when a command is refused half-way."""
        return len(self._undo), self.seq, self.digest, self.erasures, self.kind

    def back_to(self, mark: tuple[int, int, bytes, int, str]) -> None:
        """Undo what was drawn since `mark`."""
        length, self.seq, self.digest, self.erasures, self.kind = mark
        while len(self._undo) > length:
            id, card, tombstone, order = self._undo.pop()
            self._fresh.pop()
            if card is None:
                self._of_type(id).pop(id, None)
            elif order:  # dropped since: it goes back to where it stood, or the board would not be the one drawn again
                cards = self._of_type(id)
                self._cards[type_of(id)] = {name: cards.get(name, card) for name in order}
            else:
                self._of_type(id)[id] = card
            if tombstone is None:
                self._gone.pop(id, None)
            else:
                self._gone[id] = tombstone

    def done(self) -> Board:
        """Hand the board out. The draft must not be drawn on afterwards."""
        board = Board(self.dossier, self.kind)
        board.seq, board.digest, board.erasures = self.seq, self.digest, self.erasures
        board._cards, board._gone, board._worked_out = self._cards, self._gone, self._worked_out
        with _handing_out:
            board._changes = self._changes_now()
            board._known = len(board._changes)
        return board

    def _changes_now(self) -> list[tuple[int, str]]:
        if self._known + len(self._fresh) > 4 * len(self) + 10_000:
            return self._sorted_changes()
        if len(self._changes) == self._known:
            self._changes.extend(self._fresh)
            return self._changes
        # Another draft of the same board was handed out first.
        return self._changes[: self._known] + self._fresh

    def _touch(self, id: str, order: tuple[str, ...] = ()) -> None:
        """Remember a card as it is, and among which others it stands when it is about to go."""
        self._undo.append((id, self.card(id), self._gone.get(id), order))
        self._fresh.append((self.seq, id))

    def _of_type(self, id: str) -> dict[str, Card]:
        """Return the cards of one type, to be changed: copied the first time this draft changes one of them."""
        kind = type_of(id)
        self._worked_out.pop(kind, None)
        if kind not in self._copied:
            self._cards[kind] = dict(self._cards.get(kind, {}))
            self._copied.add(kind)
        return self._cards[kind]
