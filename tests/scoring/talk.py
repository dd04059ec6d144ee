"""Small conversations for tests."""

from __future__ import annotations

from recordings.errors import Language
from recordings.transcript import Speaker, Transcript, Turn
from scoring.call_view import CallView, view_call
from scoring.criteria.outcome import Outcome
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.scorecard import CriterionScore, Scorecard

WHO: dict[str, Speaker] = {"a": "agent", "c": "customer", "u": "unknown"}


def talk(language: Language, *lines: str, times: list[tuple[float, float]] | None = None) -> Transcript:
    """A transcript of lines such as "a: Hello."; `times` are start and end of each in seconds."""
    turns = []
    for index, line in enumerate(lines):
        who, text = line.split(": ", 1)
        start_s, end_s = times[index] if times else (None, None)
        turns.append(Turn(index=index, speaker=WHO[who], text=text, start_s=start_s, end_s=end_s))
    return Transcript(language=language, turns=tuple(turns))


def view(language: Language, *lines: str, times: list[tuple[float, float]] | None = None) -> CallView:
    """The same as the scorers see it."""
    return view_call(talk(language, *lines, times=times), load_knowledge())


def judged(criterion_id: str, call: CallView) -> Outcome:
    """What the scorer of a criterion says, conditions set aside."""
    from scoring.criteria import SCORERS

    criterion = next(one for one in load_rubric().criteria if one.id == criterion_id)
    return SCORERS[criterion.scorer](call, criterion)


def card(language: Language, *lines: str, times: list[tuple[float, float]] | None = None) -> Scorecard:
    """The scorecard of a small conversation."""
    from scoring.score import score

    return score(talk(language, *lines, times=times), load_rubric(), load_knowledge())


def line_of(criterion_id: str, language: Language, *lines: str) -> CriterionScore:
    """One criterion of a small conversation's scorecard."""
    return card(language, *lines).criterion(criterion_id)
