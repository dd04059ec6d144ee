"""The list of runs that have ended, and the way to each debrief."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk.practice import RunRow
from ui.formats import when, whole
from ui.i18n import code, pick, t
from ui.practice.open_run import open_run


def table(runs: list[RunRow]) -> None:
    """Draw the list, newest first."""
    st.header(t("practise.earlier"), anchor=False)
    if not runs:
        st.caption(t("practise.no_runs"))
        return
    st.caption(t("practise.earlier_help"))
    frame = pd.DataFrame(
        {
            t("practise.column.when"): [when(run.started_at) for run in runs],
            t("practise.column.scenario"): [pick(run.title) for run in runs],
            t("practise.column.trainee"): [run.trainee for run in runs],
            t("practise.column.mode"): [t(f"practise.modes.{run.mode}") for run in runs],
            t("practise.column.ended"): [code("practise.ended", run.ended) for run in runs],
            t("practise.column.guess"): [whole(run.self_rating) for run in runs],
            t("practise.column.score"): [whole(run.total) for run in runs],
        }
    )
    picked = st.dataframe(
        frame, hide_index=True, width="stretch", key="runs", on_select="rerun", selection_mode="single-row"
    )
    rows = picked.selection.rows if picked else []
    if rows and rows[0] < len(runs):
        st.button(
            t("practise.open_run"), key="open_run", icon=":material/open_in_new:", on_click=open_run,
            args=(runs[rows[0]].id,),
        )  # fmt: skip
