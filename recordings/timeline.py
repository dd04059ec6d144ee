"""The shape of a conversation in time: silence, overlap, interruptions, shares, pace. Pure.

Every figure is defined in the docstring of `Timeline`. All rest on *stretches*: where a turn has words,
its words, joined over pauses below `MIN_GAP_S`; else the whole turn.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from recordings.errors import Language
from recordings.transcript import Speaker, Turn

# Seconds without speech from which we call it a gap. Source: Jefferson 1989, "Preliminary notes on a possible
# metric which provides for a 'standard maximum' silence of approximately one second in conversation".
MIN_GAP_S = 1.0
# Seconds of speech at once from which we count an overlap. Own choice: word times of Whisper are off by up to
# 0.2 s on each side, so a shorter overlap may be none.
MIN_OVERLAP_S = 0.3
# An agent who starts this late before the customer's end has only come in early: people aim at the end of a turn
# and hit it within half a second (Heldner & Edlund 2010, "Pauses, gaps and overlaps in conversations").
CUT_IN_S = 0.5
GIVE_WAY_S = 1.5  # seconds within which one who is cut in on falls silent: time to end a clause. Own choice.
# Seconds that who cuts in must go on, or it was only a word of listening (mm-hm, 对).
HOLD_S = 1.0
MIN_PACE_SPEECH_S = 5.0  # seconds of speech below which a pace says nothing
MAX_UNKNOWN = 0.1  # share of speech by nobody knows whom, above which shares can't be told

_LISTENING = {
    "zh": re.compile(r"^(嗯|哦|噢|啊|好|好的|对|是|是的|行|明白|了解|您说|您讲|[\W_])+$"),
    "en": re.compile(
        r"^(m+h?m+|mm-?hm+|uh-?huh|oh|ok|okay|yeah|yes|right|sure|i see|go on|please|\W)+$", re.IGNORECASE
    ),
}
_SOUNDED_ZH = re.compile(r"[\u3400-\u9fff]|\d|[A-Za-z]+")
_WORD_EN = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")


@dataclass(frozen=True)
class Gap:
    """A stretch in which nobody speaks, between two stretches of speech.

    Attributes:
        start_s: Seconds from the start of the call.
        end_s: Seconds from the start of the call.
        after: Who spoke last before it.
        after_turn: Index of that turn.
        before: Who speaks first after it.
        before_turn: Index of that turn; the same as `after_turn` for a pause within a turn.
        announced: Whether the agent's last turn before it tells the customer to wait; None where nobody looked.
    """

    start_s: float
    end_s: float
    after: Speaker
    after_turn: int
    before: Speaker
    before_turn: int
    announced: bool | None = None

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return round(self.end_s - self.start_s, 3)


@dataclass(frozen=True)
class Overlap:
    """A stretch in which agent and customer speak at once."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class Interruption:
    """One speaker cuts in on the other.

    Attributes:
        at_s: When, in seconds from the start of the call.
        turn: Index of the turn that cuts in.
        into: Index of the turn that is cut into.
        by: Who cuts in.
        duration_s: How long the one who cut in goes on, in seconds.
        overlap_s: How long both speak, in seconds.
        gave_way: Whether the other stopped within `GIVE_WAY_S`.
    """

    at_s: float
    turn: int
    into: int
    by: Speaker = "agent"
    duration_s: float = 0.0
    overlap_s: float = 0.0
    gave_way: bool = False


@dataclass(frozen=True)
class Monologue:
    """One speaker's turns in a row, pauses among them included."""

    speaker: Speaker
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return round(self.end_s - self.start_s, 3)


