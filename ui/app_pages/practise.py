"""Practise: the library, the room, the debrief. Which one, the address says (`?run=…`)."""

from __future__ import annotations

import streamlit as st

from desk import practice
from ui import state
from ui.boundary import bounded
from ui.practice import certify, debrief, library, room, warm


@bounded
def page() -> None:
    """The library without a run, the room while it goes on, the debrief when it has ended."""
    warm.begin()
    run_id = st.query_params.get("run")
    if run_id is None:
        library.page()
        return
    with state.reading() as session:
        run = practice.get_run(session, state.actor(), run_id)
    if certify.closed_if_late(run):
        with state.reading() as session:
            run = practice.get_run(session, state.actor(), run_id)
    if run.ended is None:
        room.page(run)
    else:
        debrief.page(run)


page()
