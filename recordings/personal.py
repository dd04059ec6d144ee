"""Where personal data stands in a text. Rules and lists only; nothing is guessed by a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from recordings.digits import Group, digit_runs, has_birthday, is_calendar_date, is_id_card, is_luhn
from recordings.errors import Language

Kind = Literal["id_card", "bank_card", "phone", "email", "name", "address", "plate"]
_MOBILE = re.compile(r"(?:0{0,2}86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0{0,2}86)?0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}|0[127]\d{8,9}")
_AMERICAN = re.compile(r"1?[2-9]\d{2}[2-9]\d{6}")
_DATE = re.compile(r"(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_NEAR = 40  # characters around a number that may say what it is
_SHORT = 3  # digits of the shortest public numbers (110, 120)
_MOST_GROUPS = 21  # as many as the longest identifier has characters
_BUSINESS = re.compile(r"(?:400|800)\d{7}|8(?:00|33|44|55|66|77|88)\d{7}")


@dataclass(frozen=True)
class Found:
    """Personal data: characters `start` to `end` (exclusive) of the original text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Lists:
    """The lists of `personal.yaml`, compiled."""

    tokens: dict[Kind, dict[Language, str]]
    hotlines: frozenset[str]
    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    surnames: str
    common_surnames: str
    compound_surnames: tuple[str, ...]
    not_in_names: str
    between_groups: str
    relatives: dict[Language, str]
    holders_zh: str
    not_names_en: frozenset[str]


@cache
def load_lists() -> Lists:
    """Read `personal.yaml`, once."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("personal.yaml").read_text(encoding="utf-8"))
    return Lists(
        tokens=data["tokens"],
        hotlines=frozenset(data["hotlines"]),
        before={name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["before"].items()},
        after={name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["after"].items()},
        surnames=data["common_surnames"] + data["other_surnames"],
        common_surnames=data["common_surnames"],
        compound_surnames=tuple(data["compound_surnames"]),
        not_in_names=data["not_in_names"],
        between_groups=data["between_groups"],
        relatives=data["relatives"],
        holders_zh=data["holders_zh"],
        not_names_en=frozenset(data["not_names_en"]),
    )


def find_numbers(text: str) -> Iterator[Found]:
    """Resident's numbers, bank cards and telephone numbers, as digits or spoken digit by digit."""
    dates = [found.span() for found in _DATE.finditer(text)]
    for run in digit_runs(text, load_lists().between_groups):
        yield from _in_run(text, [_or_wall(group, dates) for group in run])


def _or_wall(group: Group, dates: Sequence[tuple[int, int]]) -> Group:
    """Public numbers and dates become walls that nothing reaches over.

    Those of three digits (110) may as well be a group of a longer number; see `_in_run`.
    """
    dated = any(start <= group.start < end for start, end in dates)
    public = group.digits in load_lists().hotlines and len(group.digits) > _SHORT
    return Group("|", group.start, group.end) if dated or public else group


def _in_run(text: str, run: Sequence[Group]) -> Iterator[Found]:
    """The longest stretches of neighbouring groups that together are something."""
    first = 0
    while first < len(run):
        for last in range(min(len(run), first + _MOST_GROUPS), first, -1):
            digits = "".join(group.digits for group in run[first:last])
            start, end = run[first].start, run[last - 1].end
            public = _is_business(run[first:last], digits)
            kind = None if public else _kind(digits, text[max(0, start - _NEAR) : start], text[end : end + _NEAR])
            if kind and _holds_short(run[first:last]) and not _is_checked(digits):
                kind = None
            if kind:
                yield Found(kind, start, end)
            if kind or public:  # of a public number no part is private
                first = last
                break
        else:
            first += 1


def _holds_short(groups: Sequence[Group]) -> bool:
    return any(len(group.digits) <= _SHORT and group.digits in load_lists().hotlines for group in groups)


def _is_checked(digits: str) -> bool:
    """Whether the digits prove by themselves that they are one number: by check digit, or as a mobile number."""
    by_luhn = digits.isdigit() and 16 <= len(digits) <= 19 and is_luhn(digits)
    return is_id_card(digits) or by_luhn or _MOBILE.fullmatch(digits) is not None


def _is_business(groups: Sequence[Group], digits: str) -> bool:
    """Whether a company may be called there free of charge: 400…, 1-800-….

    The leading 1 must stand alone: run together, 1866… is a Chinese mobile number.
    """
    with_one = len(groups) > 2 and groups[0].digits == "1" and len(groups[1].digits) == 3
    return _BUSINESS.fullmatch(digits[1:] if with_one else digits) is not None


def _kind(digits: str, before: str, after: str) -> Kind | None:
    lists = load_lists()
    if not re.fullmatch(r"\d{7,20}X?", digits) or _is_reference(before):
        return None
    if len(digits) == 18 and (is_id_card(digits) or has_birthday(digits)):
        return "id_card"
    if "X" in digits or lists.after["amount"].search(after):
        return None
    if len(digits) == 15 and lists.before["id"].search(before):
        return "id_card"
    if _is_phone(digits, before):
        return "phone"
    if 15 <= len(digits) <= 19 and is_luhn(digits):
        return "bank_card"
    return "bank_card" if 12 <= len(digits) <= 20 and lists.before["card"].search(before) else None


def _is_reference(before: str) -> bool:
    """Whether a public number of a case is led to, and nothing personal after it (回执上写着身份证…)."""
    lists = load_lists()
    found = lists.before["reference"].search(before)
    return found is not None and not any(lists.before[what].search(before, found.end(1)) for what in ("id", "card"))


def _is_phone(digits: str, before: str) -> bool:
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _AMERICAN.fullmatch(digits):
        return True
    if before.endswith("+") and 8 <= len(digits) <= 15:
        return True
    named = load_lists().before["phone"].search(before) is not None
    return named and len(digits) in (7, 8, 10, 11, 12) and not is_calendar_date(digits)


_TLD = r"(?:com|cn|net|org|edu|gov|io|co|uk|hk|me|info)"
_EMAIL = re.compile(
    r"(?<![\w.+\-])[a-z0-9][\w.+\-]{0,63}\s?@\s?[a-z0-9][a-z0-9\-]{0,62}(?:\.[a-z0-9\-]{1,62}){1,4}"
    rf"|(?<![\w.+\-])[a-z0-9][\w.+\-]{{0,63}}\s*(?:@|艾特|at)\s*[a-z0-9\-]{{1,62}}(?:\s*点\s*{_TLD}){{1,3}}"
    r"|\b[a-z0-9]{1,30}(?:(?:\s+(?:dot|underscore|dash|hyphen)\s+|[._\-])[a-z0-9]{1,30}){0,4}"
    rf"\s+at\s+[a-z0-9]{{1,30}}(?:\s+dot\s+{_TLD}){{1,3}}\b",
    re.IGNORECASE | re.ASCII,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•\s\-]?"
    r"(?=[A-HJ-NP-Z]{0,3}\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
    re.IGNORECASE,
)


def find_written(text: str) -> Iterator[Found]:
    """E-mail addresses (written or said) and Chinese number plates."""
    yield from (Found("email", *found.span()) for found in _EMAIL.finditer(text))
    yield from (Found("plate", *found.span()) for found in _PLATE.finditer(text))
