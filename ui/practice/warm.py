"""Word lists and models by which replies are read take seconds to load: done while the first trainee still reads."""

from __future__ import annotations

import threading

from recordings.errors import Language
from scenarios import player
from scenarios.load import list_scripts
from scenarios.state import Reply
from scoring.loaded import keep_loaded

GREETINGS: dict[Language, str] = {"zh": "您好，请问发生了什么事？", "en": "Hello, what happened?"}


def _load() -> None:
    script = next(iter(list_scripts()), None)
    for language, greeting in GREETINGS.items():
        if script is not None and language in script.languages:
            player.step(script, player.start(script, language).state, Reply(text=greeting))
    keep_loaded()


_thread = threading.Thread(target=_load, name="warm-up", daemon=True)
_once = threading.Lock()


def begin() -> None:
    """Load them in the background, once in a process. Touches nothing of Streamlit from there."""
    with _once:
        if _thread.ident is None:
            _thread.start()


def ready() -> None:
    """Wait until they are loaded, so that a quick first reply doesn't load them a second time beside."""
    begin()
    _thread.join()
