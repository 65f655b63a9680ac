"""`/api/dossiers/{id}/exports/…`: tables and points to carry away, as the screen shows them to the same person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..documents.archive import board_in, channels_within, write_archive
from ..documents.body_rows import STALE, Chosen
from ..documents.exporting import Origin, Table, origin_of
from ..documents.interchange import to_geojson, to_json
from ..documents.printed import table_html, table_pdf
from ..documents.situation_point import point_pdf, point_text
from ..documents.spreadsheets import to_csv, to_xlsx
from ..documents.tables import ORDERED, TABLES, table_of
from ..domain import policy
from ..domain.board import Board
from ..domain.crisis import crisis_of
from ..domain.seen import Seen
from ..domain.situated import SituationCard
from ..domain.vocabulary import ACTS, DEGREES, STATUSES
from ..domain.words import Actor
from ..errors import Forbidden, Missing
from ..journal.engine import one_state
from ..journal.heads import cursor_at
from ..journal.journal import digest_at
from ..journal.pages import Asked
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .journal import asked_of
from .parts import Parts, parts_of
from .reading import Query, fault

#: Endings of addresses, what each is called on the wire, and how a table is written in it.
FORMATS: Mapping[str, tuple[str, Callable[[Table, Origin], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda table, origin: to_xlsx([table], origin),
    ),
    "json": ("application/json", to_json),
    "geojson": ("application/geo+json", to_geojson),
    "html": ("text/html; charset=utf-8", table_html),
    "pdf": ("application/pdf", table_pdf),
}
#: Bytes of an archive sent at a time.
_PART = 256 * 1024
#: Which tables have places on a map.
MAPPED = frozenset({"organismes", "lieux"})


class NotWhole(Forbidden):
    code, title = "archive_not_whole", "Dossier vu en partie"


@dataclass(frozen=True, slots=True)
class _Wanted:
    table: str
    ending: str
    asked: Asked
    seen: Seen
    chosen: Chosen
    hxl: bool


async def list_exports(request: Request) -> Response:
    """Return what this actor may carry away: the tables, each with its formats, and whether the archive is given."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    Query(request)
    whole = await to_thread.run_sync(partial(_reads_all, house, board.dossier, actor), limiter=house.searching)
    named = TABLES if board.kind == "crisis" else {"main-courante": TABLES["main-courante"]}
    tables = [{"table": name, "title": title, "formats": formats_of(name)} for name, title in named.items()]
    return as_json({"tables": tables, "archive": whole})


def formats_of(table: str) -> list[str]:
    """Name the endings in which a table is written."""
    return [ending for ending in FORMATS if ending != "geojson" or table in MAPPED]


async def export_table(request: Request) -> Response:
    """Return one table in one format: `exports/organismes.csv`. The filters are those of the lists on the screen."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    name, _, ending = request.path_params["file"].rpartition(".")
    if name not in TABLES or ending not in formats_of(name):
        raise Missing("Cet export n’existe pas\u00a0: voir la liste des tableaux et des formats dans le contrat.")
    query = Query(request, "kind", "body", "departement", "q", "order", *_OF_BODIES, "hxl")
    hxl, chosen = _flag(query, "hxl"), _chosen(query, name)
    channels = policy.channels(actor, board)
    seen = Seen(board, channels, query.text("body", 64) or None, query.text("departement", 3) or None)
    wanted = _Wanted(name, ending, asked_of(query, board, channels), seen, chosen, hxl)
    return await to_thread.run_sync(partial(_written, house, board, wanted), limiter=house.searching)


def _chosen(query: Query, table: str) -> Chosen:
    """Return the order that is asked for, and the filters of the list of bodies. Raises Malformed by name."""
    orders = ORDERED.get(table, ("",))
    order = query.text("order", 12) or orders[0]
    if order not in orders:
        raise fault("order", f"attendu\u00a0: {', '.join(orders)}" if orders[0] else "ce tableau a un seul ordre")
    known = {"status": (*STATUSES, STALE), "degree": tuple(DEGREES)}
    status, degree = (query.text(name, 40) for name in known)
    for name, value in (("status", status), ("degree", degree)):
        if value and value not in known[name]:
            raise fault(name, f"attendu\u00a0: {', '.join(known[name])}")
    if table.startswith("actes") and not set(query.texts("kind")) <= set(ACTS):
        raise fault("kind", "type d’acte inconnu")
    silent, need = _flag(query, "silent"), _flag(query, "need")
    return Chosen(query.text("q"), status, degree, silent, need, order)


#: What filters the list of bodies alone.
_OF_BODIES = ("status", "degree", "silent", "need")


def _flag(query: Query, name: str) -> bool:
    if query.text(name, 1) not in ("", "0", "1"):
        raise fault(name, "attendu\u00a0: 0 ou 1")
    return query.text(name, 1) == "1"


async def export_point(request: Request) -> Response:
    """Return a point de situation on paper (`pdf`) or as text to paste (`txt`)."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    Query(request)
    number, _, ending = request.path_params["file"].rpartition(".")
    card = board.get(f"situation:{number}", SituationCard)
    held = card is not None and policy.holds(policy.channels(actor, board), card.channel)
    if card is None or not held or ending not in ("pdf", "txt"):
        raise Missing(f"Aucun point de situation «\u00a0{number[:12]}\u00a0» sur ce dossier.")
    return await to_thread.run_sync(partial(_point, house, board, card, ending), limiter=house.searching)


