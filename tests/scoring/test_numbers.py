"""Numbers with units and bounds, as spoken. Expected values are worked out by hand beside each case."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.findings import Quantity
from scoring.numbers import find_quantities

DIGITS = "零一二三四五六七八九"


def only(text: str, language: Language) -> Quantity:
    found = find_quantities(text, language)
    assert len(found) == 1, found
    return found[0]


def spoken_zh(number: int) -> str:
    """A Chinese numeral below 100 000 as one says it (my own rendering, independent of the parser)."""
    if number == 0:
        return "零"
    parts, pending = "", False
    for scale, char in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            parts += ("零" if pending else "") + DIGITS[digit] + char
            pending = False
        elif parts and number:
            pending = True
    return parts[1:] if parts.startswith("一十") else parts


ONES = {
    0: "zero", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
    10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
    17: "seventeen", 18: "eighteen", 19: "nineteen",
}  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spoken_en(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{ONES[number // 100]} hundred" + (f" and {spoken_en(number % 100)}" if number % 100 else "")
    rest = number % 1000
    joint = " and " if rest < 100 else " "
    return f"{spoken_en(number // 1000)} thousand" + (f"{joint}{spoken_en(rest)}" if rest else "")


# text, kind, low, high, unit, day type
ZH = [
    ("一千一个月", "money", 1000, 1000, "yuan", None),
    ("十五个工作日", "duration", 15, 15, "day", "business"),
    ("15个自然日", "duration", 15, 15, "day", "calendar"),
    ("半个月", "duration", 0.5, 0.5, "month", None),
    ("俩月", "duration", 2, 2, "month", None),
    ("个半月", "duration", 1.5, 1.5, "month", None),
    ("两个半月", "duration", 2.5, 2.5, "month", None),
    ("一年半", "duration", 1.5, 1.5, "year", None),
    ("两年零三个月", "duration", 27, 27, "month", None),  # 2 × 12 + 3
    ("六十期", "duration", 60, 60, "instalment", None),
    ("一个半小时", "duration", 1.5, 1.5, "hour", None),
    ("三到五天", "duration", 3, 5, "day", None),
    ("三五天", "duration", 3, 5, "day", None),
    ("十七八天", "duration", 17, 18, "day", None),
    ("15日内", "duration", None, 15, "day", None),
    ("不超过5年", "duration", None, 5, "year", None),
    ("最长六十日", "duration", None, 60, "day", None),
    ("至少三十天", "duration", 30, None, "day", None),
    ("三年以上", "duration", 3, None, "year", None),
    ("几天", "duration", None, None, "day", None),
    ("千分之五", "rate", 5, 5, "permille", None),
    ("百分之三点五", "rate", 3.5, 3.5, "percent", None),
    ("打八折", "rate", 80, 80, "percent", None),
    ("三成", "rate", 30, 30, "percent", None),
    ("四倍", "rate", 4, 4, "multiple", None),
    ("5 万元", "money", 50_000, 50_000, "yuan", None),
    ("三块五", "money", 3.5, 3.5, "yuan", None),
    ("一万二", "number", 12_000, 12_000, "", None),
    ("一亿三千万", "number", 130_000_000, 130_000_000, "", None),
    ("晚上十点到早上八点", "clock", 22, 8, "hour", None),
    ("晚上22:00到次日8:00", "clock", 22, 8, "hour", None),
    ("22点至8点", "clock", 22, 8, "hour", None),
    ("早上八点前", "clock", None, 8, "hour", None),
    ("2026年3月31日", "date", 20_260_331, 20_260_331, "ymd", None),
    ("三月三十一号", "date", 331, 331, "md", None),
    ("最多三次", "count", None, 3, "time", None),
    ("超不过五年", "duration", None, 5, "year", None),
    ("五年封顶", "duration", None, 5, "year", None),
    ("不要超过三通", "count", None, 3, "time", None),
    ("半拉月", "duration", 0.5, 0.5, "month", None),
    ("夜里十点到第二天八点", "clock", 22, 8, "hour", None),
    ("零点六个百分点", "rate", 0.6, 0.6, "percent", None),
]
EN = [
    ("fifteen business days", "duration", 15, 15, "day", "business"),
    ("fifteen calendar days", "duration", 15, 15, "day", "calendar"),
    ("within 15 days", "duration", None, 15, "day", None),
    ("a fortnight", "duration", 2, 2, "week", None),
    ("one and a half percent", "rate", 1.5, 1.5, "percent", None),
    ("five per mille", "rate", 5, 5, "permille", None),
    ("two grand", "number", 2000, 2000, "", None),
    ("up to five years", "duration", None, 5, "year", None),
    ("no later than thirty days", "duration", None, 30, "day", None),
    ("at least three years", "duration", 3, None, "year", None),
    ("ten days at most", "duration", None, 10, "day", None),
    ("50,000 yuan", "money", 50_000, 50_000, "yuan", None),
    ("¥8,000", "money", 8000, 8000, "yuan", None),
    ("10pm to 8am", "clock", 22, 8, "hour", None),
    ("ten at night until eight in the morning", "clock", 22, 8, "hour", None),
    ("half past eight", "clock", 8.5, 8.5, "hour", None),
    ("three to five days", "duration", 3, 5, "day", None),
    ("3-5 working days", "duration", 3, 5, "day", "business"),
    ("a few days", "duration", None, None, "day", None),
    ("within a month", "duration", None, 1, "month", None),
    ("two years and three months", "duration", 27, 27, "month", None),
    ("a year and a half", "duration", 1.5, 1.5, "year", None),
    ("half a month", "duration", 0.5, 0.5, "month", None),
    ("half a decade", "duration", 5, 5, "year", None),
    ("a five-year plan", "duration", 5, 5, "year", None),
    ("sixty instalments", "duration", 60, 60, "instalment", None),
    ("twice a year", "count", 2, 2, "time", None),
    ("no more than three calls a day", "count", None, 3, "time", None),
    ("point six percent", "rate", 0.6, 0.6, "percent", None),
    ("sixty days at the outside", "duration", None, 60, "day", None),
    ("three years at the very least", "duration", 3, None, "year", None),
    ("72hrs", "duration", 72, 72, "hour", None),
    ("15 bank days", "duration", 15, 15, "day", "business"),
    ("inside of a week", "duration", None, 1, "week", None),
    ("the twentieth of September", "date", 920, 920, "md", None),
    ("by March 31, 2026", "date", 20_260_331, 20_260_331, "ymd", None),
]


@pytest.mark.parametrize(("text", "kind", "low", "high", "unit", "day_type"), ZH, ids=[case[0] for case in ZH])
def test_chinese_is_read_as_spoken(
    text: str, kind: str, low: float | None, high: float | None, unit: str, day_type: str | None
) -> None:
    found = only(text, "zh")
    assert (found.kind, found.low, found.high, found.unit, found.day_type) == (kind, low, high, unit, day_type)


@pytest.mark.parametrize(("text", "kind", "low", "high", "unit", "day_type"), EN, ids=[case[0] for case in EN])
def test_english_is_read_as_spoken(
    text: str, kind: str, low: float | None, high: float | None, unit: str, day_type: str | None
) -> None:
    found = only(text, "en")
    assert (found.kind, found.low, found.high, found.unit, found.day_type) == (kind, low, high, unit, day_type)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您好,请问有什么可以帮您", "zh"), ("按照第七十条", "zh"), ("我一定帮您查一下", "zh"), ("上周五收到的", "zh"),
        ("我给您说两点", "zh"), ("一条一条跟您说", "zh"), ("十分抱歉", "zh"), ("", "zh"),
        ("one moment please", "en"), ("report it at once", "en"), ("article 70", "en"), ("no one knows", "en"),
    ],
)  # fmt: skip
def test_words_that_hold_a_numeral_but_count_nothing_are_left_alone(text: str, language: Language) -> None:
    assert find_quantities(text, language) == ()


def test_bounds_tell_whether_they_count_themselves() -> None:
    assert not only("超过三个月", "zh").low_inclusive
    assert only("三个月以上", "zh").low_inclusive
    assert not only("不到三十天", "zh").high_inclusive
    assert only("不超过三十天", "zh").high_inclusive
    assert not only("over three months", "en").low_inclusive
    assert not only("less than ten days", "en").high_inclusive
    assert only("up to ten days", "en").high_inclusive


def test_ten_days_or_half_a_month_are_two_quantities() -> None:
    found = find_quantities("十天半个月", "zh")
    assert [(one.low, one.unit) for one in found] == [(10, "day"), (0.5, "month")]


@pytest.mark.parametrize("text", ["小半年", "大半年", "个把月"])
def test_a_good_half_year_is_no_exact_half_year(text: str) -> None:
    assert only(text, "zh").approximate


def test_about_is_remembered_and_its_bounds_kept() -> None:
    for text, language in (("大概十五天", "zh"), ("十五天左右", "zh"), ("about fifteen days", "en")):
        found = only(text, language)  # type: ignore[arg-type]
        assert found.approximate
        assert (found.low, found.high) == (15, 15)


def test_a_quote_is_the_exact_original_even_in_full_width() -> None:
    text = "他们15日内要给您答复,最長六十日。"
    quotes = [found.quote for found in find_quantities(text, "zh")]
    assert quotes == ["15日内", "最長六十日"]


@given(st.integers(1, 99_999))
def test_chinese_numerals_come_back_as_they_were_said(number: int) -> None:
    found = only(f"{spoken_zh(number)}元", "zh")
    assert (found.low, found.high, found.unit) == (number, number, "yuan")


@given(st.integers(1, 99_999_999))
def test_numerals_of_another_writer_come_back(number: int) -> None:
    assert only(f"{cn2an.an2cn(number)}元", "zh").low == number


@given(st.integers(1, 99), st.integers(1, 9), st.sampled_from([("百", "percent"), ("千", "permille")]))
def test_chinese_shares_come_back(whole: int, tenths: int, part: tuple[str, str]) -> None:
    found = only(f"{part[0]}分之{spoken_zh(whole)}点{DIGITS[tenths]}", "zh")
    assert (found.low, found.unit) == (pytest.approx(whole + tenths / 10), part[1])


@given(st.integers(1, 99_999))
def test_digits_come_back_with_and_without_separators(number: int) -> None:
    for text in (f"{number}元", f"{number:,}元"):
        assert only(text, "zh").low == number
    for text in (f"{number} yuan", f"{number:,} yuan"):
        assert only(text, "en").low == number


@given(st.integers(1, 99_999))
def test_english_numerals_come_back_as_they_were_said(number: int) -> None:
    found = only(f"{spoken_en(number)} yuan", "en")
    assert (found.low, found.high, found.unit) == (number, number, "yuan")


@given(
    st.integers(1, 99),
    st.sampled_from([("天", "day"), ("个工作日", "day"), ("个月", "month"), ("年", "year"), ("个小时", "hour")]),
    st.sampled_from(
        [("", "", True, True), ("", "内", False, True), ("不超过", "", False, True), ("至少", "", True, False)]
    ),
)
def test_chinese_durations_come_back_with_their_bounds(
    number: int, unit: tuple[str, str], bound: tuple[str, str, bool, bool]
) -> None:
    before, after, has_low, has_high = bound
    found = only(f"{before}{spoken_zh(number)}{unit[0]}{after}", "zh")
    assert found.unit == unit[1]
    assert (found.low, found.high) == (number if has_low else None, number if has_high else None)
    assert found.day_type == ("business" if unit[0] == "个工作日" else None)


@given(
    st.integers(2, 99),
    st.sampled_from([("days", None), ("business days", "business"), ("calendar days", "calendar")]),
    st.sampled_from(
        [("", True, True), ("within ", False, True), ("no more than ", False, True), ("at least ", True, False)]
    ),
)
def test_english_durations_come_back_with_their_bounds(
    number: int, unit: tuple[str, str | None], bound: tuple[str, bool, bool]
) -> None:
    found = only(f"{bound[0]}{spoken_en(number)} {unit[0]}", "en")
    assert (found.low, found.high) == (number if bound[1] else None, number if bound[2] else None)
    assert found.day_type == unit[1]


@given(st.text(max_size=60), st.sampled_from(["zh", "en"]))
def test_any_text_gives_quotes_that_stand_where_they_say(text: str, language: Language) -> None:
    end = 0
    for found in find_quantities(text, language):
        assert text[found.start : found.end] == found.quote
        assert found.start >= end
        end = found.end


@given(st.text(alphabet="零一二三两十百千万亿点几半个月年天日内到至少不超过0123456789,.% ", max_size=24))
def test_any_jumble_of_numerals_is_survived(text: str) -> None:
    for found in find_quantities(text, "zh"):
        assert text[found.start : found.end] == found.quote
