"""What the name of a recording says about the call, by the pattern of the telephone system that wrote it.

A pattern is a file name with fields: `{agent}_{date}_{time}_{external_id}` reads `A1024_20261123_093015_77801.wav`.
`*` stands for anything, and the ending plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePath
from zoneinfo import ZoneInfo

_FIELDS: Mapping[str, str] = {
    "agent": r"[^\W_][\w\-]*?",
    "team": r".+?",
    "external_id": r".+?",
    "topic": r"[a-z0-9_]+?",
    "date": r"\d{4}[-._]?\d{2}[-._]?\d{2}",
    "time": r"\d{2}[-._:]?\d{2}(?:[-._:]?\d{2})?",
    "timestamp": r"\d{10}(?:\d{3})?",
}
FIELDS = tuple(_FIELDS)
_PIECE = re.compile(r"\{([^{}]*)\}|\*|[^{*]+|\{")


@dataclass(frozen=True)
class FileFacts:
    """What a file's name says; None where it says nothing of it."""

    agent: str | None = None
    team: str | None = None
    external_id: str | None = None
    topic: str | None = None
    started_at: datetime | None = None


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression.

    Raises:
        ValueError: A field that we don't know or that stands twice, or braces that don't match.
    """
    pieces: list[str] = []
    seen: set[str] = set()
    for piece in _PIECE.finditer(pattern):
        name = piece[1]
        if name is None and piece[0] not in ("{", "*"):
            pieces.append(re.escape(piece[0]))
        elif piece[0] == "*":
            pieces.append(".*?")
        elif name is None or name not in _FIELDS or name in seen:
            raise ValueError(f"{piece[0]!r} in it; allowed, once each: " + ", ".join(f"{{{each}}}" for each in FIELDS))
        else:
            seen.add(name)
            pieces.append(f"(?P<{name}>{_FIELDS[name]})")
    return re.compile("".join(pieces))


def read_file_name(file_name: str, pattern: str, zone: ZoneInfo) -> FileFacts:
    """Read a file's name; nothing where the pattern is empty or doesn't fit.

    A time alone says nothing; a date alone is the midnight that begins it. A `timestamp` (seconds or milliseconds
    since 1970) goes before both. A date or time that is none (a 13th month) is left out.

    Args:
        file_name: With or without ending and folders.
        pattern: See above.
        zone: Of the date and time.
    """
    found = compiled(pattern).fullmatch(PurePath(file_name.replace("\\", "/")).stem) if pattern else None
    if found is None:
        return FileFacts()
    named = found.groupdict()
    return FileFacts(
        agent=named.get("agent"),
        team=named.get("team"),
        external_id=named.get("external_id"),
        topic=named.get("topic"),
        started_at=_moment(named, zone),
    )


def _moment(named: Mapping[str, str | None], zone: ZoneInfo) -> datetime | None:
    stamp, day, time = (named.get(name) for name in ("timestamp", "date", "time"))
    if stamp:
        return datetime.fromtimestamp(int(stamp[:10]), UTC)
    if not day:
        return None
    digits = re.sub(r"\D", "", day + (time or ""))
    try:
        return datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
