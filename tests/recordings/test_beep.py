from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recordings.audio import decode
from recordings.beep import BEEP_HZ, PAD_S, Stretch, personal_stretches, write_beeped
from recordings.errors import AudioError
from recordings.transcript import Transcript, Turn, Word
from tests.recordings.sounds import loudest_hz, tones, write_sound


def turn(text: str, *, words: bool = True, index: int = 0, start_s: float = 10.0) -> Turn:
    """One character each 0.5 s."""
    said = tuple(
        Word(text=each, start_s=start_s + place / 2, end_s=start_s + place / 2 + 0.5) for place, each in enumerate(text)
    )
    end_s = start_s + len(text) / 2
    return Turn(index=index, speaker="customer", text=text, start_s=start_s, end_s=end_s, words=said if words else None)


def test_the_words_of_a_finding_are_beeped_with_a_margin() -> None:
    # 我叫李建国: the name is characters 2 to 5, so 11.0 s to 12.5 s
    (found,) = personal_stretches(Transcript(language="zh", turns=(turn("我叫李建国"),)))
    assert found == Stretch(11.0 - PAD_S, 12.5 + PAD_S)


def test_without_word_times_the_whole_turn_is_beeped_and_nothing_where_nothing_is_personal() -> None:
    whole = Transcript(
        language="zh", turns=(turn("我叫李建国", words=False), turn("十五个工作日", index=1, start_s=40))
    )
    assert personal_stretches(whole) == (Stretch(10.0 - PAD_S, 12.5 + PAD_S),)


def test_a_number_over_two_turns_is_beeped_in_both() -> None:
    said = (turn("幺三八零零幺三"), turn("八零零零", index=1, start_s=30))
    assert [each.start_s for each in personal_stretches(Transcript(language="zh", turns=said))] == [9.75, 29.75]


@pytest.mark.parametrize("rate_hz", [8000, 44100])
def test_the_copy_holds_the_tone_there_and_the_sound_elsewhere(rate_hz: int, tmp_path: Path) -> None:
    source = write_sound(tmp_path / "a.wav", tones(25, 300, 440), rate_hz=16000, coded_hz=rate_hz)
    write_beeped(source, [Stretch(9.5, 11.0), Stretch(24.5, 99)], tmp_path / "b.flac")  # 9.5-11 crosses two blocks
    before, after = decode(source, rate_hz), decode(tmp_path / "b.flac", rate_hz)
    assert after.samples.shape == before.samples.shape
    inside = slice(round(9.5 * rate_hz), 11 * rate_hz)
    for channel in after.samples:
        assert loudest_hz(channel[inside], rate_hz) == pytest.approx(BEEP_HZ, abs=1)
        assert loudest_hz(channel[round(24.6 * rate_hz) :], rate_hz) == pytest.approx(BEEP_HZ, abs=2)
    outside = np.r_[0 : round(9.4 * rate_hz), round(11.1 * rate_hz) : 24 * rate_hz]
    assert np.abs(after.samples[:, outside] - before.samples[:, outside]).max() < 1e-3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "b.flac"]


def test_a_bad_recording_leaves_no_copy(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"nothing")
    with pytest.raises(AudioError):
        write_beeped(tmp_path / "a.wav", [], tmp_path / "b.flac")
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
