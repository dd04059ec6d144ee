"""The ways to answer the customer: by typing, by microphone, by what was meant, or not at all."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import streamlit as st

from desk import practice
from desk.db import Store
from desk.permissions import Actor
from desk.practice import RunView
from recordings.errors import UserError
from scoring.findings import Act
from ui import state
from ui.boundary import action, notify
from ui.components.voice import silence_in
from ui.formats import plain
from ui.i18n import explain, t
from ui.practice import microphone, warm

AT, REPLY, VOICE = "room_at", "reply", "voice"  # where this window saw the run last; the box for typing; the voice


@dataclass
class Place:
    """Where this window saw which run last."""

    run: str = ""
    step: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, run: RunView) -> None:
        """The run as it is drawn; a reply that is given meanwhile is further."""
        self.run, self.step = run.id, max(run.step, self.step) if run.id == self.run else run.step


def answers(run: RunView) -> None:
    """Everything by which the trainee can answer now."""
    place: Place = st.session_state.setdefault(AT, Place())
    place.see(run)
    if run.choices:
        _choices(run)
    st.chat_input(t("practise.type_here"), key=REPLY, max_chars=practice.MAX_REPLY, on_submit=_typed, args=(place,))
    _spoken(run)
    st.button(
        t("practise.say_nothing"), key=f"silence_{run.step}", icon=":material/hourglass_empty:", type="tertiary",
        on_click=_silent, args=(run.id, run.step), help=t("practise.say_nothing_help"),
    )  # fmt: skip


def _choices(run: RunView) -> None:
    st.markdown(t("practise.what_meant"))
    with st.container(horizontal=True):
        for act in run.choices:
            st.button(
                t(f"common.act.{act}"), key=f"meant_{run.step}_{act}", on_click=_meant, args=(run.id, act, run.step)
            )


def _spoken(run: RunView) -> None:
    """Show what the microphone heard, to be corrected before it counts; a certifying call takes it as it was heard."""
    said = microphone.listen(run)
    if said is None:
        return
    if run.mode == "certify":
        send(state.store(), state.actor(), run.id, said, run.step)
        st.rerun()
    with st.form(f"heard_{run.id}_{run.step}", border=False):
        corrected = st.text_area(t("practise.heard"), said, key=f"heard_text_{run.id}_{run.step}", height=90)
        if st.form_submit_button(t("practise.send"), type="primary", icon=":material/send:"):
            send(state.store(), state.actor(), run.id, corrected, run.step)
            st.rerun()


def send(
    store: Store,
    person: Actor,
    run_id: str,
    text: str | None,
    step: int,
    *,
    meant: Act | None = None,
    silence_s: float | None = None,
) -> int:
    """Give the reply to the customer. What can't be given any more is said again, so that no words are lost.

    Returns:
        Where the run stands now.
    """
    warm.ready()
    try:
        with store.session() as session:
            return practice.answer(session, person, run_id, text, step, meant=meant, silence_s=silence_s).step
    except UserError as error:
        if text is not None:  # a second click on silence loses nothing
            notify("warning", f"{explain(error)} {t('practise.not_sent', text=plain(text))}")
        return step


@action
def _typed(place: Place) -> None:
    """Give what was typed, perhaps before the customer has answered what was typed before.

    Streamlit then starts another thread and stops this one at its next look at the session: so everything
    is read from the session first, and the replies are given one after the other.
    """
    text = str(st.session_state.get(REPLY) or "").strip()
    store, person = state.store(), state.actor()
    with place.lock:
        if text:
            place.step = send(store, person, place.run, text, place.step)


@action
def time_is_up(run_id: str) -> None:
    """The customer has waited long enough: they speak again."""
    unanswered = silence_in(VOICE)
    if unanswered is not None:
        send(state.store(), state.actor(), run_id, None, unanswered.step, silence_s=unanswered.seconds)


@action
def _silent(run_id: str, step: int) -> None:
    send(state.store(), state.actor(), run_id, None, step)


@action
def _meant(run_id: str, act: Act, step: int) -> None:
    send(state.store(), state.actor(), run_id, None, step, meant=act)
