"""Numbers as they are said: 138-0013-8000, 幺三八…, "one three eight double zero"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

_ZH: Mapping[str, str] = dict(zip("零〇幺一二三四五六七八九", "001123456789", strict=True))
_EN: Mapping[str, str] = {
    word: str(value)
    for value, words in enumerate(("zero oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
    for word in words.split()
}
_TIMES: Mapping[str, int] = {"double": 2, "triple": 3}
_PIECE = re.compile(
    rf"(?P<many>\b(?:double|triple))\s+(?P<twin>{'|'.join(_EN)}|\d)\b"
    rf"|(?P<word>\b(?:{'|'.join(_EN)})\b)|(?P<digits>[0-9０-９]+)|(?P<zh>[{''.join(_ZH)}]+)|(?P<x>[XxＸ叉])(?![A-Za-z])",
    re.IGNORECASE,
)
_GLUE = r"[\s\-‐–—.,，、·()（）]{0,3}"
# Source: GB 11643-1999, weights of ISO 7064 MOD 11-2.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


@dataclass(frozen=True)
class Group:
    """Digits said in one go: what they spell, and where they stand in the text."""

    digits: str
    start: int
    end: int


@cache
def _between(fillers: str) -> re.Pattern[str]:
    return re.compile(f"{_GLUE}(?:(?:{fillers}){_GLUE}){{0,2}}" if fillers else _GLUE, re.IGNORECASE)


def digit_runs(text: str, fillers: str = "") -> Iterator[list[Group]]:
    """Groups of digits with nothing but spaces, hyphens, commas and words of hesitation between them, run by run.

    Does not read numbers by value ("thirteen", 三百): identifiers are said digit by digit.

    Args:
        text: What was said.
        fillers: A pattern of the words that may stand between the groups of one number.
    """
    run: list[Group] = []
    for group in _groups(text):
        if run and not _between(fillers).fullmatch(text, run[-1].end, group.start):
            yield run
            run = []
        if group.digits != "X" or run:
            run.append(group)
    if run:
        yield run


def _groups(text: str) -> Iterable[Group]:
    for found in _PIECE.finditer(text):
        if found["many"]:
            twin = found["twin"].lower()
            digits = _EN.get(twin, twin) * _TIMES[found["many"].lower()]
        elif found["word"]:
            digits = _EN[found["word"].lower()]
        elif found["zh"]:
            digits = "".join(_ZH[each] for each in found["zh"])
        elif found["x"]:
            digits = "X"
        else:
            digits = "".join(str(int(each)) for each in found["digits"])
        yield Group(digits, found.start(), found.end())


def is_id_card(digits: str) -> bool:
    """Whether 18 characters are a Chinese resident's number with a right check character (GB 11643)."""
    return has_birthday(digits) and digits[17] == id_check_character(digits)


def id_check_character(digits: str) -> str:
    """The 18th character that belongs to the first 17."""
    return _ID_CHECK[sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True)) % 11]


def has_birthday(digits: str) -> bool:
    """Whether 18 characters hold a region and a date where a resident's number has them."""
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", digits):
        return False
    return 1900 <= int(digits[6:10]) <= 2100 and _is_date(int(digits[6:10]), digits[10:12], digits[12:14])


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on bank cards. Source: ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_calendar_date(digits: str) -> bool:
    """Whether eight digits are a date such as 20261123."""
    return len(digits) == 8 and digits[:2] in ("19", "20") and _is_date(int(digits[:4]), digits[4:6], digits[6:])


def _is_date(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True
