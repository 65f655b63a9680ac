"""Discretion: who writes of a person is warned, takes it out, or says why it stays."""

import re
from itertools import pairwise
from string import ascii_letters, digits
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import discretion
from crisiscoord.domain.catalogue import COMMAND_OF
from crisiscoord.domain.discretion import Indiscreet, look, look_at
from crisiscoord.domain.identifiers import is_siret
from crisiscoord.domain.words import Free, is_marked
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.unit.test_declaring import T0, declared
from tests.unit.test_designating import proposal
from tests.unit.test_meeting import MAY, planned

NOTE = {"do": "note.write", "category": "information"}

NAMES_SOMEBODY = [
    ("Appeler le 01 99 00 12 34.", "phone", "01 99 00 12 34"),
    ("Tél. 0199001234", "phone", "0199001234"),
    ("Joindre +33 6 39 98 12 34", "phone", "+33 6 39 98 12 34"),
    ("Joindre 0033 (0)1 99 00 12 34", "phone", "0033 (0)1 99 00 12 34"),
    ("Écrire à a.b@exemple.invalid, merci", "email", "a.b@exemple.invalid"),
    ("NIR 2 84 07 77 333 123 45 vu", "nir", "2 84 07 77 333 123 45"),
    ("NIR 1840777333123", "nir", "1840777333123"),
    ("NIR 28407773331234", "nir", "28407773331234"),
    ("NIR 26770334600003, d’une clé fausse", "nir", "26770334600003"),
    ("NIR 2 67 70 33 346 000 02 enfants", "nir", "2 67 70 33 346 000 02"),
    ("NIR 1 84 07 2A 333 123 (Corse)", "nir", "1 84 07 2A 333 123"),
    ("Vu M. DUPONT ce matin", "person", "M. DUPONT"),
    ("Vu Mme Le Goff ce matin", "person", "Mme Le Goff"),
    ("Madame Élodie Exemple est là", "person", "Madame Élodie Exemple"),
]
NAMES_NOBODY = [
    "Mme la Maire et M. le préfet sont sur place.",
    "Madame Maire, monsieur le Préfet",
    "L’eau monte à 14 h 30, cote 4,87 m, le 28/01/2018.",
    "77333 Nemours, 120 repas, 45 lits, 3 500 euros",
    "Mme et M. ont été relogés",
    "Arrêté 2018-0128-123",
    "@tous",
    # SIRET: that of a CCAS looks like a social security number, but for its keys
    "Facture au CCAS, SIRET 26770334600002",
    "SIRET 267\u00a0703\u00a0346\u00a000002",
]


@pytest.mark.parametrize(("text", "kind", "found"), NAMES_SOMEBODY)
def test_what_speaks_of_one_person_is_found_where_it_stands(text: str, kind: str, found: str) -> None:
    one = look_at(text)
    assert [(each.kind, each.text) for each in one] == [(kind, found)]
    assert text[one[0].start : one[0].end] == found


@given(
    st.lists(st.sampled_from([*digits, *" .-+()@M\u00a0", "Mme Le", "a.b@exemple.invalid", "2A"]), max_size=40).map(
        "".join
    )
)
def test_a_text_that_is_left_unread_by_a_pattern_held_nothing_for_it(text: str) -> None:
    for _, pattern in discretion._PATTERNS:
        for match in pattern.finditer(text):
            one = look_at(match[0])
            assert one or discretion._OFFICES.fullmatch(match[0]) or is_siret(match[0]), (
                "what a pattern finds is never passed over"
            )


@pytest.mark.parametrize("text", NAMES_NOBODY)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert look_at(text) == []


def test_the_writer_is_told_what_was_found_and_where_and_nothing_is_written() -> None:
    pen = declared()
    before = pen.board.seq
    with pytest.raises(Indiscreet) as refusal:
        pen.do(NOTE, text="M. Exemple, 01 99 00 12 34, attend.")
    assert refusal.value.code == "discretion"
    assert [(error["field"], error["found"]) for error in refusal.value.errors] == [
        ("text", "M. Exemple"),
        ("text", "01 99 00 12 34"),
    ]
    assert pen.board.seq == before


def test_who_says_why_keeps_it_and_the_reason_is_written_beside_it() -> None:
    pen = declared()
    entries = pen.do(NOTE, text="Rappeler Mme Exemple.", kept_because="Témoin, d’accord.", as_=CCAS_NEMOURS)
    assert [entry.fact.kind for entry in entries] == ["note.written", "indiscretion.kept"]
    assert entries[1].channel == entries[0].channel, "the reason is not read more widely than the words"
    assert pen.say()[-1] == "La ligne précédente garde une personne nommée. Motif\u00a0: Témoin, d’accord."


