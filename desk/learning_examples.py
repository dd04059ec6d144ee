"""What reviewers said of stored calls, as examples of each criterion.

An example holds the words of the call without personal data and what the rules found in them. Team, topic, quality
and reviewer stand beside it for the checks of a model; no model ever sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.learning_views import GroupKind
from desk.models import Call, ScorecardRow, TranscriptRow
from recordings.errors import Language
from recordings.transcript import Transcript
from scoring.learning.examples import Example
from scoring.learning.from_calls import by_rules, example_of
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import CriterionScore, Scorecard

BATCH = 100  # calls that are read at once
MOST = 10_000  # reviewed calls that are learned from, the newest; older ones tell how people scored once
LONG_TURNS = 20  # from so many turns a call counts as long, for the check of groups; own choice


@dataclass
class Reviews:
    """The examples of one criterion, and in the same order what they are checked by."""

    criterion: Criterion
    examples: list[Example] = field(default_factory=list)
    rules: list[int | None] = field(default_factory=list)  # the rules' level; None where they gave none
    reviewers: list[str] = field(default_factory=list)
    groups: dict[GroupKind, list[str]] = field(
        default_factory=lambda: {"team": [], "topic": [], "quality": [], "length": []}
    )


@dataclass(frozen=True)
class _Reviewed:
    call: Call
    transcript: Transcript
    auto: Scorecard
    human: Scorecard
    reviewer: str


def reviewed(session: Session, rubric: Rubric, language: Language, criteria: list[Criterion]) -> dict[str, Reviews]:
    """Examples by criterion, of the newest reviewed calls that were scored on any version of the rubric."""
    found = {criterion.id: Reviews(criterion) for criterion in criteria}
    teams: dict[str | None, str] = {}
    for one in _calls(session, rubric, language):
        team = teams.setdefault(one.call.team, str(len(teams) + 1))
        groups: dict[GroupKind, str] = {
            "team": team if one.call.team else "",
            "topic": one.call.topic or "",
            "quality": one.transcript.quality,
            "length": "long" if len(one.transcript.turns) >= LONG_TURNS else "short",
        }
        for reviews in found.values():
            _add(reviews, one, groups)
    return found


def _add(reviews: Reviews, one: _Reviewed, groups: dict[GroupKind, str]) -> None:
    """Nothing where either scorecard has no such line of that scale, or the reviewer gave no level."""
    criterion = reviews.criterion
    machine, human = (_line(card, criterion) for card in (one.auto, one.human))
    if machine is None or human is None or human.status != "scored":
        return
    status, value, _ = by_rules(machine)
    reviews.examples.append(example_of(one.call.id, one.transcript, one.auto, criterion, human.value))
    reviews.rules.append(value if status == "scored" else None)
    reviews.reviewers.append(one.reviewer)
    for kind, name in groups.items():
        reviews.groups[kind].append(name)


def _line(card: Scorecard, criterion: Criterion) -> CriterionScore | None:
    return next((one for one in card.criteria if one.id == criterion.id and one.max == criterion.max), None)


def _calls(session: Session, rubric: Rubric, language: Language) -> Iterator[_Reviewed]:
    query = (
        select(Call.id)
        .where(Call.reviewed_at.is_not(None), Call.language == language, Call.status == "done")
        .order_by(Call.reviewed_at.desc(), Call.id)
        .limit(MOST)
    )
    ids = list(session.scalars(query))
    for start in range(0, len(ids), BATCH):
        yield from _batch(session, rubric, ids[start : start + BATCH])


def _batch(session: Session, rubric: Rubric, ids: list[str]) -> Iterator[_Reviewed]:
    """Calls whose newest words a person has reviewed; a review of words that were heard otherwise then is left out."""
    heads = session.execute(
        select(ScorecardRow.id, ScorecardRow.call_id, ScorecardRow.source, ScorecardRow.rescored)
        .where(ScorecardRow.call_id.in_(ids), ScorecardRow.source.in_(("auto", "human")))
        .where(ScorecardRow.rubric.like(f"{rubric.id}@%"))
        .order_by(ScorecardRow.id)
    )
    auto: dict[str, int] = {}
    human: dict[str, int] = {}
    for card_id, call_id, source, rescored in heads:
        if source == "human":
            human[call_id] = card_id
        else:
            auto[call_id] = card_id
            if not rescored:
                human.pop(call_id, None)
    wanted = [*human.values(), *(auto[call_id] for call_id in human if call_id in auto)]
    rows = {row.id: row for row in session.scalars(select(ScorecardRow).where(ScorecardRow.id.in_(wanted)))}
    calls = {call.id: call for call in session.scalars(select(Call).where(Call.id.in_(list(human))))}
    texts = session.execute(
        select(TranscriptRow.call_id, TranscriptRow.redacted).where(TranscriptRow.call_id.in_(list(human)))
    )
    words = {call_id: text for call_id, text in texts if text is not None}
    for call_id in ids:
        if call_id in human and call_id in auto and call_id in words:
            person = rows[human[call_id]]
            yield _Reviewed(
                call=calls[call_id],
                transcript=Transcript.from_json(words[call_id], where=call_id),
                auto=Scorecard.model_validate_json(rows[auto[call_id]].body),
                human=Scorecard.model_validate_json(person.body),
                reviewer=str(person.user_id),
            )
    session.expunge_all()
