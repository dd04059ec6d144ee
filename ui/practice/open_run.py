"""Which run the practice page shows: its id stands in the address, so that a reload loses nothing."""

from __future__ import annotations

import streamlit as st

RUN = "run"


def open_run(run_id: str) -> None:
    """Show this run."""
    st.query_params[RUN] = run_id


def leave() -> None:
    """Back to the library; the run stays where it is."""
    st.query_params.pop(RUN, None)
