"""Numbers with their units as spoken: durations, money, rates, counts, clock times, dates."""

from __future__ import annotations

from functools import lru_cache

from recordings.errors import Language
from scoring.findings import Quantity


@lru_cache(maxsize=512)  # claims, steps and links read the same turns
def find_quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """Every number with its unit and bounds, in order of place, without overlaps.

    Units stay as said: two months are not sixty days, business days are not calendar days.

    Args:
        text: One turn or clause; any length, may be empty.
        language: Language of the text.

    Returns:
        Quantities whose `quote` is exactly `text[start:end]`; empty where the text names none.
    """
    if language == "zh":
        from scoring.numbers_zh import quantities_zh

        return quantities_zh(text)
    from scoring.numbers_en import quantities_en

    return quantities_en(text)
