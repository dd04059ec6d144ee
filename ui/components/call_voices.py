"""Above the player: how agent and customer were told apart, where that deserves a doubt, with the swap at hand."""

from __future__ import annotations

import streamlit as st

from desk.views import CallDetail
from recordings.transcript import Voices
from ui import call_actions, state
from ui.i18n import t

SURE = 0.9  # confidence below which a person is asked to look


def call_voices(detail: CallDetail) -> None:
    """Draw the doubts; nothing where two clear channels carry an agent and a customer who speak as such."""
    voices = None if detail.transcript is None else detail.transcript.voices
    said = [] if voices is None else doubts(voices)
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        st.markdown(f":material/record_voice_over: {' '.join(said)}", width="stretch")
        if state.actor().may("calls.write"):
            label = t("call.menu.swap")
            st.button(label, key="call_swap", icon=":material/swap_horiz:", on_click=call_actions.swap)


def doubts(voices: Voices) -> list[str]:
    """What a reviewer must know before trusting who said what, in the reader's language."""
    said = [] if voices.layout == "stereo" else [t(f"call.voices.{voices.layout}")]
    if voices.count is not None and voices.count > 2:
        said.append(t("call.voices.many", n=voices.count))
    if voices.count == 1:
        said.append(t("call.voices.one"))
    if voices.layout != "stereo" and voices.count is None:
        said.append(t("call.voices.uncounted"))
    if not voices.by_content:
        said.append(t("call.voices.unsure"))
    elif voices.role_confidence < SURE:
        said.append(t("call.voices.doubtful", share=f"{voices.role_confidence:.0%}"))
    return said
