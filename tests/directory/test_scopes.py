"""Which scope each role is given, and what is refused."""

import pytest

from crisiscoord.directory.scopes import BadScope, Scope, UnknownRole, asks, scope_of
from crisiscoord.domain.places import TerritoryView
from crisiscoord.domain.policy import LINKS
from crisiscoord.domain.vocabulary import ROLES


def test_a_ccas_brings_its_departement(country: TerritoryView) -> None:
    assert scope_of("ccas_direction", ["ccas-77333"], [], country) == Scope(("ccas-77333",), ("77",))


def test_the_mairie_serves_where_there_is_no_ccas(country: TerritoryView) -> None:
    assert scope_of("ccas_terrain", ["mairie-77001"], ["77"], country) == Scope(("mairie-77001",), ("77",))


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("prefecture", "prefecture-2A"),
        ("udccas", "udccas-2A"),
        ("ddets", "ddets-2A"),
        ("siao_referent", "siao-2A"),
        ("caf_referent", "caf-2A"),
        ("cpam_referent", "cpam-2A"),
    ],
)
def test_a_departemental_role_is_named_by_its_departement_or_by_its_body(
    role: str, body: str, country: TerritoryView
) -> None:
    wanted = Scope((body,), ("2A",))
    assert scope_of(role, [], ["2A"], country) == scope_of(role, [body], [], country) == wanted


def test_overseas_departements_have_three_characters(country: TerritoryView) -> None:
    assert scope_of("prefecture", [], ["974"], country) == Scope(("prefecture-974",), ("974",))


def test_national_roles_have_their_body_and_no_departement(country: TerritoryView) -> None:
    assert scope_of("unccas_permanence", [], [], country) == Scope(("unccas",))
    assert scope_of("sgav", ["sgav"], [], country) == Scope(("sgav",))


def test_an_observer_sees_the_country_or_some_departements(country: TerritoryView) -> None:
    assert scope_of("observer", [], [], country) == Scope()
    assert scope_of("observer", [], ["77", "45", "77"], country) == Scope((), ("77", "45"))


def test_an_association_names_itself(country: TerritoryView) -> None:
    assert scope_of("sos_referent", ["sos-melun"], ["77"], country) == Scope(("sos-melun",), ("77",))


@pytest.mark.parametrize(
    ("role", "bodies", "departements"),
    [
        ("ccas_direction", [], []),
        ("ccas_direction", [], ["77"]),
        ("ccas_direction", ["prefecture-77"], []),
        ("ccas_direction", ["ccas-00000"], []),
        ("ccas_direction", ["ccas-77333"], ["45"]),
        ("prefecture", [], []),
        ("prefecture", [], ["20"]),
        ("prefecture", ["ccas-77333"], []),
        ("udccas", ["udccas-77"], ["45"]),
        ("sgav", [], ["77"]),
        ("unccas_permanence", ["ccas-77333"], []),
        ("sos_referent", [], ["77"]),
        ("admin", [], ["77"]),
        ("representant_unccas", ["ccas-77333"], []),
        ("observer", ["ccas-77333"], []),
    ],
)
def test_what_does_not_go_with_the_role_is_refused_in_french(
    role: str, bodies: list[str], departements: list[str], country: TerritoryView
) -> None:
    with pytest.raises(BadScope) as refused:
        scope_of(role, bodies, departements, country)
    assert refused.value.code == "bad_scope"
    assert refused.value.detail.endswith(".")


@pytest.mark.parametrize("role", ["system", "maire", ""])
def test_a_role_that_nobody_is_given_is_refused_with_those_that_are(role: str, country: TerritoryView) -> None:
    with pytest.raises(UnknownRole, match="unccas_permanence"):
        scope_of(role, [], [], country)


def test_every_role_but_that_of_the_server_and_those_of_links_can_be_given(country: TerritoryView) -> None:
    for role in ROLES.keys() - {"system", *LINKS}:
        try:
            scope_of(role, [], [], country)
        except BadScope:
            pass


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {"system", *LINKS}))
def test_a_form_that_asks_what_the_role_asks_is_always_taken_and_one_that_leaves_it_out_is_not(
    country: TerritoryView, role: str
) -> None:
    asked = asks(role)
    bodies = [] if not asked.body else ["sos-melun" if role == "sos_referent" else "ccas-77333"]
    departements = [] if asked.departement == "none" else ["77"]
    given = scope_of(role, bodies, departements, country)
    assert set(bodies) <= set(given.bodies) and set(departements) <= set(given.departements)
    if asked.departement == "optional":
        assert scope_of(role, bodies, [], country) == Scope()
    if asked.body or (asked.departement == "required" and not bodies):
        with pytest.raises(BadScope):
            scope_of(role, [], [], country)
    if asked.departement == "none" and not asked.body:
        with pytest.raises(BadScope):
            scope_of(role, [], ["77"], country)
