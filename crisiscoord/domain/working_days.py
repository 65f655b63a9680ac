"""Working days in France: Monday to Friday, without the public holidays of the département.

Holidays: code du travail L.3133-1; Good Friday and 26 December in Moselle, Bas-Rhin and Haut-Rhin
(L.3134-13); the commemoration of the abolition of slavery overseas (L.3422-2). The holidays that
Saint-Pierre-et-Miquelon and the Pacific collectivities set for themselves are not known here.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

ALSACE_MOSELLE = frozenset({"57", "67", "68"})

#: Month and day of the abolition of slavery. Saint-Martin keeps 28 May since 2018, where the code says 27.
ABOLITION: Mapping[str, tuple[int, int]] = {
    "971": (5, 27),
    "972": (5, 22),
    "973": (6, 10),
    "974": (12, 20),
    "976": (4, 27),
    "977": (10, 9),
    "978": (5, 28),
}

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous computus)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, odd = divmod(rest, 4)
    week = (32 + 2 * left + 2 * quarter - moon - odd) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def public_holidays(year: int, departement: str = "") -> frozenset[date]:
    """Return the public holidays of a year, those of the département or territory included."""
    sunday = easter(year)
    holidays = {date(year, month, day) for month, day in _FIXED}
    holidays |= {sunday + timedelta(days=days) for days in (1, 39, 50)}
    if departement in ALSACE_MOSELLE:
        holidays |= {sunday - timedelta(days=2), date(year, 12, 26)}
    if departement in ABOLITION:
        holidays.add(date(year, *ABOLITION[departement]))
    return frozenset(holidays)


def is_working_day(day: date, departement: str = "") -> bool:
    """Say whether offices are open that day."""
    return day.weekday() < 5 and day not in public_holidays(day.year, departement)


def working_day_from(day: date, departement: str = "") -> date:
    """Return `day` when it is a working day, else the first one after it."""
    while not is_working_day(day, departement):
        day += timedelta(days=1)
    return day
