"""The library: which customers one can practise with, in which mode and language."""

from __future__ import annotations

import streamlit as st

from desk import certifying, practice
from desk.practice import Mode, RunRow
from desk.run_views import MODES
from recordings.errors import Language
from scenarios.script import Script
from ui import state
from ui.boundary import action
from ui.formats import joined, score, when
from ui.i18n import LANGUAGES, language, pick, t
from ui.practice import certify, earlier
from ui.practice.open_run import open_run

LEVELS = 5
CARD_WIDTH = 320  # pixels, at least


def page() -> None:
    """The call that isn't finished, every scenario as a card or how to be certified, then the runs so far."""
    st.title(t("practise.title"), anchor=False)
    st.markdown(t("practise.lead"))
    with state.reading() as session:
        standing = certifying.status(session, state.actor())
        own = practice.list_runs(session, state.actor(), own=True)
        runs = practice.list_runs(session, state.actor())
        scripts = practice.list_scenarios(session, state.actor())
    unfinished = next((run for run in own if run.ended is None and run.steps and run.mode != "certify"), None)
    if standing.open_run is not None:
        certify.resume(standing.open_run)
    elif unfinished is not None:
        _resume(unfinished)
    spoken, mode = _choices()
    if mode == "certify":
        certify.card(standing, spoken)
    elif not scripts:
        st.info(t("practise.no_scripts"), icon=":material/inbox:")
    with st.grid(2, min_column_width=CARD_WIDTH):
        for script in scripts if mode != "certify" else ():
            _card(script, [run for run in own if run.scenario_id == script.id and run.ended], spoken, mode)
    earlier.table([run for run in runs if run.ended])


def _choices() -> tuple[Language, Mode]:
    """In which language and how one wants to practise."""
    asked = next((one for one in MODES if one == st.query_params.get("mode")), "practise")  # by a link from elsewhere
    with st.container(horizontal=True, gap="large"):
        mode = st.segmented_control(
            t("practise.mode"), MODES, default=asked, required=True, key="practise_mode",
            format_func=lambda one: t(f"practise.modes.{one}"),
        )  # fmt: skip
        spoken = st.segmented_control(
            t("practise.language"), tuple(LANGUAGES), default=language(), required=True,
            format_func=LANGUAGES.__getitem__, key="practise_language",
        )  # fmt: skip
    chosen: Mode = mode or "practise"
    st.caption(t(f"practise.mode_says.{chosen}"))
    return spoken or language(), chosen


def _resume(run: RunRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("practise.unfinished", title=pick(run.title), when=when(run.started_at)))
        st.button(
            t("practise.go_on"), key="resume", icon=":material/resume:", on_click=open_run, args=(run.id,),
            type="primary",
        )  # fmt: skip


def _card(script: Script, runs: list[RunRow], spoken: Language, mode: Mode) -> None:
    with st.container(border=True, height="stretch"):
        st.header(pick(script.title), anchor=False)
        best = max((run.total for run in runs if run.total is not None and run.mode != "learn"), default=None)
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
        here = spoken in script.languages
        st.button(
            t("practise.start"), key=f"start_{script.id}", icon=":material/call:", disabled=not here,
            on_click=_start, args=(script.id, spoken, mode), help=None if here else _only_in(script),
        )  # fmt: skip


def _only_in(script: Script) -> str:
    return t("practise.only_in", languages=joined([LANGUAGES[one] for one in script.languages]))


@action
def _start(scenario_id: str, spoken: Language, mode: Mode) -> None:
    with state.session() as session:
        run = practice.start_run(session, state.actor(), scenario_id, spoken, mode=mode)
    open_run(run.id)
