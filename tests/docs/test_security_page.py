"""The page of security names what is there: tests that exist, every line of the standard, each shown by something."""

import ast
import re
from itertools import pairwise

import pytest

from tests.docs.pages import ROOT, codes, page, rows

PAGE = page("docs/security.md")
STATES = {"held", "partly", "operator", "not yet", "none"}
#: Chapter, section: lines of level 1 and 2 (OWASP ASVS 5.0.0: V4.4, V7, V16).
LINES = {
    **{"4.4": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2},
    **{"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3},
}
LISTED = [row for row in rows(PAGE) if re.match(r"\| \d+\.\d+\.\d+ ", row)]


def every_test() -> set[str]:
    """Return the names of the functions of the tests."""
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_test_that_is_named_exists() -> None:
    named = {code for code in codes(PAGE) if code.startswith("test_")}
    assert len(named) > 60
    assert sorted(named - every_test()) == []


def test_every_line_of_the_standard_is_there_once_and_in_order() -> None:
    wanted = [f"{section}.{number}" for section, count in LINES.items() for number in range(1, count + 1)]
    found = [row.split()[1] for row in LISTED]
    assert found == wanted
    assert all(tuple(map(int, a.split("."))) < tuple(map(int, b.split("."))) for a, b in pairwise(found))


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row.split()[1])
def test_a_line_that_is_held_says_what_shows_it(row: str) -> None:
    _, _, state, where, _ = (cell.strip() for cell in row.split("|"))
    assert state in STATES
    assert where
    if state == "held":
        assert "`test_" in where or "](" in where or "standard error" in where


def test_every_attempt_is_stopped_by_something_that_a_test_shows() -> None:
    attempts = PAGE.split("## What they try, and what stops it")[1].split("\n## ")[0]
    for row in rows(attempts)[2:]:
        _, attempt, stopped, shown, _ = (cell.strip() for cell in row.split("|"))
        assert stopped and shown.startswith("`test_"), attempt
