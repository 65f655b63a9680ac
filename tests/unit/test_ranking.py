"""Whom to ask first: the same département, the pool of its UDCCAS, the neighbours, the country; and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.needed import NeedCard
from crisiscoord.domain.places import BodyRef
from crisiscoord.domain.ranking import COUNTRY, NEIGHBOUR, POOL, SAME, Candidate, candidates, left_out
from crisiscoord.domain.skills import answering
from crisiscoord.domain.vocabulary import NEEDS, SKILLS
from crisiscoord.library.territory import territory
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_supporting import MELUN, NEMOURS, declared, lack, propose

PLACES = territory()


def ranked(pen: Pen, most: int = 20, lenders: Iterable[BodyRef] = PLACES.lenders) -> list[Candidate]:
    need = pen.board.get("need:accueil", NeedCard)
    body: Any = pen.board.card(f"body:{NEMOURS}")
    assert need is not None
    position = (body.position[0] / 1e4, body.position[1] / 1e4)
    return candidates(pen.board, need, lenders, PLACES.neighbours("77"), position, most, pen.now)


def test_the_nearest_of_the_same_departement_come_first_each_with_its_reasons() -> None:
    pen = declared()
    lack(pen)
    found = ranked(pen)
    assert {one.circle for one in found} == {SAME}
    distances = [one.km for one in found]
    assert distances == sorted(distances, key=lambda km: km or 0)
    assert all("même département" in one.reasons[0] and "par la route" in one.reasons[1] for one in found)
    assert NEMOURS not in {one.body for one in found}


def test_the_circles_widen_in_the_order_agreed() -> None:
    pen = declared()
    lack(pen)
    found = ranked(pen, 10_000)
    circles = [one.circle for one in found]
    assert circles == sorted(circles) and set(circles) == {SAME, POOL, NEIGHBOUR, COUNTRY}
    assert [one.body for one in found if one.circle == POOL] == ["udccas-77"]
    beside = {one.departement for one in found if one.circle == NEIGHBOUR}
    assert {"91", "94", "45", "89"} <= beside and not beside & {"13", "69", "2A"}


def test_whoever_offered_what_is_needed_comes_first_and_whoever_lends_already_after_the_rested() -> None:
    pen = declared()
    lack(pen)
    far = [one for one in ranked(pen, 10_000) if one.circle == SAME][-1]
    actor = CCAS_MELUN.model_copy(update={"account": "a", "bodies": (far.body,), "departements": ("77",)})
    lent = {"from_body": far.body, "start": pen.now, "end": pen.now + timedelta(days=2)}
    pen.do("support.call", REPRESENTANTE, call="appel", bodies=[far.body], kind="fonds", until=lent["end"])
    pen.do("support.offer", actor, offer="offre", kind="renfort_accueil", quantity=3, **lent)
    assert ranked(pen)[0].body == far.body and "a offert" in ranked(pen)[0].reasons[1]
    nearest = ranked(pen)[1].body
    lack(pen, need="autre", kind="renfort_accueil")
    busy = {"from_body": nearest, "start": pen.now, "end": pen.now + timedelta(days=2)}
    pen.do("support.propose", REPRESENTANTE, support="ailleurs", need="autre", quantity=1, **busy)
    assert nearest not in {one.body for one in ranked(pen)[:20]}
    assert next(one for one in ranked(pen, 10_000) if one.body == nearest).lends == 1


def test_who_is_hit_burdened_silent_or_already_asked_is_not_proposed() -> None:
    pen = declared()
    lack(pen)
    assert MELUN not in {one.body for one in ranked(pen, 10_000)}, "nobody has heard of it"
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="mobilise", observed_at=pen.now)
    assert MELUN in {one.body for one in ranked(pen, 10_000)}
    propose(pen)
    assert MELUN not in {one.body for one in ranked(pen, 10_000)}, "it has been asked"
    pen.do("support.decline", CCAS_MELUN, support="melun")
    assert MELUN in {one.body for one in ranked(pen, 10_000)}
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="deborde", observed_at=pen.now)
    assert MELUN not in {one.body for one in ranked(pen, 10_000)}
    pen.do("need.withdraw", CCAS_NEMOURS, need="accueil")


def test_the_neighbours_of_a_departement_are_those_beside_it() -> None:
    assert {"92", "93", "94"} <= PLACES.neighbours("75") and "13" not in PLACES.neighbours("75")
    assert PLACES.neighbours("2A") == {"2B"}
    assert PLACES.neighbours("974") == frozenset()


def test_each_reason_says_whether_it_speaks_for_the_body_and_the_free_team_is_named() -> None:
    pen = declared()
    lack(pen)
    figures = {"agents_present": {"value": 22}, "agents_expected": {"value": 24}, "sheltered": {"value": 31}}
    figures = {name: {**figure, "quality": "constate"} for name, figure in figures.items()}
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="mobilise", observed_at=pen.now, figures=figures)
    melun = next(one for one in ranked(pen, 10_000) if one.body == MELUN)
    said = dict(zip(melun.reasons, melun.signs, strict=True))
    assert said["mobilisé, 22 agents sur 24"] == "plus" and said["héberge déjà 31 personnes"] == "minus"
    assert said["même département, commune touchée"] == "minus" and melun.touched and melun.team == 1
    assert ranked(pen)[0].touched is False, "whose commune is not touched comes first"
    lack(pen, need="autre")
    busy = {"from_body": MELUN, "start": pen.now, "end": pen.now + timedelta(days=2)}
    pen.do("support.propose", REPRESENTANTE, support="ailleurs", need="autre", quantity=1, **busy)
    pen.tick(hours=30)
    melun = next(one for one in ranked(pen, 10_000) if one.body == MELUN)
    assert melun.team == 2 and any("n°\u00a02 à confirmer" in one for one in melun.reasons)
    assert "unknown" in melun.signs and any(one.startswith("nouvelles d’il y a") for one in melun.reasons)


def test_those_of_the_departement_who_are_not_asked_are_named_with_the_reason() -> None:
    pen = declared()
    lack(pen)
    need = pen.board.get("need:accueil", NeedCard)
    assert need is not None
    assert [(one.body, one.why) for one in left_out(pen.board, need, PLACES.lenders, 8)[0]] == [
        (MELUN, "sans nouvelle")
    ]
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="tension", observed_at=pen.now)
    assert left_out(pen.board, need, PLACES.lenders, 8)[0][0].why == "en tension"
    assert left_out(pen.board, need, PLACES.lenders, 0) == ([], 1)
    propose(pen)
    assert left_out(pen.board, need, PLACES.lenders, 8)[0][0].why == "déjà sollicité pour ce besoin"


# ------------------------------------------------------------------------------------------------- skills

#: A few dozen bodies of the département of the need, beside it and far away.
SOME = [one for one in PLACES.lenders if one.departement in ("77", "45", "2A")][::20]


def able(skills: dict[str, tuple[str, ...]]) -> list[BodyRef]:
    return [replace(one, skills=skills.get(one.id, ())) for one in SOME]


def test_every_kind_of_need_is_answered_by_a_skill_and_every_skill_answers_one() -> None:
    answered = {kind for skill in SKILLS.values() for kind in skill.needs}
    assert answered == {*NEEDS} and all(skill.needs for skill in SKILLS.values())
    assert answering("renfort_accueil", ("repas", "langues", "ancienne", "accueil")) == ("langues", "accueil")


def test_who_says_to_be_good_at_what_is_needed_comes_before_who_is_nearer_but_not_before_their_circle() -> None:
    pen = declared()
    lack(pen)
    before = [one for one in ranked(pen, 100, SOME) if one.circle == SAME]
    far, beyond = before[-1].body, ranked(pen, 100, SOME)[-1].body
    found = ranked(pen, 100, able({far: ("accueil", "repas"), before[0].body: ("repas",), beyond: ("accueil",)}))
    assert found[0].body == far and found[1].body == before[0].body, "another skill changes nothing"
    assert (found[0].skills, found[0].able, found[1].able) == (("accueil", "repas"), ("accueil",), ())
    assert dict(zip(found[0].reasons, found[0].signs, strict=True))["compétence\u00a0: accueil du public"] == "plus"
    assert not any("compétence" in reason for reason in found[1].reasons), "what was not said speaks against nobody"
    assert [one.circle for one in found] == sorted(one.circle for one in found)


def warn(pen: Pen, departement: str, level: str, **until: float) -> None:
    of = {} if level == "vert" else {"phenomena": ["inondation"]}
    told = {"departement": departement, "level": level, **of, "at": pen.now, "source": "Bulletin"}
    pen.do("vigilance.say", REPRESENTANTE, **told, until=pen.now + timedelta(**(until or {"hours": 4})))


def test_a_departement_under_orange_or_red_comes_behind_in_its_circle_says_so_and_hides_nobody() -> None:
    pen = declared()
    lack(pen)
    near = [one for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR]
    nearest = near[0].departement or ""
    assert {one.reasons[-1] for one in near} == {"vigilance inconnue"} and {one.signs[-1] for one in near} == {
        "unknown"
    }
    warn(pen, nearest, "orange")
    found = [one for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR]
    assert {one.body for one in found} == {one.body for one in near}
    behind = [one.departement == nearest for one in found]
    assert behind == sorted(behind) and any(behind)
    said = dict(zip(found[-1].reasons, found[-1].signs, strict=True))
    within = PLACES.departement(nearest).within  # type: ignore[union-attr]
    assert said[f"vigilance orange inondation {within} jusqu’à 18\u00a0h\u00a000"] == "minus"
    assert (found[-1].vigilance, found[0].vigilance) == ("orange", None)

    other = found[0].departement or ""
    warn(pen, other, "rouge")
    last = [one.departement for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR][-1]
    assert last == other, "red comes behind orange"
    warn(pen, other, "jaune")
    first = next(one for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR)
    assert first.departement == other and first.signs[-1] == "plus" and "vigilance jaune" in first.reasons[-1]


def test_a_vigilance_that_has_run_out_ranks_nobody_and_is_unknown_again() -> None:
    pen = declared()
    lack(pen)
    before = [one.body for one in ranked(pen, 10_000)]
    nearest = next(one.departement or "" for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR)
    warn(pen, nearest, "rouge", hours=2)
    warn(pen, "75", "vert", hours=1)
    assert [one.body for one in ranked(pen, 10_000)] != before
    pen.tick(hours=2)
    found = ranked(pen, 10_000)
    assert [one.body for one in found] == before
    for code in (nearest, "75"):
        one = next(one for one in found if one.departement == code)
        assert one.vigilance is None and one.signs[-1] == "unknown" and "plus redite depuis" in one.reasons[-1]


def test_who_offered_and_whose_circle_is_nearer_stay_before_whoever_is_calmer() -> None:
    pen = declared()
    lack(pen)
    warn(pen, "77", "rouge")
    circles = [one.circle for one in ranked(pen, 10_000)]
    assert circles == sorted(circles), "their own département, if it may lend at all, is asked first"
    beside = next(one for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR)
    lent = {"from_body": beside.body, "start": pen.now, "end": pen.now + timedelta(days=2)}
    direction = CCAS_MELUN.model_copy(
        update={"account": "a", "bodies": (beside.body,), "departements": (beside.departement,)}
    )
    pen.do("support.call", REPRESENTANTE, call="appel", bodies=[beside.body], kind="fonds", until=lent["end"])
    pen.do("support.offer", direction, offer="offre", kind="renfort_accueil", quantity=3, **lent)
    warn(pen, beside.departement or "", "rouge")
    first = next(one for one in ranked(pen, 10_000) if one.circle == NEIGHBOUR)
    assert first.body == beside.body and "minus" in first.signs


few = st.dictionaries(st.sampled_from([one.id for one in SOME]), st.lists(st.sampled_from([*SKILLS]), max_size=3))
levels = st.dictionaries(st.sampled_from(["77", "45", "2A"]), st.sampled_from(["vert", "jaune", "orange", "rouge"]))
THREAT = {"orange": 1, "rouge": 2}


@given(few, levels, st.integers(0, 5))
def test_in_a_circle_the_calm_come_first_then_the_able_then_the_nearest_and_nobody_is_hidden(
    said: dict[str, list[str]], told: dict[str, str], hours: int
) -> None:
    pen = declared()
    lack(pen)
    for departement, level in told.items():
        warn(pen, departement, level)
    pen.tick(hours=hours)
    known = told if hours < 4 else {}
    found = ranked(pen, 1_000, able({body: tuple(skills) for body, skills in said.items()}))
    assert {one.body for one in found} == {one.body for one in ranked(pen, 1_000, SOME)}
    for first, second in pairwise(found):
        ranks = [
            (one.circle, THREAT.get(known.get(one.departement or "", ""), 0), not one.able, one.km or 0)
            for one in (first, second)
        ]
        assert ranks == sorted(ranks)
    for one in found:
        assert one.vigilance == known.get(one.departement or "")
        assert ("inconnue" in one.reasons[-1]) == (one.vigilance is None) == (one.signs[-1] == "unknown")
