"""Help between CCAS as a machine: whatever is asked in whatever order, what must never be on a board never is.

Every step goes through the real policy, decision and showing. What is compared with the board is a model of its own,
which only knows who was let say what: it computes nothing in the way the domain does.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from crisiscoord.domain.booking import LONGEST_FOR_PEOPLE, REST
from crisiscoord.domain.needed import NeedCard, OfferCard, SupportCard
from crisiscoord.domain.words import Actor
from crisiscoord.errors import Problem
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, REPRESENTANTE, ccas
from tests.office import drawn
from tests.unit.test_supporting import declared

LENDERS = {"ccas-77288": CCAS_MELUN, "ccas-77305": ccas("77305")}
HELPED = {"accueil": ("ccas-77333", CCAS_NEMOURS), "guichet": ("ccas-77288", CCAS_MELUN)}
LEAVES = ("en_preparation", "en_route", "sur_place", "terminee")
DAY = timedelta(days=1)
few, lenders = st.integers(1, 4), st.sampled_from(sorted(LENDERS))


@dataclass
class Lent:
    """What the model knows of a support: who agreed, how far it went, and when those who left were away."""

    need: str
    by: str
    quantity: int
    team: int
    offer: str | None
    start: datetime
    end: datetime
    agreed: set[str] = field(default_factory=set)
    gone: int = 0  # how many of LEAVES it has reached
    over: bool = False
    back: datetime | None = None

    @property
    def is_committed(self) -> bool:
        return len(self.agreed) == 2 and not self.over

    @property
    def has_arrived(self) -> bool:
        return self.is_committed and self.gone >= 3

    @property
    def is_away(self) -> bool:
        return self.gone in (2, 3) and self.back is None

    def absence(self, now: datetime) -> tuple[datetime, datetime] | None:
        """From when to when its people are not at home; None when it came to nothing before they left."""
        if self.over and self.back is None:
            return None
        return self.start, self.back or (max(self.end, now) if self.is_away else self.end)


class Help(RuleBasedStateMachine):
    """Two CCAS that lend, two that ask, one of them the same; teams, offers, refusals, returns, and time."""

    offers, supports = Bundle("offers"), Bundle("supports")

    def __init__(self) -> None:
        super().__init__()
        self.pen = declared()
        self.names = 0
        self.asked = {"accueil": 6, "guichet": 4}
        self.surplus: set[str] = set()
        self.offered: dict[str, tuple[str, int]] = {}
        self.lent: dict[str, Lent] = {}
        for need, (body, who) in HELPED.items():
            asked = {"need": need, "body": body, "kind": "renfort_accueil", "quantity": self.asked[need]}
            self.pen.do("need.raise", who, urgency="24h", **asked)

    # ------------------------------------------------------------------------------------------------ rules

    @initialize(target=offers)
    def begin_with_an_offer(self) -> Any:
        return self.offer("ccas-77288", 3, 2, 6)

    @rule(target=offers, by=lenders, quantity=st.integers(2, 4), team=st.integers(1, 2), days=st.integers(1, 6))
    def offer(self, by: str, quantity: int, team: int, days: int) -> Any:
        name = self._name("offre")
        period = {"start": self.pen.now, "end": self.pen.now + days * DAY}
        said = {"offer": name, "from_body": by, "kind": "renfort_accueil", "quantity": quantity, "team": team}
        if not self._try("support.offer", LENDERS[by], **said, **period):
            return multiple()
        self.offered[name] = (by, quantity)
        return name

    @rule(
        target=supports,
        by=lenders,
        need=st.sampled_from(sorted(HELPED)),
        quantity=few,
        team=st.integers(1, 2),
        after=st.integers(0, 3),
        days=st.integers(1, 5),
        own=st.booleans(),
    )
    def propose(self, by: str, need: str, quantity: int, team: int, after: int, days: int, own: bool) -> Any:
        return self._propose(by, need, quantity, team, None, after, days, own)

    @rule(target=supports, offer=offers, quantity=st.integers(2, 4), own=st.booleans())
    def propose_of_an_offer(self, offer: str, quantity: int, own: bool) -> Any:
        card = self.pen.board.get(f"offer:{offer}", OfferCard)
        assert card is not None
        return self._propose(card.from_body, "accueil", quantity, card.team, offer, 0, 1, own)

    @rule(target=supports, by=lenders, quantity=few, after=st.integers(0, 2), days=st.integers(1, 3))
    def send(self, by: str, quantity: int, after: int, days: int) -> Any:
        """Somebody is proposed, both agree at once, and they are on their way."""
        name = self._propose(by, "accueil", quantity, 1, None, after, days, own=True)
        if name in self.lent:
            self.agree_and_leave(name, 2, beyond=True)
        return name

    @rule(support=supports, who=st.sampled_from((None, CCAS_NEMOURS, REPRESENTANTE, *LENDERS.values())))
    def accept(self, support: str, who: Actor | None) -> None:
        """`who`: the helping body when it is None."""
        self._accept(support, who or self._lender(support))

    @rule(
        support=supports,
        who=st.sampled_from((None, None, CCAS_NEMOURS, CCAS_MELUN, REPRESENTANTE)),
        said=st.sampled_from(({}, {"beyond": True}, {"beyond": True, "reason": "Une nuit de plus."})),
    )
    def confirm(self, support: str, who: Actor | None, said: dict[str, Any]) -> None:
        """`who`: the body that is helped when it is None."""
        self._confirm(support, who or self._helped(support), said)

    @rule(support=supports, steps=st.integers(0, 4), beyond=st.booleans())
    def agree_and_leave(self, support: str, steps: int, beyond: bool) -> None:
        """Both agree, and those who are lent go so many steps of the way."""
        self._accept(support, self._lender(support))
        self._confirm(support, self._helped(support), {"beyond": True, "reason": "Une de plus."} if beyond else {})
        for _ in range(steps):
            self.advance(support, 0, next=True)

    @rule(support=supports, either=st.booleans())
    def decline(self, support: str, either: bool) -> None:
        if self._try("support.decline", self._helped(support) if either else self._lender(support), support=support):
            self.lent[support].over = True

    @rule(support=supports, step=st.integers(0, 3), next=st.booleans())
    def advance(self, support: str, step: int, next: bool) -> None:
        one = self.lent[support]
        state = LEAVES[min(one.gone, 3) if next else step]
        if self._try("support.advance", self._lender(support), support=support, state=state):
            assert LEAVES.index(state) == one.gone, "no state is skipped"
            one.gone += 1
            if state == "terminee":
                one.back = self.pen.now

    @rule(support=supports)
    def cancel(self, support: str) -> None:
        if self._try("support.cancel", REPRESENTANTE, support=support, reason="Plus possible."):
            one = self.lent[support]
            if one.is_away:
                one.back = self.pen.now
            one.over = True

    @rule(offer=consumes(offers))
    def withdraw(self, offer: str) -> None:
        self._try("support.withdraw_offer", LENDERS[self.offered[offer][0]], offer=offer, reason="Agents malades.")

    @rule(need=st.sampled_from(sorted(HELPED)), quantity=st.integers(1, 8))
    def revise(self, need: str, quantity: int) -> None:
        if self._try("need.revise", HELPED[need][1], need=need, quantity=quantity):
            self.asked[need] = quantity
            if self._committed(need) > quantity:
                self.surplus.add(need)  # the body itself says that it needs less than it was promised

    @rule(hours=st.integers(1, 150))
    def time_passes(self, hours: int) -> None:
        self.pen.tick(hours=hours)

    # ------------------------------------------------------------------------------------------ what holds

    @invariant()
    def nothing_is_committed_without_two_consents(self) -> None:
        for name, one in self.lent.items():
            card = self.pen.board.get(f"support:{name}", SupportCard)
            assert card is not None
            started = card.state in ("confirmee", *LEAVES, "evaluee")
            assert started == one.is_committed, f"{name} is {card.state} with {one.agreed}"

    @invariant()
    def what_is_committed_and_delivered_is_what_was_agreed_and_arrived(self) -> None:
        for need in HELPED:
            card = self.pen.board.get(f"need:{need}", NeedCard)
            assert card is not None
            arrived = sum(one.quantity for one in self.lent.values() if one.need == need and one.has_arrived)
            assert (card.quantity, card.committed) == (self.asked[need], self._committed(need))
            assert card.delivered == arrived and 0 <= card.delivered <= card.committed
            assert card.committed <= card.quantity or need in self.surplus

    @invariant()
    def no_more_is_lent_of_an_offer_than_it_holds(self) -> None:
        for name, (_, quantity) in self.offered.items():
            card = self.pen.board.get(f"offer:{name}", OfferCard)
            assert card is not None
            taken = sum(one.quantity for one in self.lent.values() if one.offer == name and not one.over)
            assert card.lent == taken and 0 <= card.lent <= quantity

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        away = [one for one in self.lent.values() if one.is_away]
        for one, other in combinations(away, 2):
            same = (one.by, one.team) == (other.by, other.team)
            assert not same or (one.offer and other.offer), "one team is away for two supports"

    def teardown(self) -> None:
        """The journal alone gives the same board again."""
        assert drawn(self.pen.redrawn()) == drawn(self.pen.board)

    # --------------------------------------------------------------------------------------------- helpers

    def _accept(self, support: str, who: Actor) -> None:
        if self._try("support.accept", who, support=support):
            assert who.bodies == (self.lent[support].by,), "only the helping body agrees to help"
            self.lent[support].agreed.add("lends")

    def _confirm(self, support: str, who: Actor, said: dict[str, Any]) -> None:
        if self._try("support.confirm", who, support=support, **said):
            one = self.lent[support]
            assert who == HELPED[one.need][1], "only the body that is helped agrees to be"
            one.agreed.add("is helped")
            if self._committed(one.need) > self.asked[one.need]:
                assert said.get("reason"), "a surplus is said, with its reason"
                self.surplus.add(one.need)

    def _lender(self, support: str) -> Actor:
        return LENDERS[self.lent[support].by]

    def _helped(self, support: str) -> Actor:
        return HELPED[self.lent[support].need][1]

    def _propose(
        self, by: str, need: str, quantity: int, team: int, offer: str | None, after: int, days: int, own: bool
    ) -> Any:
        name, start = self._name("renfort"), self.pen.now + after * DAY
        one = Lent(need, by, quantity, team, offer, start, start + days * DAY)
        said: dict[str, Any] = {"support": name, "need": need, "from_body": by, "quantity": quantity}
        said |= {"offer": offer} if offer else {"team": team}
        who = LENDERS[by] if own else REPRESENTANTE
        if not self._try("support.propose", who, start=one.start, end=one.end, **said):
            return multiple()
        assert by != HELPED[need][0], "nobody lends to itself"
        self._is_free(one)
        one.agreed |= {"lends"} if own else set()
        self.lent[name] = one
        return name

    def _is_free(self, new: Lent) -> None:
        """Fail when the people of a new support are lent elsewhere meanwhile, or would not have rested."""
        same = [one for one in self.lent.values() if (one.by, one.team) == (new.by, new.team)]
        absences = [(one.absence(self.pen.now), one) for one in same]
        for absence, one in absences:
            if absence and absence[0] < new.end and new.start < absence[1]:
                assert new.offer and one.offer, "the same people are lent twice at once"
        hours = {
            start + hour * timedelta(hours=1)
            for start, end in [(new.start, new.end), *(absence for absence, _ in absences if absence)]
            for hour in range(-(-int((end - start).total_seconds()) // 3_600))
        }
        worked, hour, rested = 0, new.start, 0
        while rested < REST // timedelta(hours=1) and worked <= 1_000:
            hour -= timedelta(hours=1)
            rested, worked = (0, worked + 1) if hour in hours else (rested + 1, worked)
        assert timedelta(hours=worked) + (new.end - new.start) <= LONGEST_FOR_PEOPLE, "they did not rest"

    def _committed(self, need: str) -> int:
        return sum(one.quantity for one in self.lent.values() if one.need == need and one.is_committed)

    def _try(self, do: str, who: Actor, **fields: Any) -> bool:
        """Send a command; say whether it wrote anything. A refusal, or nothing to do, leaves all as it was."""
        before, entries = self.pen.board, len(self.pen.entries)
        shown = [card.wire for card in before.cards()]
        try:
            self.pen.do(do, who, **fields)
        except Problem:
            assert self.pen.board is before and [card.wire for card in before.cards()] == shown
            assert len(self.pen.entries) == entries
            return False
        return len(self.pen.entries) > entries

    def _name(self, kind: str) -> str:
        self.names += 1
        return f"{kind}-{self.names}"


TestHelp = Help.TestCase
TestHelp.settings = settings(max_examples=60, stateful_step_count=40)
