"""What the model answered: read strictly, its quotes looked up in the call and dropped where they aren't there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from recordings.transcript import Transcript, Turn
from scoring.judge.prompt import asked
from scoring.rubric import Criterion, Section
from scoring.scorecard import Evidence, Status

LIKE = 90.0  # least likeness, 0-100, from which a quote that isn't exact still counts; RapidFuzz's partial ratio
LEAST_LIKE = 4  # characters; a shorter quote must be exact
LONGEST_REASON = 300  # characters kept
_FENCED = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_MARK = r"[\s,.!?;:，。！？；：、…\"'“”‘’]"
_MARKS = re.compile(f"{_MARK}+")


class BadAnswer(Exception):
    """An answer that isn't what was asked for; `str` says what is wrong, to be told to the model."""


@dataclass(frozen=True)
class Answer:
    """What the model says of one criterion.

    Attributes:
        criterion: Its id.
        status: scored, na or unscored.
        value: The level where scored.
        reason: One sentence, shown as the model's own words.
        evidence: Quotes that do stand in the call, as they stand there.
        invented: Quotes that don't.
    """

    criterion: str
    status: Status
    value: int | None
    reason: str
    evidence: tuple[Evidence, ...]
    invented: int

    @property
    def verified(self) -> bool:
        """Whether it may be believed: no quote was made up, and a level rests on at least one."""
        return self.invented == 0 and (self.status != "scored" or bool(self.evidence))


def read_answer(section: Section, transcript: Transcript, text: str) -> tuple[Answer, ...]:
    """Read an answer about a section.

    Raises:
        BadAnswer: Not JSON, a criterion missing, or a level that the scale doesn't have.
    """
    try:
        found = json.loads(_FENCED.sub("", text))
    except ValueError as error:
        raise BadAnswer(f"the answer is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadAnswer("the answer must be one JSON object with a key for each criterion")
    return tuple(_answer(criterion, transcript, found.get(criterion.id)) for criterion in asked(section))


def _answer(criterion: Criterion, transcript: Transcript, found: Any) -> Answer:
    if not isinstance(found, dict) or "level" not in found:
        raise BadAnswer(f"{criterion.id} is missing, or has no level")
    status, value = _level(criterion, found["level"])
    given = found.get("evidence")
    if not isinstance(given, list):
        raise BadAnswer(f"{criterion.id}: evidence must be a list")
    quotes = [_look_up(transcript, one) for one in given]
    kept = tuple(one for one in quotes if one is not None)
    reason = " ".join(str(found.get("reason") or "").split())[:LONGEST_REASON]
    return Answer(criterion.id, status, value, reason, kept, len(quotes) - len(kept))


def _level(criterion: Criterion, level: Any) -> tuple[Status, int | None]:
    if level is None:
        return "unscored", None
    if level == "na":
        return "na", None
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= criterion.max:
        raise BadAnswer(f'{criterion.id}: level must be 0 to {criterion.max}, null or "na", not {level!r}')
    return "scored", level


def _look_up(transcript: Transcript, given: Any) -> Evidence | None:
    """The quote as it stands in the call, in the turn that was named or in another; None where it is nowhere."""
    if not isinstance(given, dict) or not isinstance(given.get("quote"), str) or not given["quote"].strip():
        return None
    named = given.get("turn")
    for how in (_exact, _alike):
        for turn in sorted(transcript.turns, key=lambda turn: turn.index != named):
            if (quote := how(turn.text, given["quote"].strip())) is not None:
                return _evidence(turn, quote)
    return None


def _evidence(turn: Turn, quote: str) -> Evidence:
    return Evidence(turn=turn.index, quote=quote, start_s=turn.start_s, end_s=turn.end_s)


def _exact(text: str, quote: str) -> str | None:
    """The piece of `text` that is `quote` but for marks, blanks and capitals."""
    if quote in text:
        return quote
    parts = [re.escape(part) for part in _MARKS.split(quote) if part]
    match = re.search(f"(?:{_MARK})*".join(parts), text, re.IGNORECASE) if parts else None
    return None if match is None else match[0]


def _alike(text: str, quote: str) -> str | None:
    """The piece of `text` that is all but `quote`."""
    if len(quote) < LEAST_LIKE or len(text) < len(quote) * LIKE / 100:
        return None
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(quote, text, score_cutoff=LIKE)
    return None if found is None else text[found.dest_start : found.dest_end].strip() or None
