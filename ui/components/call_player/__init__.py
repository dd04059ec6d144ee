"""The call player: sound, waveform, transcript and scorecard in one, so that every point plays its second.

Python gives it what to show and hears what was asked for (`change`, `undo`, `publish`, `renew`); playing, seeking
and following the sound happen in the browser alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from desk.views import CallDetail, Draft
from recordings.transcript import Transcript
from scoring.facts import Fact
from ui.components.call_player.card import card_payload, review_of
from ui.components.call_player.turns import player_words, turns, wave
from ui.i18n import language

_HERE = Path(__file__).parent
_PARTS = ("dom.js", "sound.js", "waveform.js", "claims.js", "transcript.js", "scorecard.js", "main.js")

_PLAYER = st.components.v2.component(
    "tingxin_call_player",
    html='<div class="desk">\n</div>',
    css=(_HERE / "player.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / part).read_text(encoding="utf-8") for part in _PARTS),
)


def payload(
    detail: CallDetail,
    transcript: Transcript,
    *,
    draft: Draft | None,
    editable: bool,
    sound_url: str | None,
    seek: dict[str, Any] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> dict[str, Any]:
    """Everything that the player shows of a call.

    Args:
        detail: The call.
        transcript: What was said, as this person may see it.
        draft: The reviewer's draft, for those who review.
        editable: Whether values can be changed.
        sound_url: Signed address of the sound; None without sound.
        seek: `{"start", "turn", "claim", "nonce"}`: play from there, or show the claim, once per nonce.
        facts: By id, the facts that the machine's claims were judged by.
    """
    auto, published = detail.latest("auto"), review_of(detail)
    said = turns(transcript, auto, facts or {})
    shape = wave(transcript, detail.peaks, auto)
    judged = detail.latest("judge")
    card = card_payload(auto, draft, published, transcript, editable=editable, judged=judged)
    return {
        "call": detail.row.id,
        "language": language(),
        "words": player_words(),
        "sound": sound_url,
        "turns": said,
        "wave": shape,
        "turns_key": _digest([said, shape, sound_url is None]),
        "card": card,
        "card_key": _digest(card),
        "seek": seek,
    }


def call_player(
    data: dict[str, Any],
    *,
    key: str,
    on_change: Callable[[], None],
    on_undo: Callable[[], None],
    on_publish: Callable[[], None],
    on_renew: Callable[[], None],
) -> None:
    """Draw the player. The callbacks read what was asked for with `asked`."""
    _PLAYER(
        key=key,
        data=data,
        on_change_change=on_change,
        on_undo_change=on_undo,
        on_publish_change=on_publish,
        on_renew_change=on_renew,
    )


def asked(key: str, what: str) -> Any:
    """What the player asked for, within a callback; None where nothing."""
    held = st.session_state.get(key)
    return None if held is None else held.get(what)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
