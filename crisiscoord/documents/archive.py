"""The sealed archive of a dossier: what an inquiry takes away, and can prove without us.

One ZIP holds the lines of the journal exactly as they are chained, the words that are still remembered, the board
at the head, the points de situation as they were sent, the agreed texts that were applied, and which programs made it.
A manifest gives the SHA-256 of every file, in the way of `sha256sum`; the seal of the archive is the SHA-256 of its
manifest. docs/archive.md prints a short script that checks all this with Python alone.

The same journal at the same head gives the same bytes, but for the instant and the versions, which it tells. Memory is
bounded: lines go from the database to the file a page at a time.
"""

import platform
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import requires, version
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Connection, select

from .. import __version__
from ..domain import catalogue
from ..domain.board import Board
from ..domain.crisis import crisis_of
from ..domain.french import day_and_time, spaced
from ..domain.situated import SituationCard
from ..domain.task_cards import PlaybookCard
from ..domain.words import canonical
from ..journal.boards import Boards
from ..journal.heads import cursor_at, head_of
from ..journal.journal import digest_at
from ..journal.tables import ENTRY
from ..journal.verify import raw_lines
from .exporting import Origin
from .situation_point import point_pdf, point_text

#: The shape of the archive: changes when a file is added, renamed or written otherwise.
VERSION = 1
MANIFEST = "MANIFESTE.sha256"
#: Every file is of this date: the archive tells its own instant, and two of the same journal are the same.
_DATE = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An archive that was written: where its journal stops, and the SHA-256 of its manifest, to be kept elsewhere."""

    cursor: str
    entries: int
    seal: str


class _Box:
    """A ZIP being filled, and the manifest of what is in it."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._digests: dict[str, str] = {}

    def put(self, name: str, parts: Iterable[bytes]) -> None:
        digest = sha256()
        with self._opened(name) as file:
            for part in parts:
                digest.update(part)
                file.write(part)
        self._digests[name] = digest.hexdigest()

    def seal(self) -> str:
        """Write the manifest, end the file, and return the seal."""
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests.items())).encode()
        with self._opened(MANIFEST) as file:
            file.write(manifest)
        self._zip.close()
        return sha256(manifest).hexdigest()

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        info = zipfile.ZipInfo(name, _DATE)
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
        with self._zip.open(info, "w", force_zip64=True) as file:
            yield file


def board_in(connection: Connection, boards: Boards, dossier: str) -> Board:
    """Return the board at the head of the journal as `connection` sees it; empty when there is no such dossier.

    With `one_state`, words that somebody erases while the archive is made are in all of it, with no line that erases
    them, or in none of it.
    """
    head = None if dossier.startswith("_") else head_of(connection, dossier)
    return boards.past(connection, dossier, head.seq) if head else Board(dossier)


def channels_within(connection: Connection, board: Board) -> frozenset[str]:
    """Return every channel in which something of the dossier stands: an archive is for whoever holds them all."""
    told = connection.scalars(select(ENTRY.c.channel).where(ENTRY.c.dossier == board.dossier).distinct())
    return frozenset(told) | {card.channel for card in board.cards()}


def write_archive(out: BinaryIO, connection: Connection, board: Board, origin: Origin) -> Sealed:
    """Write the archive of a dossier up to the entry at which `board` stands. All of it, whoever may read what."""
    box = _Box(out)
    box.put("LISEZ-MOI.txt", [_read_me(origin).encode()])
    box.put("tete.json", [_json(_head(board, origin))])
    lines = raw_lines(connection, board.dossier, board.seq)
    box.put("journal.jsonl", (f"{line}\n".encode() for _, line, _, _ in lines))
    box.put("mots.jsonl", _words(connection, board))
    box.put("tableau.json", _cards(board))
    for card in board.of(PlaybookCard):
        if _NAME.fullmatch(card.code):
            box.put(f"textes/{card.code}-{card.version}.json", [card.wire])
    for name, content in _points(connection, board):
        box.put(name, [content])
    box.put("versions.json", [_json(_versions(board))])
    return Sealed(board.cursor, board.seq, box.seal())


