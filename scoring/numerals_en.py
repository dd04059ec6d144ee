"""Reading English numerals: 50,000, fifteen, one and a half, two grand, a couple of. No units here."""

from __future__ import annotations

import re

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_TENS = "|".join(TENS)
_ONES = "|".join(sorted(ONES, key=len, reverse=True))
_SMALL = rf"(?:(?:{_TENS})(?:[\s-](?:{_ONES}))?|(?:{_ONES}))"
_SCALE = r"(?:hundred|thousand|grand|million|billion)"
_WORDS = (
    rf"(?:(?:{_SMALL}|an?|half a)[\s-]{_SCALE}(?:[\s-]{_SCALE})?"
    rf"(?:,?[\s-](?:and[\s-])?{_SMALL}(?:[\s-]{_SCALE})?)*|{_SMALL})"
)
_DIGITS = (
    r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?:\s?k\b|[\s-]?(?:thousand|grand|hundred|million|billion)\b)?"
)
_POINT = rf"(?:(?:{_SMALL}) )?point(?: (?:{_ONES}))+"
NUMERAL = rf"(?:{_POINT}|{_DIGITS}|\b{_WORDS}\b)"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
ORDINAL = rf"\b(?:(?:{_TENS})[\s-])?(?:{_ORDINAL})\b|\b\d{{1,2}}(?:st|nd|rd|th)\b"

_DIGITS_ALONE = re.compile(r"([\d, ]*\d(?:\.\d+)?)[\s-]?(k|thousand|grand|hundred|million|billion)?")
_SPLIT = re.compile(r"[\s,-]+")


def read(numeral: str) -> float | None:
    """The value of one numeral in lower case: digits or words; None where it makes no number."""
    if match := _DIGITS_ALONE.fullmatch(numeral):
        return float(match[1].replace(",", "").replace(" ", "")) * SCALES.get(match[2] or "", 1)
    whole, _, fraction = f" {numeral}".partition(" point ")
    value = _words(whole.strip()) if whole.strip() else 0.0
    if value is None or not fraction:
        return value
    digits = "".join(str(ONES[word]) for word in fraction.split() if word in ONES)
    return float(f"{value:.0f}.{digits}")


def _words(text: str) -> float | None:
    total = section = 0.0
    for word in _SPLIT.split(text):
        if word in ("and", ""):
            continue
        if word in ("a", "an"):
            section = section or 1
        elif word == "half":
            section = 0.5
        elif word in ONES:
            section += ONES[word]
        elif word in TENS:
            section += TENS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in SCALES:
            total += (section or 1) * SCALES[word]
            section = 0
        else:
            return None
    return total + section


def read_ordinal(text: str) -> int | None:
    """20 for "twentieth" or "20th"; None where it is no ordinal."""
    if text[0].isdigit():
        return int(text.rstrip("stndrh"))
    tens, _, ones = text.replace("-", " ").rpartition(" ")
    value = ORDINALS.get(ones)
    return None if value is None else value + TENS.get(tens, 0)
