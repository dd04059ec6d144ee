"""Scorecards made by hand: every criterion at its top level but for those named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk import calls, cards, processing
from desk.models import Call
from desk.permissions import SYSTEM
from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.maths import total
from scoring.rubric import load_rubric
from scoring.scorecard import CriterionScore, Explanation, Scorecard, ScoredSignal
from scoring.wording import Bilingual
from tests.desk.conftest import talk

DAY_1 = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai


def card(risks: Iterable[str] = (), *, needs_review: bool = False, **values: int | None) -> Scorecard:
    """`card(opening=0)`: all at the top but the opening; None: does not apply."""
    rubric = load_rubric("12363")
    scores = []
    for section in rubric.sections:
        for criterion in section.criteria:
            value = values.get(criterion.id, criterion.max)
            scores.append(
                CriterionScore(
                    id=criterion.id,
                    section=section.id,
                    status="na" if value is None else "scored",
                    value=value,
                    max=criterion.max,
                    confidence=0.9,
                    explanation=Explanation(code="by_hand", text=Bilingual(zh="手工", en="by hand")),
                )
            )
    sums = total(rubric, scores)
    return Scorecard(
        rubric=rubric.reference,
        source="auto",
        language="zh",
        topic="card_debt_sued",
        confidence=0.9,
        needs_review=needs_review,
        signals=tuple(ScoredSignal(turn=0, kind=kind, quote="x") for kind in risks),
        **sums.model_dump(),
    )


def add_call(
    session: Session, settings: Settings, scorecard: Scorecard | None = None, *, day: int = 0, name: str = "",
    words: str = "", transcript: Transcript | None = None, **about: Any,
) -> Call:  # fmt: skip
    """A call taken in as text, `day` days after DAY_1, scored where a scorecard is given."""
    said = transcript or talk(("agent", f"您好 {name} {day}"), ("customer", words or "我想问一下"))
    started_at = DAY_1 + timedelta(days=day)
    added = calls.add_transcript(
        session, SYSTEM, said, settings=settings, file_name=name or f"call-{day}.json", started_at=started_at, **about
    )
    processing.put_redacted(session, added.call_id, said)
    if scorecard is not None:
        processing.finish(session, added.call_id, scorecard)
    return session.get_one(Call, added.call_id)


def rollups_of(session: Session) -> dict[tuple[Any, ...], tuple[int, dict[str, float]]]:
    """All roll-up cells, rounded, without those of calls that are gone."""
    from sqlalchemy import select

    from desk.models import DailyFigure

    found = {}
    for row in session.scalars(select(DailyFigure)):
        key = (row.day, row.source, row.team, row.agent, row.topic, row.language)
        found[key] = (row.calls, {name: round(value, 6) for name, value in row.sums.items() if abs(value) > 1e-6})
    return found


__all__ = ["DAY_1", "add_call", "card", "cards", "rollups_of"]
