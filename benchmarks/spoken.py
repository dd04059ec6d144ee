"""Numbers below 1 000 as one says them. Shares nothing with `scoring.numbers`, which it is there to test."""

from __future__ import annotations

from recordings.errors import Language

_ZH = "零一二三四五六七八九"
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spoken(number: int, language: Language) -> str:
    """A number from 0 to 999 in words.

    Raises:
        ValueError: Outside that range.
    """
    if not 0 <= number < 1000:
        raise ValueError(f"from 0 to 999, not {number}")
    return _zh(number) if language == "zh" else _en(number)


def _zh(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        head = ("" if tens == 1 else _ZH[tens]) + "十" if tens else ""
        return head + _ZH[ones] if ones else head or _ZH[0]
    middle = _ZH[tens] + "十" if tens else "零" if ones else ""
    return f"{_ZH[hundreds]}百{middle}" + (_ZH[ones] if ones else "")


def _en(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {_en(rest)}" if rest else "")
