"""What no file can know alone: a code used twice, a scheme that is nowhere, protocols extended in circles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from ..domain.agreements import COMMON, ConventionTemplate, Playbook, Scenario, SchemeList, Undertaking, UnionList
from .faults import Fault, unknown
from .territory import departement_codes
from .yaml_tree import Path, Tree

M = TypeVar("M", bound=BaseModel, covariant=True)


@dataclass(frozen=True)
class Source(Generic[M]):
    """A file that has its shape: what it says, and where it says it."""

    file: str
    tree: Tree
    model: M

    def fault(self, path: Path, reason: str) -> Fault:
        return Fault(self.file, *self.tree.place(path), reason)


@dataclass(slots=True)
class Sources:
    """The files that have their shape. `partial` names the folders of which some file has not.

    What such a folder lacks is not said to be unknown: it may well stand in the file that could not be read.
    """

    playbooks: list[Source[Playbook]] = field(default_factory=list)
    conventions: list[Source[ConventionTemplate]] = field(default_factory=list)
    schemes: list[Source[SchemeList]] = field(default_factory=list)
    scenarios: list[Source[Scenario]] = field(default_factory=list)
    unions: list[Source[UnionList]] = field(default_factory=list)
    undertakings: list[Source[Undertaking]] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)


#: A code, and where it was written: what must be unique.
Written = tuple[str, Source[Any], Path]


def disagreements(sources: Sources) -> Iterator[Fault]:
    """Yield every fault that only shows when the files are read together."""
    for what, codes in _unique(sources).items():
        yield from _written_twice(what, codes)
    yield from _extensions(sources)
    yield from _aids(sources)
    for convention in sources.conventions:
        yield from _clauses(convention)
    yield from _templates(sources)
    yield from _departements(sources)


def _unique(sources: Sources) -> dict[str, list[Written]]:
    return {
        "le protocole": [(one.model.code, one, ("code",)) for one in sources.playbooks],
        "l’action": [
            (action.code, one, ("actions", number, "code"))
            for one in sources.playbooks
            for number, action in enumerate(one.model.actions)
        ],
        "la version de l’engagement": [(str(one.model.version), one, ("version",)) for one in sources.undertakings],
        "la convention": [(one.model.code, one, ("code",)) for one in sources.conventions],
        "le dispositif": [
            (scheme.code, one, ("schemes", number, "code"))
            for one in sources.schemes
            for number, scheme in enumerate(one.model.schemes)
        ],
        "le scénario": [(one.model.code, one, ("code",)) for one in sources.scenarios],
        "le département": _stated(sources),
        "le dossier": [
            *((one.model.dossier, one, ("dossier",)) for one in sources.scenarios),
            *(
                (beside.dossier, one, ("conventions", number, "dossier"))
                for one in sources.scenarios
                for number, beside in enumerate(one.model.conventions)
            ),
        ],
    }


def _written_twice(what: str, codes: list[Written]) -> Iterator[Fault]:
    first: dict[str, Written] = {}
    for code, source, path in codes:
        if code in first:
            _, other, place = first[code]
            where = f"{other.file}, ligne {other.tree.place(place)[0]}"
            yield source.fault(path, f"{what} « {code} » existe déjà ({where})")
        else:
            first[code] = (code, source, path)


def _extensions(sources: Sources) -> Iterator[Fault]:
    """A protocol extends one that is there, never itself, even by a detour; the common one must be there."""
    known = {one.model.code: one for one in sources.playbooks}
    whole = "crises" not in sources.partial
    if COMMON not in known and whole:
        yield Fault(f"crises/{COMMON}.yaml", 1, 1, f"le protocole « {COMMON} », que tous suivent, manque")
    for one in sources.playbooks:
        base = one.model.extends
        if base is not None and base not in known and whole:
            yield one.fault(("extends",), f"extends : {unknown(base, sorted(known))}")
        if _comes_back(one.model.code, known):
            yield one.fault(("extends",), f"le protocole « {one.model.code} » s’étend lui-même")


def _comes_back(code: str, known: dict[str, Source[Playbook]]) -> bool:
    here, seen = known[code].model.extends, set[str]()
    while here is not None and here in known and here not in seen:
        if here == code:
            return True
        seen.add(here)
        here = known[here].model.extends
    return False


def _aids(sources: Sources) -> Iterator[Fault]:
    if "schemes" in sources.partial:
        return
    known = sorted(scheme.code for one in sources.schemes for scheme in one.model.schemes)
    for one in sources.playbooks:
        for number, action in enumerate(one.model.actions):
            for place, aid in enumerate(action.aids):
                if aid not in known:
                    yield one.fault(("actions", number, "aids", place), f"dispositif {unknown(aid, known)}")


def _clauses(source: Source[ConventionTemplate]) -> Iterator[Fault]:
    """Clauses and obligations have each their code, and an obligation comes from a clause."""
    model = source.model
    yield from _written_twice("l’article", _listed(source, "articles"))
    yield from _written_twice("l’obligation", _listed(source, "obligations"))
    known = [clause.code for clause in model.articles]
    for number, rule in enumerate(model.obligations):
        if rule.article not in known:
            yield source.fault(("obligations", number, "article"), f"article {unknown(rule.article, known)}")


def _listed(source: Source[Any], name: str) -> list[Written]:
    return [(one.code, source, (name, number, "code")) for number, one in enumerate(getattr(source.model, name))]


def _stated(sources: Sources) -> list[Written]:
    """Return every département of which something is stated: it has a union or it has none, not both."""
    return [
        (stated.departement, one, (name, number, "departement"))
        for one in sources.unions
        for name in ("present", "absent")
        for number, stated in enumerate(getattr(one.model, name))
    ]


def _departements(sources: Sources) -> Iterator[Fault]:
    known = departement_codes()
    for code, source, path in _stated(sources):
        if code not in known:
            yield source.fault(path, f"département {unknown(code, known)}")


def _templates(sources: Sources) -> Iterator[Fault]:
    """A scenario signs conventions whose text is there."""
    if "conventions" in sources.partial:
        return
    known = sorted(one.model.code for one in sources.conventions)
    for one in sources.scenarios:
        for number, beside in enumerate(one.model.conventions):
            for place, step in enumerate(beside.steps):
                template = step.content.get("template")
                if step.do == "convention.sign" and template not in known:
                    path = ("conventions", number, "steps", place, "with", "template")
                    yield one.fault(path, f"convention {unknown(template, known, 'inconnue')}")
