"""What was done for people, by day: units apart, days of the crisis's own calendar, and who said nothing is not zero."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.act_cards import NUMBERS, ActCard, ActTotals
from crisiscoord.domain.act_days import act_days
from crisiscoord.domain.bodies import BodyCard, new_body

NEMOURS, MELUN = "ccas-77333", "ccas-77288"
BODIES: dict[str, BodyCard] = {
    body: new_body(body=body, kind="ccas", name=name, departement="77")
    for body, name in ((NEMOURS, "CCAS de Nemours"), (MELUN, "CCAS de Melun"))
}


def act(body: str, kind: str, at: datetime, **numbers: int) -> ActCard:
    return ActCard(id=f"act:{body}-{at}", channel=f"body:{body}", body=body, kind=kind, occurred_at=at, **numbers)


def test_a_day_is_that_of_the_calendar_of_the_crisis() -> None:
    late = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
    acts = [act(NEMOURS, "accueil", late, persons=3), act(MELUN, "accueil", late, persons=4)]
    (here,) = act_days(acts, BODIES, "Europe/Paris").days
    assert (here.day, here.bodies, here.kinds["accueil"].persons) == (date(2026, 7, 15), 2, 7)
    (there,) = act_days(acts, BODIES, "America/Martinique").days
    assert there.day == date(2026, 7, 14)


def test_units_stay_apart_and_bodies_are_told_with_their_days() -> None:
    first, second = datetime(2026, 7, 14, 9, tzinfo=UTC), datetime(2026, 7, 16, 9, tzinfo=UTC)
    acts = [
        act(NEMOURS, "secours_financier", first, households=2, amount_cents=30_000),
        act(NEMOURS, "accueil", second, persons=5),
        act(MELUN, "accueil", second, persons=1),
        act("ccas-45234", "accueil", second, persons=900),
    ]
    found = act_days(acts, BODIES, "Europe/Paris")
    assert [day.day.day for day in found.days] == [14, 16], "a day of which nothing was noted is not there"
    assert found.days[0].kinds["secours_financier"] == ActTotals(households=2, amount_cents=30_000, acts=1)
    assert [(one.name, one.days, sum(kind.acts for kind in one.kinds.values())) for one in found.bodies] == [
        ("CCAS de Nemours", 2, 2),
        ("CCAS de Melun", 1, 1),
    ]
    assert found.of == 2
    only = act_days(acts, BODIES, "Europe/Paris", {"accueil"})
    assert [set(day.kinds) for day in only.days] == [{"accueil"}]


_ACTS = st.lists(
    st.tuples(
        st.sampled_from((NEMOURS, MELUN)),
        st.sampled_from(("accueil", "vestiaire")),
        st.integers(0, 200).map(lambda hours: datetime(2026, 7, 1, tzinfo=UTC) + timedelta(hours=hours)),
        st.integers(0, 9),
    ),
    max_size=30,
)


@given(_ACTS)
def test_days_and_bodies_add_up_to_the_same_whole(said: list[tuple[str, str, datetime, int]]) -> None:
    acts = [act(body, kind, at, persons=persons) for body, kind, at, persons in said]
    found = act_days(acts, BODIES, "Europe/Paris")
    for number in (*NUMBERS, "acts"):
        by_day = sum(getattr(totals, number) for day in found.days for totals in day.kinds.values())
        by_body = sum(getattr(totals, number) for one in found.bodies for totals in one.kinds.values())
        whole = len(acts) if number == "acts" else sum(getattr(one, number) or 0 for one in acts)
        assert by_day == by_body == whole
    assert all(day.bodies <= found.of for day in found.days)
    assert [day.day for day in found.days] == sorted({day.day for day in found.days})
