"""Reads the agreed texts from a folder, or refuses them. Server, `playbooks check` and tests go this one way.

crises/*.yaml        a Playbook each
conventions/*.yaml   a ConventionTemplate each
schemes/*.yaml       a list of Scheme under `schemes:`
scenarios/*.yaml     a Scenario each
network/*.yaml       a UnionList each: which départements have an UDCCAS
undertakings/*.yaml  an Undertaking each, by version
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ..domain.agreements import ConventionTemplate, Library, Playbook, Scenario, SchemeList, Undertaking, UnionList
from .coherence import Source, Sources, disagreements
from .faults import Fault, LibraryRefused, explain
from .rehearsal import unreadable_steps
from .yaml_tree import MOST_BYTES, Unreadable, read_tree

__all__ = ["FOLDERS", "Fault", "LibraryRefused", "check", "read_library"]

MOST_FILES = 300
#: The folders of agreed texts; each holds files of one shape.
FOLDERS = ("crises", "conventions", "schemes", "scenarios", "network", "undertakings")

M = TypeVar("M", bound=BaseModel)


def read_library(folder: Path) -> Library:
    """Return all the agreed texts of a folder. Raises LibraryRefused, which names every fault."""
    sources, faults = _read(folder)
    if faults:
        raise LibraryRefused(faults)
    return Library(
        playbooks={one.model.code: one.model for one in sources.playbooks},
        conventions={one.model.code: one.model for one in sources.conventions},
        schemes={scheme.code: scheme for one in sources.schemes for scheme in one.model.schemes},
        scenarios={one.model.code: one.model for one in sources.scenarios},
        unions={
            **{one.departement: True for file in sources.unions for one in file.model.present},
            **{one.departement: False for file in sources.unions for one in file.model.absent},
        },
        undertakings={one.model.version: one.model for one in sources.undertakings},
    )


def check(folder: Path) -> list[Fault]:
    """Return what is wrong in a folder, by file and line; nothing when `read_library` would take it."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Sources, list[Fault]]:
    faults = list(_misplaced(folder))
    partial: set[str] = set()

    def read_all(name: str, shape: type[M]) -> list[Source[M]]:
        found = []
        for path in _yaml_in(folder / name):
            source, wrong = _read_file(path, f"{name}/{path.name}", shape)
            faults.extend(wrong)
            if source is None:
                partial.add(name)
            else:
                found.append(source)
        return found

    sources = Sources(
        playbooks=read_all("crises", Playbook),
        conventions=read_all("conventions", ConventionTemplate),
        schemes=read_all("schemes", SchemeList),
        scenarios=read_all("scenarios", Scenario),
        unions=read_all("network", UnionList),
        undertakings=read_all("undertakings", Undertaking),
        partial=partial,
    )
    faults.extend(disagreements(sources))
    faults.extend(unreadable_steps(sources.scenarios))
    return sources, sorted(set(faults))


def _yaml_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))[:MOST_FILES] if folder.is_dir() else []


def _misplaced(folder: Path) -> Iterator[Fault]:
    """Name what would be passed over in silence: a file in no known folder, or with another ending."""
    if not folder.is_dir():
        yield Fault(folder.name, 1, 1, "dossier introuvable")
        return
    for path in sorted([*folder.glob("**/*.yaml"), *folder.glob("**/*.yml")])[: 2 * MOST_FILES]:
        where = path.relative_to(folder)
        if path.suffix == ".yml":
            yield Fault(where.as_posix(), 1, 1, "extension « .yml » : renommer le fichier en « .yaml »")
        elif len(where.parts) != 2 or where.parts[0] not in FOLDERS:
            yield Fault(where.as_posix(), 1, 1, f"hors des dossiers attendus : {', '.join(FOLDERS)}")
    for name in FOLDERS:
        if len(list((folder / name).glob("*.yaml"))) > MOST_FILES:
            yield Fault(name, 1, 1, f"trop de fichiers ({MOST_FILES} au plus)")


def _read_file(path: Path, name: str, shape: type[M]) -> tuple[Source[M] | None, list[Fault]]:
    if not path.is_file():
        return None, [Fault(name, 1, 1, "ce n’est pas un fichier lisible")]
    try:
        with path.open("rb") as file:
            tree = read_tree(file.read(MOST_BYTES + 1))
    except OSError:
        return None, [Fault(name, 1, 1, "fichier impossible à ouvrir")]
    except Unreadable as error:
        return None, [Fault(name, error.line, error.column, str(error))]
    try:
        return Source(name, tree, shape.model_validate(tree.root)), []
    except ValidationError as error:
        return None, list(explain(name, tree, shape, error))
