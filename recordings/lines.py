"""Lines of a written transcript, whatever its format, become turns."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordings.errors import BadTranscript, Language
from recordings.roles import role_of
from recordings.speakers import name_voices
from recordings.transcript import Speaker, Transcript, Turn

JOIN_S = 2.0  # seconds up to which one speaker's next caption belongs to the same turn, if nobody spoke between
_LABEL = re.compile(
    r"^\s*(?:\[(?P<boxed>[^\]\d:：][^\]:：]{0,23})\]|【(?P<quoted>[^】]{1,24})】"
    r"|(?P<plain>[^\s:：\[【<>][^:：<>]{0,23}?))\s*[:：]\s*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_LABELLED_SHARE = 0.8  # share of lines with a label from which labels we don't know are labels too
_MOST_LABELS = 4  # different labels beyond which they are no speakers


@dataclass(frozen=True)
class Line:
    """One line, caption or row.

    Attributes:
        number: Where it stands in the file, from 1.
        text: What was said, perhaps with a label before it.
        label: The speaker as written; None where the format has no place for one.
        start_s: Seconds from the start of the call, or None.
        end_s: Seconds from the start of the call, or None.
    """

    number: int
    text: str
    label: str | None = None
    start_s: float | None = None
    end_s: float | None = None


def language_of(text: str) -> Language:
    """Chinese where there are more Chinese characters than Latin words, else English."""
    return "zh" if len(_HAN.findall(text)) > len(_LATIN.findall(text)) else "en"


def tidy(text: str) -> str:
    """One line without leading, trailing or doubled white space."""
    return " ".join(text.split())


def to_transcript(lines: Sequence[Line], *, where: str, join: bool) -> Transcript:
    """Make turns of lines.

    Args:
        lines: In the order of the file.
        where: The file's name, for errors.
        join: Whether one speaker's lines in quick succession are one turn (captions are cut to fit
            a screen; chat messages and rows are not).

    Raises:
        BadTranscript: No line holds words, or times make no sense; names the line.
    """
    for line in lines:
        _check_times(line, where)
    said = [line for line in _labels_apart(lines) if line.text]
    if not said:
        raise BadTranscript(where=where, reason="no line holds any words", reason_zh="没有任何一行有文字")
    if all(line.start_s is not None for line in said):
        said.sort(key=lambda line: line.start_s or 0.0)
    language = language_of(" ".join(line.text for line in said))
    speakers = _speakers(said, language)
    if join:
        said = _joined(said, speakers)
    turns = tuple(_turn(index, line, speakers) for index, line in enumerate(said))
    duration_s = max((turn.end_s for turn in turns if turn.end_s is not None), default=None)
    return Transcript(language=language, duration_s=duration_s, turns=turns)


def split_label(text: str) -> tuple[str | None, str]:
    """A label before a colon, and the rest; None where no colon stands near the start."""
    found = _LABEL.match(text)
    if not found:
        return None, text
    return tidy(found["boxed"] or found["quoted"] or found["plain"]), text[found.end() :]


def _check_times(line: Line, where: str) -> None:
    for time_s in (line.start_s, line.end_s):
        if time_s is not None and not (math.isfinite(time_s) and time_s >= 0):
            raise BadTranscript.at(where, line.number, f"{time_s} is not a time", f"{time_s} 不是时间")
    if line.start_s is not None and line.end_s is not None and line.end_s < line.start_s:
        reason = f"it ends ({line.end_s:g} s) before it starts ({line.start_s:g} s)"
        raise BadTranscript.at(
            where, line.number, reason, f"结束时间({line.end_s:g} 秒)早于开始时间({line.start_s:g} 秒)"
        )


def labels_in(texts: Sequence[str]) -> frozenset[str]:
    """The words before colons that name speakers.

    A word before a colon does where it names a role. Other words do (names of people, for instance) where
    nearly every text has one and there are few different ones; beside roles they must come up again, or be
    the only other one.
    """
    often = Counter(label for text in texts if (label := split_label(text)[0]))
    roles = {label for label in often if role_of(label)}
    regular = len(texts) > 1 and len(often) <= _MOST_LABELS and often.total() >= _LABELLED_SHARE * len(texts)
    if not regular:
        return frozenset(roles)
    return frozenset(
        label for label, times in often.items() if not roles or label in roles or times > 1 or len(often) == 2
    )


def _labels_apart(lines: Sequence[Line]) -> list[Line]:
    """Labels that stand in the text move to their field."""
    tidied = [replace(line, text=tidy(line.text)) for line in lines]
    labels = labels_in([line.text for line in tidied if line.label is None and line.text])
    apart: list[Line] = []
    for line in tidied:
        label, rest = split_label(line.text) if line.label is None else (None, line.text)
        apart.append(replace(line, label=label, text=rest.strip()) if label in labels else line)
    return apart


def _speakers(lines: Sequence[Line], language: Language) -> dict[str | None, Speaker]:
    """Roles by label; two labels that we don't know are told apart by what they say."""
    labels = list(dict.fromkeys(line.label for line in lines if line.label is not None))
    found: dict[str | None, Speaker] = {label: role_of(label) or "unknown" for label in labels}
    if len(labels) == 2 and set(found.values()) == {"unknown"}:
        voices = {voice: [line.text for line in lines if line.label == label] for voice, label in enumerate(labels)}
        named = name_voices(voices, language, default_agent=None)
        found = {label: named.speakers[voice] for voice, label in enumerate(labels)}
    elif len(labels) == 2 and "unknown" in found.values():
        known = next(who for who in found.values() if who != "unknown")
        other: Speaker = "customer" if known == "agent" else "agent"
        found = {label: other if who == "unknown" else who for label, who in found.items()}
    return found


def _joined(lines: Sequence[Line], speakers: dict[str | None, Speaker]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        same = last is not None and last.label == line.label and speakers.get(line.label, "unknown") != "unknown"
        if last and same and _close(last, line):
            ends = [end_s for end_s in (last.end_s, line.end_s) if end_s is not None]
            joined[-1] = replace(last, text=run_on(last.text, line.text), end_s=max(ends, default=None))
        else:
            joined.append(line)
    return joined


def _close(last: Line, line: Line) -> bool:
    return last.end_s is not None and line.start_s is not None and line.start_s - last.end_s <= JOIN_S


def run_on(text: str, more: str) -> str:
    """Chinese runs on without a space."""
    between = "" if _HAN.match(more) or (text and _HAN.match(text[-1])) else " "
    return f"{text}{between}{more}"


def _turn(index: int, line: Line, speakers: dict[str | None, Speaker]) -> Turn:
    speaker = speakers.get(line.label, "unknown")
    return Turn(index=index, speaker=speaker, text=line.text, start_s=line.start_s, end_s=line.end_s)
