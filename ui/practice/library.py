"""The library: which customers one can practise with, and one's earlier runs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk import practice
from desk.practice import RunRow
from recordings.errors import Language
from scenarios.script import Script
from ui import state
from ui.boundary import action
from ui.formats import score, when
from ui.i18n import LANGUAGES, code, language, pick, t

LEVELS = 5


def page() -> None:
    """Every scenario as a card, then the runs so far."""
    st.title(t("practise.title"), anchor=False)
    st.markdown(t("practise.lead"))
    with state.reading() as session:
        runs = practice.list_runs(session, state.actor())
        scripts = practice.list_scenarios(session, state.actor())
    unfinished = next((run for run in runs if run.ended is None and run.steps and _mine(run)), None)
    if unfinished is not None:
        _resume(unfinished)
    if not scripts:
        st.info(t("practise.no_scripts"), icon=":material/inbox:")
    for script in scripts:
        _card(script, [run for run in runs if run.scenario_id == script.id and run.ended and _mine(run)])
    _earlier([run for run in runs if run.ended])


def _mine(run: RunRow) -> bool:
    return run.trainee == state.actor().display_name


def _resume(run: RunRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("practise.unfinished", title=pick(run.title), when=when(run.started_at)))
        st.button(
            t("practise.go_on"), key="resume", icon=":material/resume:", on_click=open_run, args=(run.id,),
            type="primary",
        )  # fmt: skip


def _card(script: Script, runs: list[RunRow]) -> None:
    with st.container(border=True):
        st.subheader(pick(script.title), anchor=False)
        best = max((run.total for run in runs if run.total is not None), default=None)
        facts = [
            f"{pick(script.persona.name)}",
            t("practise.level", level=script.difficulty, of=LEVELS),
            t("practise.best", score=score(best)) if best is not None else t("practise.not_tried"),
        ]
        st.caption(" · ".join(facts))
        st.markdown(pick(script.summary))
        with st.expander(t("practise.brief"), icon=":material/description:"):
            st.markdown(pick(script.brief))
            st.markdown("\n".join(f"- {pick(goal)}" for goal in script.goals))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            spoken = st.segmented_control(
                t("practise.language"), script.languages, default=_default_language(script), required=True,
                format_func=LANGUAGES.__getitem__, key=f"language_{script.id}",
            )  # fmt: skip
            st.button(
                t("practise.start"), key=f"start_{script.id}", type="primary", icon=":material/call:",
                on_click=_start, args=(script.id, spoken or _default_language(script)),
            )  # fmt: skip


def _default_language(script: Script) -> Language:
    return language() if language() in script.languages else script.languages[0]


@action
def _start(scenario_id: str, spoken: Language) -> None:
    with state.session() as session:
        run = practice.start_run(session, state.actor(), scenario_id, spoken)
    open_run(run.id)


def open_run(run_id: str) -> None:
    """Show this run; its id stands in the address, so that a reload loses nothing."""
    st.query_params["run"] = run_id


def leave() -> None:
    """Back to the library; the run stays where it is."""
    st.query_params.pop("run", None)


def _earlier(runs: list[RunRow]) -> None:
    st.subheader(t("practise.earlier"), anchor=False)
    if not runs:
        st.caption(t("practise.no_runs"))
        return
    st.caption(t("practise.earlier_help"))
    frame = pd.DataFrame(
        {
            t("practise.column.when"): [when(run.started_at) for run in runs],
            t("practise.column.scenario"): [pick(run.title) for run in runs],
            t("practise.column.trainee"): [run.trainee for run in runs],
            t("practise.column.ended"): [code("practise.ended", run.ended) for run in runs],
            t("practise.column.guess"): [run.self_rating for run in runs],
            t("practise.column.score"): [run.total for run in runs],
        }
    ).round(0)
    picked = st.dataframe(
        frame, hide_index=True, width="stretch", key="runs", on_select="rerun", selection_mode="single-row"
    )
    rows = picked.selection.rows if picked else []
    if rows and rows[0] < len(runs):
        st.button(
            t("practise.open_run"), key="open_run", icon=":material/open_in_new:", on_click=open_run,
            args=(runs[rows[0]].id,),
        )  # fmt: skip
