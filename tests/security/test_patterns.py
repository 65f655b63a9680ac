"""No regular expression of ours can be made to take long (ReDoS): found by looking at it, not by timing it.

A pattern is slow when one text can be read by it in many ways. Each is turned into an automaton, and two things are
looked for (Weideman and others, « Analyzing matching time behavior of backtracking regular expressions », 2016): two
ways round one loop (exponential), and two loops one after the other that read the same text (polynomial). Look-arounds
count as nothing and short repetitions as two, so more is suspected than is true. The other patterns, those of pydantic,
are read by an engine without backtracking.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import crisiscoord

parser = importlib.import_module("re._parser")

#: A repetition that goes further than this may be as long as the text.
LONG = 256
#: Patterns in which two loops may read the same text, and why they stay quick.
KNOWN = {
    r"(.+?)[\s,;]*[(\s]\s*(\d[\dAB]\d?)\s*\)?": "a line of 200 characters, without two spaces in a row",
    r"(\d[\dAB]?\d{3})\b[\s,;:.()–-]*(.*)": "a line of 200 characters",
}
CHARACTERS = sorted({*map(chr, range(9, 127)), *"éÀ’–\u00a0\u202f€\u2028٣"})


class Automaton:
    """States are numbers; `steps` are what is read from one to the next, `free` what is passed without reading."""

    def __init__(self) -> None:
        self.steps: dict[int, list[tuple[frozenset[str], int]]] = defaultdict(list)
        self.free: dict[int, set[int]] = defaultdict(set)
        self.states = 1

    def new(self) -> int:
        self.states += 1
        return self.states - 1

    def add(self, parsed: Any, start: int, flags: int) -> int:
        """Add what a parsed pattern reads from `start`, and return where it ends."""
        for code, held in parsed:
            start = self._one(str(code), held, start, flags)
        return start

    def _one(self, code: str, held: Any, start: int, flags: int) -> int:
        if code in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY", "RANGE"):
            end = self.new()
            self.steps[start].append((_set(code, held, flags), end))
            return end
        if code == "SUBPATTERN":
            return self.add(held[3], start, flags)
        if code == "ATOMIC_GROUP":
            return self.add(held, start, flags)
        if code == "BRANCH":
            end = self.new()
            for one in held[1]:
                self.free[self.add(one, start, flags)].add(end)
            return end
        if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(*held, start, flags)
        assert code in ("AT", "ASSERT", "ASSERT_NOT"), f"{code} is not known here"
        return start

    def _repeat(self, least: int, most: int, inner: Any, start: int, flags: int) -> int:
        for _ in range(min(least, 2)):
            start = self.add(inner, start, flags)
        if most > LONG:
            head = self.new()
            self.free[start].add(head)
            self.free[self.add(inner, head, flags)].add(head)
            return head
        end = self.new()
        for _ in range(min(most - least, 2)):
            self.free[start].add(end)
            start = self.add(inner, start, flags)
        self.free[start].add(end)
        return end

    def read(self) -> dict[int, dict[str, list[int]]]:
        """Return where each character leads from each state; a state is named twice when two ways lead to it."""
        told: dict[int, dict[str, list[int]]] = {}
        for state in range(self.states):
            ways: dict[str, list[int]] = defaultdict(list)
            for passed in self._passed(state):
                for characters, end in self.steps[passed]:
                    for one in characters:
                        ways[one].append(end)
            told[state] = dict(ways)
        return told

    def _passed(self, state: int) -> list[int]:
        seen, todo = [state], [state]
        while todo:
            for one in self.free[todo.pop()]:
                if one not in seen:
                    seen.append(one)
                    todo.append(one)
        return seen


@cache
def _matched(text: str, flags: int) -> frozenset[str]:
    return frozenset(one for one in CHARACTERS if re.match(text, one, flags))


def _set(code: str, held: Any, flags: int) -> frozenset[str]:
    """Return the characters, of those that are tried, that one place of a pattern reads."""
    if code == "ANY":
        return _matched(".", flags)
    if code == "LITERAL":
        return _matched(re.escape(chr(held)), flags)
    if code == "NOT_LITERAL":
        return frozenset(CHARACTERS) - _matched(re.escape(chr(held)), flags)
    if code == "RANGE":
        return frozenset(one for one in CHARACTERS if held[0] <= ord(one) <= held[1])
    if code == "CATEGORY":
        category = str(held).removeprefix("CATEGORY_")
        letter = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[category.removeprefix("NOT_")]
        found = _matched(letter, flags)
        return frozenset(CHARACTERS) - found if category.startswith("NOT_") else found
    inner = [(str(one), what) for one, what in held]
    union = frozenset().union(*(_set(one, what, flags) for one, what in inner if one != "NEGATE"))
    return frozenset(CHARACTERS) - union if inner[0][0] == "NEGATE" else union


def fault(pattern: str, flags: int = 0) -> str:
    """Say how a pattern can be slow: `exponential`, `polynomial`, or nothing."""
    automaton = Automaton()
    automaton.add(parser.parse(pattern, flags), 0, flags)
    ways = automaton.read()
    looping = [state for state in ways if state in _reached(ways, (state,))]
    if any(_two_ways_round(ways, state) for state in looping):
        return "exponential"
    pairs = ((one, other) for one in looping for other in looping if one != other)
    return "polynomial" if any(_reads_alike(ways, one, other) for one, other in pairs) else ""


def _reached(ways: Any, start: tuple[int, ...]) -> set[int]:
    seen: set[int] = set()
    todo = list(start)
    while todo:
        for ends in ways[todo.pop()].values():
            todo += [end for end in ends if end not in seen]
            seen.update(ends)
    return seen


def _two_ways_round(ways: Any, state: int) -> bool:
    """Say whether one text leads from a state back to it in two different ways."""
    todo, seen = [(state, state, False)], set()
    while todo:
        one, other, parted = todo.pop()
        for character, ends in ways[one].items():
            others = ways[other].get(character, [])
            for i, a in enumerate(ends):
                for j, b in enumerate(others):
                    apart = parted or a != b or (one == other and i != j)
                    if a == b == state and apart:
                        return True
                    if (a, b, apart) not in seen:
                        seen.add((a, b, apart))
                        todo.append((a, b, apart))
    return False


def _reads_alike(ways: Any, first: int, second: int) -> bool:
    """Say whether one text leads from the first loop to itself and to the second, and from the second to itself."""
    if second not in _reached(ways, (first,)):
        return False
    start, goal = (first, first, second), (first, second, second)
    todo, seen = [start], {start}
    while todo:
        a, b, c = todo.pop()
        for character in ways[a].keys() & ways[b].keys() & ways[c].keys():
            for found in (
                (x, y, z) for x in ways[a][character] for y in ways[b][character] for z in ways[c][character]
            ):
                if found == goal:
                    return True
                if found not in seen:
                    seen.add(found)
                    todo.append(found)
    return False


# ---------------------------------------------------------------------------------------- those of ours


def ours() -> Iterator[tuple[str, int]]:
    """Yield every pattern of the package: those that modules hold, and those written in calls."""
    for found in pkgutil.walk_packages(crisiscoord.__path__, "crisiscoord."):
        if found.name.endswith(("__main__", ".env")) or ".migrations.versions" in found.name:
            continue
        module = importlib.import_module(found.name)
        for held in vars(module).values():
            yield from _held(held)
        if module.__file__:
            with open(module.__file__, encoding="utf-8") as file:
                yield from _written(ast.parse(file.read()))


def _held(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, re.Pattern):
        yield _text(value.pattern), value.flags & ~re.UNICODE
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _held(one)


def _written(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[ast.Constant(value=text), *_]):
                if name != "compile":  # those that are kept are in the module
                    yield _text(text), 0


def _text(pattern: str | bytes) -> str:
    return pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern


PATTERNS = sorted(set(ours()))


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        *((one, "exponential") for one in ("(a+)+$", "(a|ab|b)*$", r"(\w+\s?)*!", "([a-z]+|[a-m]+)*0")),
        *((one, "polynomial") for one in ("a*a*$", r"\s*x?\s*$", ".*,.*!", r"(.+?)[\s,;]*\d")),
        *(
            (one, "")
            for one in ("a+b+", "(ab)*c", r"[a-z]+@(?:[a-z-]{1,63}\.)+[a-z]{2,9}", r"(?:,\d+)*", "a{2,5}a{2,5}")
        ),
    ],
)
def test_what_is_slow_is_told_from_what_is_not(pattern: str, wrong: str) -> None:
    assert fault(pattern) == wrong


def test_no_pattern_can_be_made_to_take_long() -> None:
    found = {pattern: how for pattern, flags in PATTERNS if (how := fault(pattern, flags))}
    assert found == dict.fromkeys(KNOWN, "polynomial")


def test_the_patterns_that_meet_what_people_send_are_among_them() -> None:
    assert len(PATTERNS) > 50
    assert set(KNOWN) <= {pattern for pattern, _ in PATTERNS}
