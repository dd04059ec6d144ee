"""Names that come near a misspelt one."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

SHOWN = 3


def near(name: str, allowed: Collection[str]) -> str:
    """The allowed names nearest to `name`, at most three; all of them where few are allowed, else the first."""
    names = sorted(set(allowed))
    found = get_close_matches(name, names, n=SHOWN, cutoff=0.5) or names[: 2 * SHOWN]
    return ", ".join(found) or "–"
