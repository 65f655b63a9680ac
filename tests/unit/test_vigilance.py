"""The vigilance of a département: said with its source, for a while, and never believed beyond it."""

from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.domain.agreeing import UnknownDepartement
from crisiscoord.domain.crisis import InTheFuture
from crisiscoord.domain.vigilance import (
    LONGEST,
    UnknownVigilance,
    VigilanceCard,
    VigilanceOver,
    VigilanceTooLong,
    known_now,
    level_now,
)
from crisiscoord.domain.vocabulary import PHENOMENA
from crisiscoord.domain.words import Actor
from crisiscoord.errors import Forbidden, Malformed
from crisiscoord.library.territory import territory
from tests.cast import PERMANENCE, PREFECTURE_77, REPRESENTANTE, actor
from tests.pen import Pen
from tests.unit.test_supporting import declared

PARIS = "Europe/Paris"


def say(pen: Pen, level: str = "orange", who: Actor = PERMANENCE, **fields: Any) -> None:
    of = {} if level == "vert" else {"phenomena": ["inondation"]}
    told = {"departement": "59", "until": pen.now + timedelta(hours=4), "at": pen.now, "source": "Bulletin de 16 h"}
    pen.do("vigilance.say", who, **{"level": level, **of, **told, **fields})


def card(pen: Pen, departement: str = "59") -> VigilanceCard | None:
    return pen.board.get(f"vigilance:{departement}", VigilanceCard)


def test_it_is_told_with_its_source_its_hour_and_its_end() -> None:
    pen = declared()
    assert (level_now(card(pen), pen.now), known_now(card(pen), pen.now, PARIS)) == (None, "vigilance inconnue")
    say(pen, phenomena=["vent", "inondation"])
    told = card(pen)
    assert told is not None
    assert (told.level, told.phenomena, told.at) == ("orange", ("inondation", "vent"), pen.now)
    assert (told.source, told.by_role, told.channel) == ("Bulletin de 16 h", "unccas_permanence", "common")
    until = (pen.now + timedelta(hours=4)).hour + 2  # summer in Paris
    known = known_now(told, pen.now, PARIS)
    assert known == f"vigilance orange inondation, vent violent dans le Nord jusqu’à {until}\u00a0h\u00a000"
    line = pen.say()[-1]
    assert line.startswith("Vigilance orange inondation, vent violent dans le Nord, jusqu’au ")
    assert line.endswith("Source\u00a0: Bulletin de 16 h")


def test_after_its_hour_it_is_unknown_again_which_is_not_green() -> None:
    pen = declared()
    say(pen, "vert", until=pen.now + timedelta(hours=4))
    assert level_now(card(pen), pen.now) == "vert"
    assert known_now(card(pen), pen.now, PARIS).startswith("vigilance verte dans le Nord jusqu’à ")
    last = pen.now + timedelta(hours=4)
    assert level_now(card(pen), last - timedelta(seconds=1)) == "vert"
    assert level_now(card(pen), last) is None
    assert known_now(card(pen), last, PARIS).startswith("vigilance inconnue dans le Nord\u00a0: plus redite depuis ")
    day_after = known_now(card(pen), last + timedelta(days=1), PARIS)
    assert "plus redite depuis le 14 juillet 2026 à" in day_after


def test_the_newest_bulletin_wins_and_of_one_hour_the_last_word() -> None:
    pen = declared()
    say(pen, "orange")
    pen.tick(hours=1)
    say(pen, "rouge", at=pen.now - timedelta(hours=2))
    assert card(pen).level == "orange", "an older bulletin that comes late hides nothing"  # type: ignore[union-attr]
    say(pen, "jaune", at=pen.now - timedelta(hours=1))
    assert card(pen).level == "jaune"  # type: ignore[union-attr]
    before = len(pen.entries)
    say(pen, "jaune", at=card(pen).at, until=card(pen).until)  # type: ignore[union-attr]
    assert len(pen.entries) == before, "what the board says already is not written twice"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"until": timedelta(0)}, VigilanceOver),
        ({"until": timedelta(minutes=-1), "at": timedelta(hours=-2)}, VigilanceOver),
        ({"until": LONGEST + timedelta(seconds=1)}, VigilanceTooLong),
        ({"until": LONGEST - timedelta(hours=1), "at": timedelta(hours=-2)}, VigilanceTooLong),
        ({"at": timedelta(hours=1)}, InTheFuture),
        ({"departement": "979"}, UnknownDepartement),
        ({"phenomena": []}, Malformed),
        ({"level": "vert", "phenomena": ["vent"]}, Malformed),
        ({"level": "violet"}, Malformed),
        ({"phenomena": ["vent", "vent"]}, Malformed),
        ({"phenomena": ["grêle"]}, Malformed),
        ({"source": ""}, Malformed),
    ],
)
def test_what_no_bulletin_can_say_is_refused_and_changes_nothing(fields: dict[str, Any], refusal: Any) -> None:
    pen = declared()
    at = {name: pen.now + value for name, value in fields.items() if isinstance(value, timedelta)}
    with pytest.raises(refusal):
        say(pen, **{**fields, **at})
    assert card(pen, fields.get("departement", "59")) is None


def test_what_was_said_by_mistake_is_taken_back_with_a_reason_and_unknown_again() -> None:
    pen = declared()
    say(pen, "rouge")
    pen.do("vigilance.withdraw", departement="59", reason="C’était celle du Pas-de-Calais.")
    assert card(pen) is None
    assert pen.say()[-1] == (
        "Vigilance dans le Nord retirée, dite par erreur\u00a0: elle est inconnue. C’était celle du Pas-de-Calais."
    )
    with pytest.raises(UnknownVigilance):
        pen.do("vigilance.withdraw", departement="59", reason="Encore.")
    say(pen, "jaune")
    assert level_now(card(pen), pen.now) == "jaune"
    with pytest.raises(Forbidden):
        pen.do("vigilance.withdraw", PREFECTURE_77, departement="59", reason="Pas la nôtre.")


def test_the_coordination_says_any_departement_and_a_prefecture_its_own() -> None:
    pen = declared()
    say(pen, who=REPRESENTANTE)
    say(pen, who=PREFECTURE_77, departement="77")
    assert card(pen, "77").by_role == "prefecture"  # type: ignore[union-attr]
    with pytest.raises(Forbidden):
        say(pen, who=PREFECTURE_77, departement="59")
    liaison = actor("liaison.x", "liaison", "Lien fictif", departements=("77",), dossier=pen.dossier)
    with pytest.raises(Forbidden):
        say(pen, who=liaison, departement="77")


@pytest.mark.parametrize(
    ("code", "within"),
    [
        *(("59", "dans le Nord"), ("91", "dans l’Essonne"), ("77", "en Seine-et-Marne"), ("78", "dans les Yvelines")),
        *(("80", "dans la Somme"), ("33", "en Gironde"), ("75", "à Paris"), ("974", "à La Réunion")),
        *(("2B", "en Haute-Corse"), ("972", "en Martinique"), ("87", "en Haute-Vienne"), ("35", "en Ille-et-Vilaine")),
    ],
)
def test_a_departement_is_said_as_people_say_it(code: str, within: str) -> None:
    departement = territory().departement(code)
    assert departement is not None and departement.within == within


def test_every_phenomenon_can_be_said() -> None:
    pen = declared()
    say(pen, "rouge", phenomena=list(PHENOMENA))
    assert card(pen).phenomena == tuple(PHENOMENA)  # type: ignore[union-attr]
