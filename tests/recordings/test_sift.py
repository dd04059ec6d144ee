"""What is dropped, why, and what stays: on words written by hand over sound whose loudness is known."""

from __future__ import annotations

import numpy as np

from recordings.engines.loop import in_window
from recordings.engines.protocol import HeardWord
from recordings.engines.sift import is_faint, sift
from recordings.vad import SpeechSpan
from recordings.windows import RATE_HZ, Piece, Window, pack

GHOST = ["请", "不吝", "点赞", "订阅", "转发", "打赏", "支持", "明镜与点点", "栏目"]


def said(*texts: str, start_s: float = 0.0) -> list[HeardWord]:
    """Words of half a second each."""
    return [HeardWord(text, start_s + n * 0.5, start_s + (n + 1) * 0.5, 0.9) for n, text in enumerate(texts)]


def window(*levels: float) -> Window:
    """A window whose seconds sound at the given levels (peak of a square wave), in a channel that speaks at 0.1."""
    sound = np.repeat(np.array(levels, np.float32), RATE_HZ) * np.tile([1, -1], len(levels) * RATE_HZ // 2)
    return Window(sound.astype(np.float32), (Piece(0.0, 0.0, float(len(levels))),), -20.0)


def texts(words: tuple[HeardWord, ...]) -> str:
    return "".join(word.text for word in words)


def test_a_stretch_is_faint_15_db_below_the_channels_speech() -> None:
    # 0.1 is -20 dB; 0.02 is -34 dB, 14 dB below; 0.01 is -40 dB, 20 dB below.
    held = window(0.1, 0.02, 0.01)
    assert [is_faint(held, second, second + 1.0) for second in range(3)] == [False, False, True]


def test_a_ghost_over_faint_sound_is_dropped_and_recorded() -> None:
    words = said("好的", "。") + said(*GHOST, start_s=1.0)
    kept, dropped = sift(words, window(0.1, 0.001, 0.001, 0.001, 0.001, 0.001), -0.2, 0.1)
    assert texts(kept) == "好的。"
    (ghost,) = dropped
    assert (ghost.text, ghost.reason, ghost.start_s, ghost.end_s) == ("".join(GHOST), "ghost", 1.0, 5.5)


def test_the_same_words_spoken_aloud_stay() -> None:
    words = said(" Thanks", " for", " watching!")
    assert sift(words, window(0.1, 0.1), -0.2, 0.1) == (tuple(words), ())
    assert sift(words, window(0.001, 0.001), -0.2, 0.1)[0] == ()


def test_a_caller_who_repeats_himself_aloud_stays() -> None:
    words = said("不行", "不行", "不行", "不行", "。")
    assert sift(words, window(0.1, 0.1, 0.1), -0.2, 0.1) == (tuple(words), ())


def test_a_phrase_repeated_over_faint_sound_is_dropped() -> None:
    words = said("喂", "。") + said(*["谢谢", "大家"] * 3, start_s=1.0)
    kept, (loop,) = sift(words, window(0.1, 0.001, 0.001, 0.001), -0.2, 0.1)
    assert texts(kept) == "喂。"
    assert (loop.text, loop.reason) == ("谢谢大家" * 3, "loop")


def test_of_a_loop_over_speech_the_first_time_stays() -> None:
    # 40 times the same 12 letters compress far beyond 2.4.
    words = [HeardWord(text, n / 4, (n + 1) / 4, 0.9) for n, text in enumerate([" thank", " you", " sir"] * 40)]
    kept, (loop,) = sift(words, window(*[0.1] * 30), -0.2, 0.1)
    assert texts(kept) == " thank you sir"
    assert loop.text.count("thank") == 39


def test_a_guess_over_silence_is_dropped_whole() -> None:
    kept, (guess,) = sift(said(" you"), window(0.1), -1.5, 0.9)
    assert kept == ()
    assert (guess.text, guess.reason) == ("you", "no_speech")


def test_nothing_said_drops_nothing() -> None:
    assert sift([], window(0.1), -0.2, 0.1) == ((), ())


def test_word_times_are_put_in_order_and_kept_in_the_window() -> None:
    words = [HeardWord("a", -0.5, 0.4), HeardWord("b", 0.3, 0.2), HeardWord("c", 0.9, 9.0)]
    placed = [(word.start_s, word.end_s) for word in in_window(words, 1.0)]
    assert placed == [(0.0, 0.4), (0.4, 0.4), (0.9, 1.0)]


def test_a_channels_loudness_is_that_of_its_speech() -> None:
    # Three quarters at 0.1 (-20 dB), one quarter softer.
    sound = np.tile([0.1, -0.1], 2 * RATE_HZ).astype(np.float32)
    sound[3 * RATE_HZ :] *= 0.1
    (held,) = pack(sound, [SpeechSpan(0, 4)], margin_s=0.0)
    assert abs(held.speech_db + 20.0) < 0.1
