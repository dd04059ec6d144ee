"""The microphone in the room: where there is an engine to hear with, recording, level and what was heard."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from desk.practice import RunView
from desk.settings import LOOPBACK
from recordings.errors import UserError
from ui import state
from ui.formats import plain
from ui.i18n import explain, t
from ui.practice import speech

QUIET_DB = -45.0  # below this speech is hard to tell from the room; own choice
SCALE_DB = 60.0  # the meter begins that far below full scale


def key(run: RunView) -> str:
    """Key of the recording of this step."""
    return f"mic_{run.id}_{run.step}"


def in_use(run: RunView) -> bool:
    """Whether something was recorded that isn't sent yet: the customer waits."""
    return st.session_state.get(key(run)) is not None


def listen(run: RunView) -> str | None:
    """Draw the microphone; what was said, once something was. Says why where there is no microphone, and what to do."""
    ear = speech.ear_for(run.language)
    if ear is None:
        st.info(t("room.mic.none", language=t(f"room.mic.{run.language}")), icon=":material/mic_off:")
        return None
    if not _safe_address():
        st.info(t("room.mic.https"), icon=":material/mic_off:")
        return None
    speech.warm(run.language)
    sound = st.audio_input(t("room.mic.speak"), key=key(run), sample_rate=16_000)
    if run.mode == "certify":
        st.caption(t("room.mic.certify_draft" if ear.quality == "draft" else "room.mic.certify"))
    elif ear.quality == "draft":
        st.caption(t("room.mic.draft"))
    return None if sound is None else _heard(run, sound.getvalue())


def _heard(run: RunView, sound: bytes) -> str | None:
    try:
        _level(speech.level_of(sound))
        with st.spinner(t("practise.listening")):
            return speech.heard(sound, run.language, state.actor().id)
    except UserError as error:
        st.warning(f"{plain(explain(error))} {t('practise.type_instead')}", icon=":material/keyboard:")
        return None


def _level(found: speech.Level) -> None:
    """How loud it was, as a bar and in words."""
    name = "loud" if found.clipped else "quiet" if found.level_db < QUIET_DB else "good"
    share = min(max(1 + found.level_db / SCALE_DB, 0.0), 1.0)
    st.progress(share, text=t(f"room.mic.{name}", level=f"{found.level_db:.0f}".replace("-", "−")))


def _safe_address() -> bool:
    """Whether the browser lets the page use a microphone at all."""
    address = urlsplit(st.context.url or "")
    return address.scheme != "http" or address.hostname in LOOPBACK
