"""What people write: a reason, an answer, a note. It says something and has an end."""

from __future__ import annotations

from typing import Literal

from desk.errors import TextNeeded

Field = Literal["reason", "answer", "note", "really_said"]
_NAMES: dict[Field, tuple[str, str]] = {
    "reason": ("Reason", "理由"),
    "answer": ("Answer", "答复"),
    "note": ("Note", "说明"),
    "really_said": ("What was really said", "实际说的话"),
}


def said(field: Field, text: str, most: int) -> str:
    """The text without white space around it, 1 to `most` characters. Raises `TextNeeded`."""
    text = text.strip()
    if not text or len(text) > most:
        en, zh = _NAMES[field]
        raise TextNeeded(what=en, what_zh=zh, most=most)
    return text
