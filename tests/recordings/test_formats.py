from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import BadTranscript, UnknownFormat
from recordings.formats import FORMATS, parse_transcript, read_transcript, write_transcript
from recordings.transcript import Speaker, Transcript, Turn
from tests.recordings.sounds import SAMPLES

CALLS = sorted(SAMPLES.glob("*/call.transcript.json"))


def said(transcript: Transcript) -> list[tuple[str, str, float | None, float | None]]:
    return [(turn.speaker, turn.text, turn.start_s, turn.end_s) for turn in transcript.turns]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.parent.name)
def test_our_calls_come_back_from_every_format(path: Path, format: str, tmp_path: Path) -> None:
    call = read_transcript(path)
    file = tmp_path / f"通话 1.{format}"
    file.write_text(write_transcript(call, format), encoding="utf-8")
    back = read_transcript(file)
    assert back.language == call.language
    assert said(back) == said(call)


def test_json_keeps_everything() -> None:
    call = read_transcript(CALLS[0])
    assert parse_transcript(write_transcript(call, "json").encode()) == call


WORDS = st.text(st.sampled_from("您好我要投诉银行abc 12 =+-@'\"<>&,;:,。\t\n{}[]|"), min_size=1, max_size=30)
SAID = WORDS.map(lambda words: "说" + " ".join(words.split())).map(str.strip)


@st.composite
def transcripts(draw: st.DrawFn, *, timed: bool) -> Transcript:
    """Agent and customer in turn, in Chinese."""
    now_s, turns = 0.0, []
    for index, text in enumerate(draw(st.lists(SAID, min_size=1, max_size=8))):
        speaker: Speaker = "agent" if index % 2 == 0 else "customer"
        start_s = round(now_s + draw(st.integers(0, 90_000)) / 1000, 3)
        now_s = round(start_s + draw(st.integers(1, 60_000)) / 1000, 3)
        times = {"start_s": start_s, "end_s": now_s} if timed else {}
        turns.append(Turn(index=index, speaker=speaker, text=text, **times))
    return Transcript(language="zh", turns=tuple(turns), duration_s=now_s if timed else None)


@given(transcripts(timed=True), st.sampled_from(["vtt", "csv", "txt"]))
def test_what_was_said_and_when_survives_writing_and_reading(call: Transcript, format: str) -> None:
    assert said(parse_transcript(write_transcript(call, format).encode())) == said(call)


@given(transcripts(timed=False), st.sampled_from(["json", "csv", "txt"]))
def test_chat_without_times_survives_too(call: Transcript, format: str) -> None:
    assert said(parse_transcript(write_transcript(call, format).encode())) == said(call)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_comes_in_is_a_transcript_or_a_clear_error(raw: bytes) -> None:
    with suppress(BadTranscript):
        assert parse_transcript(raw).turns


