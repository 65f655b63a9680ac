"""What is pinned is what runs: the second file of pins follows the first, and both the dependencies of pyproject.toml."""

from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def what_runs(name: str = "crisiscoord") -> set[str]:
    """Return the packages that are installed because this one is, without its extras."""
    found: set[str] = set()
    todo = [(name, frozenset[str]())]
    while todo:
        package, extras = todo.pop()
        for line in distribution(package).requires or ():
            wanted = Requirement(line)
            if wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
                continue
            if (one := canonicalize_name(wanted.name)) not in found or wanted.extras:
                found.add(one)
                todo.append((one, frozenset(wanted.extras))) if one not in extras else None
    return found


def test_every_package_that_runs_is_listed_with_the_version_that_is_pinned() -> None:
    """After a change of dependencies: `make constraints`."""
    listed = pins(".constraints.run.txt")
    assert sorted(what_runs() - set(listed)) == []
    assert {
        name: pin
        for name, pin in listed.items()
        if pins(".constraints.txt").get(name, "").split(" ")[0] != pin.split(" ")[0]
    } == {}
