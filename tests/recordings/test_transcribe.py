"""From spans to windows, from words to turns; and which texts are not believed. No engine is needed here."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.engines.guards import doubtful, echoes, is_ghost, is_silence, repeats_itself
from recordings.engines.tongues import Tongues
from recordings.models import ModelPlaces, NoWeights, find_places, find_weights
from recordings.simplify import simplify
from recordings.turns import SpokenWord, build_turns, in_order
from recordings.vad import SpeechSpan
from recordings.windows import RATE_HZ, WINDOW_S, Packer, pack, to_call_s

ROOT = Path(__file__).resolve().parents[2]


def word(text: str, start_s: float, end_s: float, voice: int = 0, confidence: float | None = None) -> SpokenWord:
    return SpokenWord(text, start_s, end_s, confidence, voice)


# ── windows ──────────────────────────────────────────────────────────────────


def test_silence_is_cut_out_and_times_find_their_way_back() -> None:
    # Spans 1–3 s and 10–12 s, with 0.1 s kept on both sides: pieces of 2.2 s at 0.0 and 2.2 s.
    (window,) = pack(np.zeros(20 * RATE_HZ, np.float32), [SpeechSpan(1, 3), SpeechSpan(10, 12)])
    assert window.duration_s == pytest.approx(4.4)
    assert [round(piece.offset_s, 3) for piece in window.pieces] == [0.0, 2.2]
    second = window.piece_at(3.2)
    assert to_call_s(3.2, second) == pytest.approx(9.9 + 1.0)
    assert to_call_s(99.0, second) == pytest.approx(12.1)


def test_spans_that_meet_become_one_piece() -> None:
    (window,) = pack(np.zeros(10 * RATE_HZ, np.float32), [SpeechSpan(1, 2), SpeechSpan(2.15, 3)])
    assert len(window.pieces) == 1


def test_nothing_said_makes_no_window() -> None:
    assert pack(np.zeros(RATE_HZ, np.float32), []) == ()


def test_a_long_span_is_cut_at_its_quietest_place() -> None:
    sound = np.full(50 * RATE_HZ, 0.5, np.float32)
    sound[27 * RATE_HZ : round(27.3 * RATE_HZ)] = 0.0
    first, second = pack(sound, [SpeechSpan(0, 50)])
    assert 27.0 <= first.duration_s <= 27.3
    assert second.pieces[0].start_s == pytest.approx(first.pieces[-1].end_s)


@given(st.lists(st.tuples(st.floats(0.0, 5.0), st.floats(0.1, 45.0)), max_size=12))
def test_windows_hold_all_speech_once_and_none_is_too_long(steps: list[tuple[float, float]]) -> None:
    spans, now_s = [], 0.0
    for gap_s, length_s in steps:
        spans.append(SpeechSpan(now_s + gap_s, now_s + gap_s + length_s))
        now_s = spans[-1].end_s
    # Every tenth of a second has a level of its own, in steps that 16-bit samples keep apart.
    sound = (np.arange(round((now_s + 1) * 10), dtype=np.float32) / 32767).repeat(RATE_HZ // 10)
    windows = pack(sound, spans, margin_s=0.0)
    assert all(window.duration_s <= WINDOW_S for window in windows)
    pieces = [piece for window in windows for piece in window.pieces]
    assert all(one.end_s <= other.start_s + 1e-6 for one, other in pairwise(pieces))
    assert sum(piece.duration_s for piece in pieces) == pytest.approx(sum(s.end_s - s.start_s for s in spans), abs=0.01)
    for window in windows:
        for piece in window.pieces:
            at = round(piece.start_s * RATE_HZ)
            assert window.sound_of(piece)[0] == pytest.approx(sound[at], abs=1e-5)


def test_packing_holds_the_speech_once_however_long_the_call() -> None:
    # Ten minutes of speech at 2 bytes a sample are 19.2 MB; blocks of 10 s and a window being filled come on top.
    block = np.zeros(10 * RATE_HZ, np.float32)
    packer = Packer(SpeechSpan(9.0 * n, 9.0 * n + 9.0) for n in range(67))
    tracemalloc.start()
    try:
        for _ in range(60):
            packer.hear(block)
        windows = packer.windows()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    held = sum(window.sound.nbytes for window in windows)
    assert held == 600 * RATE_HZ * 2
    assert peak < 1.3 * held


@settings(max_examples=20)
@given(st.lists(st.integers(1, 40 * RATE_HZ), max_size=6))
def test_bits_of_any_length_make_the_same_windows(lengths: list[int]) -> None:
    sound = np.random.default_rng(5).uniform(-0.5, 0.5, 70 * RATE_HZ).astype(np.float32)
    spans = [SpeechSpan(1, 2), SpeechSpan(4, 50), SpeechSpan(51, 80)]  # one longer than a window, one beyond the end
    packer = Packer(spans)
    for bit in np.split(sound, np.cumsum(lengths)):
        packer.hear(bit)
    whole, found = pack(sound, spans), packer.windows()
    assert [window.pieces for window in found] == [window.pieces for window in whole]
    assert all(np.array_equal(one.sound, other.sound) for one, other in zip(found, whole, strict=True))


# ── turns ────────────────────────────────────────────────────────────────────


def test_voices_are_interleaved_by_time() -> None:
    agent = [word("您好", 0, 1), word("请讲", 6, 7)]
    customer = [word("我要投诉", 2, 5, voice=1)]
    turns = build_turns([agent, customer], {0: "agent", 1: "customer"}, "zh")
    assert [(turn.index, turn.speaker, turn.text) for turn in turns] == [
        (0, "agent", "您好"), (1, "customer", "我要投诉"), (2, "agent", "请讲"),
    ]  # fmt: skip


def test_a_short_pause_stays_in_the_turn_and_a_long_one_ends_it() -> None:
    # 0.3 s: the same phrase. 1.5 s: the same turn. 2.5 s: another turn.
    words = [word(" Hello,", 0, 1), word(" madam.", 1.3, 2), word(" Yes.", 3.5, 4), word(" Bye.", 6.5, 7)]
    turns = build_turns([words], {0: "agent"}, "en")
    assert [turn.text for turn in turns] == ["Hello, madam. Yes.", "Bye."]


def test_a_word_thrown_in_stands_after_the_phrase_it_falls_into() -> None:
    agent = [word(" one", 0, 1), word(" two", 1, 2), word(" three", 2, 3), word(" four", 3.7, 4)]
    turns = build_turns([agent, [word(" mhm", 1.5, 1.8, voice=1)]], {0: "agent", 1: "customer"}, "en")
    assert [turn.text for turn in turns] == ["one two three", "mhm", "four"]


@pytest.mark.parametrize(("language", "expected"), [("zh", "好的\uff0c我查"), ("en", "好的,我查")])
def test_pauses_become_commas_where_an_engine_writes_no_marks(language: str, expected: str) -> None:
    words = [word("好的", 0, 1), word("我查", 2, 3)]
    (turn,) = build_turns([words], {}, language)  # type: ignore[arg-type]
    assert turn.text == expected


def test_an_engine_that_writes_marks_is_left_alone() -> None:
    (turn,) = build_turns([[word(" Two", 0, 1), word(" weeks ago.", 2, 3)]], {}, "en")
    assert turn.text == "Two weeks ago."
    assert turn.speaker == "unknown"


def test_a_turn_is_as_sure_as_its_words_on_average() -> None:
    (turn,) = build_turns(
        [[word("a", 0, 1, confidence=0.5), word("b", 1, 2, confidence=1.0), word("c", 2, 3)]], {}, "en"
    )
    assert turn.confidence == 0.75


times = st.floats(0, 100, allow_nan=False)


@given(st.lists(st.tuples(st.sampled_from([" a", "你", " ", "b."]), times, times), max_size=30))
def test_times_never_run_back_and_a_turns_text_is_its_words(words: list[tuple[str, float, float]]) -> None:
    ordered = in_order([word(text, start_s, end_s) for text, start_s, end_s in words])
    flat = [time_s for each in ordered for time_s in (each.start_s, each.end_s)]
    assert flat == sorted(flat)
    for turn in build_turns([ordered], {}, "en"):
        spoken = "".join(each.text for each in turn.words or ())
        assert turn.text.replace(" ", "").rstrip(",") == spoken.replace(" ", "").rstrip(",")


# ── what is believed ─────────────────────────────────────────────────────────


def test_loops_and_ghosts_are_told_from_what_people_say() -> None:
    assert repeats_itself("谢谢大家" * 20)
    assert not repeats_itself("您好,请问有什么可以帮您?")
    assert not repeats_itself("")
    assert is_ghost(" 请不吝点赞 订阅 转发 打赏支持明镜与点点栏目")
    assert is_ghost("Thanks for watching!")
    assert not is_ghost("Thank you.")
    assert is_silence(-1.5, 0.9)
    assert not is_silence(-1.5, 0.1)
    assert not is_silence(-0.2, 0.9)


def test_an_echo_of_the_prompt_is_heard_again() -> None:
    prompt = "您好。信用卡、逾期、催收、征信报告、协商还款、受理、答复。"
    assert echoes("信用卡、逾期、催收、征信报告", prompt)
    assert not echoes("我去年下岗了,一直没找到活儿干", prompt)
    assert not echoes("", prompt)
    assert not echoes("您好", None)
    assert doubtful("我去年下岗了", -0.2, 0.1, prompt)  # the words alone are a guess
    assert doubtful("我去年下岗了", -1.2, 0.9, prompt)
    assert not doubtful("我去年下岗了", -0.2, 0.9, prompt)


def test_a_window_that_cannot_tell_is_heard_in_the_language_of_the_call() -> None:
    # Chinese and Cantonese 0.6 + 0.85 against English 0.4: Chinese, though 0.6 of 1.0 is below `CLEAR`.
    tongues = Tongues(("zh", "en"))
    assert tongues.tell([{"zh": 0.5, "yue": 0.1, "en": 0.4}, {"zh": 0.85, "en": 0.0, "ko": 0.15}]) == ["zh", "zh"]
    assert tongues.of_call == "zh"


def test_a_window_clearly_in_the_other_language_is_heard_in_its_own() -> None:
    tongues = Tongues(("zh", "en"))
    assert tongues.tell([{"zh": 1.0}, {"zh": 1.0}, {"zh": 0.05, "en": 0.95}]) == ["zh", "zh", "en"]
    assert tongues.tell([{"zh": 0.2, "en": 0.8}]) == ["zh"]  # 0.8 is not clear, and the call is Chinese


def test_an_english_model_hears_english_only() -> None:
    assert Tongues(("en",)).tell([{"zh": 1.0}, {"fr": 1.0}]) == ["en", "en"]


def test_traditional_characters_become_simplified_word_by_word() -> None:
    assert simplify(["協商", "還款", ",", "hello"]) == ["协商", "还款", ",", "hello"]
    assert simplify([]) == []


# ── where weights are ────────────────────────────────────────────────────────


def test_the_weights_added_last_are_used_unless_others_are_asked_for(tmp_path: Path) -> None:
    for age, name in enumerate(("tiny", "base")):
        (tmp_path / f"{name}.pt").touch()
        os.utime(tmp_path / f"{name}.pt", (1000 + age, 1000 + age))
    assert find_weights(ModelPlaces(tmp_path)).name == "base"
    assert find_weights(ModelPlaces(tmp_path, wanted="tiny")).name == "tiny"
    assert find_weights(ModelPlaces(tmp_path, wanted=str(tmp_path / "tiny.pt"))).path == tmp_path / "tiny.pt"
    with pytest.raises(NoWeights, match=r"large-v3\.pt"):
        find_weights(ModelPlaces(tmp_path, wanted="large"))


def test_whispers_own_cache_is_looked_into_last(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "whisper"
    cache.mkdir(parents=True)
    (cache / "small.pt").touch()
    places = find_places(environ={"XDG_CACHE_HOME": str(tmp_path / "cache"), "TINGXIN_HOME": str(tmp_path)})
    assert find_weights(places).path == cache / "small.pt"
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "base.pt").touch()
    assert find_weights(places).name == "base"


def test_importing_the_engines_loads_no_model_library() -> None:
    heavy = "('torch', 'whisper', 'faster_whisper', 'ctranslate2', 'pocketsphinx', 'opencc', 'sklearn')"
    code = f"import sys, recordings.transcribe; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
