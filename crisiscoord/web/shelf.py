"""The files of static/ as they are sent: without their comments, compressed once, and with what each imports.

The comments of a module are for who reads the code; they are a quarter of what would go over the wire. Lines keep
their numbers, so that what a browser says of one is found in the file. Libraries keep theirs: they hold licences.
"""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from os.path import normpath
from pathlib import Path

#: What is text, and kept ready: how a file ends, and what it is called on the wire.
TEXTS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
#: Files kept ready, and the size of one in bytes: there are two hundred. What is beyond is read each time.
MOST_FILES, MOST_BYTES = 1_000, 1_000_000

#: A comment that has its lines for itself; one that gives a type in the middle of a line.
_OWN_LINES = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @(?:(?!\*/)[\s\S])*\*/ ?")
_STATIC_IMPORT = re.compile(r"""^(?:import|export)\s(?:[^;"'()=]*?\sfrom\s)?"(\.[^"]+)";""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ready:
    """A file ready to be sent: as text and compressed, its digest, and the paths that it imports at once."""

    stamp: tuple[int, int]
    plain: bytes
    squeezed: bytes
    digest: str
    imports: tuple[str, ...]


class Shelf:
    """Files kept ready, each made ready again when it has changed."""

    def __init__(self) -> None:
        self._ready: dict[Path, Ready] = {}

    def take(self, path: Path) -> Ready:
        """Return a file as it is now. Raises OSError when there is none."""
        found = path.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        known = self._ready.get(path)
        if known is not None and known.stamp == stamp:
            return known
        ready = _made_ready(path, stamp)
        if len(self._ready) < MOST_FILES or path in self._ready:
            self._ready[path] = ready
        return ready

    def closure(self, static: Path, modules: Iterable[str]) -> tuple[str, ...]:
        """Return the paths, in order, of some modules and of all that they import at once, one through another.

        A module that is not there is left out: the browser will say so itself.
        """
        found: set[str] = set()
        waiting = [*modules]
        while waiting:
            module = waiting.pop()
            if module in found or not (static / module).is_file():
                continue
            found.add(module)
            folder = module.rpartition("/")[0]
            waiting.extend(normpath(f"{folder}/{path}") for path in self.take(static / module).imports)
        return tuple(sorted(found))


def trimmed(source: str) -> str:
    """Return a module or a style sheet without comments; those at the end of a line of code stay."""
    return _TYPE.sub(_line_ends, _OWN_LINES.sub(_line_ends, source))


def _line_ends(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _made_ready(path: Path, stamp: tuple[int, int]) -> Ready:
    content = path.read_bytes()
    imports: tuple[str, ...] = ()
    if path.suffix in (".js", ".css"):
        text = trimmed(content.decode())
        content = text.encode()
        imports = tuple(_STATIC_IMPORT.findall(text)) if path.suffix == ".js" else ()
    return Ready(stamp, content, gzip.compress(content, 9, mtime=0), sha256(content).hexdigest()[:16], imports)
