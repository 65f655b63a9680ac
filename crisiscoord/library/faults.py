"""What is wrong with the agreed texts: file, line, column, and the reason in French."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from ..domain.french import counted
from .yaml_tree import Path, Tree

#: Faults named one by one for a file; what lies beyond is counted.
MOST_NAMED = 50

_REASONS = {
    "string_type": "texte attendu",
    "string_too_short": "texte vide",
    "string_too_long": "texte trop long ({max_length} caractères au plus)",
    "string_pattern_mismatch": "forme inattendue (attendu : {pattern})",
    "int_type": "nombre entier attendu",
    "int_parsing": "nombre entier attendu",
    "bool_type": "« true » ou « false » attendu",
    "bool_parsing": "« true » ou « false » attendu",
    "tuple_type": "liste attendue (« - … » ou « [ … ] »)",
    "dict_type": "clés et valeurs attendues (« clé: valeur »)",
    "model_type": "clés et valeurs attendues (« clé: valeur »)",
    "too_long": "trop d’éléments ({max_length} au plus)",
    "too_short": "pas assez d’éléments ({min_length} au moins)",
    "greater_than_equal": "{ge} au moins",
    "less_than_equal": "{le} au plus",
    "agreed": "{reason}",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong. `file` is relative to the folder that was read; lines and columns count from 1."""

    file: str
    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.reason}"


class LibraryRefused(Exception):
    """The folder of agreed texts cannot be used as it is; `faults` says why, all of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def explain(file: str, tree: Tree, model: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    """Yield each fault that a model found in a tree, at the line where the author of the file wrote it."""
    found = _without_echoes(error.errors(include_url=False))
    for fault in found[:MOST_NAMED]:
        path: Path = (*fault["loc"], *fault.get("ctx", {}).get("path", ()))
        place = tree.place(path, of_key=fault["type"] == "extra_forbidden")
        yield Fault(file, *place, _reason(fault, path, model))
    if len(found) > MOST_NAMED:
        yield Fault(file, 1, 1, "et " + counted(len(found) - MOST_NAMED, "autre faute", "autres fautes"))


def _without_echoes(found: Sequence[Any]) -> list[Any]:
    """Leave out a list said to be too short when its items are faulty: pydantic does not count those."""
    faulty = [fault["loc"] for fault in found]
    return [
        fault
        for fault in found
        if fault["type"] != "too_short"
        or not any(loc != fault["loc"] and loc[: len(fault["loc"])] == fault["loc"] for loc in faulty)
    ]


def unknown(word: Any, known: Sequence[str], said: str = "inconnu") -> str:
    """Word « X » as unknown, with the nearest known one, or all of them when they are few."""
    near = get_close_matches(str(word)[:64], known, n=1, cutoff=0.6)
    shown = str(word) if len(str(word)) <= 64 else str(word)[:63] + "…"
    hint = f"vouliez-vous « {near[0]} » ?" if near else f"attendu : {', '.join(known[:24]) or 'rien'}"
    return f"« {shown} » {said} ; {hint}"


def _reason(fault: Any, path: Path, model: type[BaseModel]) -> str:
    kind, ctx = fault["type"], fault.get("ctx", {})
    key = _key(path)
    if kind == "missing":
        return f"champ obligatoire manquant : « {key} »"
    if kind == "extra_forbidden":
        return f"clé {unknown(key, _known_keys(model, path), 'inconnue')}"
    if kind == "literal_error":
        return f"{key} : {unknown(fault['input'], _codes(model, path, ctx))}"
    if kind == "agreed":
        return str(ctx["reason"])
    if fault["input"] is None:
        return f"{key} : valeur vide"
    if kind.startswith("date_"):
        return f"{key} : date attendue (AAAA-MM-JJ, à partir de 2016)"
    return f"{key} : {_REASONS.get(kind, 'valeur inattendue').format_map(ctx)}"


def _key(path: Path) -> str:
    """Name what stands at `path` for a reader: its key, or the list that holds it."""
    words = [part for part in path if isinstance(part, str) and part != "[key]"]
    return words[-1] if words else "fichier"


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    holder = _model_at(model, path[:-1])
    return [field.alias or name for name, field in holder.model_fields.items()] if holder else []


def _codes(model: type[BaseModel], path: Path, ctx: dict[str, Any]) -> list[str]:
    words = [part for part in path if isinstance(part, str)]
    cut = len(path) - 1 - list(reversed(path)).index(words[-1]) if words else 0
    holder = _model_at(model, path[:cut])
    name = words[-1] if words else ""
    schema = holder.model_json_schema().get("properties", {}).get(name, {}) if holder else {}
    codes = schema.get("enum") or schema.get("items", {}).get("enum") or _any_of(schema)
    return list(codes) or [str(ctx.get("expected", ""))]


def _any_of(schema: dict[str, Any]) -> list[str]:
    return [code for one in schema.get("anyOf", ()) for code in one.get("enum", ())]


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the shape that is expected at `path` of a file of shape `model`."""
    held: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str) and held is not None:
            field = next((f for name, f in held.model_fields.items() if part in (name, f.alias)), None)
            held = _model_in(field.annotation) if field else None
    return held


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
