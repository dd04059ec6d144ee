"""Tables of progress and assignments: each with a sentence that says what to see in it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from desk.assignments import Assignment
from desk.progress import CriterionProgress, ScenarioProgress
from ui import names
from ui.formats import joined, score, when
from ui.i18n import pick, t

SCENARIO_PX = 340  # wide enough for all but the longest titles
MOST_NAMED = 3  # weak points in a sentence: more drown whoever reads them


def criteria(lines: tuple[CriterionProgress, ...]) -> None:
    """Each criterion with its course, the weakest first."""
    st.header(t("training.progress.criteria"), anchor=False)
    if not lines:
        st.caption(t("training.progress.no_criteria"))
        return
    called = names.criteria()
    weak = [names.of(called, line.criterion) for line in lines if line.weak][:MOST_NAMED]
    grown = [names.of(called, line.criterion) for line in lines if line.recent - line.first >= 0.25]
    if weak:
        st.markdown(t("training.progress.weak", names=joined(weak)))
    if grown:
        st.markdown(t("training.progress.grown", names=joined(grown)))
    frame = pd.DataFrame(
        {
            t("training.column.criterion"): [names.of(called, line.criterion) for line in lines],
            t("training.column.first"): [line.first * 100 for line in lines],
            t("training.column.recent"): [line.recent * 100 for line in lines],
            t("training.column.course"): [list(line.shares) for line in lines],
            t("training.column.runs"): [len(line.shares) for line in lines],
        }
    )
    percent = st.column_config.NumberColumn(format="%.0f%%")
    st.dataframe(
        frame, hide_index=True, width="stretch", key="criteria_progress",
        column_config={
            t("training.column.first"): percent, t("training.column.recent"): percent,
            t("training.column.course"): st.column_config.LineChartColumn(y_min=0, y_max=1),
        },
    )  # fmt: skip


def scenarios(rows: tuple[ScenarioProgress, ...], *, people: bool) -> None:
    """First score, best, gain, attempts and time; by name, never by rank."""
    columns = {
        t("training.column.trainee"): [row.trainee for row in rows],
        t("training.column.team"): [row.team or "–" for row in rows],
        t("training.column.scenario"): [pick(row.title) for row in rows],
        t("training.column.attempts"): [row.attempts for row in rows],
        t("training.column.first_score"): [score(row.first) for row in rows],
        t("training.column.best"): [score(row.best) for row in rows],
        t("training.column.gain"): [score(row.gain) for row in rows],
        t("training.column.minutes"): [row.minutes for row in rows],
        t("training.column.last"): [when(row.last_at).partition(" ")[0] for row in rows],  # the day is enough
    }
    frame = pd.DataFrame(columns).round(0)
    if not people:
        frame = frame.drop(columns=[t("training.column.trainee"), t("training.column.team")])
    st.dataframe(
        frame, hide_index=True, width="stretch", key="scenario_progress",
        column_config=_columns("first_score", "best", "gain"),
    )  # fmt: skip


def assigned(given: tuple[Assignment, ...], *, people: bool) -> None:
    """What is to be done by when."""
    frame = pd.DataFrame(
        {
            t("training.column.trainee"): [one.trainee for one in given],
            t("training.column.scenario"): [pick(one.title) for one in given],
            t("practise.column.mode"): [t(f"practise.modes.{one.mode}") for one in given],
            t("training.column.due"): [one.due_on.isoformat() for one in given],
            t("training.column.state"): [t(f"training.state.{one.progress}") for one in given],
            t("training.column.goal"): [score(one.goal) for one in given],
            t("training.column.best"): [score(one.best) for one in given],
            t("training.column.note"): [one.note for one in given],
            t("training.column.by"): [one.by for one in given],
        }
    )
    if not people:
        frame = frame.drop(columns=[t("training.column.trainee")])
    st.dataframe(
        frame, hide_index=True, width="stretch", key="assignments", column_config=_columns("goal", "best")
    )  # fmt: skip


def _columns(*figures: str) -> dict[str, Any]:
    """Figures that may be unknown are words, and stand where those do; a long title hides no other column."""
    right = st.column_config.TextColumn(alignment="right")
    title = {t("training.column.scenario"): st.column_config.TextColumn(width=SCENARIO_PX)}
    return title | {t(f"training.column.{name}"): right for name in figures}
