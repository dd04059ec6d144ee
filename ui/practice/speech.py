"""From what the microphone heard to text that the trainee can correct. The engine stays loaded between replies."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from desk.settings import Settings
from recordings.engines.protocol import EngineInfo
from recordings.engines.status import likely_engine
from recordings.errors import Language, UserError
from recordings.models import find_places
from recordings.reply import Level, level, reply_engine, reply_text
from ui import state

KEPT_S = 30.0  # seconds for which a session keeps which engine there is

__all__ = ["Level", "ear_for", "heard", "level_of", "warm"]
log = logging.getLogger(__name__)


def ear_for(language: Language) -> EngineInfo | None:
    """The engine that would hear a reply; None where none is ready. Loads nothing."""
    chosen = state.settings()
    return state.kept(
        f"ear_{language}", KEPT_S, lambda: likely_engine(chosen.engine, language, find_places(chosen.whisper_model))
    )


def warm(language: Language) -> None:
    """Load the engine while the customer speaks, so that the first reply doesn't wait for it."""
    chosen = state.settings()
    _warm(chosen.engine, chosen.whisper_model, language)


@cache
def _warm(engine: str, model: str | None, language: Language) -> None:
    def load() -> None:
        try:
            reply_engine(language, engine=engine, model=model)
        except UserError as error:  # told when somebody speaks
            log.info("no engine to hear replies: %s", error)

    threading.Thread(target=load, name="warm-ear", daemon=True).start()


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
    with _file(sound) as path:
        return reply_text(path, language, engine=chosen.engine, model=chosen.whisper_model, vocabulary=_terms(chosen))


def level_of(sound: bytes) -> Level:
    """How loud a WAV recording is. Raises `AudioError`."""
    with _file(sound) as path:
        return level(path)


@contextmanager
def _file(sound: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tingxin-reply-") as folder:
        path = Path(folder) / "reply.wav"
        path.write_bytes(sound)
        yield path


@st.cache_data(show_spinner=False, max_entries=4, ttl=300)
def _terms_of(home: str) -> dict[Language, tuple[str, ...]]:  # noqa: ARG001
    from jobs.vocabulary import vocabulary_for

    return vocabulary_for(state.settings())


def _terms(chosen: Settings) -> dict[Language, tuple[str, ...]]:
    return _terms_of(str(chosen.home))
