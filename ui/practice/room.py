"""The room: the customer speaks, the trainee answers by typing or by voice."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import streamlit as st

from desk import knowledge, practice
from desk.db import Store
from desk.fact_views import FactFilter
from desk.permissions import Actor
from desk.practice import RunLine, RunView
from recordings.errors import UserError
from scoring.findings import Act
from ui import state
from ui.boundary import action, notify
from ui.components.voice import voice
from ui.formats import plain
from ui.i18n import explain, language, pick, t
from ui.practice import library, speech

MOODS = ("upset", "tense", "worried", "calmer", "at_ease")
FACTS_SHOWN = 5
AT, REPLY = "room_at", "reply"  # where this window saw the run last; the box for typing


@dataclass
class Place:
    """Where this window saw which run last."""

    run: str = ""
    step: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, run: RunView) -> None:
        """The run as it is drawn; a reply that is given meanwhile is further."""
        self.run, self.step = run.id, max(run.step, self.step) if run.id == self.run else run.step


def page(run: RunView) -> None:
    """The conversation so far, and the ways to answer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("practise.leave"), key="leave", icon=":material/arrow_back:", on_click=library.leave)
        st.subheader(pick(run.title), anchor=False)
    talk, aside = st.columns([2.2, 1], gap="large")
    with talk:
        _conversation(run, pick(run.customer))
        _answers(run)
    with aside:
        _mood(run)
        with st.expander(t("practise.brief"), icon=":material/description:", expanded=run.step == 0):
            st.markdown(pick(run.brief))
            st.markdown("\n".join(f"- {pick(goal)}" for goal in run.goals))
        if run.hints:
            with st.expander(t("practise.hint"), icon=":material/lightbulb:"):
                st.markdown("\n\n".join(pick(hint) for hint in run.hints))
        _knowledge(run.topic)
        st.button(
            t("practise.finish"), key="finish", icon=":material/call_end:", on_click=_finish, args=(run.id,),
            width="stretch",
        )  # fmt: skip


def _conversation(run: RunView, customer: str) -> None:
    with st.container(height=420, border=True, autoscroll=True):
        for line in run.lines:
            bubble(line, customer)
    last = [line.text for line in run.lines if line.speaker == "customer" and line.step == run.lines[-1].step]
    voice(last, language=run.language, turn=f"{run.id}:{run.step}", key="voice")


def bubble(line: RunLine, customer: str) -> None:
    """One line of the conversation. Text goes in as text: nothing of it is read as markup."""
    mine = line.speaker == "agent"
    with st.chat_message(
        "user" if mine else "customer", avatar=":material/headset_mic:" if mine else ":material/person:"
    ):
        st.markdown(f":small[:blue[**{t('practise.you')}**]]" if mine else f":small[:orange[**{plain(customer)}**]]")
        if mine and line.silence_s is not None:
            st.caption(t("practise.silence_of", seconds=f"{line.silence_s:.0f}"))
        elif line.meant is not None:
            st.caption(t("practise.meant", act=t(f"common.act.{line.meant}")))
        else:
            st.text(line.text)


def _mood(run: RunView) -> None:
    share = (run.mood - run.mood_min) / max(run.mood_max - run.mood_min, 1)
    name = MOODS[min(int(share * len(MOODS)), len(MOODS) - 1)]
    st.progress(min(max(share, 0.0), 1.0), text=t("practise.mood", mood=t(f"practise.moods.{name}")))


def _answers(run: RunView) -> None:
    place: Place = st.session_state.setdefault(AT, Place())
    place.see(run)
    if run.choices:
        st.markdown(t("practise.what_meant"))
        with st.container(horizontal=True):
            for act in run.choices:
                st.button(
                    t(f"common.act.{act}"), key=f"meant_{run.step}_{act}", on_click=_meant, args=(run.id, act, run.step)
                )
    st.chat_input(t("practise.type_here"), key=REPLY, max_chars=practice.MAX_REPLY, on_submit=_typed, args=(place,))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("practise.say_nothing"), key=f"silence_{run.step}", icon=":material/hourglass_empty:",
            on_click=_silent, args=(run.id, run.step), help=t("practise.say_nothing_help"),
        )  # fmt: skip
    sound = st.audio_input(t("practise.speak"), key=f"mic_{run.id}_{run.step}", sample_rate=16_000)
    if sound is not None:
        _spoken(run, sound.getvalue())


def _spoken(run: RunView, sound: bytes) -> None:
    """Show what was heard, to be corrected before it counts."""
    try:
        with st.spinner(t("practise.listening")):
            text = speech.heard(sound, run.language, state.actor().id)
    except UserError as error:
        st.warning(f"{explain(error)} {t('practise.type_instead')}", icon=":material/keyboard:")
        return
    with st.form(f"heard_{run.id}_{run.step}", border=False):
        corrected = st.text_area(t("practise.heard"), text, key=f"heard_text_{run.id}_{run.step}", height=90)
        if st.form_submit_button(t("practise.send"), type="primary", icon=":material/send:"):
            send(state.store(), state.actor(), run.id, corrected, run.step)
            st.rerun()


def send(store: Store, person: Actor, run_id: str, text: str | None, step: int, meant: Act | None = None) -> int:
    """Give the reply to the customer. What can't be given any more is said again, so that no words are lost.

    Returns:
        Where the run stands now.
    """
    try:
        with store.session() as session:
            return practice.answer(session, person, run_id, text, step, meant=meant).step
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
def _silent(run_id: str, step: int) -> None:
    send(state.store(), state.actor(), run_id, None, step)


@action
def _meant(run_id: str, act: Act, step: int) -> None:
    send(state.store(), state.actor(), run_id, None, step, act)


@action
def _finish(run_id: str) -> None:
    with state.session() as session:
        practice.finish(session, state.actor(), run_id)


def _knowledge(topic: str) -> None:
    with st.expander(t("practise.knowledge"), icon=":material/menu_book:"):
        words = st.text_input(t("practise.knowledge_search"), key="knowledge_search").strip()
        wanted = FactFilter(text=words) if words else FactFilter(topic=topic)
        with state.reading() as session:
            found = knowledge.list_facts(session, state.actor(), wanted, page_size=FACTS_SHOWN).rows
        if not found:
            st.caption(t("practise.knowledge_none"))
        for view in found:
            source = plain(view.fact.source.text(language()))
            st.markdown(f"- {plain(pick(view.fact.statement))}  \n  :small[{source}]")
