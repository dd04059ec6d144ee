"""WebVTT and SRT, read and written. One caption a turn on writing; styling is dropped on reading."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from recordings.errors import BadTranscript
from recordings.lines import Line, tidy
from recordings.roles import name_of
from recordings.transcript import Transcript, Turn

_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_ARROW = re.compile(rf"^\s*{_STAMP}\s*-->\s*{_STAMP}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:[ibucv]|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\an?\d+\}", re.IGNORECASE)
_ASIDE = ("NOTE", "STYLE", "REGION")


def read_captions(text: str, *, where: str) -> list[Line]:
    """Read WebVTT or SRT.

    Args:
        text: The whole file.
        where: The file's name, for errors.

    Raises:
        BadTranscript: A block with an arrow but no times; names the line.
    """
    lines: list[Line] = []
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    for number, block in _blocks(text):
        arrow = next((place for place, row in enumerate(block[:2]) if "-->" in row), None)
        if arrow is None or (is_vtt and block[0].startswith(_ASIDE)):
            continue
        times = _ARROW.match(block[arrow])
        if not times:
            found = repr(tidy(block[arrow]))
            raise BadTranscript.at(where, number + arrow, f"{found} holds no two times", f"{found} 里没有起止时间")
        start_s, end_s = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        said = " ".join(block[arrow + 1 :])
        lines += [Line(number + arrow, words, label, start_s, end_s) for label, words in _voices(said, is_vtt)]
    return lines


def write_vtt(transcript: Transcript) -> str:
    """The transcript as WebVTT with a voice a cue. Raises `BadTranscript` where a turn has no times."""
    cues = [
        f"{_arrow(turn, '.')}\n<v {name_of(turn.speaker, 'en')}>{html.escape(tidy(turn.text), quote=False)}</v>"
        for turn in transcript.turns
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def write_srt(transcript: Transcript) -> str:
    """The transcript as SRT with labels. Raises `BadTranscript` where a turn has no times."""
    cues = [
        f"{number}\n{_arrow(turn, ',')}\n{name_of(turn.speaker, 'en')}: {tidy(turn.text)}"
        for number, turn in enumerate(transcript.turns, 1)
    ]
    return "\n\n".join(cues) + "\n"


def _blocks(text: str) -> Iterable[tuple[int, list[str]]]:
    """Blocks between blank lines, each with the number of its first line."""
    block: list[str] = []
    for number, row in enumerate([*text.splitlines(), ""], 1):
        if row.strip():
            block.append(row)
        elif block:
            yield number - len(block), block
            block = []


def _voices(said: str, is_vtt: bool) -> Iterable[tuple[str | None, str]]:
    """What each voice in one caption says; a caption without voice tags has one, unnamed."""
    first, *rest = _VOICE.split(said)
    pieces = [(None, first), *zip(rest[::2], rest[1::2], strict=True)]
    for label, words in pieces:
        plain = _MARKUP.sub("", words)
        plain = tidy(html.unescape(plain) if is_vtt else plain)
        if plain:
            yield (html.unescape(label).strip() or None) if label else None, plain


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return (whole * 1000 + int((thousandths or "0").ljust(3, "0"))) / 1000


def _arrow(turn: Turn, point: str) -> str:
    if turn.start_s is None or turn.end_s is None:
        raise BadTranscript(
            where=f"turn {turn.index}",
            where_zh=f"第 {turn.index + 1} 句",
            reason="captions need times, and it has none",
            reason_zh="字幕需要时间,而这一句没有",
        )
    return f"{stamp(turn.start_s, point)} --> {stamp(turn.end_s, point)}"


def stamp(time_s: float, point: str = ".") -> str:
    """Seconds as hh:mm:ss.mmm."""
    thousandths = round(time_s * 1000)
    seconds, thousandths = divmod(thousandths, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{thousandths:03}"
