"""Calendars as calendar programs read them: iCalendar (RFC 5545, RFC 7986), by the library of that name."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import icalendar

from ..domain.labels import label
from ..domain.states import CALENDAR_KINDS
from .calendar import Calendar
from .items import Item

MEDIA_TYPE = "text/calendar"
#: How often a calendar program is asked to come back, at most.
COME_BACK = timedelta(hours=1)
#: When each entry was written, by its number.
Stamps = Mapping[int, datetime]

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def written(name: str, calendars: Sequence[tuple[Calendar, Stamps]], base_url: str) -> bytes:
    """Write calendars as one, named `name`. The same boards give the same bytes."""
    whole = icalendar.Calendar()
    whole.add("prodid", "-//crisiscoord//calendrier//FR")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    # Given as values: what is not in RFC 5545 would be written as it is, line breaks and all.
    named, back = icalendar.vText(_plain(name)), icalendar.vDuration(COME_BACK)
    whole.add("name", named)
    whole.add("x-wr-calname", named)
    whole.add("refresh-interval", back, {"value": "DURATION"})
    whole.add("x-published-ttl", back)
    for calendar, stamps in calendars:
        for item in calendar.items:
            whole.add_component(_component(calendar, item, stamps[item.seq], base_url))
    body: bytes = whole.to_ical()
    return body


def _component(calendar: Calendar, item: Item, stamp: datetime, base_url: str) -> icalendar.Event:
    """Write one item. Without a METHOD, DTSTAMP is when it was last changed, so it is that of its entry."""
    kind = label(CALENDAR_KINDS, item.kind)
    exercise = "[EXERCICE] " if calendar.exercise else ""
    component = icalendar.Event()
    component.add("uid", item.id)
    component.add("dtstamp", stamp)
    component.add("sequence", item.seq)
    component.add("summary", _plain(f"{exercise}{item.title} ({calendar.title})"))
    component.add("description", _plain(_told(calendar, item, kind)))
    component.add("categories", [kind])
    component.add("url", base_url + item.link)
    component.add("status", "CANCELLED" if item.state == "annulee" else "CONFIRMED")
    if item.at is not None:
        component.add("dtstart", item.at)
    else:
        component.add("dtstart", item.on)
        component.add("dtend", item.on + timedelta(days=1))
    # A due leaves the day free for other things, a meeting does not.
    component.add("transp", "OPAQUE" if item.kind == "meeting" and item.state == "prevue" else "TRANSPARENT")
    return component


def _told(calendar: Calendar, item: Item, kind: str) -> str:
    exercise = "EXERCICE, données fictives.\n" if calendar.exercise else ""
    late = "En retard.\n" if item.overdue else ""
    return f"{exercise}{late}{kind}. {item.detail}".strip()


def _plain(text: str) -> str:
    """Return a text without the control characters that iCalendar has no way to write."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n"))
