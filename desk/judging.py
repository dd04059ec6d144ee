"""Scoring with this installation's rubric and its knowledge base."""

from __future__ import annotations

from datetime import date

from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.rubric import Rubric, load_rubric
from scoring.scorecard import Scorecard


def score_transcript(
    transcript: Transcript, settings: Settings, *, topic: str | None = None, today: date | None = None
) -> Scorecard:
    """The automatic scorecard of a transcript (redacted: what pages show is what was scored).

    Args:
        transcript: What was said.
        settings: Which rubric.
        topic: A topic that a person gave; None: guessed.
        today: The day of the call, for facts that had run out or were not in force; None: dates aren't looked at.
    """
    from scoring.knowledge import load_knowledge
    from scoring.score import score

    rubric = rubric_in_use(settings)
    return score(transcript, rubric, load_knowledge(rubric.knowledge or rubric.id), topic=topic, today=today)


def rubric_in_use(settings: Settings) -> Rubric:
    """The rubric of the settings. Raises `BadRubric`."""
    return load_rubric(settings.rubric)
