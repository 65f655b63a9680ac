"""SIREN, SIRET and telephone numbers: which can be real, and how they are kept."""

from string import digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.identifiers import is_siren, is_siret, luhn, telephone

EIGHT = st.text(digits, min_size=8, max_size=8)


def with_key(start: str) -> str:
    return next(start + key for key in digits if luhn(start + key))


@given(start=EIGHT, at=st.integers(0, 8), by=st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(start: str, at: int, by: int) -> None:
    siren = with_key(start)
    assert is_siren(siren) or int(siren) == 0
    wrong = f"{siren[:at]}{(int(siren[at]) + by) % 10}{siren[at + 1 :]}"
    assert not is_siren(wrong)


@given(start=EIGHT, nic=st.text(digits, min_size=4, max_size=4))
def test_a_siret_has_the_key_of_its_siren_and_its_own(start: str, nic: str) -> None:
    siren = with_key(start)
    siret = with_key(siren + nic)
    assert is_siret(siret) or int(siren) == 0
    assert not is_siret(siret[:-1] + str((int(siret[-1]) + 1) % 10)) or siret.startswith("356000000")


def test_the_establishments_of_la_poste_follow_their_own_rule() -> None:
    # The sum of the digits is a multiple of five; that of Luhn is not one of ten.
    assert not luhn("35600000000011") and sum(map(int, "35600000000011")) % 5 != 0
    assert is_siret("35600000000048") and is_siret("35600000049837")
    assert not is_siret("35600000000011")
    # Nobody else may: the same sum of digits, another SIREN.
    assert is_siren("732829320") and not is_siret("73282932000073")


@pytest.mark.parametrize("text", ["", "12345678", "000000000", "73282932O", "٧٣٢٨٢٩٣٢٠", "7328293200"])
def test_what_is_not_a_siren_is_refused(text: str) -> None:
    assert not is_siren(text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "+33199001234"),
        ("+33 (0)1 99 00 12 34", "+33199001234"),
        ("0033 1 99 00 12 34", "+33199001234"),
        ("02" + " 62 00 00 00", "+262262000000"),
        ("06 39 98 00 01", "+33639980001"),
        ("1 99 00 12 34", None),
        ("112", None),
        ("bonjour", None),
    ],
)
def test_a_telephone_number_is_kept_with_its_country_code(written: str, kept: str | None) -> None:
    assert telephone(written) == kept


def test_a_short_number_passes_where_it_is_asked_for() -> None:
    assert telephone("3977", short=True) == "3977" and telephone("3977") is None
