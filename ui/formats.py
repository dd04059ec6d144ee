"""How times, scores and lengths are written on pages."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from ui.i18n import language
from ui.state import settings

NOTHING = "–"


def clock(seconds: float | None) -> str:
    """Seconds as `4:05` or `1:02:33`."""
    if seconds is None:
        return NOTHING
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def when(moment: datetime | None, *, seconds: bool = False) -> str:
    """A moment in the centre's time zone, `2026-11-20 14:03`."""
    if moment is None:
        return NOTHING
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def score(value: float | None) -> str:
    """A score of 0-100 as a whole number, half up; a dash where there is none: unknown is not zero."""
    return NOTHING if value is None else str(whole(value))


def whole(value: float | None) -> int | None:
    """The same as a number, for tables that are sorted."""
    return None if value is None else math.floor(value + 0.5)


def share(value: float | None) -> str:
    """A share of 0..1 in per cent."""
    return NOTHING if value is None else f"{value:.0%}"


def joined(parts: list[str]) -> str:
    """Several things in one line, as the language separates them."""
    return ("、" if language() == "zh" else ", ").join(parts)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def plain(text: str) -> str:
    """Somebody's text for a place that reads Markdown: shown as it stands, never as markup."""
    return _MARKDOWN.sub(r"\\\1", text)
