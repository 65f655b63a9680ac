"""Everything that a client may use has its place in the docs, and the docs name nothing else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from starlette.routing import Route

from crisiscoord.cli.main import app
from crisiscoord.domain.agreements import (
    Action,
    Change,
    Clause,
    ConventionTemplate,
    ObligationRule,
    Playbook,
    Scheme,
    Stated,
    UnionList,
)
from crisiscoord.domain.board import Card
from crisiscoord.domain.catalogue import CARD_OF, COMMAND_OF
from crisiscoord.domain.point_rhythm import PointStep
from crisiscoord.domain.rhythm import RhythmStep
from crisiscoord.domain.scenarios import Beside, Scenario, Step
from crisiscoord.domain.vocabulary import ANCHORS, PHASES, ROLES, SCOPES
from crisiscoord.domain.words import Command, FallDue
from crisiscoord.errors import every_problem
from crisiscoord.live import hub
from crisiscoord.settings import Settings
from crisiscoord.web import socket
from crisiscoord.web.pages import ADDRESSES
from crisiscoord.web.routes import every_route
from tests.docs.pages import codes, fences, page, rows, words_of_code

PROTOCOL = page("docs/protocol.md")
_DO = re.compile(r"[a-z]+\.[a-z_]+")
NEVER_TOLD = {"id", "dossier", "do", "kept_because"}
ON_EVERY_CARD = {"id", "type", "channel", "seq", "due", "ask_at"}
SHAPES = [
    Playbook,
    Change,
    Action,
    ConventionTemplate,
    Clause,
    ObligationRule,
    Scheme,
    Scenario,
    Beside,
    Step,
    RhythmStep,
    PointStep,
    Stated,
    UnionList,
]


def row_of(word: str) -> str:
    """Return the row of a table whose first cell names `word`: a command, or the type of a card."""
    found = [row for row in rows(PROTOCOL) if word in codes(row.split("|")[1])]
    assert len(found) == 1, f"{word} has {len(found)} rows"
    return found[0]


def names_of(model: type[Command] | type[Card]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("do", [do for do, command in COMMAND_OF.items() if not issubclass(command, FallDue)])
def test_every_command_has_its_row_with_all_its_fields(do: str):
    assert names_of(COMMAND_OF[do]) - NEVER_TOLD <= words_of_code(row_of(do))


def test_the_commands_of_the_metronome_are_named():
    fall_due = {do for do, command in COMMAND_OF.items() if issubclass(command, FallDue)}
    assert fall_due <= words_of_code(PROTOCOL)


@pytest.mark.parametrize("kind", CARD_OF)
def test_every_card_has_its_row_with_all_its_fields(kind: str):
    assert names_of(CARD_OF[kind]) - ON_EVERY_CARD <= words_of_code(row_of(kind))


def test_no_command_is_named_that_does_not_exist_but_those_said_to_come_later():
    now, later = PROTOCOL.split("\n## Later\n")
    named = {code for row in rows(now) for code in codes(row.split("|")[1])}
    assert {code for code in named if _DO.fullmatch(code)} <= COMMAND_OF.keys()
    assert {code for code in codes(later) if _DO.fullmatch(code)}.isdisjoint(COMMAND_OF)


def test_every_role_is_named():
    assert ROLES.keys() <= words_of_code(PROTOCOL)


def test_every_address_has_its_place():
    routes = {route.path for route in every_route() if isinstance(route, Route)}
    assert [path for path in sorted(routes) if path not in PROTOCOL] == []
    assert [path for path in ADDRESSES if f"`{path}`" not in PROTOCOL] == []


def verbs(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every verb of the command line with the words that call it."""
    if inner := getattr(command, "commands", None):
        for word, verb in inner.items():
            yield from verbs(verb, f"{name} {word}")
    else:
        yield name, command


VERBS = dict(verbs(typer.main.get_command(app), "crisiscoord"))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_place_with_all_its_options(verb: str):
    told = fences(PROTOCOL).replace("| db check", "| crisiscoord db check")
    start = re.search(rf"{verb}(?=[ \n])", told)
    assert start, verb
    until = re.compile(r"^crisiscoord |^```", re.MULTILINE).search(told, start.end())
    text = told[start.start() : until.start() if until else None]
    options = [option for parameter in VERBS[verb].params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option != "--help" and option not in text] == []


def test_every_setting_is_told_with_its_default():
    told = {row.split("|")[1].strip(" `"): row.split("|")[2] for row in rows(page("docs/operating.md"))}
    for described in Settings().describe():
        assert described.name in told
        assert (described.default or "(empty)") in told[described.name]


def test_no_setting_is_named_that_does_not_exist():
    settings = {described.name for described in Settings().describe()}
    for name in ("README.md", "docs/operating.md", "docs/architecture.md", "docs/playbooks.md", "docs/protocol.md"):
        assert set(re.findall(r"CRISISCOORD_[A-Z_]*[A-Z]", page(name))) <= settings


def test_every_code_of_refusal_is_listed():
    listed = words_of_code(page("docs/errors.md"))
    assert sorted({problem.code for problem in every_problem()} - listed) == []


def test_every_close_code_has_its_row():
    given = {value for module in (hub, socket) for name, value in vars(module).items() if name.startswith("CLOSE_")}
    told = {int(code) for row in rows(PROTOCOL) for code in re.findall(r"^\| (4\d\d\d) ", row)}
    assert given
    assert given <= told


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_of_an_agreed_text_is_explained(shape: type[Playbook]):
    keys = {field.alias or name for name, field in shape.model_fields.items()}
    assert sorted(keys - words_of_code(page("docs/playbooks.md"))) == []


def test_the_codes_that_an_agreed_text_may_use_are_explained():
    told = page("docs/playbooks.md")
    assert [code for code in (*ANCHORS, *SCOPES, *PHASES) if f"`{code}`" not in told] == []
