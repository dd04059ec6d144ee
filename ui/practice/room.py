"""The room: the customer speaks, the trainee answers by typing or by voice."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from desk import line_sounds, practice, run_room
from desk.practice import RunLine, RunView
from ui import state
from ui.boundary import action
from ui.components.voice import SpokenLine, voice
from ui.formats import plain
from ui.i18n import pick, t
from ui.links import line_link
from ui.practice import answering, at_hand, certify, lesson, microphone
from ui.practice.open_run import leave


def page(run: RunView) -> None:
    """The conversation so far, the ways to answer, and what is at hand beside it."""
    _head(run)
    certify.banner(run)
    talk, aside = st.columns([2.2, 1], gap="large")
    with talk:
        _conversation(run)
        if run.paused:
            _paused(run)
        else:
            _voice(run)
            answering.answers(run)
    with aside:
        at_hand.mood(run)
        if not run.paused:
            at_hand.hints(run)
        at_hand.brief(run)
        lesson.panel(run)
        at_hand.look_up(run)
        st.button(
            t("practise.finish"), key="finish", icon=":material/call_end:", on_click=_finish, args=(run.id,),
            width="stretch",
        )  # fmt: skip


def _head(run: RunView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("practise.leave"), key="leave", icon=":material/arrow_back:", on_click=_leave, args=(run,)
        )  # fmt: skip
        st.header(pick(run.title), anchor=False)
        if run.mode == "certify":
            return
        if not run.paused:
            st.button(t("room.pause"), key="pause", icon=":material/pause:", on_click=_pause, args=(run.id, True))
        untimed = st.session_state.setdefault(f"untimed_{run.id}", not run.timed)
        if untimed == run.timed:  # changed in another tab
            st.session_state[f"untimed_{run.id}"] = not run.timed
        st.toggle(
            t("room.untimed"), key=f"untimed_{run.id}", help=t("room.untimed_help"), on_change=_clock, args=(run.id,)
        )


def _conversation(run: RunView) -> None:
    with st.container(height=420, border=True, autoscroll=True):
        for _, lines in groupby(run.lines, key=lambda line: (line.speaker, line.step)):
            bubble(pick(run.customer), *lines)


def _voice(run: RunView) -> None:
    last = [line for line in run.lines if line.speaker == "customer" and line.step == run.lines[-1].step]
    with state.reading() as session:
        tokens = line_sounds.sign_lines(session, state.actor(), run, last, state.settings())
    answering_now = microphone.in_use(run)
    voice(
        tuple(
            SpokenLine(text=line.text, url=token and line_link(token)) for line, token in zip(last, tokens, strict=True)
        ),
        language=run.language,
        turn=f"{run.id}:{run.step}",
        step=run.step,
        wait_s=run.silence_s if run.timed and not answering_now else None,
        held=run.timed and answering_now,
        key=answering.VOICE,
        on_silence=lambda: answering.time_is_up(run.id),
    )


def _paused(run: RunView) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("room.paused", customer=plain(pick(run.customer))))
        st.button(
            t("room.go_on"), key="resume_call", icon=":material/play_arrow:", type="primary", on_click=_pause,
            args=(run.id, False),
        )  # fmt: skip


def bubble(customer: str, *lines: RunLine) -> None:
    """What one of the two says in one breath. Text goes in as text: nothing of it is read as markup."""
    mine = lines[0].speaker == "agent"
    with (
        st.chat_message("user" if mine else "customer", avatar=f":material/{'headset_mic' if mine else 'person'}:"),
        st.container(gap="xxsmall"),
    ):
        st.markdown(f":small[:blue[**{t('practise.you')}**]]" if mine else f":small[:orange[**{plain(customer)}**]]")
        for line in lines:
            if mine and line.silence_s is not None:
                st.caption(t("practise.silence_of", seconds=f"{line.silence_s:.0f}"))
            elif line.meant is not None:
                st.caption(t("practise.meant", act=t(f"common.act.{line.meant}")))
            else:
                st.text(line.text)


@action
def _pause(run_id: str, paused: bool) -> None:
    with state.session() as session:
        run_room.pause(session, state.actor(), run_id, paused=paused)


@action
def _clock(run_id: str) -> None:
    with state.session() as session:
        run_room.set_clock(session, state.actor(), run_id, timed=not st.session_state[f"untimed_{run_id}"])


@action
def _leave(run: RunView) -> None:
    """Back to the library; the customer waits. A certifying call goes on."""
    if run.mode != "certify":
        _pause(run.id, paused=True)
    leave()


@action
def _finish(run_id: str) -> None:
    with state.session() as session:
        practice.finish(session, state.actor(), run_id)
