"""Scoring with this installation's rubric and the knowledge base that it has published."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desk import knowledge_base
from desk.db import settings_of
from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.rubric import Rubric, load_rubric
from scoring.scorecard import Scorecard


def score_transcript(
    session: Session, transcript: Transcript, *, topic: str | None = None, today: date | None = None
) -> Scorecard:
    """The automatic scorecard of a transcript (redacted: what pages show is what was scored).

    Args:
        session: Of the store whose settings name the rubric, and whose published facts are judged by.
        transcript: What was said.
        topic: A topic that a person gave; None: guessed.
        today: The day of the call, for facts that had run out or were not in force; None: dates aren't looked at.
    """
    from scoring.score import score

    rubric = rubric_in_use(settings_of(session))
    knowledge = knowledge_base.in_use(session, base_of(rubric))
    return score(transcript, rubric, knowledge, topic=topic, today=today)


def rubric_in_use(settings: Settings) -> Rubric:
    """The rubric of the settings. Raises `BadRubric`."""
    return load_rubric(settings.rubric)


def base_of(rubric: Rubric) -> str:
    """The knowledge base that a rubric is judged with: id, file or folder."""
    return rubric.knowledge or rubric.id
