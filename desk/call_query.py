"""Filters and orders of the list of calls, as SQL that every database knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from desk.models import Call, CriterionValue, TranscriptRow
from desk.permissions import Actor
from desk.views import CallFilter


def call_query(actor: Actor, filter: CallFilter) -> Select[Call]:
    """The calls of a filter that the actor may see, in no order."""
    query = select(Call)
    if not actor.may("calls.read"):
        query = query.where(Call.agent == actor.agent) if actor.agent else query.where(Call.id.is_(None))
    for condition in _conditions(filter):
        query = query.where(condition)
    return query


def count_calls(session: Session, query: Select[Call]) -> int:
    """How many calls a query finds."""
    return session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0


def order_by(sort: str) -> list[ColumnElement[Any]]:
    """The order; ties by id, so that pages never overlap; calls without the value last."""
    column: Any = getattr(Call, sort.removeprefix("-"))
    down = sort.startswith("-")
    order = [column.desc() if down else column.asc(), Call.id.desc() if down else Call.id.asc()]
    if Call.__table__.c[sort.removeprefix("-")].nullable:
        order[0] = order[0].nulls_last()
    return order


def _conditions(filter: CallFilter) -> list[ColumnElement[bool]]:
    same = {
        Call.status: filter.status,
        Call.needs_review: filter.needs_review,
        Call.team: filter.team,
        Call.agent: filter.agent,
        Call.topic: filter.topic,
        Call.language: filter.language,
        Call.source: filter.source,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in same.items() if value is not None]
    if filter.reviewed is not None:
        found.append(Call.reviewed_at.is_not(None) if filter.reviewed else Call.reviewed_at.is_(None))
    for column, wanted in ((Call.critical, filter.critical), (Call.risks, filter.risk)):
        if wanted is not None:
            found.append(_packed(column, wanted))
    total = func.coalesce(Call.human_total, Call.auto_total)
    if filter.score_below is not None:
        found.append(total < filter.score_below)
    if filter.score_from is not None:
        found.append(total >= filter.score_from)
    if filter.from_ is not None:
        found.append(Call.day >= filter.from_)
    if filter.to is not None:
        found.append(Call.day <= filter.to)
    if filter.criterion_failed is not None:
        found.append(_lowest(filter.criterion_failed))
    if filter.text and filter.text.strip():
        found += [_says(word) for word in filter.text.split()]
    return found


def _packed(column: Any, wanted: bool | str) -> ColumnElement[bool]:
    """`,a,b,` holds the name; True: any; False: none."""
    if isinstance(wanted, str):
        held: ColumnElement[bool] = column.contains(f",{wanted},", autoescape=True)
        return held
    some: ColumnElement[bool] = column != "" if wanted else column == ""
    return some


def _lowest(criterion_id: str) -> ColumnElement[bool]:
    """The call's newest scorecard (of either source) has the criterion at its lowest level."""
    return exists().where(
        CriterionValue.call_id == Call.id,
        CriterionValue.criterion_id == criterion_id,
        CriterionValue.status == "scored",
        CriterionValue.value == 0,
    )


def _says(word: str) -> ColumnElement[bool]:
    """The word stands in the call's names or in what was said (redacted)."""
    lower = word.lower()
    said = select(TranscriptRow.call_id).where(TranscriptRow.plain.contains(lower, autoescape=True))
    return or_(Call.search_text.contains(lower, autoescape=True), Call.id.in_(said))
