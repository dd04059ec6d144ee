"""Above the player: doubts about the recording and about who spoke, with the swap at hand."""

from __future__ import annotations

import streamlit as st

from desk.views import CallDetail
from recordings.reading import reading_form
from recordings.speakers import unnamed_voices
from recordings.transcript import Transcript, Voices
from ui import call_actions, state
from ui.formats import plain
from ui.i18n import t

SHOWN = 14  # characters of a voice's first words on its button
SURE = 0.9  # confidence below which a person is asked to look


def call_voices(detail: CallDetail) -> None:
    """Draw the doubts; nothing where two clear channels carry an agent and a customer who speak as such."""
    transcript = detail.transcript
    if transcript is None or transcript.voices is None:
        return
    said = doubts(transcript.voices, named=all(turn.speaker != "unknown" for turn in transcript.turns))
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        st.markdown(f":material/record_voice_over: {' '.join(said)}", width="stretch")
        if state.actor().may("calls.write"):
            _choice(transcript)


def _choice(transcript: Transcript) -> None:
    """The swap; or, where nobody could say who is who, which of the two voices is the agent."""
    voices = unnamed_voices(transcript)
    if not voices:
        label = t("call.menu.swap")
        st.button(label, key="call_swap", icon=":material/swap_horiz:", on_click=call_actions.swap)
    for voice, words in voices.items():
        label = t("call.voices.is_agent", words=plain(reading_form(words, transcript.language)[:SHOWN]))
        key = f"call_agent_{voice}"
        st.button(label, key=key, icon=":material/support_agent:", on_click=call_actions.name_agent, args=(voice,))


def doubts(voices: Voices, *, named: bool) -> list[str]:
    """What a reviewer must know before trusting who said what, in the reader's language.

    `named`: whether every turn has a speaker; of two voices a person may have said who is who.
    """
    said = [t("call.voices.truncated")] if voices.truncated else []
    said += [] if voices.layout == "stereo" else [t(f"call.voices.{voices.layout}")]
    if voices.count is not None and voices.count > 2:
        said.append(t("call.voices.many", n=voices.count))
    if voices.count == 1:
        said.append(t("call.voices.one"))
    if voices.layout != "stereo" and voices.count is None:
        said.append(t("call.voices.uncounted"))
    if not voices.by_content and (voices.layout == "stereo" or not named):
        said.append(t("call.voices.unsure"))
    elif voices.by_content and voices.role_confidence < SURE:
        said.append(t("call.voices.doubtful", share=f"{voices.role_confidence:.0%}"))
    return said
