"""Scoring with this installation's rubric and the knowledge base that it has published."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desk import knowledge_base, rubric_store
from desk.readings import About, Kept, reading_of
from recordings.transcript import Transcript
from scoring.facts import Knowledge
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

SHIPPED_BASE = "12363"


def score_transcript(
    session: Session,
    transcript: Transcript,
    *,
    topic: str | None = None,
    today: date | None = None,
    key: str | None = None,
) -> Scorecard:
    """The automatic scorecard of a transcript (redacted: what pages show is what was scored).

    Args:
        session: Of the store whose rubric in use and whose published facts are judged by.
        transcript: What was said.
        topic: A topic that a person gave; None: guessed.
        today: The day of the call, for facts that had run out or were not in force; None: dates aren't looked at.
        key: The call's id, by which calls are drawn for a look (`desk.trust_apply`); None: nothing is drawn.
    """
    rubric = rubric_store.in_use(session, transcript.language)
    return score_on(session, rubric, transcript, topic=topic, today=today, key=key)


def score_on(
    session: Session,
    rubric: Rubric,
    transcript: Transcript,
    *,
    topic: str | None = None,
    today: date | None = None,
    key: str | None = None,
) -> Scorecard:
    """The same on a rubric of one's choice."""
    from desk.trust_apply import apply

    card = by_rules(session, rubric, transcript, topic=topic, today=today)
    return apply(session, rubric, transcript, card, key=key)


def judge(session: Session, rubric: Rubric, about: About, key: str | None = None) -> tuple[Scorecard, Kept | None]:
    """The scorecard of a stored call, and a reading to keep where none that counts was kept; `key` as above."""
    from desk.trust_apply import apply
    from scoring.score import score

    knowledge = knowledge_of(session, rubric)
    reading, fresh = reading_of(about, knowledge)
    card = score(about.transcript, rubric, knowledge, topic=about.topic, today=about.today, reading=reading)
    return apply(session, rubric, about.transcript, card, key=key), fresh


def by_rules(
    session: Session, rubric: Rubric, transcript: Transcript, *, topic: str | None = None, today: date | None = None
) -> Scorecard:
    """What the rules alone say: neither learned values nor the centre's trust in them."""
    from scoring.score import score

    return score(transcript, rubric, knowledge_of(session, rubric), topic=topic, today=today)


def knowledge_of(session: Session, rubric: Rubric) -> Knowledge | None:
    """What a rubric judges facts by; one without a knowledge base judges none."""
    return None if rubric.knowledge is None else knowledge_base.in_use(session, rubric.knowledge)


def base_in_use(session: Session) -> str:
    """The knowledge base that calls are judged with: id, file or folder. The shipped one where no rubric names any."""
    named = (rubric_store.in_use(session, language).knowledge for language in rubric_store.LANGUAGES)
    return next((base for base in named if base is not None), SHIPPED_BASE)
