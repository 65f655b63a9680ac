"""Places opened for people: centres, shelters, desks, with how many they hold and how many are there.

Their kinds are those of ORSEC (guide G2, soutien des populations). The address of a restricted one (families of
victims, evacuated buildings: docs/field.md, « Secrecy ») is another card, for the coordination alone. What a place
says of the night counts once, before what reports say of it.
"""

from typing import Any, Literal

from ..errors import Missing, Refused
from .board import Board, Card, Delta
from .crisis import WrongState, open_crisis
from .french import counted, listed, quoted
from .reporting import body_card
from .task_cards import channel_of
from .vocabulary import PLACES, PlaceKind, label, short
from .words import (
    BodyId,
    Command,
    Commune,
    Count,
    Entry,
    Fact,
    Instant,
    Label,
    Said,
    Situation,
    Slug,
    Target,
    Text,
    Worded,
    said,
)
from .zoning import ten_thousandths

#: Places of one crisis; beyond, something sends in a loop.
MOST = 2_000
#: What stands where the name of a restricted place would.
RESTRICTED = "Adresse restreinte"


class PlaceCard(Card):
    """A place, in the channel of its département. Counts of people, never who they are."""

    type: Literal["place"] = "place"
    body: BodyId
    body_name: str
    kind: PlaceKind
    name: str
    commune: Commune
    departement: str
    position: tuple[int, int] | None = None
    capacity: Count | None = None
    present: Count | None = None
    night: Count | None = None
    restricted: bool = False
    state: Literal["ouvert", "ferme"] = "ouvert"
    opened_at: Instant
    observed_at: Instant
    closed_at: Instant | None = None
    text: Said | None = None


class PlaceAddressCard(Card):
    """Where a restricted place is: for the coordination."""

    type: Literal["place_address"] = "place_address"
    channel: str = "cell"
    place: str
    name: Said | None = None
    address: Said | None = None


# ------------------------------------------------------------------------------------------------ commands


class OpenPlace(Command):
    """A place opens. `restricted`: its name and address are for the coordination alone."""

    do: Literal["place.open"] = "place.open"
    place: Slug
    kind: PlaceKind
    body: BodyId
    name: Label
    commune: Commune
    address: Text | None = None
    capacity: Count | None = None
    present: Count | None = None
    night: Count | None = None
    restricted: bool = False
    text: Text | None = None

    def target(self) -> Target:
        return Target(body=self.body)


class UpdatePlace(Command):
    """How many a place holds, are there, slept there. What is left out stays."""

    do: Literal["place.update"] = "place.update"
    place: Slug
    capacity: Count | None = None
    present: Count | None = None
    night: Count | None = None
    text: Text | None = None


class ClosePlace(Command):
    """A place closes: nobody is there any more."""

    do: Literal["place.close"] = "place.close"
    place: Slug
    reason: Text | None = None


# --------------------------------------------------------------------------------------------------- facts


class _PlaceFact(Fact):
    place: Slug
    body: BodyId
    place_kind: PlaceKind
    name: str
    departement: str
    capacity: Count | None = None
    present: Count | None = None
    night: Count | None = None
    text: Worded | None = None

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


class PlaceOpened(_PlaceFact):
    """A place opened. The name of a restricted one is not here: it is told in `cell`."""

    kind: Literal["place.opened"] = "place.opened"
    body_name: str
    commune: Commune
    commune_name: str
    position: tuple[int, int] | None = None
    restricted: bool = False


class PlaceLocated(Fact):
    """Where a restricted place is."""

    kind: Literal["place.located"] = "place.located"
    place: Slug
    body: BodyId
    name: Worded
    address: Worded | None = None

    def channel(self) -> str:
        return "cell"

    def about(self) -> str | None:
        return self.body


class PlaceUpdated(_PlaceFact):
    """The counts of a place, all of them, as they now are."""

    kind: Literal["place.updated"] = "place.updated"


class PlaceClosed(_PlaceFact):
    """A place closed."""

    kind: Literal["place.closed"] = "place.closed"
    reason: Worded | None = None


# ------------------------------------------------------------------------------------------------ refusals


class PlaceExists(Refused):
    code, title = "place_exists", "Lieu déjà ouvert"


class UnknownPlace(Missing):
    code, title = "unknown_place", "Lieu inconnu"


class UnknownCommune(Missing):
    code, title = "unknown_place_commune", "Commune inconnue"


# ----------------------------------------------------------------------------------------------- decisions


def place_card(board: Board, place: str) -> PlaceCard:
    """Return a place. Raises UnknownPlace when there is none by that name."""
    card = board.get(f"place:{place}", PlaceCard)
    if card is None:
        raise unknown_place(place)
    return card


def unknown_place(place: str) -> UnknownPlace:
    """Return the refusal for a place that is not there, or not for whoever asks."""
    return UnknownPlace(f"Aucun lieu {quoted(place)} dans ce dossier\u00a0: vérifier son identifiant.")


