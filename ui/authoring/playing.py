"""Play from any moment: a call that is kept nowhere, with the route that each reply took."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from recordings.errors import Language
from scenarios.player import Reply, Silence, start_at, step
from scenarios.script import Script
from scenarios.state import Meant, State, joined
from ui.boundary import action
from ui.formats import plain
from ui.i18n import pick, t

CALL = "scenario_call"
REPLY = "scenario_reply"
MOST = 2000  # characters


@dataclass
class Trying:
    """A call that an author tries: of which script, from which node, and as far as it has come."""

    of: str
    state: State


def playing(script: Script, node_id: str, spoken: Language, *, key: str) -> None:
    """Draw it. `key` names the scenario; a call of another one, or from another node, is begun anew."""
    of = f"{key}:{script.reference}:{node_id}:{spoken}"
    call: Trying | None = st.session_state.get(CALL)
    if call is None or call.of != of:
        call = Trying(of, start_at(script, node_id, spoken).state)
        st.session_state[CALL] = call
    st.caption(t("scenarios.play.about"))
    _conversation(script, call.state)
    if call.state.ended is None:
        st.text_input(t("scenarios.play.reply"), key=REPLY, max_chars=MOST, on_change=_typed, args=(script,))
        st.button(
            t("practise.say_nothing"), key="scenario_silence", icon=":material/hourglass_empty:", on_click=_silent,
            args=(script,),
        )  # fmt: skip
    else:
        st.markdown(f"**{t(f'practise.ended.{call.state.ended}')}**")
    st.button(t("scenarios.play.again"), key="scenario_again", icon=":material/replay:", on_click=_again)


def _conversation(script: Script, state: State) -> None:
    customer = plain(pick(script.persona.name))
    with st.container(height=380, border=True, autoscroll=True):
        for moment in state.history:
            if moment.customer:
                st.markdown(f":orange[**{customer}**] {plain(joined(moment.customer, state.language))}")
            if moment.event is None:
                continue
            said = {Reply: lambda event: event.text, Meant: lambda event: event.act}.get(type(moment.event))
            words = said(moment.event) if said is not None else "…"
            st.markdown(f":blue[**{t('practise.you')}**] {plain(words)}")
            st.caption(plain(t("scenarios.play.took", route=str(moment.route), mood=moment.mood)))
        if state.last:
            st.markdown(f":orange[**{customer}**] {plain(joined(state.last, state.language))}")


@action
def _typed(script: Script) -> None:
    text = str(st.session_state.get(REPLY) or "").strip()
    if text:
        call: Trying = st.session_state[CALL]
        call.state = step(script, call.state, Reply(text=text)).state
        st.session_state[REPLY] = ""


@action
def _silent(script: Script) -> None:
    call: Trying = st.session_state[CALL]
    call.state = step(script, call.state, Silence(seconds=script.persona.silence_s)).state


@action
def _again() -> None:
    st.session_state.pop(CALL, None)
