"""Transcripts in and out of files: transcript/1 JSON, WebVTT, SRT, CSV and labelled text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from recordings.captions import read_captions, stamp, write_srt, write_vtt
from recordings.errors import BadTranscript, UnknownFormat
from recordings.lines import Line, labels_in, run_on, split_label, tidy, to_transcript
from recordings.roles import name_of
from recordings.tables import defuse, looks_like_table, read_table, write_csv, write_rows
from recordings.transcript import Transcript

__all__ = ["CAPTIONS", "FORMATS", "defuse", "parse_transcript", "read_transcript", "write_rows", "write_transcript"]

MAX_BYTES = 20 * 1024 * 1024  # a file; a day's talking is below 1 MB
_ARROW = re.compile(r"^\s*[\d:.,]+\s*-->", re.MULTILINE)
_CLOCK = re.compile(
    r"^\s*[\[(【]?(?P<start>(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d+)?)"
    r"(?:\s*[-–~]+\s*(?P<end>(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d+)?))?(?:[\])】]\s*|\s+)"
)


def read_transcript(path: Path | str) -> Transcript:
    """Read a transcript, whatever its format; the content tells, not the file's name.

    Takes UTF-8 (with or without byte-order mark), UTF-16 with one, and GB 18030. Chinese or English is
    told from the characters. Roles come from labels; where those are names of people, from what they say.

    Raises:
        BadTranscript: Not readable, or nothing that we know; names the file and where possible the line.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            limit_mb = MAX_BYTES // 1024 // 1024
            raise BadTranscript(where=path.name, reason=f"larger than {limit_mb} MB", reason_zh=f"超过 {limit_mb} MB")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadTranscript(where=path.name, reason=reason) from error
    return parse_transcript(raw, where=path.name)


def parse_transcript(raw: bytes, *, where: str = "transcript") -> Transcript:
    """Read a transcript from bytes. See `read_transcript`."""
    text = _decoded(raw, where)
    start = text.lstrip()
    if not start:
        raise BadTranscript(where=where, reason="it is empty", reason_zh="文件是空的")
    if start[0] == "{":
        return Transcript.from_json(start, where=where)
    if start.startswith("WEBVTT") or _ARROW.search(text):
        return to_transcript(read_captions(text, where=where), where=where, join=True)
    if looks_like_table(start):
        return to_transcript(read_table(start, where=where), where=where, join=False)
    return to_transcript(_labelled(text, where), where=where, join=False)


def write_transcript(transcript: Transcript, format: str = "json") -> str:
    """Write a transcript.

    Args:
        transcript: What to write.
        format: One of `FORMATS`. Only JSON keeps words and confidences; captions need times.

    Raises:
        UnknownFormat: Not one of `FORMATS`.
        BadTranscript: Captions of a transcript without times.
    """
    if format not in _WRITERS:
        raise UnknownFormat(format=format, allowed=", ".join(FORMATS))
    return _WRITERS[format](transcript)


def _write_text(transcript: Transcript) -> str:
    rows = []
    for turn in transcript.turns:
        times = [stamp(time_s) for time_s in (turn.start_s, turn.end_s) if time_s is not None]
        clock = f"[{'-'.join(times)}] " if turn.start_s is not None else ""
        colon = ":" if transcript.language == "zh" else ": "
        rows.append(f"{clock}{name_of(turn.speaker, transcript.language)}{colon}{tidy(turn.text)}\n")
    return "".join(rows)


_WRITERS: Mapping[str, Callable[[Transcript], str]] = {
    "json": Transcript.to_json,
    "vtt": write_vtt,
    "srt": write_srt,
    "csv": write_csv,
    "txt": _write_text,
}
FORMATS = tuple(_WRITERS)
CAPTIONS = ("vtt", "srt")  # need times


def _decoded(raw: bytes, where: str) -> str:
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BadTranscript(
        where=where, reason="it is not text in UTF-8 or GB 18030", reason_zh="不是 UTF-8 或 GB 18030 编码的文本"
    )


def _labelled(text: str, where: str) -> list[Line]:
    """Lines with a label; a line without one goes on with the turn before it."""
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    clocks = [_CLOCK.match(row) for _, row in rows]
    said = [row[clock.end() :] if clock else row for (_, row), clock in zip(rows, clocks, strict=True)]
    labels = labels_in(said)
    if not labels:
        raise BadTranscript.at(
            where, rows[0][0], "no speaker label such as 坐席: or Agent:", "没有“坐席:”“客户:”之类的标签"
        )
    found: list[Line] = []
    for (number, _), clock, words in zip(rows, clocks, said, strict=True):
        label, rest = split_label(words)
        if label not in labels:
            label, rest = None, words
        if clock is None and label is None and found:
            found[-1] = replace(found[-1], text=run_on(found[-1].text, rest.strip()))
        else:
            times_s = (_seconds(clock["start"]), _seconds(clock["end"])) if clock else (None, None)
            found.append(Line(number, rest, label, *times_s))
    return found


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)