@dataclass(frozen=True)
class Timeline:
    """The figures. All are None where any turn has no times (chat, imported text) or there is no turn.

    Attributes:
        gaps: Stretches of at least `MIN_GAP_S` between the first and the last word in which nobody speaks.
            Ringing before and hanging up after are none.
        silence_s: Their sum in seconds.
        longest_silence_s: The longest of them in seconds; 0 where there is none.
        overlaps: Stretches of at least `MIN_OVERLAP_S` in which agent and customer both speak.
        interruptions: The agent starts while the customer speaks, at least `CUT_IN_S` after the customer
            started and at least `CUT_IN_S` before the customer's stretch ends, and goes on for at least
            `HOLD_S` with more than a word of listening. A customer who falls silent at once is not
            seen: that looks like a turn taken a little early.
        talk_share_agent: Agent's seconds of speech / agent's and customer's together, 0..1; None where
            neither speaks or more than `MAX_UNKNOWN` of the speech is by nobody knows whom.
        pace: Agent's pace: in Chinese characters, digits and Latin words a minute; in English words a
            minute; over the agent's seconds of speech. None below `MIN_PACE_SPEECH_S` of them.
        customer_pace: The same for the customer.
        customer_interruptions: The same with the customer cutting in on the agent.
        longest_monologue: The agent's longest run of turns; None where the agent says nothing.
        customer_monologue: The same for the customer.
        speech_s: Seconds of speech of agent, customer and unknown, each without overlaps with itself.
    """

    gaps: tuple[Gap, ...] | None = None
    silence_s: float | None = None
    longest_silence_s: float | None = None
    overlaps: tuple[Overlap, ...] | None = None
    interruptions: tuple[Interruption, ...] | None = None
    customer_interruptions: tuple[Interruption, ...] | None = None
    talk_share_agent: float | None = None
    pace: float | None = None
    customer_pace: float | None = None
    longest_monologue: Monologue | None = None
    customer_monologue: Monologue | None = None
    speech_s: dict[Speaker, float] | None = None


@dataclass(frozen=True)
class _Stretch:
    start_s: float
    end_s: float
    turn: Turn


def timeline(turns: Sequence[Turn], language: Language, notices: Collection[int] | None = None) -> Timeline:
    """Measure a conversation.

    Args:
        turns: In any order; times in seconds from the start of the call.
        language: Of the pace and of the words of listening.
        notices: Indexes of the agent's turns that tell the customer to wait; None: nobody looked for them.
    """
    if not turns or not all(turn.timed for turn in turns):
        return Timeline()
    stretches = sorted((each for turn in turns for each in _stretches(turn)), key=lambda each: each.start_s)
    gaps = tuple(_with_notice(gap, turns, notices) for gap in _gaps(stretches))
    spoken: dict[Speaker, float] = {who: _length_s(stretches, who) for who in ("agent", "customer", "unknown")}
    return Timeline(
        gaps=gaps,
        silence_s=round(sum(gap.duration_s for gap in gaps), 3),
        longest_silence_s=max((gap.duration_s for gap in gaps), default=0.0),
        overlaps=_overlaps(stretches),
        interruptions=_interruptions(stretches, language, "agent", "customer"),
        customer_interruptions=_interruptions(stretches, language, "customer", "agent"),
        talk_share_agent=_share(spoken),
        pace=_pace(turns, spoken, "agent", language),
        customer_pace=_pace(turns, spoken, "customer", language),
        longest_monologue=_longest(turns, "agent"),
        customer_monologue=_longest(turns, "customer"),
        speech_s=spoken,
    )


def _stretches(turn: Turn) -> Iterable[_Stretch]:
    first, last = turn.start_s or 0.0, turn.end_s or 0.0
    if not turn.words:
        return [_Stretch(first, last, turn)]
    found: list[_Stretch] = []
    for word in sorted(turn.words, key=lambda word: word.start_s):
        start_s, end_s = word.start_s, max(word.start_s, word.end_s)
        if found and start_s - found[-1].end_s < MIN_GAP_S:
            before = found.pop()
            start_s, end_s = before.start_s, max(before.end_s, end_s)
        found.append(_Stretch(start_s, end_s, turn))
    return found


def _gaps(stretches: Sequence[_Stretch]) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    last = stretches[0]
    for each in stretches[1:]:
        if each.start_s - last.end_s >= MIN_GAP_S:
            after, before = last.turn, each.turn
            gaps.append(Gap(last.end_s, each.start_s, after.speaker, after.index, before.speaker, before.index))
        if each.end_s > last.end_s:
            last = each
    return tuple(gaps)


