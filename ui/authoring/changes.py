"""What differs between a text and a published version, line by line."""

from __future__ import annotations

import difflib

import streamlit as st

from desk import scenarios
from ui import state
from ui.i18n import t

CONTEXT_LINES = 2


def changes(reference: str, text: str) -> None:
    """Draw what became of the version `reference` in `text`."""
    with state.reading() as session:
        before = scenarios.text_of(session, state.actor(), reference)
    lines = list(
        difflib.unified_diff(
            before.splitlines(), text.splitlines(), reference, t("scenarios.changes.now"), n=CONTEXT_LINES, lineterm=""
        )
    )
    if not lines:
        st.caption(t("scenarios.changes.none", reference=reference))
        return
    added = sum(line.startswith("+") for line in lines) - 1
    gone = sum(line.startswith("-") for line in lines) - 1
    st.caption(t("scenarios.changes.sum", reference=reference, added=added, gone=gone))
    st.code("\n".join(lines), language="diff", height=560)
