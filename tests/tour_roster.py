"""The part of the tour that calls the roster."""

from tests.tour import CRISIS, Tour


def call_the_roster(tour: Tour) -> None:
    """Give a list of two people, go on to the second, and stop."""
    known = {"function": "Élue", "phone": "01 99 00 12 34", "for_exercises": True}
    added = [
        tour.seen.ask("POST", "/api/directory/roster", expect=201, json={**known, "name": name})
        for name in ("Ana Exemple", "Bo Exemple")
    ]
    people = [one.json()["id"] for one in added]
    tour.do(CRISIS, "roster.call", call="liste", perimeter="77", people=people, minutes=15)
    tour.seen.ask("GET", f"/api/dossiers/{CRISIS}/board")
    tour.do(CRISIS, "roster.skip", call="liste", reason="Injoignable.")
    tour.do(CRISIS, "roster.stop", call="liste")
