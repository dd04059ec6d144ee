"""What a look at this machine says: one line a thing, in both languages."""

from __future__ import annotations

from typing import Literal

from recordings.transcript import Model

Level = Literal["ok", "note", "warning", "error"]


class Text(Model):
    """One sentence in both languages."""

    en: str
    zh: str


class Check(Model):
    """One thing that was looked at.

    Attributes:
        id: Stable name.
        level: "ok", "note" (fine, but know it), "warning" (something won't work), "error" (nothing will).
        found: What is there.
        todo: What to do; None where nothing is needed.
    """

    id: str
    level: Level
    found: Text
    todo: Text | None = None


class Report(Model):
    """All that was looked at."""

    ok: bool
    checks: tuple[Check, ...]