def _with_notice(gap: Gap, turns: Sequence[Turn], notices: Collection[int] | None) -> Gap:
    if notices is None:
        return gap
    before = [turn.index for turn in turns if turn.speaker == "agent" and turn.index <= gap.after_turn]
    return replace(gap, announced=bool(before) and max(before) in notices)


def _union(stretches: Sequence[_Stretch], who: Speaker) -> list[tuple[float, float]]:
    """One speaker's stretches, sorted, those that touch joined."""
    joined: list[tuple[float, float]] = []
    for each in stretches:
        if each.turn.speaker == who:
            start_s, end_s = each.start_s, each.end_s
            if joined and start_s <= joined[-1][1]:
                before = joined.pop()
                start_s, end_s = before[0], max(before[1], end_s)
            joined.append((start_s, end_s))
    return joined


def _length_s(stretches: Sequence[_Stretch], who: Speaker) -> float:
    return round(sum(end_s - start_s for start_s, end_s in _union(stretches, who)), 3)


def _overlaps(stretches: Sequence[_Stretch]) -> tuple[Overlap, ...]:
    agent, customer = _union(stretches, "agent"), _union(stretches, "customer")
    found: list[Overlap] = []
    a = c = 0
    while a < len(agent) and c < len(customer):
        start_s, end_s = max(agent[a][0], customer[c][0]), min(agent[a][1], customer[c][1])
        if end_s - start_s >= MIN_OVERLAP_S:
            found.append(Overlap(start_s, end_s))
        if agent[a][1] <= customer[c][1]:
            a += 1
        else:
            c += 1
    return tuple(found)


def _interruptions(
    stretches: Sequence[_Stretch], language: Language, by: Speaker, into: Speaker
) -> tuple[Interruption, ...]:
    found: list[Interruption] = []
    current: _Stretch | None = None  # the other's stretch that ends last so far
    for each in stretches:
        if each.turn.speaker == into:
            current = each if current is None or each.end_s > current.end_s else current
        elif each.turn.speaker == by and current is not None:
            inside = current.start_s + CUT_IN_S <= each.start_s <= current.end_s - CUT_IN_S
            long_s = round(each.end_s - each.start_s, 3)
            if inside and long_s >= HOLD_S and not _LISTENING[language].match(each.turn.text.strip()):
                both_s = round(min(each.end_s, current.end_s) - each.start_s, 3)
                gave_way = current.end_s <= each.end_s and both_s <= GIVE_WAY_S
                found.append(
                    Interruption(each.start_s, each.turn.index, current.turn.index, by, long_s, both_s, gave_way)
                )
    return tuple(found)


def _share(spoken: dict[Speaker, float]) -> float | None:
    known = spoken["agent"] + spoken["customer"]
    if known <= 0 or spoken["unknown"] > MAX_UNKNOWN * (known + spoken["unknown"]):
        return None
    return round(spoken["agent"] / known, 4)


def _pace(turns: Sequence[Turn], spoken: dict[Speaker, float], who: Speaker, language: Language) -> float | None:
    if spoken[who] < MIN_PACE_SPEECH_S:
        return None
    unit = _SOUNDED_ZH if language == "zh" else _WORD_EN
    return round(sum(len(unit.findall(turn.text)) for turn in turns if turn.speaker == who) * 60 / spoken[who], 1)


def _longest(turns: Sequence[Turn], who: Speaker) -> Monologue | None:
    runs: list[Monologue] = []
    last: Speaker | None = None
    for turn in sorted(turns, key=lambda turn: (turn.start_s or 0.0, turn.index)):
        start_s, end_s = turn.start_s or 0.0, turn.end_s or 0.0
        if turn.speaker == last == who:
            before = runs.pop()
            start_s, end_s = before.start_s, max(before.end_s, end_s)
        if turn.speaker == who:
            runs.append(Monologue(who, start_s, end_s))
        last = turn.speaker
    return max(runs, key=lambda run: run.duration_s, default=None)
