"""PocketSphinx: a draft, for English alone, with no weights and no network."""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
import pytest

from recordings.audio import decode
from recordings.engines.errors import WrongLanguage
from recordings.engines.protocol import Heard
from recordings.engines.sphinx import SphinxEngine
from recordings.transcribe import transcribe
from recordings.vad import SpeechSpan, speech_spans
from recordings.windows import Window, pack
from tests.recordings.checkpoint import phrase_sound
from tests.recordings.sounds import SHARED, write_sound


@pytest.fixture(scope="module")
def engine() -> SphinxEngine:
    return SphinxEngine()


def windows(sound: np.ndarray) -> tuple[Window, ...]:
    return pack(sound, [SpeechSpan(0.0, len(sound) / 16_000)])


def test_words_have_times_that_never_run_back_and_a_confidence(engine: SphinxEngine) -> None:
    sound = phrase_sound("en")
    told: list[float] = []
    words = [word for heard in engine.transcribe(windows(sound), "en", progress=told.append) for word in heard.words]
    assert len(words) >= 3
    times = [time_s for word in words for time_s in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[-1] <= len(sound) / 16_000 + 0.05
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in words)
    assert all(word.text.startswith(" ") and "(" not in word.text and "<" not in word.text for word in words)
    assert told[-1] == 1.0


def test_quiet_speech_is_heard_as_loud_speech(engine: SphinxEngine) -> None:
    sound = phrase_sound("en")
    (loud,) = engine.transcribe(windows(sound), "en")
    (quiet,) = engine.transcribe(windows(sound * 0.05), "en")
    same = difflib.SequenceMatcher(None, [w.text for w in loud.words], [w.text for w in quiet.words])
    assert same.ratio() > 0.7


def test_chinese_is_refused(engine: SphinxEngine) -> None:
    with pytest.raises(WrongLanguage, match="Allowed: en"):
        engine.transcribe((), "zh")


def test_silence_and_clicks_give_no_error(engine: SphinxEngine) -> None:
    for n in (0, 10, 400, 16_000):
        window = Window(np.zeros(n, np.float32), pack(np.zeros(16_000, np.float32), [SpeechSpan(0, 0.5)])[0].pieces)
        assert engine.transcribe([window], "en") == [Heard((), "en")]


def test_the_transcript_is_marked_as_a_draft(tmp_path: Path) -> None:
    sound = np.zeros((2, 8 * 16_000), np.float32)
    phrase = phrase_sound("en")
    sound[0, : len(phrase)] = phrase
    sound[1, 4 * 16_000 : 4 * 16_000 + len(phrase)] = phrase
    transcript = transcribe(write_sound(tmp_path / "call.wav", sound), "pocketsphinx")
    assert (transcript.engine, transcript.quality, transcript.language) == ("pocketsphinx", "draft", "en")
    assert len({turn.speaker for turn in transcript.turns}) == 2


@pytest.mark.skipif(not (SHARED / "jfk.flac").is_file(), reason="the shared recordings are not here")
def test_clean_speech_is_heard_in_good_part(engine: SphinxEngine) -> None:
    # "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country."
    sound = decode(SHARED / "jfk.flac").samples[0]
    words = [word for heard in engine.transcribe(pack(sound, speech_spans(sound)), "en") for word in heard.words]
    heard = {word.text.strip() for word in words}
    assert {"my", "fellow", "americans", "you", "can", "do", "for"} <= heard


@pytest.mark.skipif(not (SHARED / "call40_stereo.wav").is_file(), reason="the shared recordings are not here")
def test_a_telephone_call_gives_two_speakers_and_times(tmp_path: Path) -> None:
    sound = decode(SHARED / "call40_stereo.wav").samples[:, : 10 * 16_000]
    transcript = transcribe(write_sound(tmp_path / "part.wav", sound), "pocketsphinx", "en")
    assert {turn.speaker for turn in transcript.turns} == {"agent", "customer"}
    starts = [turn.start_s or 0.0 for turn in transcript.turns]
    assert starts == sorted(starts)
    assert 0 <= starts[0] < 1.5  # the agent greets at once
    assert all(turn.words for turn in transcript.turns)
