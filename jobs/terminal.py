"""The language of the terminal."""

from __future__ import annotations

import os

from recordings.errors import Language


def terminal_language() -> Language:
    """Chinese where the terminal's locale is, else English. Source: POSIX, the order LC_ALL, LC_MESSAGES, LANG."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if named.lower().startswith("zh") else "en"
