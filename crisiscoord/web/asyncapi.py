"""The contract of the socket as AsyncAPI 3.0, generated from the catalogue."""

from functools import cache
from typing import Any

from .. import __version__
from ..domain.policy import GRANTS
from .schemas import CURSOR, DOSSIER, INSTANT, NUMBER, TEXT, VIEW, Schema, components, listed, nullable, ref, shape

_ID: Schema = {"type": "string", "description": "The id of the command"}


@cache
def asyncapi() -> dict[str, Any]:
    """Return the whole document."""
    incoming, outgoing = _incoming(), _outgoing()
    messages = {**incoming, **outgoing}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "crisiscoord",
            "version": __version__,
            "description": "Boards watched and commands sent on one line. Close codes: 4000-4499 come back, "
            "4500-4999 do not, under 4000 come back. See docs/protocol.md.",
        },
        "channels": {
            "ws": {
                "address": "/ws",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "hear": _operation("receive", incoming),
            "tell": _operation("send", outgoing),
        },
        "components": {
            "messages": {
                name: {"name": name, "summary": summary, "contentType": "application/json", "payload": payload}
                for name, (summary, payload) in messages.items()
            },
            "schemas": components(),
        },
    }


def _operation(action: str, messages: dict[str, Any]) -> dict[str, Any]:
    names = [{"$ref": f"#/channels/ws/messages/{name}"} for name in messages]
    return {"action": action, "channel": {"$ref": "#/channels/ws"}, "messages": names}


def _incoming() -> dict[str, tuple[str, Schema]]:
    """What a client says."""
    return {
        "watch": (
            "Follow a dossier from a cursor; without one, the answer is `reload`",
            _message("watch", {"dossier": TEXT}, {"since": nullable(TEXT), "view": nullable(TEXT)}),
        ),
        "leave": ("Follow a dossier no more", _message("leave", {"dossier": TEXT})),
        "do": (
            "Send a command, as over HTTP",
            _message("do", {"command": ref("Command")}, {"client_time": INSTANT}),
        ),
        "beatIn": ("Say that one is still there", _message("beat", {})),
    }


def _outgoing() -> dict[str, tuple[str, Schema]]:
    """What the server says."""
    scoped = shape({"name": TEXT, "role": TEXT, "scope": {"anyOf": [TEXT, listed(TEXT)]}})
    receipt = {"dossier": DOSSIER, "first": nullable(NUMBER), "last": nullable(NUMBER), "cursor": CURSOR}
    position: dict[str, Schema] = {"seq": NUMBER, "cursor": CURSOR, "view": VIEW, "missed": nullable(NUMBER)}
    outcome: Schema = {"type": "string", "enum": ["current", "caught_up", "reload"]}
    allowed = listed({"type": "string", "enum": sorted(GRANTS)})
    delta: dict[str, Schema] = {
        "dossier": DOSSIER,
        "from": NUMBER,
        "to": NUMBER,
        "cursor": CURSOR,
        "put": listed(ref("Card")),
        "drop": listed(TEXT),
        "lines": listed(ref("Line")),
    }
    cursors: Schema = {"type": "object", "additionalProperties": CURSOR}
    return {
        "welcome": (
            "The first message",
            _message("welcome", {"actor": ref("Actor"), "server_time": INSTANT, "beat_s": NUMBER}),
        ),
        "sync": (
            "Where a dossier stands, and what is missing; sent again when rights change",
            _message("sync", {"dossier": DOSSIER, "outcome": outcome, **position, "allowed": allowed}),
        ),
        "delta": ("What has changed after `from` up to `to`; taken only at `from`", _message("delta", delta)),
        "done": ("The receipt of a command", _message("done", {"id": _ID, **receipt, "again": {"type": "boolean"}})),
        "refused": (
            "A refusal, of a command (`id`) or of a watch (`dossier`)",
            _message("refused", {"id": nullable(_ID), "error": ref("Problem")}, {"dossier": TEXT}),
        ),
        "beatOut": ("The answer to a beat", _message("beat", {"server_time": INSTANT, "cursors": cursors})),
        "presence": ("Who has a dossier on screen", _message("presence", {"dossier": DOSSIER, "here": listed(scoped)})),
    }


def _message(type: str, fields: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return shape({"type": {"const": type}, **fields}, optional)
