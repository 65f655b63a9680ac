"""Places opened for people: how many they hold, who is there in numbers, and addresses that few may read."""

from typing import Any

import pytest

from crisiscoord.domain.placing import RESTRICTED, PlaceAddressCard, PlaceCard
from crisiscoord.errors import Forbidden, Missing, Refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PREFECTURE_45, PREFECTURE_77
from tests.conftest import NOON
from tests.office import DECLARE
from tests.pen import Pen

MELUN_IN_77 = CCAS_MELUN.model_copy(update={"departements": ("77",)})

SALLE = {"place": "salle", "kind": "cehu", "body": "ccas-77333", "name": "Salle des fêtes", "commune": "77333"}


@pytest.fixture
def pen() -> Pen:
    pen = Pen(NOON)
    pen.do("crisis.declare", **{key: value for key, value in DECLARE.items() if key != "do"})
    return pen


def place(pen: Pen, name: str = "salle") -> PlaceCard:
    card = pen.board.get(f"place:{name}", PlaceCard)
    assert card is not None
    return card


def test_a_place_opens_is_kept_up_to_date_and_closes_empty(pen: Pen) -> None:
    pen.do("place.open", CCAS_NEMOURS, capacity=80, present=20, **SALLE)
    pen.do("place.update", CCAS_NEMOURS, place="salle", night=18)
    card = place(pen)
    assert (card.capacity, card.present, card.night, card.state) == (80, 20, 18, "ouvert")
    pen.tick(hours=3)
    pen.do("place.close", CCAS_NEMOURS, place="salle", reason="Tous relogés.")
    card = place(pen)
    assert (card.state, card.present, card.closed_at) == ("ferme", 0, pen.now)
    with pytest.raises(Refused):
        pen.do("place.update", CCAS_NEMOURS, place="salle", present=3)


def test_where_a_restricted_place_is_stands_on_a_card_of_the_coordination_alone(pen: Pen) -> None:
    hidden = {**SALLE, "kind": "centre_accueil_familles", "name": "Hôtel du Parc", "address": "Rue d’essai"}
    entries = pen.do("place.open", PREFECTURE_77, restricted=True, **hidden)
    card, address = place(pen), pen.board.get("place_address:salle", PlaceAddressCard)
    assert card.name == RESTRICTED and card.position is None
    assert address is not None and address.channel == "cell" and address.address and address.address.text
    everywhere: Any = [entry for entry in entries if entry.channel != "cell"]
    for entry in everywhere:
        assert "Parc" not in str(entry.fact) and "essai" not in str(entry.fact)
    assert b"Parc" not in card.wire


def test_a_place_is_that_of_its_body_or_of_the_prefecture_of_its_departement(pen: Pen) -> None:
    pen.do("place.open", CCAS_NEMOURS, **SALLE)
    pen.do("place.update", PREFECTURE_77, place="salle", present=2)
    with pytest.raises(Forbidden):
        pen.do("place.update", MELUN_IN_77, place="salle", present=2)
    with pytest.raises(Missing):  # from where it is not seen
        pen.do("place.update", CCAS_MELUN, place="salle", present=2)
    with pytest.raises((Forbidden, Missing)):
        pen.do("place.update", PREFECTURE_45, place="salle", present=2)


def test_what_is_no_place_is_refused_by_name(pen: Pen) -> None:
    pen.do("place.open", CCAS_NEMOURS, **SALLE)
    with pytest.raises(Refused):
        pen.do("place.open", CCAS_NEMOURS, **SALLE)
    with pytest.raises(Missing):
        pen.do("place.update", CCAS_NEMOURS, place="ailleurs", present=1)
    with pytest.raises(Missing):
        pen.do("place.open", CCAS_NEMOURS, **{**SALLE, "place": "autre", "commune": "99999"})
