"""The dates of a designation (E-09): a main representative who should be active, an answer that is expected."""

from collections.abc import Iterator

from ..domain.alarmed import AlarmCard
from ..domain.crisis import CrisisCard
from ..domain.designated import RepresentativeCard, titled
from ..domain.perimeters import post
from ..domain.roster_cards import RosterCallCard
from .items import Ground, Item


def nomination(ground: Ground) -> Iterator[Item]:
    """Yield when a main representative should be active; once the alarm has rung, since when."""
    rung = [card for card in ground.held(AlarmCard) if card.subject == "designation" and card.settled_at is None]
    for crisis in ground.held(CrisisCard):
        at = min((card.raised_at for card in rung), default=crisis.due)
        if at is not None:
            yield Item(
                id=ground.id(crisis.id, "designation"),
                card=crisis.id,
                seq=max(card.seq for card in (crisis, *rung)),
                kind="designation",
                title="Représentant principal à désigner",
                on=ground.day(at),
                at=at,
                overdue=bool(rung) or at < ground.now,
                link=ground.link,
            )


def answers(ground: Ground) -> Iterator[Item]:
    """Yield when the answers to the proposals under way are expected."""
    for card in ground.held(RepresentativeCard):
        if card.state == "proposee" and card.due is not None:
            yield Item(
                id=ground.id(card.id),
                card=card.id,
                seq=card.seq,
                kind="designation",
                title=f"Réponse attendue\u00a0: {titled(card.perimeter).lower()}",
                on=ground.day(card.due),
                at=card.due,
                state=card.state,
                overdue=card.due < ground.now,
                link=ground.link,
            )


def next_calls(ground: Ground) -> Iterator[Item]:
    """Yield when the next person of a list is to be asked, between an answer and that call."""
    for card in ground.held(RosterCallCard):
        if card.due is not None:
            yield Item(
                id=ground.id(card.id),
                card=card.id,
                seq=card.seq,
                kind="designation",
                title=f"Personne suivante du vivier à appeler\u00a0: {post(card.perimeter)}",
                on=ground.day(card.due),
                at=card.due,
                overdue=card.due < ground.now,
                link=f"{ground.link}/designation",
            )