@given(st.sampled_from(["WEBVTT\n\n", "1\n", "speaker,start_s,end_s,text\n", "{"]), st.text(max_size=200))
def test_a_broken_file_of_a_known_format_is_a_clear_error(start: str, rest: str) -> None:
    with suppress(BadTranscript):
        parse_transcript((start + rest).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_labelled_lines_in_any_usual_encoding(encoding: str) -> None:
    text = "坐席:您好,请讲。\r\n客户:我要投诉。\r\n时间是10:30左右。\r\n话务员01: 好的\r\n"
    read = parse_transcript(text.encode(encoding))
    # a line without a speaker goes on with the turn before it; 时间是10 is no speaker
    assert said(read) == [
        ("agent", "您好,请讲。", None, None),
        ("customer", "我要投诉。时间是10:30左右。", None, None),
        ("agent", "好的", None, None),
    ]
    assert (read.language, read.quality, read.duration_s) == ("zh", "supplied", None)


@pytest.mark.parametrize(
    ("agent", "customer"),
    [("Agent", "Customer"), ("Rep", "Caller"), ("客服", "市民"), ("[坐席]", "【客户】"), ("话务员", "用户")],
)
def test_labels_in_both_languages(agent: str, customer: str) -> None:
    read = parse_transcript(f"{agent}: hello there\n{customer}: hi\n".encode())
    assert [turn.speaker for turn in read.turns] == ["agent", "customer"]


def test_names_as_labels_are_told_apart_by_what_they_say() -> None:
    read = parse_transcript("李雷:我要投诉我的信用卡\n王芳:您好,工号1031,请问有什么可以帮您?\n李雷:好\n".encode())
    assert [turn.speaker for turn in read.turns] == ["customer", "agent", "customer"]


def test_a_name_beside_a_known_label_is_the_other_side() -> None:
    read = parse_transcript("坐席:您好\n李先生:你好\n坐席:请讲\n李先生:嗯\n".encode())
    assert [turn.speaker for turn in read.turns] == ["agent", "customer", "agent", "customer"]


def test_clocks_before_labels_are_times() -> None:
    read = parse_transcript(b"[00:01] Agent: hello\n[00:04.5-00:06] Caller: hi there\n")
    assert said(read) == [("agent", "hello", 1, None), ("customer", "hi there", 4.5, 6)]


VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE 00:00:00.000 --> 00:00:09.000 is only a note

intro
00:01.000 --> 00:02.500 align:start
<v Agent>您好,&lt;12363&gt;</v>

00:00:02.700 --> 00:00:04.000
<v.loud Agent><b>请讲</b>

00:00:05.000 --> 00:00:07.000
<v Customer>我要投诉</v><v Agent>好的</v>
"""


def test_webvtt_voices_become_turns() -> None:
    # the agent's second caption follows within 2 s: one turn; two voices in one caption: two turns
    assert said(parse_transcript(VTT.encode())) == [
        ("agent", "您好,<12363>请讲", 1, 4),
        ("customer", "我要投诉", 5, 7),
        ("agent", "好的", 5, 7),
    ]


def test_srt_with_labels_and_hours() -> None:
    first = "1\r\n01:00:00,5 --> 01:00:02,000\r\nAgent: How can I\r\nhelp you?\r\n\r\n"
    srt = first + "2\r\n01:00:03,000 --> 01:00:04,000\r\n<v Customer>My card</v>\r\n"
    assert said(parse_transcript(srt.encode())) == [
        ("agent", "How can I help you?", 3600.5, 3602),
        ("customer", "My card", 3603, 3604),
    ]


def test_captions_without_speakers_stay_apart_and_unknown() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\nhello\n\n2\n00:00:02,100 --> 00:00:03,000\nhi\n"
    assert [(turn.speaker, turn.text) for turn in parse_transcript(srt.encode()).turns] == [
        ("unknown", "hello"),
        ("unknown", "hi"),
    ]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_with_headers_in_either_language_and_clock_times(between: str) -> None:
    rows = [["角色", "开始", "结束", "内容"], ["客服", "0:01", "0:02.5", "您好"], ["客户", "3", "", "你好"]]
    text = "\n".join(between.join(row) for row in rows)
    assert said(parse_transcript(text.encode("gb18030"))) == [("agent", "您好", 1, 2.5), ("customer", "你好", 3, None)]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@cmd", "＝1", "'=1", "''+2", "plain", "a=b"])
def test_formulas_in_csv_are_defused_and_come_back(text: str) -> None:
    call = Transcript(language="en", turns=(Turn(index=0, speaker="agent", text=text),))
    written = write_transcript(call, "csv")
    cell = next(csv.DictReader(io.StringIO(written.lstrip("\ufeff"))))["text"]
    assert cell[0] not in "=+-@＝"
    assert parse_transcript(written.encode()).turns[0].text == text


def test_csv_begins_with_a_mark_that_spreadsheets_need_for_chinese() -> None:
    assert write_transcript(read_transcript(CALLS[0]), "csv").startswith("\ufeffspeaker,start_s,end_s,text")


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        (b"", "call.txt", "empty"),
        (b"hello world", "call.txt, line 1", "label"),
        (b"\x00\x01\x02", "call.txt", "text"),
        (b'{"schema": "transcript/1"}', "call.txt", "language"),
        (b'{"schema"', "call.txt", "JSON"),
        (b"WEBVTT\n\n00:00 --> later\nhi\n", "call.txt, line 3", "times"),
        (b"WEBVTT\n\n00:05.000 --> 00:02.000\nhi\n", "call.txt, line 3", "before it starts"),
        (b"WEBVTT\n\n", "call.txt", "words"),
        (b"speaker,start_s,end_s,text\nagent,soon,2,hi\n", "call.txt, line 2", "'soon'"),
        (b"speaker,start_s,end_s,text\nagent,nan,2,hi\n", "call.txt, line 2", "nan"),
        (b"speaker,start_s,end_s,text\nagent,-1,2,hi\n", "call.txt, line 2", "-1"),
        (b"speaker,start_s,end_s,text\nagent,3,2,hi\n", "call.txt, line 2", "before it starts"),
        (b"speaker,start_s,end_s,text\n", "call.txt", "words"),
    ],
)
def test_a_bad_transcript_is_named_with_its_line(content: bytes, where: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_bytes(content)
    with pytest.raises(BadTranscript) as caught:
        read_transcript(path)
    assert caught.value.fields["where"] == where
    assert reason in str(caught.value)


def test_a_missing_file_and_a_folder_are_bad_transcripts(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BadTranscript):
            read_transcript(path)


def test_captions_of_a_chat_and_unknown_formats_are_refused() -> None:
    chat = Transcript(language="en", turns=(Turn(index=0, speaker="agent", text="hi"),))
    for format in ("vtt", "srt"):
        with pytest.raises(BadTranscript):
            write_transcript(chat, format)
    with pytest.raises(UnknownFormat):
        write_transcript(chat, "docx")


@pytest.mark.parametrize(
    ("raw", "zh"),
    [
        (b"", "文件是空的"),
        (b"WEBVTT\n\nbroken --> x\nhi", "bad.vtt 第 3 行"),
        (b"speaker,start_s,end_s,text\nagent,soon,2,hi", "不是秒数"),
        (b"speaker,start_s,end_s,text\nagent,3,2,hi", "早于开始时间"),
        ("今天天气不错".encode(), "标签"),
    ],
)
def test_what_is_wrong_with_a_transcript_is_said_in_chinese_without_english_words(raw: bytes, zh: str) -> None:
    with pytest.raises(BadTranscript) as caught:
        parse_transcript(raw, where="bad.vtt")
    words = caught.value.text("zh")
    assert zh in words
    assert not {"line", "time", "empty", "ends", "label"} & set(words.replace(":", " ").split())
    assert caught.value.text("en").isascii() or "坐席" in caught.value.text("en")