def open_place(board: Board, command: OpenPlace, situation: Situation) -> list[Fact]:
    open_crisis(board)
    body = body_card(board, command.body)
    if f"place:{command.place}" in board:
        raise PlaceExists(
            f"Un lieu {quoted(command.place)} existe déjà\u00a0: le mettre à jour, ou prendre un autre nom."
        )
    if sum(1 for _ in board.of(PlaceCard)) >= MOST:
        raise PlaceExists("Ce dossier ne peut pas recevoir davantage de lieux.")
    commune = situation.territory.commune(command.commune)
    if commune is None:
        raise UnknownCommune(f"Aucune commune ne porte le code {quoted(command.commune)}.")
    hidden = command.restricted
    opened = PlaceOpened(
        place=command.place,
        body=body.body,
        body_name=body.name,
        place_kind=command.kind,
        name=RESTRICTED if hidden else command.name,
        departement=body.departement,
        commune=commune.code,
        commune_name=commune.name,
        position=ten_thousandths(commune.lat, commune.lon),
        capacity=command.capacity,
        present=command.present,
        night=command.night,
        restricted=hidden,
        text=_address_told(command) if not hidden else None,
    )
    if not hidden:
        return [opened]
    return [
        opened,
        PlaceLocated(place=command.place, body=body.body, name=command.name, address=_address_told(command)),
    ]


def _address_told(command: OpenPlace) -> str | None:
    if command.address and command.text:
        return f"{command.address.rstrip('.')}. {command.text}"
    return command.address or command.text


def update_place(board: Board, command: UpdatePlace, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = _open(board, command.place)
    counts = {
        name: given if (given := getattr(command, name)) is not None else getattr(card, name)
        for name in ("capacity", "present", "night")
    }
    return [PlaceUpdated(**_of(card), **counts, text=command.text)]


def close_place(board: Board, command: ClosePlace, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = _open(board, command.place)
    return [PlaceClosed(**_of(card), capacity=card.capacity, present=0, night=card.night, reason=command.reason)]


def _open(board: Board, place: str) -> PlaceCard:
    card = place_card(board, place)
    if card.state == "ferme":
        raise WrongState("Ce lieu est fermé\u00a0: en ouvrir un autre.")
    return card


def _of(card: PlaceCard) -> dict[str, Any]:
    return {
        "place": card.key,
        "body": card.body,
        "place_kind": card.kind,
        "name": card.name,
        "departement": card.departement,
    }


# ------------------------------------------------------------------------------------------------ showings


def show_opened(board: Board, entry: Entry, fact: PlaceOpened) -> Delta:
    card = PlaceCard(
        id=f"place:{fact.place}",
        channel=fact.channel(),
        body=fact.body,
        body_name=fact.body_name,
        kind=fact.place_kind,
        name=fact.name,
        commune=fact.commune,
        departement=fact.departement,
        position=None if fact.restricted else fact.position,
        capacity=fact.capacity,
        present=fact.present,
        night=fact.night,
        restricted=fact.restricted,
        opened_at=entry.at,
        observed_at=entry.at,
        text=said(entry, "text"),
    )
    return Delta(put=(card,))


def show_located(board: Board, entry: Entry, fact: PlaceLocated) -> Delta:
    card = PlaceAddressCard(
        id=f"place_address:{fact.place}", place=fact.place, name=said(entry, "name"), address=said(entry, "address")
    )
    return Delta(put=(card,))


def show_updated(board: Board, entry: Entry, fact: PlaceUpdated) -> Delta:
    card = place_card(board, fact.place)
    text = said(entry, "text") if fact.text else card.text
    counts = {"capacity": fact.capacity, "present": fact.present, "night": fact.night}
    return Delta(put=(card.but(**counts, observed_at=entry.at, text=text),))


def show_closed(board: Board, entry: Entry, fact: PlaceClosed) -> Delta:
    card = place_card(board, fact.place)
    return Delta(put=(card.but(state="ferme", present=0, closed_at=entry.at, observed_at=entry.at),))


# ------------------------------------------------------------------------------------------------ tellings


def tell_opened(fact: PlaceOpened) -> str:
    told = f"Ouverture à {fact.commune_name} ({fact.body_name})\u00a0: {_place(fact)}{_counts(fact)}."
    return f"{told} {fact.text}" if fact.text else told


def tell_located(fact: PlaceLocated) -> str:
    where = f", {fact.address}" if fact.address else ""
    return f"Lieu à adresse restreinte\u00a0: {fact.name}{where}".rstrip(".") + "."


def tell_updated(fact: PlaceUpdated) -> str:
    told = f"Mise à jour\u00a0: {_place(fact)}{_counts(fact)}."
    return f"{told} {fact.text}" if fact.text else told


def tell_closed(fact: PlaceClosed) -> str:
    told = f"Fermeture\u00a0: {_place(fact)}."
    return f"{told} {fact.reason}" if fact.reason else told


def _place(fact: _PlaceFact) -> str:
    kind = label(PLACES, fact.place_kind).lower() if fact.place_kind != "autre" else "lieu"
    return f"{short(PLACES, fact.place_kind)} {quoted(fact.name)}" if len(kind) > 40 else f"{kind} {quoted(fact.name)}"


def _counts(fact: _PlaceFact) -> str:
    told = []
    if fact.capacity is not None:
        told.append(counted(fact.capacity, "place"))
    if fact.present is not None:
        told.append(counted(fact.present, "personne présente", "personnes présentes"))
    if fact.night is not None:
        told.append(counted(fact.night, "pour la nuit", "pour la nuit"))
    return f", {listed(told)}" if told else ""
