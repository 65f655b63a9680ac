"""What the tests of notices do again and again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import anyio

from tests.cast import PERMANENCE
from tests.house import Served, cards_of
from tests.mail import PostOffice

ADDRESSES = """organisme;adresse;exercice
sgav;cellule@sgav.invalid;oui
sgav;astreinte@sgav.invalid;oui
sgav;vraie.astreinte@sgav.invalid;non
prefecture-77;cod@prefecture-77.invalid;oui
"""


def run(*houses: Served) -> None:
    """Have each notifier run once, all at the same time."""

    async def together() -> None:
        async with anyio.create_task_group() as group:
            for house in houses:
                assert house.house.notifier is not None
                group.start_soon(house.house.notifier.run)

    anyio.run(together)


def designate(house: Served, dossier: str, **fields: Any) -> None:
    said = {
        "designation": f"d-{uuid4()}",
        "name": "Camille Exemple",
        "function": "Directrice du CCAS de Lorrez",
        "phone": "01 99 00 12 34",
        "email": "representante@exemple.invalid",
        "perimeter": "main",
        "accepted": True,
        **fields,
    }
    answer = house.do(dossier, "representative.designate", **said)
    assert answer.status_code == 201, answer.text


def notices(house: Served, dossier: str) -> dict[str, Any]:
    cards = cards_of(house.board(dossier)).values()
    return {card["to"]: card for card in cards if card["type"] == "notice"}


def listed(house: Served, dossier: str) -> Any:
    answer = house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/notices")
    assert answer.status_code == 200, answer.text
    return answer.json()


def mail_to(office: PostOffice, address: str) -> Any:
    (found,) = [mail for mail in office.taken if mail["To"] == address]
    return found


def fall_due(house: Served, after: timedelta) -> None:
    """Let time pass, and have the metronome say what fell due."""
    house.clock.advance(after)
    while house.house.metronome.tick().asked:
        pass
