"""From what the microphone heard to text that the trainee can correct."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from jobs.vocabulary import vocabulary_for
from recordings.errors import Language
from recordings.transcribe import transcribe
from ui import state


@st.cache_data(show_spinner=False, max_entries=16, ttl=600)
def heard(sound: bytes, language: Language, actor_id: int) -> str:  # noqa: ARG001
    """What was said in a WAV recording, as one text.

    Args:
        sound: The recording as the browser sent it.
        language: The language of the run.
        actor_id: Whose recording it is; keeps the cache apart.

    Raises:
        RecordingError: Nothing was said, or no engine for this language loads; says what to do.
    """
    chosen = state.settings()
    with tempfile.TemporaryDirectory(prefix="tingxin-reply-") as folder:
        path = Path(folder) / "reply.wav"
        path.write_bytes(sound)
        transcript = transcribe(
            path,
            engine=chosen.engine,
            language=language,
            model=chosen.whisper_model,
            vocabulary=vocabulary_for(chosen),
        )
    between = "" if language == "zh" else " "
    return between.join(turn.text for turn in transcript.turns).strip()
