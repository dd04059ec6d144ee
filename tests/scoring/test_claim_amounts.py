"""Whether what was said agrees with a fact's number, for any number: units, day types, bounds."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.claim_amounts import Fit, compare, confusable
from scoring.facts import Op, Slot
from scoring.numbers import find_quantities

NUMBERS = st.integers(1, 99)
LANGUAGES = st.sampled_from(["zh", "en"])
# zh word, en word; each unit with how many of the smallest of its family it holds
DAYS = {"hour": ("小时", "hours", 1), "day": ("天", "days", 24), "week": ("周", "weeks", 168)}
MONTHS = {"month": ("个月", "months", 1), "quarter": ("个季度", "quarters", 3), "year": ("年", "years", 12)}


def said(number: int, words: tuple[str, str, int], language: Language, *, before: str = "", middle: str = "") -> str:
    return f"{before}{number}{middle}{words[0]}" if language == "zh" else f"{before}{number} {middle}{words[1]}"


def fit_of(text: str, slot: Slot, language: Language) -> Fit:
    (quantity,) = find_quantities(text, language)
    return compare(quantity, slot, language)


def limit(value: float, unit: str, day_type: Literal["business", "calendar"] | None = None, op: Op = "le") -> Slot:
    return Slot(quantity="duration", op=op, value=value, unit=unit, day_type=day_type)


@given(NUMBERS, st.sampled_from([DAYS, MONTHS]), st.data(), LANGUAGES)
def test_units_that_convert_exactly_are_equal_and_only_then(
    number: int, family: dict[str, tuple[str, str, int]], data: st.DataObject, language: Language
) -> None:
    spoken, wanted = data.draw(st.sampled_from(sorted(family))), data.draw(st.sampled_from(sorted(family)))
    value = number * family[spoken][2] / family[wanted][2]
    assert fit_of(said(number, family[spoken], language), limit(value, wanted), language) == "equal"
    off = fit_of(said(number, family[spoken], language), limit(value + 1, wanted), language)
    assert off in ("wrong_number", "asr")  # forty for fourteen may be the recogniser's


@given(NUMBERS, st.sampled_from(sorted(DAYS)), st.sampled_from(sorted(MONTHS)), st.integers(1, 400), LANGUAGES)
def test_months_never_equal_days(number: int, days: str, months: str, value: int, language: Language) -> None:
    assert fit_of(said(number, DAYS[days], language), limit(value, months), language) != "equal"
    assert fit_of(said(number, MONTHS[months], language), limit(value, days), language) != "equal"


@given(NUMBERS, LANGUAGES)
def test_business_days_never_equal_calendar_days(number: int, language: Language) -> None:
    business = said(number, ("个工作日", "business days", 1), language)
    calendar = said(number, DAYS["day"], language)
    assert fit_of(business, limit(number, "day", "calendar"), language) == "wrong_day_type"
    assert fit_of(calendar, limit(number, "day", "business"), language) == "wrong_day_type"
    assert fit_of(business, limit(number, "day", "business"), language) == "equal"


@given(NUMBERS, LANGUAGES)
def test_a_limit_said_as_a_least_is_wrong_and_a_least_as_a_limit(number: int, language: Language) -> None:
    least = said(number, DAYS["day"], language, before="至少" if language == "zh" else "at least ")
    most = said(number, DAYS["day"], language, before="最多" if language == "zh" else "at most ")
    assert fit_of(least, limit(number, "day"), language) == "wrong_bound"
    assert fit_of(most, limit(number, "day"), language) == "equal"
    assert fit_of(most, limit(number, "day", op="ge"), language) == "wrong_bound"
    assert fit_of(least, limit(number, "day", op="ge"), language) == "equal"


@pytest.mark.parametrize(("text", "language"), [("不到十五天", "zh"), ("less than fifteen days", "en")])
def test_a_bound_that_does_not_count_itself_is_not_quite_the_limit(text: str, language: Language) -> None:
    assert fit_of(text, limit(15, "day"), language) == "near"


@given(st.integers(1, 99), st.integers(1, 99), LANGUAGES)
def test_sounding_alike_goes_both_ways_and_never_for_the_same_number(one: int, other: int, language: Language) -> None:
    assert confusable(one, other, language) == confusable(other, one, language)
    assert not confusable(one, one, language)
