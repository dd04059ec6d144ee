from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from recordings.audio import decode
from recordings.diarize import Segment, diarize, voice_of
from recordings.roles import role_of
from recordings.speakers import assign_roles, name_agent, name_voices, swap, unnamed_voices
from recordings.transcript import Transcript, Turn, Voices
from recordings.vad import SpeechSpan, is_dead, speech_spans
from recordings.voices import Ear, best_ear, find_weights, spectrum_prints
from tests.recordings.sounds import SAMPLES, SHARED

CALLS = sorted(SAMPLES.glob("*/call.transcript.json"))
needs_weights = pytest.mark.skipif(find_weights() is None, reason="needs the weights that tell voices apart")
PLAIN = Ear("spectrum", spectrum_prints)


def lines_of(transcript: Transcript, speaker: str) -> list[str]:
    return [turn.text for turn in transcript.turns if turn.speaker == speaker]


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("agent", [0, 1])
def test_the_agent_is_found_on_either_channel_of_our_calls(path: Path, agent: int) -> None:
    call = Transcript.read_json(path)
    lines = {agent: lines_of(call, "agent"), 1 - agent: lines_of(call, "customer")}
    named = name_voices(lines, call.language)
    assert named.speakers == {agent: "agent", 1 - agent: "customer"}
    assert named.by_content


@pytest.mark.parametrize(
    ("language", "agent", "customer"),
    [
        ("zh", "您好,12363热线,工号1031,请问有什么可以帮您?", "我要投诉,我的信用卡被冻结了"),
        ("zh", "请问您贵姓?我帮您登记一下。", "我姓王,你们银行凭什么这样"),
        ("en", "Thank you for calling, how can I help you today?", "I'm calling about my credit card"),
        ("en", "May I have your account number please?", "I want to complain, my account was charged twice"),
    ],
)
def test_greeting_and_helping_are_the_agents(language: str, agent: str, customer: str) -> None:
    named = name_voices({0: [customer], 1: [agent]}, language)  # type: ignore[arg-type]
    assert (named.speakers[1], named.by_content) == ("agent", True)


def test_left_is_the_agent_where_words_do_not_tell() -> None:
    named = name_voices({0: ["mumble"], 1: ["mumble"]}, "en")
    assert named.speakers == {0: "agent", 1: "customer"}
    assert (named.confidence, named.by_content) == (0.5, False)


def test_nobody_is_named_without_a_default_or_by_words_that_do_not_tell() -> None:
    assert name_voices({0: ["a"], 1: ["b"]}, "en", default_agent=None).speakers == {0: "unknown", 1: "unknown"}
    assert name_voices({0: ["嗯"]}, "zh").speakers == {0: "unknown"}
    assert name_voices({}, "zh").speakers == {}


def test_a_voice_alone_is_named_by_what_it_says() -> None:
    assert name_voices({0: ["您好,12363热线,工号1031"]}, "zh").speakers == {0: "agent"}


def test_of_three_voices_each_speaks_for_itself_and_the_third_party_stays_unknown() -> None:
    said = {0: ["您好,12363热线,工号1031"], 1: ["我要投诉,我的信用卡被冻结了"], 2: ["喂?"]}
    named = name_voices(said, "zh")
    assert named.speakers == {0: "agent", 1: "customer", 2: "unknown"}
    assert named.by_content


def test_unknown_turns_are_named_only_where_their_words_tell() -> None:
    said = ["您好,12363热线,工号1031", "我要投诉我的银行卡被限制了", "嗯"]
    turns = tuple(Turn(index=index, speaker="unknown", text=text) for index, text in enumerate(said))
    named = assign_roles(Transcript(language="zh", turns=turns))
    assert [turn.speaker for turn in named.turns] == ["agent", "customer", "unknown"]


def test_known_turns_are_not_renamed() -> None:
    turn = Turn(index=0, speaker="customer", text="您好,12363热线,工号1031")
    assert assign_roles(Transcript(language="zh", turns=(turn,))).turns == (turn,)


def test_swapping_twice_is_as_before() -> None:
    call = Transcript.read_json(CALLS[0])
    assert [turn.speaker for turn in swap(call).turns][:2] != [turn.speaker for turn in call.turns][:2]
    assert swap(swap(call)) == call


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("坐席 01", "agent"),
        ("话务员", "agent"),
        ("AGENT", "agent"),
        ("Rep", "agent"),
        ("市民", "customer"),
        ("Caller", "customer"),
        ("客户A", "customer"),
        ("Speaker 1", "unknown"),
        ("时间", None),
    ],
)
def test_labels_name_roles(label: str, speaker: str | None) -> None:
    assert role_of(label) == speaker


def share_right(stereo: np.ndarray, mono: np.ndarray, ear: Ear) -> float:
    """Share of the moments in which one channel speaks that go to the right voice."""
    ticks = np.arange(0, len(mono) / 16000, 0.05)

    def within(spans: object) -> np.ndarray:
        return np.any([(ticks >= s.start_s) & (ticks < s.end_s) for s in spans], axis=0)  # type: ignore[attr-defined]

    left, right = (within(speech_spans(channel)) for channel in stereo)
    segments = diarize(mono, speech_spans(mono), ear=ear).segments
    is_a, is_b = (within([s for s in segments if s.speaker == name]) for name in "AB")
    one = (left ^ right) & (is_a | is_b)
    return float(max(((is_a & left) | (is_b & right))[one].mean(), ((is_b & left) | (is_a & right))[one].mean()))


