"""The dates of a convention: what it obliges to, its meetings, what they decided, its end (E-20 to E-23)."""

from collections.abc import Iterator
from datetime import timedelta

from ..domain.convention import ConventionCard
from ..domain.french import calendar_day, day_and_time, shortened
from ..domain.meeting_cards import MeetingCard
from ..domain.minuting import DecisionCard
from ..domain.obligations import ObligationCard
from .items import Ground, Item

#: How long after its hour a planned meeting may stay without anybody saying that it was held.
SAID_WITHIN = timedelta(days=1)


def convention_end(ground: Ground) -> Iterator[Item]:
    """Yield the end of the present period, and the last day of a formal notice that runs."""
    for card in ground.held(ConventionCard):
        renewed = card.renewal == "tacite" and card.state == "actif"
        what = "Reconduction tacite, sauf dénonciation" if renewed else "Fin de la convention"
        yield Item(
            id=ground.id(card.id),
            card=card.id,
            seq=card.seq,
            kind="convention_end",
            title=what,
            on=card.terminated_on or card.ends_on,
            state=card.state,
            link=ground.link,
            detail=f"Signée le {calendar_day(card.signed_on)}.",
        )
        if card.notice_until is not None and not card.notice_lapsed and card.state == "actif":
            yield Item(
                id=ground.id(card.id, "formal_notice"),
                card=card.id,
                seq=card.seq,
                kind="formal_notice",
                title="Dernier jour de la mise en demeure",
                on=card.notice_until,
                link=ground.link,
            )


def obligations(ground: Ground) -> Iterator[Item]:
    for card in ground.held(ObligationCard):
        meeting = ground.board.get(f"meeting:{card.meeting}", MeetingCard)
        planned = ""
        if meeting is not None and meeting.state == "prevue":
            planned = f" Réunion prévue le {day_and_time(meeting.at, ground.zone)}."
        yield Item(
            id=ground.id(card.id),
            card=card.id,
            seq=card.seq,
            kind="obligation",
            title=card.title,
            on=card.due_on,
            state=card.state,
            overdue=card.state in ("a_venir", "due") and ground.is_over(card.due_on),
            link=ground.link,
            detail=f"{card.article}.{planned}",
        )


def meetings(ground: Ground) -> Iterator[Item]:
    """Yield every meeting where it was held, or else where it is planned; those that were cancelled too."""
    for card in ground.held(MeetingCard):
        purpose = ground.board.get(f"obligation:{card.obligation}", ObligationCard)
        at = card.held_at or card.at
        yield Item(
            id=ground.id(card.id),
            card=card.id,
            seq=card.seq,
            kind="meeting",
            title=f"Réunion\u00a0: {purpose.title}" if purpose else "Réunion des parties",
            on=ground.day(at),
            at=at,
            state=card.state,
            overdue=card.state == "prevue" and card.at + SAID_WITHIN < ground.now,
            link=ground.link,
        )


def decisions(ground: Ground) -> Iterator[Item]:
    for card in ground.held(DecisionCard):
        text = shortened(card.text.text) if card.text else "sans texte"
        yield Item(
            id=ground.id(card.id),
            card=card.id,
            seq=card.seq,
            kind="decision",
            title=f"Décision\u00a0: {text}",
            on=card.due_on,
            state=card.state,
            overdue=card.state != "fait" and ground.is_over(card.due_on),
            link=ground.link,
            detail=f"À la charge de\u00a0: {card.owner_name or card.owner}.",
        )
