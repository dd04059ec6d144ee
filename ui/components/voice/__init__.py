"""Has the browser's own voice speak the customer's lines. The captions are the page's; this is the sound."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from recordings.errors import Language
from ui.i18n import t

_HERE = Path(__file__).parent
_VOICE = st.components.v2.component(
    "tingxin_voice",
    html='<div class="voice" role="group"></div>',
    css=(_HERE / "voice.css").read_text(encoding="utf-8"),
    js=(_HERE / "voice.js").read_text(encoding="utf-8"),
)


def voice(lines: list[str], *, language: Language, turn: str, key: str) -> None:
    """Speak `lines` once for every new `turn`, and draw repeat, mute and speed.

    Args:
        lines: What the customer just said.
        language: In which language it is spoken.
        turn: Names this moment of the run; the same moment is not spoken twice.
        key: Key of the component.
    """
    words = {name: t(f"practise.voice.{name}") for name in ("group", "repeat", "mute", "unmute", "speed", "none")}
    _VOICE(key=key, data={"lines": lines, "language": language, "turn": turn, "words": words})