async def export_archive(request: Request) -> Response:
    """Return the sealed archive of a dossier, to whoever may read all of it: in part, it would prove nothing."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    Query(request)
    return await to_thread.run_sync(partial(_archived, house, board.dossier, actor), limiter=house.searching)


def _holds_all(connection: Connection, board: Board, held: frozenset[str]) -> bool:
    """Say whether the archive is for whoever holds these channels: all in which something of the dossier stands."""
    return all(policy.holds(held, channel) for channel in channels_within(connection, board))


def _reads_all(house: Parts, dossier: str, actor: Actor) -> bool:
    with one_state(house.engine) as connection:
        board = board_in(connection, house.boards, dossier)
        return _holds_all(connection, board, policy.channels(actor, board))


def _archived(house: Parts, dossier: str, actor: Actor) -> Response:
    with one_state(house.engine) as connection:
        board = board_in(connection, house.boards, dossier)
        origin, held = origin_of(board, house.clock.now()), policy.channels(actor, board)
        if not _holds_all(connection, board, held):
            raise NotWhole(
                "L’archive contient tout le dossier\u00a0: elle n’est donnée qu’à qui peut tout y lire. "
                "Les exports donnent ce que vous voyez."
            )
        file = TemporaryFile()  # without a name: gone when it is closed, whatever becomes of the reader
        sealed = write_archive(cast(BinaryIO, file), connection, board, origin)
    length = file.tell()
    file.seek(0)
    headers = _carried(origin.file_name("archive", "zip"))
    return StreamingResponse(
        _read(file),
        headers={**headers, "Content-Length": f"{length}", "X-Archive-Seal": sealed.seal},
        media_type="application/zip",
    )


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part


def _written(house: Parts, board: Board, wanted: _Wanted) -> Response:
    origin = origin_of(board, house.clock.now())
    with house.engine.begin() as connection:
        table = table_of(wanted.table, connection, board, wanted.asked, wanted.seen, origin.at, wanted.chosen)
    kind, write = FORMATS[wanted.ending]
    body = to_csv(table, origin, hxl=True) if wanted.hxl and wanted.ending == "csv" else write(table, origin)
    return carried(body, kind, origin.file_name(wanted.table, wanted.ending))


def _point(house: Parts, board: Board, card: SituationCard, ending: str) -> Response:
    crisis = crisis_of(board)
    assert crisis is not None, "a point stands on the board of a crisis"
    with house.engine.begin() as connection:
        seal = cursor_at(card.seq, digest_at(connection, board.dossier, card.seq) or b"")
    name = origin_of(board, house.clock.now()).file_name(f"point-{card.number}", ending)
    if ending == "pdf":
        return carried(point_pdf(board, crisis, card, seal), "application/pdf", name)
    return carried(point_text(board, crisis, card, seal).encode(), "text/plain; charset=utf-8", name)


def carried(body: bytes, kind: str, name: str) -> Response:
    """Return a file to be kept under a name, and by no cache."""
    return Response(body, headers=_carried(name), media_type=kind)


def _carried(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
