"""Reading Chinese numerals: digits, 十五, 一万二, 三五, 十几, 两百多万. No units here."""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HAN = "零〇一二两三四五六七八九十百千万亿"
_D = "一二两三四五六七八九"

# A numeral as it stands in text; what it means is `read`'s to say.
ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?[百千万亿]+(?:\d(?!\d))?)?"
NUMERAL = rf"(?:{ARABIC}|[{HAN}几数]+(?:点[零〇一二三四五六七八九]+)?)"

_PLAIN = re.compile(r"[\d,]+(?:\.\d+)?")
_MIXED = re.compile(r"([\d,]+(?:\.\d+)?)\s?([百千万亿]+)(\d?)")
_PAIR = re.compile(rf"([{HAN}]*?)([{_D}])([{_D}])([十百千万亿]*)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a numeral means: equal bounds for an exact one, None for 几 that stands alone."""

    low: float | None
    high: float | None
    approximate: bool = False


def read(numeral: str) -> Reading | None:
    """Read one numeral.

    Args:
        numeral: Digits, Chinese numerals or both; no unit, no sign.

    Returns:
        Its bounds (两三 is 2-3, 十几 is 11-19, 几 is open); None where it is no number.
    """
    if any(char.isdigit() and char.isascii() for char in numeral):
        value = _arabic(numeral)
        return None if value is None else Reading(value, value)
    if "几" in numeral or "数" in numeral:
        return _some(numeral)
    whole, _, fraction = numeral.partition("点")
    if fraction:
        head = _integer(whole)
        digits = "".join(str(DIGITS[char]) for char in fraction)
        if head is None:
            return None
        value = float(f"{head:.0f}.{digits}")
        return Reading(value, value)
    pair = _pair(whole)
    if pair is not None:
        return pair
    number = _integer(whole)
    return None if number is None else Reading(number, number)


def _arabic(numeral: str) -> float | None:
    if _PLAIN.fullmatch(numeral):
        return float(numeral.replace(",", ""))
    match = _MIXED.fullmatch(numeral)
    if match is None:
        return None
    scale = 1
    for char in match[2]:
        scale *= SCALES[char]
    tail = int(match[3]) * scale // 10 if match[3] else 0
    return round(float(match[1].replace(",", "")) * scale, 6) + tail


def _integer(text: str) -> float | None:
    """十五 → 15, 一万二 → 12000, 二零二六 → 2026, 两千五 → 2500; None where it makes no number."""
    if not text:
        return None
    if not all(char in DIGITS or char in SCALES for char in text):
        return None
    if all(char in DIGITS for char in text):
        return float("".join(str(DIGITS[char]) for char in text)) if len(text) > 1 else float(DIGITS[text])
    total = section = digit = 0
    scale_before = 0
    for place, char in enumerate(text):
        if char in DIGITS:
            if digit and DIGITS[char]:
                return None
            digit = DIGITS[char]
            if digit == 0:
                scale_before = 0
        else:
            scale = SCALES[char]
            if scale > 10_000:
                total = ((total + section + digit) or 1) * scale
                section = 0
            elif scale == 10_000:
                total += ((section + digit) or 1) * scale
                section = 0
            else:
                section += (digit or (1 if place == 0 or char == "十" else 0)) * scale
            digit = 0
            scale_before = scale
    if digit and scale_before >= 100:  # 一万二, 三百八: the last digit counts tenths of the scale before
        digit *= scale_before // 10
    return float(total + section + digit)


def _pair(text: str) -> Reading | None:
    """两三, 十七八, 五六十, 三五百: neighbours that mean a span."""
    match = _PAIR.fullmatch(text)
    if match is None or DIGITS[match[3]] <= DIGITS[match[2]] or DIGITS[match[3]] - DIGITS[match[2]] > 2:
        return None
    head, tail = match[1], match[4]
    if head and (head[-1] not in SCALES or tail):
        return None
    low, high = _integer(head + match[2] + tail), _integer(head + match[3] + tail)
    if low is None or high is None:
        return None
    return Reading(low, high, approximate=True)


def _some(text: str) -> Reading | None:
    """几 alone is open; 十几 is 11-19, 几十 20-90, 几百 200-900."""
    if text in ("几", "数"):
        return Reading(None, None, approximate=True)
    marker = "几" if "几" in text else "数"
    head, _, tail = text.partition(marker)
    if any(char not in SCALES for char in tail) or "几" in tail or "数" in tail:
        return None
    if head and head[-1] in SCALES:
        base = _integer(head)
        step = SCALES[head[-1]] // 10
        return None if base is None else Reading(base + step, base + 9 * step, approximate=True)
    if head:
        return None
    scale = 1
    for char in tail:
        scale *= SCALES[char]
    return Reading(2.0 * scale, 9.0 * scale, approximate=True)
