"""Scores to take away, of the days that the list shows."""

from __future__ import annotations

import streamlit as st

from desk.exports import export_scorecards
from desk.views import CallFilter
from ui import state
from ui.i18n import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_button(wanted: CallFilter) -> None:
    """Draw it. The file is made when the button is pressed, not before."""
    # The file is made outside the page's run, where nobody is signed in: hold on to what it needs.
    person, store = state.actor(), state.store()

    def make() -> bytes:
        with store.session() as session:
            return export_scorecards(session, person, "xlsx", from_=wanted.from_, to=wanted.to)

    st.download_button(
        t("calls.export"),
        make,
        file_name="tingxin-scorecards.xlsx",
        mime=XLSX,
        key="calls_export",
        help=t("calls.export_help"),
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
