"""Contesting: the trainee says what was heard or scored wrongly, and sees what became of it."""

from __future__ import annotations

import streamlit as st

from desk import contests
from desk.contests import Contest
from desk.practice import RunView
from scoring.scorecard import Scorecard
from ui import names, state
from ui.boundary import action, notify
from ui.formats import plain, when
from ui.i18n import t

TURN, POINT = "contest_turn", "contest_point"


def panel(run: RunView, card: Scorecard, *, mine: bool) -> None:
    """What was contested so far, and the form for more."""
    with state.reading() as session:
        found = contests.of_run(session, state.actor(), run.id)
    if not mine and not found:
        return
    with st.expander(t("practise.contest.title"), bool(found), key="contest_panel", icon=":material/gavel:"):
        for one in found:
            told(one)
        if mine:
            st.caption(t("practise.contest.help"))
            kind = st.segmented_control(
                t("practise.contest.what"), (TURN, POINT), default=TURN, required=True, key="contest_kind",
                format_func=lambda one: t(f"practise.contest.{one}"),
            )  # fmt: skip
            _turn(run) if kind == TURN else _point(run, card)


def told(one: Contest) -> None:
    """One contest in words."""
    about = names.of(names.criteria(), one.criterion) if one.criterion else t("practise.contest.heard", text=one.heard)
    st.markdown(f"**{plain(about)}** · {t(f'practise.contest.state.{one.state}')} · {when(one.created_at)}")
    wanted = "practise.contest.level" if one.kind == "point" else "practise.contest.said"
    st.text(f"{t(wanted, text=one.proposed)}\n{t('practise.contest.because', text=one.reason)}")
    if one.answer:
        st.text(t("practise.contest.answer", name=one.settled_by or "", text=one.answer))


def _turn(run: RunView) -> None:
    said = {line.step: line.text for line in run.lines if line.speaker == "agent" and line.text}
    if not said:
        st.caption(t("practise.contest.nothing"))
        return
    step = st.selectbox(
        t("practise.contest.which"), list(said), format_func=lambda one: f"{one + 1}. {said[one]}", key="contest_step"
    )
    with st.form(f"contest_form_{step}", border=False):
        st.text_input(t("practise.contest.really"), key=f"contest_really_{step}", value=said[step])
        _reason(TURN)
        st.form_submit_button(
            t("practise.contest.send"), key="contest_send_turn", icon=":material/send:",
            on_click=_send_words, args=(run.id, step),
        )  # fmt: skip


def _point(run: RunView, card: Scorecard) -> None:
    lines = {line.id: line for line in card.criteria if line.status != "na"}
    called = names.criteria()
    chosen = st.selectbox(
        t("practise.contest.criterion"), list(lines), format_func=lambda one: names.of(called, one), key="contest_line"
    )
    line = lines[chosen]
    with st.form(f"contest_form_{chosen}", border=False):
        st.select_slider(
            t("practise.contest.deserves"), range(line.max + 1), value=line.max, key=f"contest_level_{chosen}"
        )
        _reason(POINT)
        st.form_submit_button(
            t("practise.contest.send"), key="contest_send_point", icon=":material/send:",
            on_click=_send_point, args=(run.id, chosen),
        )  # fmt: skip


def _reason(kind: str) -> None:
    st.text_input(t("practise.contest.reason"), key=f"{kind}_reason", max_chars=contests.MOST_TEXT)


@action
def _send_words(run_id: str, step: int) -> None:
    said = st.session_state
    with state.session() as session:
        contests.contest_words(
            session, state.actor(), run_id, step, said[f"contest_really_{step}"], said[f"{TURN}_reason"]
        )
    _sent(TURN)


@action
def _send_point(run_id: str, criterion: str) -> None:
    said = st.session_state
    with state.session() as session:
        contests.contest_point(
            session, state.actor(), run_id, criterion, said[f"contest_level_{criterion}"], said[f"{POINT}_reason"]
        )
    _sent(POINT)


def _sent(kind: str) -> None:
    """Say so, and leave the box empty for the next one; where it failed, the words stay."""
    st.session_state[f"{kind}_reason"] = ""
    notify("success", t("practise.contest.sent"))
