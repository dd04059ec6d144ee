"""Where nobody speaks nothing reaches an engine."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import sounds
from recordings.engines.errors import NoSpeech
from recordings.listening import listen
from recordings.transcribe import transcribe
from recordings.vad import speech_spans
from tests.recordings.checkpoint import phrase_sound
from tests.recordings.sounds import write_sound


@pytest.mark.parametrize("make", sounds.KINDS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("gain", [0.3, 1.0])
def test_a_line_on_which_nobody_speaks_holds_no_speech(make, gain: float) -> None:  # type: ignore[no-untyped-def]
    assert speech_spans(make(20.0) * np.float32(gain)) == ()


def test_no_engine_is_asked_where_nobody_speaks(tmp_path) -> None:  # type: ignore[no-untyped-def]
    sound = sounds.nobody(12.0)
    path = write_sound(tmp_path / "hold.wav", np.stack([sound, sound[::-1]]))
    with pytest.raises(NoSpeech, match=r"hold\.wav"):
        transcribe(path, "no engine of this name is ever looked for")


@pytest.mark.parametrize("make", [sounds.ringing, sounds.hold_music], ids=lambda make: make.__name__)
def test_speech_after_ringing_or_hold_music_is_found_alone(make, tmp_path) -> None:  # type: ignore[no-untyped-def]
    phrase = phrase_sound("zh")
    path = write_sound(tmp_path / "call.wav", np.concatenate([make(10.0), phrase, make(10.0)])[None])
    (channel,) = listen(path).channels
    assert channel.spans[0].start_s >= 9.5
    assert channel.spans[-1].end_s <= 10.0 + len(phrase) / 16_000 + 0.5