def _head(board: Board, origin: Origin) -> dict[str, Any]:
    return {"archive": VERSION, **origin.told(), "kind": board.kind, "seq": board.seq, "digest": board.digest.hex()}


def _words(connection: Connection, board: Board) -> Iterator[bytes]:
    """Yield the words of each entry with their salts; of those that were erased, that they were there."""
    for seq, line, _, words in raw_lines(connection, board.dossier, board.seq):
        data = orjson.loads(line)
        for field in catalogue.FACT_OF[data["kind"]].worded:
            if field in data["fact"]:
                salt, text = words.get(field, (None, None))
                told = {"seq": seq, "field": field, "salt": salt and salt.hex(), "text": text}
                yield orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _cards(board: Board) -> Iterator[bytes]:
    yield b'{"dossier":%s,"cursor":"%s","cards":[' % (orjson.dumps(board.dossier), board.cursor.encode())
    for number, card in enumerate(board.cards()):
        yield b",\n" + card.wire if number else b"\n" + card.wire
    yield b"\n]}\n"


def _points(connection: Connection, board: Board) -> Iterator[tuple[str, bytes]]:
    crisis = crisis_of(board)
    if crisis is None:
        return
    for card in board.of(SituationCard):
        seal = cursor_at(card.seq, digest_at(connection, board.dossier, card.seq) or b"")
        yield f"points/point-{card.number}.txt", point_text(board, crisis, card, seal).encode()
        yield f"points/point-{card.number}.pdf", point_pdf(board, crisis, card, seal)


def _versions(board: Board) -> dict[str, Any]:
    """Tell what wrote the archive: this program, what it stands on, and the agreed texts as they were applied."""
    wanted = (one for one in requires("crisiscoord") or () if "extra" not in one)
    needed = sorted({re.split(r"[^A-Za-z0-9._-]", one)[0] for one in wanted})
    return {
        "crisiscoord": __version__,
        "projection": catalogue.PROJECTION,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in needed if _installed(name)},
        "texts": {card.code: card.version for card in board.of(PlaybookCard)},
    }


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ModuleNotFoundError:  # needed on another system only
        return False


def _json(value: Any) -> bytes:
    return canonical(value) + b"\n"


def _read_me(origin: Origin) -> str:
    mark = "EXERCICE\u00a0: tout ce qui suit a été joué.\n\n" if origin.exercise else ""
    last = spaced(int(origin.cursor.partition(".")[0]))
    return (
        f"{mark}{origin.title}\n"
        f"Archive du dossier «\u00a0{origin.dossier}\u00a0», le {day_and_time(origin.at, origin.zone)}, "
        f"main courante jusqu’au n°\u00a0{last}.\n\n"
        "journal.jsonl   les lignes de la main courante, telles qu’elles sont chaînées\n"
        "mots.jsonl      les textes libres, chacun avec son sel\u202f; null\u00a0: effacé depuis\n"
        "tete.json       le numéro et l’empreinte de la dernière ligne\n"
        "tableau.json    le tableau à cette ligne\n"
        "points/         les points de situation, sur papier et en texte\n"
        "textes/         les protocoles, dans la version qui a été appliquée\n"
        "versions.json   les programmes et les textes qui ont servi\n"
        f"{MANIFEST}   l’empreinte de chaque fichier (sha256sum -c {MANIFEST})\n\n"
        "Cette archive contient tout ce que le dossier contient, y compris ce que seule la cellule de crise pouvait "
        "lire\u00a0: elle se remet à qui a qualité pour tout lire, et se garde comme telle.\n"
        "Le programme qui la vérifie, sans rien installer, est imprimé dans la documentation (docs/archive.md).\n"
    )
