"""Calls with the levels that a fair reviewer allows, and how near the scorer comes to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from recordings.transcript import Speaker, Transcript, Turn
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import CriterionScore, Scorecard

HERE = Path(__file__).parent
OWN = HERE / "calls"  # tuned on
DEV = OWN / "dev"  # by another author, tuned on
UNSEEN = HERE / "unseen"  # by another author, never looked at
SAMPLES = HERE.parents[1] / "recordings" / "samples"
WHO: dict[str, Speaker] = {"a": "agent", "c": "customer", "u": "unknown"}


def read_calls(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """All calls of some files."""
    return [call for path in sorted(paths) for call in yaml.safe_load(path.read_text(encoding="utf-8"))]


def transcript_of(call: dict[str, Any]) -> Transcript:
    """A call's lines as a transcript; `times` are start and end of each in seconds."""
    times = call.get("times")
    turns = []
    for index, line in enumerate(call["lines"]):
        who, text = line.split(": ", 1)
        start_s, end_s = times[index] if times else (None, None)
        turns.append(Turn(index=index, speaker=WHO[who], text=text, start_s=start_s, end_s=end_s))
    return Transcript(language=call["language"], turns=tuple(turns))


def scored(call: dict[str, Any]) -> Scorecard:
    """The scorecard of a call; its topic is told from the words."""
    return score(transcript_of(call), load_rubric(), load_knowledge())


def levels_of(call: dict[str, Any]) -> dict[str, list[int | str]]:
    """The levels that are allowed, by criterion."""
    wanted = {key: value for key, value in call["expected"].items() if not key.startswith(("total", "critical"))}
    return {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}


def critical_of(call: dict[str, Any]) -> set[str] | None:
    """The criteria that fail critically; None where the author doesn't say."""
    for place in (call, call["expected"]):
        if "critical" in place:
            return set(place["critical"])
    return None


def level(line: CriterionScore) -> int | str | None:
    """A level, or why there is none."""
    return line.value if line.status == "scored" else line.status


@dataclass
class Measured:
    """How many levels are allowed ones, how many calls fail exactly where they should, and what is amiss."""

    allowed: int = 0
    levels: int = 0
    exact: int = 0
    calls: int = 0
    amiss: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of levels that are allowed, 0-1."""
        return self.allowed / self.levels


def measure(calls: Iterable[dict[str, Any]]) -> Measured:
    """Score calls and hold each level against what is allowed."""
    found = Measured()
    for call in calls:
        card = scored(call)
        critical = critical_of(call)
        if critical is not None:
            found.calls += 1
            found.exact += critical == set(card.critical_failed)
            if critical != set(card.critical_failed):
                found.amiss.append(f"{call['id']}: critical {sorted(critical)}, got {sorted(card.critical_failed)}")
        for key, allowed in levels_of(call).items():
            line = card.criterion(key)
            found.levels += 1
            found.allowed += level(line) in allowed
            if level(line) not in allowed:
                found.amiss.append(f"{call['id']}: {key} {allowed}, got {level(line)} ({line.explanation.code})")
    return found
