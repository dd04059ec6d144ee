"""English unit words, and the bound words around a number: within, up to, at least, no later than, or more, about."""

from __future__ import annotations

import re
from typing import Any

Found = tuple[int, int, dict[str, Any]]  # start, end, fields of a Quantity

# Unit word → (kind, unit, factor).
UNITS: dict[str, tuple[str, str, float]] = {
    **dict.fromkeys(("day", "days"), ("duration", "day", 1)),
    **dict.fromkeys(("week", "weeks"), ("duration", "week", 1)),
    **dict.fromkeys(("fortnight", "fortnights"), ("duration", "week", 2)),
    **dict.fromkeys(("month", "months"), ("duration", "month", 1)),
    **dict.fromkeys(("quarter", "quarters"), ("duration", "quarter", 1)),
    **dict.fromkeys(("year", "years"), ("duration", "year", 1)),
    **dict.fromkeys(("decade", "decades"), ("duration", "year", 10)),
    **dict.fromkeys(("hour", "hours", "hrs", "hr"), ("duration", "hour", 1)),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), ("duration", "minute", 1)),
    **dict.fromkeys(("seconds", "secs"), ("duration", "second", 1)),
    **dict.fromkeys(("instalment", "instalments", "installment", "installments"), ("duration", "instalment", 1)),
    **dict.fromkeys(("instalment payments", "monthly payments"), ("duration", "instalment", 1)),
    **dict.fromkeys(("yuan", "rmb", "kuai", "cny", "renminbi"), ("money", "yuan", 1)),
    **dict.fromkeys(("dollar", "dollars", "usd", "bucks"), ("money", "usd", 1)),
    **dict.fromkeys(("percent", "per cent", "%", "percentage points", "percentage point"), ("rate", "percent", 1)),
    **dict.fromkeys(("per mille", "permille", "per mil", "per thousand", "‰"), ("rate", "permille", 1)),
    **dict.fromkeys(("basis points", "basis point", "per ten thousand"), ("rate", "permyriad", 1)),
    **dict.fromkeys(("time", "times", "call", "calls", "attempt", "attempts", "try", "tries"), ("count", "time", 1)),
    **dict.fromkeys(("phone call", "phone calls"), ("count", "time", 1)),
    **dict.fromkeys(("person", "persons", "people"), ("count", "person", 1)),
    **dict.fromkeys(
        ("report", "reports", "copies", "copy", "letters", "notes", "cards", "accounts"), ("count", "item", 1)
    ),
    **dict.fromkeys(("demands", "reminders", "requests"), ("count", "item", 1)),
}

_UPPER = re.compile(
    r"\b(?:within|inside(?: of)?|at the latest|at the outside|no more than|not more than|at most|at the most"
    r"|up to|(?:a |the )?maximum of"
    r"|max(?:imum)?|no later than|not later than|no longer than|not longer than|not exceed(?:ing)?|not to exceed"
    r"|cannot exceed|never exceeds?|not over|capped at|a limit of|as (?:many|much|long) as|never (?:more|longer) than)"
    r"(?: a| an| the| a total of| one of)? (?:period of |maximum of )?$|\bup to and including $"
)
_LOWER = re.compile(
    r"\b(?:at least|at the least|no less than|not less than|no fewer than|not fewer than|(?:a |the )?minimum of|a full"
    r"|no sooner than|no earlier than|no shorter than)(?: a| an)? $"
)
_OVER = re.compile(
    r"\b(?:more than|over|above|longer than|exceeding|exceeds?|in excess of|beyond|greater than|past)(?: a| an)? $"
)
_UNDER = re.compile(r"\b(?:less than|fewer than|under|below|shorter than|not even)(?: a| an)? $")
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|close to|somewhere around|something like"
    r"|maybe|perhaps)(?: a| an)? $"
)
_AT_MOST = re.compile(
    r" (?:or less|or fewer|or under|or earlier|or sooner|at most|at the most|at the very most|at the latest"
    r"|at the very latest|at the outside|tops|max(?:imum)?)\b"
)
_AT_LEAST = re.compile(
    r" (?:or more|or over|or longer|or above|at least|at the very least|minimum|and over|and above|plus)\b"
)
_SOFT = re.compile(r" (?:or so|give or take|or thereabouts|approximately|roughly)\b|-ish\b")
_REACH = 40  # longest bound words before a number, in characters


def bounded(text: str, start: int, end: int, fields: dict[str, Any]) -> Found:
    """Widen a find by the bound words around it.

    Args:
        text: Lower-case text.
        start: First character of the number.
        end: After the last character of its unit.
        fields: Fields of the quantity so far.
    """
    if fields["kind"] in ("skip", "date"):
        return start, end, fields
    before, after = text[max(0, start - _REACH) : start], text[end : end + 20]
    low, high = fields["low"], fields["high"]
    if match := _SOFT.match(after):
        return start, end + match.end(), fields | {"approximate": True}
    for pattern, side in ((_AT_MOST, "low"), (_AT_LEAST, "high")):
        if match := pattern.match(after):
            return start, end + match.end(), fields | {side: None}
    changes: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
        (_UPPER, {"low": None if low == high else low}),
        (_LOWER, {"high": None}),
        (_OVER, {"low": high, "high": None, "low_inclusive": False}),
        (_UNDER, {"low": None, "high": low, "high_inclusive": False}),
        (_ABOUT, {"approximate": True}),
    )
    for pattern, change in changes:
        if match := pattern.search(before):
            return start - len(match[0]), end, fields | change
    return start, end, fields
