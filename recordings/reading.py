"""A display form of what was said: digits for spoken numbers, marks and capitals as they are written.

The transcript keeps the words as spoken, since evidence is quoted from them; this form is for eyes alone. It is made
of bits that remember what they stand for, so that a quote can be found in it. Careful rather than clever: a number is
written in digits only from ten up and before a unit, or where it is told digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recordings.errors import Language

_DIGITS = {c: n for n, cs in enumerate(("零〇", "一幺", "二两", "三", "四", "五", "六", "七", "八", "九")) for c in cs}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ZH_UNITS = "个工作日|个月|小时|分钟|工作日|天|日|年|元|块|次|号|岁|人"
_SMALL = {word: value for value, word in enumerate((
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
), start=1)}  # fmt: skip
_TENS = {word: 10 * value for value, word in enumerate((
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
), start=2)}  # fmt: skip
_NUMBER = "|".join(sorted([*_SMALL, *_TENS, "hundred", "thousand"], key=len, reverse=True))
_EN_UNITS = r"(?:business |working |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?|yuan|per ?cent|times)"
_TOLD_SINGLY = 5  # digits from which a run of them is a number told digit by digit


@dataclass(frozen=True)
class Bit:
    """A stretch of a text: as it was spoken and as it is shown."""

    spoken: str
    shown: str


def reading_form(text: str, language: Language) -> str:
    """The text as one reads it; empty for an empty text."""
    return "".join(bit.shown for bit in reading_bits(text, language))


def reading_bits(text: str, language: Language) -> tuple[Bit, ...]:
    """The text in bits.

    Returns:
        Their `spoken` joined is the text, letter by letter.
    """
    rules = _ZH_RULES if language == "zh" else _EN_RULES
    bits, at = [], 0
    for first, last, shown in _changes(text, rules):
        if first >= at:
            bits += [Bit(text[at:first], text[at:first]), Bit(text[first:last], shown)]
            at = last
    return tuple(bit for bit in (*bits, Bit(text[at:], text[at:])) if bit.spoken)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]


def _changes(text: str, rules: tuple[Rule, ...]) -> Iterator[tuple[int, int, str]]:
    found = [
        (match.start(), order, match.end(), shown)
        for order, (pattern, write) in enumerate(rules)
        for match in pattern.finditer(text)
        if (shown := write(match)) is not None
    ]
    for first, _, last, shown in sorted(found):
        yield first, last, shown


def _zh_value(text: str) -> int | None:
    """The value of a numeral below a hundred million; None where it is no well-formed one."""
    high, _, low = text.rpartition("万")
    parts = [_zh_below_ten_thousand(part) if part else 0 for part in (high, low)]
    if None in parts or ("万" in text and not high):
        return None
    return (parts[0] or 0) * 10_000 + (parts[1] or 0)


def _zh_below_ten_thousand(text: str) -> int | None:
    value, digit, last = 0, None, 10_000
    for char in text:
        if char in _PLACES:
            if _PLACES[char] >= last or (digit is None and (char != "十" or value)):
                return None
            last = _PLACES[char]
            value, digit = value + (1 if digit is None else digit) * last, None
        elif char not in _DIGITS:
            return None  # a second 万
        elif _DIGITS[char] == 0:
            digit = None
        elif digit is not None:
            return None
        else:
            digit = _DIGITS[char]
    if digit is not None and last > 10 and value and "零" not in text:
        return None  # 一百五 is 150 and 三千五 3500: left as spoken
    return value + (digit or 0)


def _zh_number(match: re.Match[str]) -> str | None:
    value = _zh_value(match[0])
    return str(value) if value is not None and value >= 10 else None


def _zh_share(match: re.Match[str]) -> str | None:
    value = _zh_value(match[2])
    return None if value is None else f"{value}{'%' if match[1] == '百' else '‰'}"


def _singly(match: re.Match[str]) -> str:
    return "".join(str(_DIGITS[char]) for char in match[0])


def _en_number(match: re.Match[str]) -> str | None:
    whole = part = 0
    for word in re.split(r"[\s-]+", match[0].lower()):
        if word == "hundred":
            part = max(1, part) * 100
        elif word == "thousand":
            whole, part = whole + max(1, part) * 1000, 0
        elif word != "and":
            part += _SMALL.get(word) or _TENS[word]
    return str(whole + part) if whole + part >= 10 else None


_FULL_WIDTH = dict(zip(",?!:;", "，？！：；", strict=True))
_HAN = r"[\u4e00-\u9fff]"
_NUMERAL = "[零〇一二两三四五六七八九十百千万]"
_ZH_RULES: tuple[Rule, ...] = (
    (re.compile(f"([百千])分之({_NUMERAL}+)"), _zh_share),
    (re.compile(f"(?<!{_NUMERAL})[零〇一二三四五六七八九幺]{{{_TOLD_SINGLY},}}(?!{_NUMERAL})"), _singly),
    (re.compile(f"(?<!{_NUMERAL})(?<![第之]){_NUMERAL}{{1,9}}(?={_ZH_UNITS})"), _zh_number),
    (re.compile(f"(?<={_HAN})[,?!:;]|[,?!:;](?={_HAN})"), lambda match: _FULL_WIDTH[match[0]]),
    (re.compile(rf"(?<={_HAN})\.(?!\w)"), lambda _match: "。"),
    (re.compile(rf"(?<={_HAN}) +(?={_HAN})"), lambda _match: ""),
)
_EN_RULES: tuple[Rule, ...] = (
    (re.compile(rf"\b(?:{_NUMBER})(?:(?:[ -]| and )(?:{_NUMBER}))*(?= {_EN_UNITS}\b)", re.IGNORECASE), _en_number),
    (re.compile(r"\bi(?=$|[ '])"), lambda _match: "I"),
    (re.compile(r"(?:^\s*|[.!?] +)[a-z]"), lambda match: match[0][:-1] + match[0][-1].upper()),
)
