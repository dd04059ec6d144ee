"""The customer's voice and patience: speaks their lines, shows how long they wait, lets one reply go at a time.

The captions are the page's; this is the sound and the clock. Speaking, repeating and counting happen in the browser
alone; Python hears `silence` when the time is up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from recordings.errors import Language
from recordings.transcript import Model
from ui.i18n import t

_HERE = Path(__file__).parent
_PARTS = ("sound.js", "clock.js", "outbox.js", "main.js")
_WORDS = ("group", "repeat", "mute", "unmute", "speed", "none", "record", "stop")
_CLOCK = ("label", "speaks", "waits", "held", "over", "none")
_VOICE = st.components.v2.component(
    "tingxin_voice",
    html='<div class="voice" role="group"></div>',
    css=(_HERE / "voice.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / part).read_text(encoding="utf-8") for part in _PARTS),
)


class SpokenLine(Model):
    """A line of the customer, and where a recording of it is to be had."""

    text: str
    url: str | None = None


def voice(
    lines: tuple[SpokenLine, ...],
    *,
    language: Language,
    turn: str,
    step: int,
    wait_s: float | None,
    held: bool,
    key: str,
    on_silence: Callable[[], None],
) -> None:
    """Speak `lines` once for every new `turn`, then wait; draw clock, repeat, mute and speed.

    Args:
        lines: What the customer just said.
        language: In which language it is spoken.
        turn: Names this moment of the run; the same moment is not spoken twice.
        step: Goes back to Python with a silence.
        wait_s: Seconds that the customer waits once they have spoken; None: for as long as it takes.
        held: Whether there is no `wait_s` because an answer is being made.
        key: Key of the component.
        on_silence: Called when the time is up; `silence_in` then tells of which step.
    """
    said = {name: t(f"room.voice.{name}") for name in _WORDS}
    said["clock"] = {name: t(f"room.clock.{name}") for name in _CLOCK}
    data: dict[str, Any] = {
        "lines": [line.model_dump() for line in lines], "language": language, "turn": turn, "step": step,
        "wait_s": wait_s, "held": held, "words": said,
    }  # fmt: skip
    _VOICE(key=key, data=data, on_silence_change=on_silence)


class Unanswered(Model):
    """A step that nobody answered, and for how many seconds."""

    step: int
    seconds: float


def silence_in(key: str) -> Unanswered | None:
    """Within `on_silence`: what was not answered."""
    told = (st.session_state.get(key) or {}).get("silence")
    return None if not told else Unanswered(step=told["step"], seconds=told["seconds"])
