"""Scoring with this installation's rubric and its knowledge base."""

from __future__ import annotations

from functools import lru_cache

from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard


def score_transcript(transcript: Transcript, settings: Settings, *, topic: str | None = None) -> Scorecard:
    """The automatic scorecard of a transcript (redacted: what pages show is what was scored).

    Args:
        transcript: What was said.
        settings: Which rubric.
        topic: A topic that a person gave; None: guessed.
    """
    from scoring.score import score

    from scoring.knowledge import load_knowledge

    rubric = rubric_in_use(settings)
    return score(transcript, rubric, load_knowledge(rubric.knowledge or rubric.id), topic=topic)


def rubric_in_use(settings: Settings) -> Rubric:
    """The rubric of the settings. Raises `BadRubric`."""
    return _load(settings.rubric)


@lru_cache(maxsize=8)
def _load(name: str) -> Rubric:
    from scoring.rubric import load_rubric

    return load_rubric(name)
