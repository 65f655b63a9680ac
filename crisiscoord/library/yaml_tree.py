"""Reads one YAML file into plain dicts, lists and words, with the place of each: no objects, no surprises.

Stricter than YAML on purpose. Anchors and aliases (with which nine lines can hold a billion words), tags,
several documents, a key written twice are refused. A plain word is a number only when it is written like one
(`12`), a flag only when it is `true` or `false`: `no`, `on`, `0123`, `12:30` and `2018-01-15` stay text.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MOST_BYTES = 1_048_576
MOST_DEPTH = 12
MOST_NODES = 60_000

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_INTEGER = re.compile(r"-?[1-9][0-9]{0,14}|0", re.ASCII)
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NO_KEY = object()

#: What the YAML parser complains of, in French. The rest is said in general terms.
_SYNTAX = {
    "mapping values are not allowed": "« : » inattendu : mettre le texte entre guillemets",
    "could not find expected ':'": "« : » manquant après une clé",
    "did not find expected key": "clé attendue ici : vérifier le retrait de la ligne",
    "expected <block end>": "ligne mal placée : vérifier le retrait",
    "did not find expected '-' indicator": "« - » attendu ici : vérifier le retrait de la ligne",
    "did not find expected ',' or": "« , » ou fin de liste attendue",
    "expected ',' or": "« , » ou fin de liste attendue",
    "found character that cannot start any token": "caractère inattendu : mettre le texte entre guillemets",
    "found unexpected end of stream": "guillemet ou crochet jamais refermé",
    "expected the node content": "valeur attendue ici",
    "did not find expected node content": "valeur attendue ici",
    "found undefined tag handle": "étiquette YAML (« ! ») interdite : mettre le texte entre guillemets",
    "found duplicate": "indication donnée deux fois",
}


class Unreadable(Exception):
    """The file cannot be read as data. `str()` is the reason in French; lines and columns count from 1."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


@dataclass(slots=True)
class Tree:
    """What a file says, and where it says it: the place of each value, and of the key before it."""

    root: dict[str, Any]
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path, of_key: bool = False) -> Place:
        """Return line and column of what stands at `path`, or of the nearest thing around it."""
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being read."""

    holder: Any
    path: Path
    key: Any = _NO_KEY

    def expects_key(self) -> bool:
        return isinstance(self.holder, dict) and self.key is _NO_KEY

    def next_path(self) -> Path:
        return (*self.path, self.key if isinstance(self.holder, dict) else len(self.holder))

    def add(self, value: Any) -> None:
        if isinstance(self.holder, dict):
            self.holder[self.key] = value
            self.key = _NO_KEY
        else:
            self.holder.append(value)


def read_tree(data: bytes) -> Tree:
    """Return what the bytes of a file say. Raises Unreadable with the place and the reason."""
    text = _decode(data)
    try:
        return _Builder().build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable(_complaint(error, text, place), *place) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable("écriture YAML incorrecte") from error


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unreadable("fichier trop volumineux (1 Mio au plus)")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise Unreadable("le fichier n’est pas en UTF-8", before.count(b"\n") + 1) from error
    strange = _CONTROL.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        column = strange.start() - (text.rfind("\n", 0, strange.start()) + 1) + 1
        raise Unreadable(f"caractère interdit (U+{ord(strange[0]):04X})", line, column)
    return text


def _complaint(error: yaml.MarkedYAMLError, text: str, place: Place) -> str:
    """Say in French what the parser found, having looked at what stands there."""
    lines = text.splitlines()
    if place[0] <= len(lines) and lines[place[0] - 1][: place[1]].endswith("\t"):
        return "tabulation interdite : employer des espaces"
    problem = str(error.problem or error.context)
    for known, french in _SYNTAX.items():
        if known in problem:
            return french
    return "écriture YAML incorrecte à cet endroit"


class _Builder:
    """Takes the parser’s marks one by one. Nothing here calls itself: depth is counted, not suffered."""

    def __init__(self) -> None:
        self.tree = Tree(root={})
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0
        self.found: Any = None

    def build(self, text: str) -> Tree:
        for mark in yaml.parse(text, Loader=_LOADER):
            self._take(mark)
        if self.found is None:
            raise Unreadable("fichier vide")
        if not isinstance(self.found, dict):
            raise Unreadable("des clés et des valeurs sont attendues (« code: … »)", *self.tree.place(()))
        self.tree.root = self.found
        return self.tree

    def _take(self, mark: yaml.Event) -> None:
        if isinstance(mark, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _refused(mark, "un seul document par fichier (« --- » en trop)")
        elif isinstance(mark, yaml.NodeEvent):
            self._node(mark)
        elif isinstance(mark, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._put(self.open.pop().holder)

    def _node(self, mark: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _refused(mark, "trop d’éléments dans un seul fichier")
        if isinstance(mark, yaml.AliasEvent):
            raise _refused(mark, "renvoi (« * ») interdit : écrire la valeur en toutes lettres")
        if mark.anchor is not None:
            raise _refused(mark, "ancre (« & ») interdite : écrire chaque valeur à sa place")
        if getattr(mark, "tag", None) is not None:
            raise _refused(mark, "étiquette YAML (« ! ») interdite : mettre le texte entre guillemets")
        if self.open and self.open[-1].expects_key():
            self._key(mark)
        else:
            self._value(mark)

    def _key(self, mark: yaml.NodeEvent) -> None:
        if not isinstance(mark, yaml.ScalarEvent):
            raise _refused(mark, "une clé est un mot, suivi de « : »")
        if mark.value == "<<":
            raise _refused(mark, "fusion (« << ») interdite : écrire chaque valeur à sa place")
        frame = self.open[-1]
        path = (*frame.path, mark.value)
        if mark.value in frame.holder:
            first = self.tree.keys[path][0]
            raise _refused(mark, f"clé « {_short(mark.value)} » écrite deux fois (déjà ligne {first})")
        frame.key = mark.value
        self.tree.keys[path] = _place(mark)

    def _value(self, mark: yaml.NodeEvent) -> None:
        path = self.open[-1].next_path() if self.open else ()
        self.tree.values[path] = _place(mark)
        if isinstance(mark, yaml.ScalarEvent):
            self._put(_word(mark))
        else:
            if len(self.open) == MOST_DEPTH:
                raise _refused(mark, f"trop imbriqué ({MOST_DEPTH} niveaux au plus)")
            self.open.append(_Open({} if isinstance(mark, yaml.MappingStartEvent) else [], path))

    def _put(self, value: Any) -> None:
        if self.open:
            self.open[-1].add(value)
        else:
            self.found = value


def _word(mark: yaml.ScalarEvent) -> Any:
    if mark.style:
        return mark.value
    if mark.value in _CONSTANTS:
        return _CONSTANTS[mark.value]
    return int(mark.value) if _INTEGER.fullmatch(mark.value) else mark.value


def _place(mark: yaml.Event) -> Place:
    start = mark.start_mark
    return (start.line + 1, start.column + 1) if start else (1, 1)


def _refused(mark: yaml.Event, reason: str) -> Unreadable:
    return Unreadable(reason, *_place(mark))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
