"""Words of the pages, in the reader's language. `t("page.key")` finds `key` in `ui/locale/<page>.yaml`."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
import yaml

from recordings.errors import Language, UserError
from scoring.wording import Bilingual

LOCALE = Path(__file__).parent / "locale"
LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_CHOSEN = "language"  # session state: what the reader chose in this session

log = logging.getLogger(__name__)


def language() -> Language:
    """The reader's language: as chosen here, else as kept with the account, else the browser's."""
    chosen = st.session_state.get(_CHOSEN)
    if chosen in LANGUAGES:
        return chosen
    locale = st.context.locale
    return "en" if locale and not locale.lower().startswith("zh") else "zh"


def choose(chosen: Language | None) -> None:
    """Read everything in `chosen` from now on; None: leave it to the browser."""
    if chosen is None:
        st.session_state.pop(_CHOSEN, None)
    else:
        st.session_state[_CHOSEN] = chosen


def t(key: str, **fields: object) -> str:
    """The words of `key` with their named fields filled in.

    Args:
        key: `page.key`, dots for each level below.
        **fields: Values for the names in braces. `n` also chooses English singular (`one`) or plural (`other`).

    Returns:
        The words; the key itself where there are none (logged; a test keeps that from happening).
    """
    return words(key, language(), **fields)


def words(key: str, lang: Language, **fields: object) -> str:
    """The words of `key` in `lang`; see `t`."""
    page, _, rest = key.partition(".")
    found: Any = _load(page)
    for part in rest.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    said = found.get(lang) if isinstance(found, dict) else None
    if isinstance(said, dict):
        said = said.get("one" if fields.get("n") == 1 else "other")
    if not isinstance(said, str):
        log.error("no words for %s in %s", key, lang)
        return key
    return said.format(**fields) if fields else said


def has(key: str) -> bool:
    """Whether there are words for `key`: codes may come from a newer rubric than the pages know."""
    page, _, rest = key.partition(".")
    found: Any = _load(page)
    for part in rest.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return isinstance(found, dict) and "zh" in found and "en" in found


def code(group: str, value: str | None) -> str:
    """The words for a code such as a status or a reason; the code itself, readable, where there are none."""
    if value is None:
        return "–"
    return t(f"{group}.{value}") if has(f"{group}.{value}") else value.replace("_", " ")


def pick(said: Bilingual | None, default: str = "") -> str:
    """Words that the core gives in both languages, in the reader's."""
    return said.text(language()) if said is not None else default


def explain(error: UserError) -> str:
    """What went wrong, in the reader's language."""
    return error.text(language())


@cache
def _load(page: str) -> dict[str, Any]:
    file = LOCALE / f"{page}.yaml"
    if not file.is_file():
        return {}
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}
