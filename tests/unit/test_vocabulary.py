"""The words of the field: each code has French words, and a model refuses a code that nobody knows."""

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from crisiscoord.domain.vocabulary import (
    COUNTED,
    FIGURES,
    GROUPS,
    HAZARDS,
    NEEDS,
    OFFICIAL_FIGURES,
    ROLES,
    STATUSES,
    UNITS,
    Hazard,
    ReportedStatus,
    label,
    short,
    units_of,
    vocabulary,
)


def test_every_code_is_unaccented_and_has_a_label() -> None:
    for group, codes in vocabulary().items():
        for code, worded in codes.items():
            assert code.isascii() and " " not in code, (group, code)
            assert worded["label"].strip() and "'" not in json.dumps(worded, ensure_ascii=False), (
                group,
                code,
            )


def test_the_vocabulary_is_json_with_every_group() -> None:
    assert json.loads(json.dumps(vocabulary())) == vocabulary()
    assert set(vocabulary()) == set(GROUPS)


def test_a_body_does_not_report_its_own_silence() -> None:
    reader: TypeAdapter[str] = TypeAdapter(ReportedStatus)
    assert {code for code in STATUSES if not STATUSES[code].reported} == {"sans_nouvelle", "injoignable"}
    assert reader.validate_python("deborde") == "deborde"
    with pytest.raises(ValidationError):
        reader.validate_python("sans_nouvelle")


def test_nobody_but_the_prefecture_has_a_word_for_the_dead() -> None:
    assert {"dead", "missing", "injured"} <= set(OFFICIAL_FIGURES)
    assert not {"dead", "missing", "injured", "injured_severe"} & set(FIGURES)


def test_every_figure_says_what_it_counts() -> None:
    for name, figure in (*FIGURES.items(), *OFFICIAL_FIGURES.items()):
        assert bool(figure.codes) == (figure.type == "code"), name
        assert figure.type == "code" or figure.unit in COUNTED, name


def test_every_need_is_counted_in_known_units() -> None:
    for kind, need in NEEDS.items():
        assert units_of(kind)[0] == need.unit and set(units_of(kind)) <= set(UNITS), kind


def test_a_code_of_another_version_is_shown_as_it_is() -> None:
    assert label(HAZARDS, "feu") == "Feu de forêt" and short(HAZARDS, "feu") == "Feu"
    assert label(HAZARDS, "meteorite") == "meteorite" and short(ROLES, "inconnu") == "inconnu"


def test_the_schema_of_a_code_is_an_enumeration() -> None:
    assert TypeAdapter(Hazard).json_schema()["enum"] == list(HAZARDS)
