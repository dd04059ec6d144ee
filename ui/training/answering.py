"""What trainees contest, to be answered; and turns that authors should look at."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk import contests, odd_turns
from desk.contests import Contest
from ui import navigation, state
from ui.boundary import action, notify
from ui.formats import plain, when
from ui.i18n import pick, t
from ui.practice.contest import told


def contested() -> None:
    """Open contests, oldest first, each with its answer."""
    with state.reading() as session:
        found = contests.list_contests(session, state.actor())
    if not found:
        st.caption(t("training.contests.none"))
    for one in found:
        _contest(one)


def _contest(one: Contest) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(one.trainee)}** · {plain(pick(one.title))}")
        told(one)
        if st.button(
            t("training.open_run"), key=f"contest_open_{one.id}", icon=":material/open_in_new:", type="tertiary"
        ):
            navigation.go("practise", run=one.run_id)
        if not state.actor().may("practice.teach"):
            return
        with st.form(f"contest_form_{one.id}", border=False, enter_to_submit=False):  # Enter would mean: agreed
            st.text_input(t("training.contests.answer"), key=f"contest_answer_{one.id}", max_chars=contests.MOST_TEXT)
            with st.container(horizontal=True):
                for accept, name in ((True, "accept"), (False, "decline")):
                    st.form_submit_button(
                        t(f"training.contests.{name}"), key=f"contest_{name}_{one.id}",
                        type="primary" if accept else "secondary", on_click=_settle, args=(one.id, accept),
                    )  # fmt: skip


@action
def _settle(number: int, accept: bool) -> None:
    with state.session() as session:
        answer = st.session_state[f"contest_answer_{number}"]
        contests.settle(session, state.actor(), number, accept=accept, answer=answer)
    notify("success", t("training.contests.settled"))


def odd() -> None:
    """Turns that nobody understood, or that repeat a model answer."""
    with state.reading() as session:
        found = odd_turns.list_odd_turns(session, state.actor())
    st.caption(t("training.odd.help"))
    if not found:
        st.caption(t("training.odd.none"))
        return
    frame = pd.DataFrame(
        {
            t("practise.column.when"): [when(one.at) for one in found],
            t("training.column.why"): [t(f"training.odd.{one.kind}") for one in found],
            t("training.column.said"): [one.text for one in found],
            t("training.column.scenario"): [pick(one.title) for one in found],
            t("training.column.node"): [one.node for one in found],
            t("training.column.trainee"): [one.trainee for one in found],
        }
    )
    picked = st.dataframe(
        frame, hide_index=True, width="stretch", key="odd_turns", on_select="rerun", selection_mode="single-row"
    )
    rows = picked.selection.rows if picked else []
    if (
        rows
        and rows[0] < len(found)
        and st.button(t("training.open_run"), key="odd_open", icon=":material/open_in_new:")
    ):
        navigation.go("practise", run=found[rows[0]].run_id)