def test_a_reason_stands_with_the_words_it_is_for_and_not_where_more_people_read() -> None:
    pen = planned()
    said = {"meeting": "point-1", "held_at": MAY, "minutes": "Mme Exemple est venue.", "attended": ["unccas"]}
    entries = pen.do("meeting.hold", **said, kept_because="Elle signe le compte rendu.")
    told = [(entry.fact.kind, entry.channel) for entry in entries]
    assert told[:3] == [("meeting.held", "common"), ("minutes.written", "parties"), ("indiscretion.kept", "parties")]
    assert told[-1] == ("obligation.fulfilled", "common"), "which everybody reads who sees the convention"


def test_a_reason_for_nothing_is_not_written() -> None:
    entries = declared().do(NOTE, text="Le pont est coupé.", kept_because="Au cas où.")
    assert [entry.fact.kind for entry in entries] == ["note.written"]


def test_a_report_a_title_and_a_source_are_read_like_a_note() -> None:
    pen = declared()
    report = {"do": "report.file", "body": "ccas-77333", "status": "tension", "observed_at": T0}
    with pytest.raises(Indiscreet):
        pen.do(report, text="Le 01 99 00 12 34 ne répond pas.", as_=CCAS_NEMOURS)
    with pytest.raises(Indiscreet):
        pen.do({"do": "crisis.mark", "anchor": "vigilance", "at": T0, "source": "a@exemple.invalid"})
    with pytest.raises(Indiscreet):
        declared(title="Chez Mme Exemple")


def test_who_is_designated_is_named_in_the_fields_made_for_it() -> None:
    assert declared().do(proposal(), as_=PERMANENCE)


def test_every_text_that_is_typed_is_read() -> None:
    """A field of words that nobody marked as free, nor as a contact, would go past."""
    past = [
        f"{do}.{name}"
        for do, command in COMMAND_OF.items()
        for name, field in command.model_fields.items()
        if name not in discretion.CONTACTS | {"id", "card", "do"}
        and not is_marked(Free, field.annotation, field.metadata)
        and _is_typed(command.model_json_schema()["properties"][field.alias or name])
    ]
    assert past == []


def _is_typed(schema: dict[str, Any]) -> bool:
    """Say whether a field takes any words: a text, without a pattern, a format or a list of values."""
    kinds = schema.get("anyOf", [schema])
    return any(one.get("type") == "string" and not one.keys() & {"pattern", "format", "enum", "const"} for one in kinds)


def test_the_parts_of_a_command_are_read_too() -> None:
    held = COMMAND_OF["meeting.hold"].model_validate_json(
        '{"do": "meeting.hold", "id": "6f2f3dd8-8f24-4f35-9f83-5f1c1e6f0a01", "dossier": "c-1", "meeting": "m-1",'
        '"held_at": "2026-07-14T10:00:00Z", "minutes": "Vu.", "attended": ["sgav"],'
        '"decisions": [{"text": "Rappeler M. Exemple.", "owner": "unccas", "due": "2026-09-30"}]}'
    )
    assert [(one.field, one.text) for one in look(held)] == [("decisions.0.text", "M. Exemple")]


@given(st.text(alphabet=ascii_letters + digits + " .-@+éÉ’\u00a0()", max_size=300))
def test_what_is_found_stands_in_the_text_in_order_and_apart(text: str) -> None:
    found = look_at(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.sampled_from(NAMES_SOMEBODY), st.text(alphabet="abcdé ,;\n", max_size=200))
def test_what_surrounds_it_hides_nothing(case: tuple[str, str, str], around: str) -> None:
    _, kind, found = case
    assert (kind, found) in [(one.kind, one.text) for one in look_at(f"{around} ; {found} ; {around}")]


@pytest.mark.parametrize("pattern", [pattern for _, pattern in discretion._PATTERNS], ids=lambda one: one.pattern[:12])
def test_no_pattern_repeats_without_a_bound(pattern: re.Pattern[str]) -> None:
    """What repeats without a bound inside what repeats is how a text of 8,000 characters stops a server (ReDoS)."""
    assert not re.search(r"(?<!\\)[*+](?![^\[]*\])|\{\d+,\}", pattern.pattern)
