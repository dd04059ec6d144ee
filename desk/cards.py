"""Scorecards in the store: append-only by source, with everything that lists and figures repeat of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session

from desk import rollups, rubric_store
from desk.models import Call, CriterionValue, ScorecardRow, User, now
from desk.rows import pack
from desk.views import StoredScorecard
from scoring.scorecard import Scorecard

COUNTED = ("auto", "human")  # sources that the roll-ups count


def add_card(
    session: Session,
    call: Call,
    card: Scorecard,
    *,
    user_id: int | None = None,
    count: bool = True,
    rescored: bool = False,
    version: int | None = None,
) -> int:
    """Append a scorecard to a call; lists, criterion values and roll-ups follow in the same transaction.

    Args:
        session: The session.
        call: The call; its topic becomes the scorecard's where nobody gave one.
        card: From the scorer (auto) or a reviewer (human).
        user_id: The reviewer; None for the machine.
        count: False leaves the roll-ups alone: for loads that count by themselves.
        rescored: Whether only the rubric, the knowledge or the scorer changed since, and not the words.
        version: Its number where the caller knows the newest; None: it is looked up.

    Returns:
        The version, counted from 1 within the source.
    """
    before = shares(session, call) if count else []
    if version is None:
        newest = _newest(call.id, card.source).with_only_columns(func.max(ScorecardRow.version))
        version = 1 + (session.scalar(newest) or 0)
    session.add(
        ScorecardRow(
            call_id=call.id,
            source=card.source,
            version=version,
            rubric=card.rubric,
            total=card.total,
            body=card.to_json(),
            user_id=user_id,
            rescored=rescored,
        )
    )
    _repeat(session, call, card)
    session.flush()
    if count:
        rollups.change(session, out=before, into=shares(session, call))
    return version


def shares(session: Session, call: Call) -> list[rollups.Share]:
    """What the call adds to the roll-ups as it stands."""
    return shares_with(session, call, {source: latest(session, call.id, source) for source in COUNTED})


def shares_with(session: Session, call: Call, held: Mapping[str, Scorecard | None]) -> list[rollups.Share]:
    """The same for whoever has its newest scorecards, by source."""
    place = rollups.Slice.of(call)
    found = [rollups.Share(place, rollups.COUNTED, {})]
    for source, card in held.items():
        if card is not None:
            rubric = rubric_store.find(session, card.rubric)
            found.append(rollups.Share(place, source, rollups.share_of(card, rubric)))
    return found


def latest(session: Session, call_id: str, source: str) -> Scorecard | None:
    """The newest scorecard of a source."""
    row = session.scalar(_newest(call_id, source).order_by(ScorecardRow.version.desc()).limit(1))
    return None if row is None else Scorecard.model_validate_json(row.body)


class Newest(NamedTuple):
    """The newest scorecard of a source; version 0 where there is none."""

    version: int
    card: Scorecard | None


NONE = Newest(0, None)


def newest(session: Session, call_ids: Sequence[str]) -> dict[tuple[str, str], Newest]:
    """The newest scorecards of many calls, by call and source; sources that have none are left out."""
    last = (
        select(ScorecardRow.call_id, ScorecardRow.source, func.max(ScorecardRow.version).label("version"))
        .where(ScorecardRow.call_id.in_(call_ids), ScorecardRow.source.in_(COUNTED))
        .group_by(ScorecardRow.call_id, ScorecardRow.source)
        .subquery()
    )
    same = (ScorecardRow.call_id == last.c.call_id, ScorecardRow.source == last.c.source)
    query = select(ScorecardRow).join(last, and_(*same, ScorecardRow.version == last.c.version))
    return {
        (row.call_id, row.source): Newest(row.version, Scorecard.model_validate_json(row.body))
        for row in session.scalars(query)
    }


def all_cards(session: Session, call_id: str) -> tuple[StoredScorecard, ...]:
    """Every scorecard of a call, newest first."""
    query = (
        select(ScorecardRow, User.display_name)
        .outerjoin(User, User.id == ScorecardRow.user_id)
        .where(ScorecardRow.call_id == call_id)
        .order_by(ScorecardRow.id.desc())
    )
    return tuple(
        StoredScorecard(
            id=row.id,
            source=row.source,
            version=row.version,
            created_at=row.created_at,
            by=name,
            rescored=row.rescored,
            scorecard=Scorecard.model_validate_json(row.body),
        )
        for row, name in session.execute(query)
    )


def _repeat(session: Session, call: Call, card: Scorecard) -> None:
    """Repeat on the call's row what lists show, and the criteria's values beside it."""
    if card.source == "auto":
        call.auto_total = card.total
        if call.reviewed_at is None:
            call.critical = pack(card.critical_failed)
        call.risks = pack(rollups.risks_of(card))
        call.language = card.language
        call.needs_review = card.needs_review and call.reviewed_at is None
        call.review_reasons = list(card.review_reasons)
        if not call.topic_given:
            call.topic = card.topic
    elif card.source == "human":
        call.human_total = card.total
        call.critical = pack(card.critical_failed)
        call.needs_review = False
        call.reviewed_at = now()
    session.execute(
        delete(CriterionValue).where(CriterionValue.call_id == call.id, CriterionValue.source == card.source)
    )
    session.add_all(
        CriterionValue(
            call_id=call.id, source=card.source, criterion_id=score.id, status=score.status, value=score.value,
            max=score.max,
        )
        for score in card.criteria
    )  # fmt: skip


def _newest(call_id: str, source: str) -> Select[ScorecardRow]:
    return select(ScorecardRow).where(ScorecardRow.call_id == call_id, ScorecardRow.source == source)
