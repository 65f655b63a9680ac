"""An accidental access: reported, received, dealt with, listed and carried away, against the published contract."""

from tests.cast import ADMIN, CCAS_NEMOURS, OBSERVER
from tests.tour import CRISIS, Tour


def report_an_exposure(tour: Tour) -> None:
    """Report one, answer it twice, and read what became of it."""
    seen = tour.do(CRISIS, "exposure.report", OBSERVER, text="Une liste restée à l’imprimante.", whose="ccas-77333")
    tour.do(CRISIS, "exposure.answer", CCAS_NEMOURS, seq=seen["first"], state="recu")
    tour.do(CRISIS, "exposure.answer", seq=seen["first"], state="traite", text="La liste a été reprise et détruite.")
    tour.seen.ask("GET", "/api/exposures", OBSERVER)
    tour.seen.ask("GET", "/api/exposures.csv", ADMIN)
