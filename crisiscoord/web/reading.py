"""Reading what a request asks: bodies and query strings, with every fault named in French."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import orjson
from starlette.requests import Request

from ..domain.words import to_instant
from ..errors import Malformed

T = TypeVar("T")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


async def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object of a body. Raises Malformed."""
    try:
        data = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise Malformed("Le message n’est pas du JSON valide (UTF-8).") from error
    if not isinstance(data, dict):
        raise Malformed("Un objet JSON est attendu.")
    return data


def text_field(data: Mapping[str, Any], name: str, most: int = 200, beside: Collection[str] = ()) -> str:
    """Return a text that must be there, and alone, or with the fields `beside` at most."""
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise fault(name, f"texte attendu, {most} caractères au plus")
    if extra := data.keys() - {name, *beside}:
        raise fault(sorted(extra)[0], "champ inconnu")
    return value


def text_fields(data: Mapping[str, Any], **most: int) -> list[str]:
    """Return texts that must all be there, and alone, in the order of their bounds."""
    if extra := data.keys() - most:
        raise fault(sorted(extra)[0], "champ inconnu")
    return [text_field({name: data.get(name)}, name, bound) for name, bound in most.items()]


def codes_field(data: Mapping[str, Any], name: str, most: int = 100) -> tuple[str, ...]:
    """Return a list of short texts, empty when it is not there."""
    value = data.get(name, [])
    if (
        not isinstance(value, list)
        or len(value) > most
        or not all(isinstance(one, str) and len(one) <= 64 for one in value)
    ):
        raise fault(name, f"liste attendue, {most} textes courts au plus")
    return tuple(value)


class Query:
    """The query string of a request. A parameter that is not read is refused, since it was meant for something."""

    def __init__(self, request: Request, *known: str) -> None:
        self._given = request.query_params
        for name in self._given:
            if name not in known:
                raise fault(name, "paramètre inconnu\u202f; admis\u00a0: " + ", ".join(known))

    def text(self, name: str, most: int = 200) -> str:
        """Return a text, empty when it was not given."""
        value = self._given.get(name, "")
        if len(value) > most or "\0" in value:
            raise fault(name, f"{most} caractères au plus")
        return value

    def texts(self, name: str, most: int = 100) -> tuple[str, ...]:
        """Return the values of a parameter that may be given several times, or with commas."""
        values = [part.strip() for value in self._given.getlist(name) for part in value.split(",")]
        if len(values) > most or any(len(value) > 200 or "\0" in value for value in values):
            raise fault(name, f"{most} valeurs au plus")
        return tuple(value for value in values if value)

    def number(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds, None when it was not given."""
        value = self._given.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 18 and least <= int(value) <= most):
            raise fault(name, f"nombre entier attendu, entre {least} et {most}")
        return int(value)

    def instant(self, name: str) -> datetime | None:
        """Return an instant with its offset, None when it was not given."""
        value = self._given.get(name)
        return None if value is None else instant(name, value)

    def day(self, name: str) -> date | None:
        """Return a day (`2026-07-14`), None when it was not given."""
        value = self._given.get(name)
        if value is None:
            return None
        if _DAY.fullmatch(value) is None:
            raise fault(name, "jour attendu (AAAA-MM-JJ)")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise fault(name, "ce jour n’existe pas") from error


def instant(name: str, value: str) -> datetime:
    """Read an RFC 3339 instant. A space stands for the `+` that a query string turns it into."""
    try:
        at = datetime.fromisoformat(value.strip().replace(" ", "+"))
        if at.tzinfo is None:
            raise fault(name, "heure sans fuseau\u00a0: ajouter un décalage, par exemple +01:00 ou Z")
        return to_instant(at)
    except ValueError as error:
        raise fault(name, "date et heure attendues (RFC 3339)") from error


def fault(name: str, reason: str) -> Malformed:
    """Return the refusal of one field or parameter."""
    name = name[:100]
    return Malformed(f"«\u00a0{name}\u00a0»\u00a0: {reason}.", [{"field": name, "reason": reason}])
