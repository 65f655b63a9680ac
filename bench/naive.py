"""The server to compare with: what one writes first with Starlette and SQLModel, and nothing more.

One session and one commit per request, the JSON made again for every request and for every viewer, one
`send_text` after the other. No rights, no receipts, no chain, no resume: everything it lacks makes it quicker.
SQLite is set as crisiscoord sets it (WAL, synchronous=FULL): what it acknowledges is as durable.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Literal

import uvicorn
from pydantic import BaseModel
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class Given(BaseModel):
    value: int | str | None = None
    quality: str


class Report(BaseModel):
    """A report as it is sent."""

    id: str
    dossier: str
    do: Literal["report.file"]
    body: str
    status: str
    observed_at: str
    figures: dict[str, Given]
    text: str | None = None


class Body(SQLModel, table=True):
    """What each body last said, as its card."""

    id: str = Field(primary_key=True)
    card: str


class Line(SQLModel, table=True):
    """Every report, in the order in which they came."""

    seq: int | None = Field(default=None, primary_key=True)
    dossier: str
    body: str
    data: str


class Server:
    def __init__(self, database: Path, in_threads: bool, busy_s: float) -> None:
        self._engine = create_engine(
            f"sqlite:///{database}", connect_args={"check_same_thread": False, "timeout": busy_s}, pool_size=40
        )
        self._in_threads = in_threads
        self._viewers: dict[WebSocket, str] = {}

        @event.listens_for(self._engine, "connect")
        def prepare(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

        SQLModel.metadata.create_all(self._engine)

    def fill(self, cards: list[dict[str, Any]]) -> None:
        """Take a board to answer with."""
        with Session(self._engine) as session:
            session.add_all([Body(id=card["id"], card=json.dumps(card)) for card in cards])
            session.commit()

    async def command(self, request: Request) -> JSONResponse:
        report = Report.model_validate_json(await request.body())
        seq, card = await run_in_threadpool(self._file, report) if self._in_threads else self._file(report)
        await self._tell(report.dossier, seq, card)
        return JSONResponse({"dossier": report.dossier, "first": seq, "last": seq}, 201)

    async def board(self, request: Request) -> JSONResponse:
        cards = await run_in_threadpool(self._cards) if self._in_threads else self._cards()
        return JSONResponse({"dossier": request.path_params["dossier"], "cards": cards})

    async def socket(self, websocket: WebSocket) -> None:
        """Send every report to whoever looks, the card to those of its département only."""
        await websocket.accept()
        watch = await websocket.receive_json()
        await websocket.send_json({"type": "sync", "outcome": "current", "seq": watch["at"], "missed": 0})
        self._viewers[websocket] = watch["departement"]
        try:
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            del self._viewers[websocket]

    def _file(self, report: Report) -> tuple[int, dict[str, Any]]:
        with Session(self._engine) as session:
            line = Line(dossier=report.dossier, body=report.body, data=report.model_dump_json())
            session.add(line)
            session.flush()
            assert line.seq is not None
            known = session.get(Body, report.body)
            card = {
                **(json.loads(known.card) if known else {}),
                **report.model_dump(exclude={"id", "do"}),
                "seq": line.seq,
            }
            body = known or Body(id=report.body, card="")
            body.card = json.dumps(card)
            session.add(body)
            session.commit()
            return line.seq, card

    def _cards(self) -> list[dict[str, Any]]:
        with Session(self._engine) as session:
            return [json.loads(body.card) for body in session.exec(select(Body))]

    async def _tell(self, dossier: str, seq: int, card: dict[str, Any]) -> None:
        departement = card["body"].partition("-")[2][:2]
        line = {"seq": seq, "text": f"{card['body']} : {card['status']}. {card['text']}"}
        for viewer, looks_at in list(self._viewers.items()):
            put = [card] if looks_at in ("*", departement) else []
            delta = {
                "type": "delta",
                "dossier": dossier,
                "from": seq - 1,
                "to": seq,
                "put": put,
                "lines": [line] if put else [],
            }
            await viewer.send_text(json.dumps(delta, ensure_ascii=False))


def application(server: Server) -> Starlette:
    return Starlette(
        routes=[
            Route("/livez", lambda request: JSONResponse({})),
            Route("/api/commands", server.command, methods=["POST"]),
            Route("/api/dossiers/{dossier}/board", server.board),
            WebSocketRoute("/ws", server.socket),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--cards", type=Path, help="a JSON list of cards to answer with")
    parser.add_argument("--threads", action="store_true", help="sessions in threads, as for a function that waits")
    given = parser.parse_args()
    server = Server(given.database, given.threads, busy_s=60.0)
    if given.cards:
        server.fill(json.loads(given.cards.read_text(encoding="utf-8")))
    uvicorn.run(
        application(server),
        port=given.port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        backlog=4096,
    )


if __name__ == "__main__":
    main()
