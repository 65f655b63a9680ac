"""What the préfecture says of people and networks: dead, missing, injured, consolidated totals, with their source.

Only a préfecture, or the permanence on its behalf, gives these figures. They are never mixed with the sums of
reports: screens show both, and the gap. Per figure the newest `at` wins, ties go to the later entry.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ..errors import Refused
from .board import NOTHING, Board, Card, Delta
from .crisis import CrisisCard, open_crisis, refuse_future
from .french import day_and_time, listed, lowered, shortened, spaced
from .vocabulary import OFFICIAL_FIGURES, OfficialFigureName, Quality, short
from .words import Command, Count, DepartementCode, Entry, Fact, Instant, Label, Situation, Target, Word

#: The scope of a card that speaks of the whole crisis.
WHOLE = "crisis"
#: Figures named in the line of a publication; the others are counted.
NAMED = 6

# --------------------------------------------------------------------------------------------------- cards


class OfficialFigure(Word):
    """One official figure, as last published: no value when the source says that it does not know."""

    value: Count | None = None
    quality: Quality
    at: Instant
    source: str
    seq: int


class OfficialCard(Card):
    """The official figures of one département, or of the whole crisis (`official:crisis`).

    `observed_at` is the newest of their hours.
    """

    type: Literal["official"] = "official"
    departement: str | None = None
    figures: dict[str, OfficialFigure] = Field(default_factory=dict)
    observed_at: Instant


# ------------------------------------------------------------------------------------------------ commands


class PublishedFigure(Word):
    """A figure as it is published; no value when it is not known."""

    value: Count | None = None
    quality: Quality

    @model_validator(mode="after")
    def _known_or_not(self) -> Self:
        if (self.value is None) != (self.quality == "non_communique"):
            raise ValueError("une valeur, ou la qualité «\u00a0non_communique\u00a0»")
        return self


def _from_number(given: Any) -> Any:
    """A bare number says how many, and nothing of how it was counted."""
    return {"value": given, "quality": "declare"} if type(given) is int else given


Given = Annotated[PublishedFigure, BeforeValidator(_from_number, json_schema_input_type=Count | PublishedFigure)]


class PublishOfficial(Command):
    """Official figures at one hour, from one source.

    Without a `departement` a préfecture speaks of its own, the permanence of the whole crisis.
    """

    do: Literal["official.publish"] = "official.publish"
    figures: dict[OfficialFigureName, Given] = Field(min_length=1, max_length=len(OFFICIAL_FIGURES))
    source: Label
    at: Instant
    departement: DepartementCode | None = None

    def target(self) -> Target:
        return Target(departement=self.departement)


# --------------------------------------------------------------------------------------------------- facts


class OfficialPublished(Fact):
    """Official figures were published, for one département or for the whole crisis."""

    kind: Literal["official.published"] = "official.published"
    departement: DepartementCode | None = None
    figures: dict[OfficialFigureName, PublishedFigure]
    source: str
    at: Instant
    zone: str

    def occurred(self) -> datetime:
        return self.at


# ------------------------------------------------------------------------------------------------ refusals


class DepartementNotHit(Refused):
    code, title = "departement_not_hit", "Département hors de la zone"


class WhichDepartement(Refused):
    code, title = "which_departement", "Département à préciser"


# ----------------------------------------------------------------------------------------------- decisions


def publish_official(board: Board, command: PublishOfficial, situation: Situation) -> list[Fact]:
    crisis = open_crisis(board)
    refuse_future(command.at, situation.now)
    return [
        OfficialPublished(
            departement=_departement(crisis, command, situation),
            figures=command.figures,
            source=command.source,
            at=command.at,
            zone=crisis.timezone,
        )
    ]


def _departement(crisis: CrisisCard, command: PublishOfficial, situation: Situation) -> str | None:
    """Say of which département the figures are; None is the whole crisis, of which no préfecture speaks."""
    if command.departement is not None:
        if command.departement not in crisis.departements:
            raise DepartementNotHit(
                f"Le département {command.departement} n’est pas dans la zone de l’évènement\u00a0: "
                "choisir un département touché, ou demander à la permanence d’étendre la zone."
            )
        return command.departement
    if situation.role != "prefecture":
        return None
    own = [code for code in situation.actor.departements if code in crisis.departements]
    if len(own) != 1:
        raise WhichDepartement("Préciser le département dont ces chiffres parlent\u00a0: un envoi par département.")
    return own[0]


# ------------------------------------------------------------------------------------- showing and telling


def show_official(board: Board, entry: Entry, fact: OfficialPublished) -> Delta:
    id = f"official:{fact.departement or WHOLE}"
    card = board.get(id, OfficialCard)
    known: Mapping[str, OfficialFigure] = card.figures if card else {}
    newer = {
        name: OfficialFigure(value=figure.value, quality=figure.quality, at=fact.at, source=fact.source, seq=entry.seq)
        for name, figure in fact.figures.items()
        if name not in known or known[name].at <= fact.at
    }
    if not newer:
        return NOTHING
    merged = {**known, **newer}
    figures = {name: merged[name] for name in OFFICIAL_FIGURES if name in merged}
    newest = max(figure.at for figure in figures.values())
    if card is not None:
        return Delta(put=(card.but(figures=figures, observed_at=newest),))
    new = OfficialCard(id=id, channel="common", departement=fact.departement, figures=figures, observed_at=newest)
    return Delta(put=(new,))


def tell_official(fact: OfficialPublished) -> str:
    where = f"département {fact.departement}" if fact.departement else "ensemble de l’évènement"
    said = [f"{lowered(short(OFFICIAL_FIGURES, name))} {_told(figure)}" for name, figure in fact.figures.items()]
    when = day_and_time(fact.at, fact.zone)
    source = shortened(fact.source)
    return f"Chiffres officiels ({where}), le {when}\u00a0: {listed(said, NAMED)}. Source\u00a0: {source}"


def _told(figure: PublishedFigure) -> str:
    if figure.value is None:
        return "non communiqué"
    return spaced(figure.value) + (" (estimation)" if figure.quality == "estime" else "")
