"""Whether a spoken quantity agrees with the number of a fact, and if not, in which way."""

from __future__ import annotations

from typing import Literal

from recordings.errors import Language
from scoring.facts import Slot
from scoring.findings import Quantity

Fit = Literal[
    "equal", "near", "approximate", "open",
    "asr", "wrong_number", "wrong_unit", "wrong_day_type", "wrong_bound", "unfit",
]  # fmt: skip

# Units that convert into one another exactly. Months and years don't convert into days.
_GROUPS: dict[str, tuple[str, float]] = {
    "second": ("day", 1 / 86_400), "minute": ("day", 1 / 1440), "hour": ("day", 1 / 24), "day": ("day", 1.0),
    "week": ("day", 7.0),
    "month": ("month", 1.0), "quarter": ("month", 3.0), "year": ("month", 12.0), "instalment": ("month", 1.0),
    "percent": ("percent", 1.0), "permille": ("percent", 0.1), "permyriad": ("percent", 0.01),
    "multiple": ("multiple", 1.0),
    "yuan": ("yuan", 1.0), "usd": ("usd", 1.0),
    "time": ("count", 1.0), "item": ("count", 1.0), "person": ("person", 1.0), "age": ("age", 1.0),
}  # fmt: skip
_DAYS_A_MONTH = 30.4  # on average; only ever good for "about the same"
_NEAR = 0.06  # share by which a month may differ from its days and still be about the same
_ROUND = 0.07  # share by which what is said roughly may differ
_TINY = 1e-6


def compare(quantity: Quantity, slot: Slot, language: Language) -> Fit:
    """How a quantity stands to a fact's slot.

    Business days never equal calendar days, and a month is only `near` thirty days.

    Args:
        quantity: What was said.
        slot: What the fact holds.
        language: Language it was said in; decides which numbers sound alike.

    Returns:
        `unfit` where the two speak of different kinds of things.
    """
    if quantity.kind != slot.quantity and not (quantity.kind == "number" and slot.quantity == "money"):
        return "unfit"
    if quantity.low is None and quantity.high is None:
        return "open"
    if slot.quantity == "clock":
        return _compare_clock(quantity, slot)
    said, wanted = _GROUPS.get(quantity.unit or slot.unit), _GROUPS.get(slot.unit)
    if said is None or wanted is None:
        return "unfit"
    if said[0] != wanted[0]:
        return _across(quantity, slot, said, wanted)
    factor = said[1] / wanted[1]
    fit = _fit(quantity, slot, factor)
    if fit == "wrong_number" and _about_right(quantity, slot, factor):
        fit = "approximate" if quantity.approximate else "near"
    if fit == "wrong_number" and _sounds_like(quantity, slot, language):
        return "asr"
    return _with_days(fit, quantity, slot)


def _fit(quantity: Quantity, slot: Slot, factor: float) -> Fit:
    low = None if quantity.low is None else quantity.low * factor
    high = None if quantity.high is None else quantity.high * factor
    targets = (slot.value, *slot.also)
    if low is not None and high is not None and abs(low - high) > _TINY:
        inside = any(low - _TINY <= target <= high + _TINY for target in targets)
        if quantity.approximate:
            return "approximate" if inside else "wrong_number"
        return "equal" if slot.op != "ge" and any(_same(high, target) for target in targets) else "wrong_number"
    bound = high if high is not None else low
    if not any(_same(bound, target) for target in targets):
        return "wrong_number"
    if quantity.approximate:
        return "approximate"
    if low is not None and high is not None:
        return "equal"
    upward = high is None
    if slot.op == "eq":
        return "near" if upward else "equal"
    if upward != (slot.op == "ge"):
        return "wrong_bound"
    return "equal" if upward or quantity.high_inclusive else "near"


def _about_right(quantity: Quantity, slot: Slot, factor: float) -> bool:
    """Whether a number said as a round one comes close: about two weeks, or a fortnight, for 15 days."""
    if not quantity.approximate and ("fortnight" not in quantity.quote or slot.day_type == "business"):
        return False
    said = quantity.high if quantity.high is not None else quantity.low
    return said is not None and abs(said * factor - slot.value) <= _ROUND * slot.value


def _same(first: float | None, second: float) -> bool:
    return first is not None and abs(first - second) <= _TINY * max(1.0, abs(second))


def _with_days(fit: Fit, quantity: Quantity, slot: Slot) -> Fit:
    """Business days differ from calendar days; an unmarked day is a calendar day."""
    if quantity.kind != "duration" or fit not in ("equal", "near", "approximate"):
        return fit
    business = quantity.day_type == "business"
    if business != (slot.day_type == "business"):
        return "wrong_day_type"
    return fit


def _across(quantity: Quantity, slot: Slot, said: tuple[str, float], wanted: tuple[str, float]) -> Fit:
    """Units that don't convert: months against days are near at best; 15 months for 15 days is a wrong unit."""
    value = quantity.high if quantity.high is not None else quantity.low
    if value is None:
        return "open"
    if {said[0], wanted[0]} == {"day", "month"} and slot.day_type != "business" and quantity.day_type != "business":
        days = value * said[1] * (_DAYS_A_MONTH if said[0] == "month" else 1.0)
        target = slot.value * wanted[1] * (_DAYS_A_MONTH if wanted[0] == "month" else 1.0)
        if abs(days - target) / target <= _NEAR:
            return "near"
    return "wrong_unit" if _same(value, slot.value) else "wrong_number"


def _compare_clock(quantity: Quantity, slot: Slot) -> Fit:
    """Both ends of a span, or the one end that was said, must be right; 十点 may be ten at night."""
    ends = [
        (said, wanted)
        for said, wanted in ((quantity.low, slot.value), (quantity.high, slot.high))
        if said is not None and wanted is not None
    ]
    if quantity.low is not None and quantity.low == quantity.high:
        right = any(_same_hour(quantity.low, wanted) for wanted in (slot.value, slot.high or slot.value))
        return "equal" if right else "wrong_number"
    return "equal" if all(_same_hour(said, wanted) for said, wanted in ends) else "wrong_number"


def _same_hour(said: float, wanted: float) -> bool:
    return _same(said, wanted) or _same(said + 12, wanted)


def _sounds_like(quantity: Quantity, slot: Slot, language: Language) -> bool:
    """Whether a recogniser may have taken the fact's number for the one that stands here."""
    value = quantity.high if quantity.high is not None else quantity.low
    if value is None or value != int(value) or quantity.unit != slot.unit:
        return False
    return any(confusable(int(value), int(target), language) for target in (slot.value, *slot.also))


def confusable(first: int, second: int, language: Language) -> bool:
    """Whether two numbers under 100 sound alike: fourteen/forty in English, 十四/四十 and 四/十 in Chinese."""
    if language == "en":
        small, big = sorted((first, second))
        return 13 <= small <= 19 and big == (small - 10) * 10
    return first != second and _shape(first) == _shape(second)


def _shape(number: int) -> str:
    """A Chinese numeral under 100 with 四 and 十, which differ in one consonant, made one."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    spoken = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    return spoken.replace("四", "十")
