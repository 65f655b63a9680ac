"""`/api/directory/imports`: a file is read, its progress told line by line, then its report; and files to fill in.

The answer is a line of JSON for each word on how far one is, and a last one: the report, or the refusal. Nothing of a
file is kept between a dry run and the import: the browser sends it again.
"""

import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import orjson
from anyio import CancelScope, create_memory_object_stream, create_task_group, from_thread, to_thread
from anyio.streams.memory import MemoryObjectSendStream
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..directory.headings import KINDS
from ..directory.imports import Opened, Plan
from ..directory.templates import NoTemplate, template
from ..domain import policy
from ..domain.words import Actor
from ..errors import Problem, Unavailable
from .auth import actor_of
from .exports import carried
from .parts import Parts, parts_of
from .reading import Query, fault

log = logging.getLogger(__name__)

LINES = "application/x-ndjson"


async def import_file(request: Request) -> StreamingResponse:
    """Look at every line of a file and, without `dry_run`, write all of it or nothing."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "kind", "dry_run")
    policy.authorize_directory(actor, "directory.import", policy.Of("", ""))
    house.limits.command(actor)
    kind = query.text("kind", 20) or None
    if kind is not None and kind not in KINDS:
        raise fault("kind", f"attendu\u00a0: {', '.join(KINDS)}")
    dry_run = bool(query.number("dry_run", 0, 1))
    data = await request.body()
    opened = await to_thread.run_sync(house.imports.open, data, kind, limiter=house.importing)
    told = _told(house, actor, opened, dry_run)
    # An answer that is compressed is held back until it is whole: this one says how far it is.
    return StreamingResponse(told, media_type=LINES, headers={"Content-Encoding": "identity"})


async def show_template(request: Request) -> Response:
    """Return a file to fill in, with a line that shows how."""
    await actor_of(request)
    Query(request)
    name = request.path_params["file"]
    if not name.endswith(".csv"):
        raise NoTemplate("Les modèles sont des fichiers CSV.")
    return carried(template(name.removesuffix(".csv")), "text/csv; charset=utf-8", f"modele-{name}")


async def _told(house: Parts, actor: Actor, opened: Opened, dry_run: bool) -> AsyncIterator[bytes]:
    send, receive = create_memory_object_stream[dict[str, Any]](64)

    async def carry_out() -> None:
        # What has begun to be written is written to the end, even if the browser has gone.
        with send, CancelScope(shield=True):
            work = partial(_carried_out, house, actor, opened, dry_run, send)
            await send.send(await to_thread.run_sync(work, limiter=house.importing))

    async with create_task_group() as group:
        group.start_soon(carry_out)
        async with receive:
            async for line in receive:
                yield orjson.dumps(line) + b"\n"


def _carried_out(
    house: Parts, actor: Actor, opened: Opened, dry_run: bool, send: MemoryObjectSendStream[dict[str, Any]]
) -> dict[str, Any]:
    """Do the work, in a thread, and return its last line."""

    def progress(done: int, of: int) -> None:
        from_thread.run(send.send, {"done": done, "of": of})

    try:
        plan = house.imports.plan(opened, progress)
        if not dry_run and not plan.refused:
            house.imports.carry_out(plan, actor, house.clock.now())
    except Problem as problem:
        return {"problem": problem.as_problem()}
    except Exception:
        log.exception("an import failed")
        return {"problem": Unavailable("L’import n’a pas abouti\u00a0: rien n’a été écrit.").as_problem()}
    return {"report": report_told(plan, written=not dry_run and not plan.refused)}


def report_told(plan: Plan, *, written: bool) -> dict[str, Any]:
    """Return what a file did or would do, line by line where something is wrong."""
    return {
        "kind": plan.kind,
        "written": written,
        "summary": plan.summary(),
        "lines": plan.lines,
        "new": plan.new,
        "changed": plan.changed,
        "same": plan.same,
        "refused": plan.refused,
        "aside": plan.aside,
        "faults": [{"line": one.line, "column": one.column, "reason": one.reason} for one in plan.faults],
        "left": [{"line": one.line, "column": one.column, "reason": one.reason} for one in plan.left],
    }
