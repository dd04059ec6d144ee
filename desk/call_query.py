"""Filters and orders of the list of calls, as SQL that every database knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, exists, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from desk.models import Call, CriterionValue, SearchRow
from desk.permissions import Actor
from desk.views import CallFilter

FEW = 500  # calls that a search finds and that are then named one by one


def call_query(session: Session, actor: Actor, filter: CallFilter) -> Select[Call]:
    """The calls of a filter that the actor may see, in no order. The session is used to look for words."""
    query = select(Call)
    if not actor.may("calls.read"):
        query = query.where(Call.agent == actor.agent) if actor.agent else query.where(Call.id.is_(None))
    for condition in _conditions(filter):
        query = query.where(condition)
    return query.where(_says(session, filter.text)) if filter.text and filter.text.strip() else query


def count_calls(session: Session, query: Select[Call]) -> int:
    """How many calls a query finds."""
    return session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)) or 0


def order_by(sort: str, *, hints_first: bool = True) -> list[ColumnElement[Any]]:
    """The order: hints of self-harm first whatever is sorted by; ties by id, so that pages never overlap; calls
    without the value last."""
    column: Any = getattr(Call, sort.removeprefix("-"))
    down = sort.startswith("-")
    order = [column.desc() if down else column.asc(), Call.id.desc() if down else Call.id.asc()]
    if Call.__table__.c[sort.removeprefix("-")].nullable:
        order[0] = order[0].nulls_last()
    return [case((_packed(Call.risks, "self_harm"), 0), else_=1).asc(), *order] if hints_first else order


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


def _says(session: Session, text: str) -> ColumnElement[bool]:
    """Every word of the text stands in the call's names or in what was said (redacted).

    The long texts are read once for a search that finds few calls; counting and paging then go by their ids.
    """
    words = sorted(text.lower().split(), key=len, reverse=True)  # the longest is mostly the rarest
    said = select(SearchRow.call_id).where(*(_holds(SearchRow.plain, word) for word in words))
    few = list(session.scalars(said.limit(FEW + 1)))
    return Call.id.in_(few if len(few) <= FEW else said)


class _Position(FunctionElement[int]):
    """Where a text holds another, from 1; 0 where it doesn't. Several times faster than LIKE on long texts."""

    type = Integer()
    inherit_cache = True
    name = "position"


@compiles(_Position)
def _instr(element: _Position, compiler: SQLCompiler, **rest: Any) -> str:
    return f"instr({compiler.process(element.clauses, **rest)})"


@compiles(_Position, "postgresql")
def _strpos(element: _Position, compiler: SQLCompiler, **rest: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **rest)})"


def _holds(text: Any, word: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _Position(text, literal(word)) > 0
    return found