def test_two_voices_in_one_channel_are_told_apart_without_weights() -> None:
    stereo = decode(SAMPLES / "zh_li_cold" / "audio.ogg").samples
    assert share_right(stereo, stereo.sum(axis=0), PLAIN) > 0.95


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared recordings")
@pytest.mark.parametrize(
    ("ear", "least"),
    [
        pytest.param(PLAIN, 0.95, id="spectrum"),
        pytest.param(best_ear(), 0.98, id="encoder", marks=needs_weights),
    ],
)
def test_a_mono_telephone_call_is_parted_as_its_channels_were(ear: Ear, least: float) -> None:
    stereo = decode(SHARED / "call40_stereo.wav").samples
    assert share_right(stereo, decode(SHARED / "call40_mono.wav").samples[0], ear) > least


@needs_weights
def test_voices_are_counted_and_a_third_party_is_a_voice_of_its_own() -> None:
    sides = decode(SAMPLES / "zh_li_cold" / "audio.ogg").samples[:, : 30 * 16000]
    third = decode(SAMPLES / "en_card_misuse" / "audio.ogg").samples[1, : 30 * 16000]
    for sound, voices in ((sides[1], 1), (sides.sum(axis=0), 2), (np.concatenate([sides.sum(axis=0), third]), 3)):
        found = diarize(sound, speech_spans(sound))
        assert (found.voices, found.counted) == (voices, True)
    assert {s.speaker for s in found.segments if s.end_s < sides.shape[1] / 16000} == {"A", "B"}
    late = sum(s.end_s - s.start_s for s in found.segments if s.start_s > sides.shape[1] / 16000)
    third_s = sum(s.end_s - s.start_s for s in found.segments if s.speaker == "C")
    assert third_s == pytest.approx(late, rel=0.05)


def test_without_weights_two_voices_are_taken_for_granted_and_it_says_so() -> None:
    mono = decode(SAMPLES / "zh_li_cold" / "audio.ogg").samples[1]
    found = diarize(mono, speech_spans(mono), ear=PLAIN)
    assert (found.voices, found.counted) == (2, False)


@pytest.mark.parametrize(("here_s", "there_s", "dead"), [(0, 9, True), (0.5, 40, True), (0.5, 9, False), (0, 0, False)])
def test_a_channel_with_no_more_than_a_crackle_is_dead(here_s: float, there_s: float, dead: bool) -> None:
    assert is_dead([SpeechSpan(0, here_s)], [SpeechSpan(0, there_s)]) is dead


def test_segments_cover_the_speech_and_start_with_a() -> None:
    mono = decode(SAMPLES / "zh_li_cold" / "audio.ogg").samples.sum(axis=0)
    spans = speech_spans(mono)
    segments = diarize(mono, spans, ear=PLAIN).segments
    assert segments[0].speaker == "A"
    assert {segment.speaker for segment in segments} == {"A", "B"}
    assert sum(s.end_s - s.start_s for s in segments) == pytest.approx(sum(s.duration_s for s in spans), abs=0.1)
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in pairwise(segments))


def test_next_to_no_speech_is_one_voice() -> None:
    assert diarize(np.zeros(16000, np.float32), ()).segments == ()
    assert diarize(np.zeros(16000, np.float32), [SpeechSpan(0.1, 0.5)]).segments == (Segment(0.1, 0.5, "A"),)


@pytest.mark.parametrize(
    ("start_s", "end_s", "voice"), [(0, 1, "A"), (1.5, 2.4, "B"), (1.75, 1.85, "A"), (9, 9.5, "B")]
)
def test_a_word_is_whose_voice_holds_most_of_it(start_s: float, end_s: float, voice: str) -> None:
    segments = [Segment(0, 1.7, "A"), Segment(2.0, 3.0, "B")]
    assert voice_of(segments, start_s, end_s) == voice


def test_a_file_that_is_no_encoder_falls_back_to_the_spectrum(tmp_path: Path) -> None:
    (tmp_path / "voices.pt").write_bytes(b"not weights")
    assert find_weights(tmp_path) == tmp_path / "voices.pt"
    assert best_ear(tmp_path).name == "spectrum"


def of_voices(*numbers: int) -> Transcript:
    turns = tuple(Turn(index=i, speaker="unknown", text=f"voice {number}") for i, number in enumerate(numbers))
    voices = Voices(layout="mono", count=2, role_confidence=0.5, by_content=False, of_turns=numbers)
    return Transcript(language="en", voices=voices, turns=turns)


def test_a_person_can_name_the_agent_among_two_voices() -> None:
    call = of_voices(0, 1, 1, 0)
    assert unnamed_voices(call) == {0: "voice 0", 1: "voice 1"}
    named = name_agent(call, 1)
    assert [turn.speaker for turn in named.turns] == ["customer", "agent", "agent", "customer"]
    assert unnamed_voices(named) == {}
    assert name_agent(named, 0) == swap(named)


def test_one_voice_three_voices_and_voices_that_were_not_noted_are_not_asked_about() -> None:
    assert unnamed_voices(of_voices(0, 0)) == unnamed_voices(of_voices(0, 1, 2)) == {}
    unnoted = of_voices(0, 1).model_copy(update={"voices": None})
    assert unnamed_voices(unnoted) == {}
    assert name_agent(unnoted, 0) == unnoted
