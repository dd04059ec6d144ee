"""中文 | English. Kept with the account of a person who is signed in."""

from __future__ import annotations

import streamlit as st

from desk import accounts
from ui import state
from ui.i18n import LANGUAGES, choose, language, t


def language_switch(*, key: str) -> None:
    """Draw the switch. `key`: where it stands, once per page."""
    widget = f"language_switch_{key}"
    st.session_state[widget] = language()
    st.segmented_control(
        t("common.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=widget,
        on_change=_switched,
        args=(widget,),
        label_visibility="collapsed",
        required=True,
    )


def _switched(widget: str) -> None:
    chosen = st.session_state.get(widget)
    if chosen not in LANGUAGES:
        return
    choose(chosen)
    found = state.actor_or_none()
    if found is not None:
        with state.session() as session:
            accounts.set_language(session, found, chosen)
