"""Word lists and models by which replies are read take seconds to load: done while the first trainee still reads."""

from __future__ import annotations

import threading

import streamlit as st

from recordings.errors import Language
from scenarios import player
from scenarios.load import list_scripts
from scenarios.state import Reply

GREETINGS: dict[Language, str] = {"zh": "您好，请问发生了什么事？", "en": "Hello, what happened?"}


@st.cache_resource(show_spinner=False)
def begin() -> threading.Thread:
    """Load them in the background, once in a process. Touches nothing of Streamlit from there."""
    thread = threading.Thread(target=_load, name="warm-up", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    script = next(iter(list_scripts()), None)
    for language, greeting in GREETINGS.items():
        if script is not None and language in script.languages:
            player.step(script, player.start(script, language).state, Reply(text=greeting))
