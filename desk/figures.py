"""Figures for managers, read from daily roll-ups: the same few rows for a thousand calls as for a million."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.models import Call, DailyFigure, ScorecardRow, User
from desk.permissions import Actor, require, require_any
from desk.practice_models import PracticeRun
from desk.rollups import ALL, COUNTED, Sums
from desk.views import (
    ANY_FIGURE,
    CriterionFigure,
    CriticalFigure,
    FigureFilter,
    Group,
    GroupFigure,
    Overview,
    ProgressPoint,
    TrendPoint,
)
from scoring.scorecard import Scorecard

__all__ = [
    "FigureFilter", "GroupFigure", "Overview", "TrendPoint", "by_group", "criticals", "overview", "practice_progress",
    "trend", "weakest_criteria",
]  # fmt: skip

DEFAULT_DAYS = 30
LATEST_CALLS = 20  # ids that a critical figure names


def overview(session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE) -> Overview:
    """The numbers at the top, beside those of the same length of time before.

    Needs figures.read. Without `from_`/`to`: the `DEFAULT_DAYS` days up to the latest call.
    """
    require(actor, "figures.read")
    period = _period(session, filter)
    before = _before(period)
    now_, then = _sum(session, period, period.source), _sum(session, before, before.source)
    counted, counted_then = _sum(session, period, COUNTED), _sum(session, before, COUNTED)
    calls, scored = int(counted["calls"]), _sum(session, period, "auto")["calls"]
    reviewed = _sum(session, period, "human")["calls"]
    return Overview(
        calls=calls,
        mean_total=_mean(now_, "total"),
        sections=_sections(now_),
        critical_calls=int(now_["critical"]),
        critical_per_1000=_per_1000(now_),
        risk_calls=int(now_["risk"]),
        needs_review=_count(session, period, Call.needs_review),
        reviewed=int(reviewed),
        coverage_auto=scored / calls if calls else None,
        coverage_human=reviewed / calls if calls else None,
        practice_runs=_count_runs(session, period),
        failed_calls=_count(session, period, Call.status == "failed"),
        previous_calls=int(counted_then["calls"]),
        previous_mean_total=_mean(then, "total"),
        previous_critical_per_1000=_per_1000(then),
        from_=_day(period.from_),
        to=_day(period.to),
    )


def trend(
    session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE, *, step: Literal["day", "week"] = "day"
) -> tuple[TrendPoint, ...]:
    """Days (or weeks, by their Monday) with scored calls, in order. Needs figures.read."""
    require(actor, "figures.read")
    points: dict[date, Sums] = defaultdict(lambda: defaultdict(float))
    for row in _rows(session, _period(session, filter), filter.source):
        day = row.day if step == "day" else row.day - timedelta(days=row.day.weekday())
        _add(points[day], row)
    return tuple(
        TrendPoint(
            day=day,
            calls=int(sums["calls"]),
            total=_mean(sums, "total"),
            sections=_sections(sums),
            critical=int(sums["critical"]),
        )
        for day, sums in sorted(points.items())
    )


def by_group(
    session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE, *, group: Group = "team"
) -> tuple[GroupFigure, ...]:
    """Each team, agent or topic with scored calls, worst total first; "" for calls without one."""
    require(actor, "figures.read")
    groups: dict[str, Sums] = defaultdict(lambda: defaultdict(float))
    for row in _rows(session, _period(session, filter), filter.source, each=group):
        _add(groups[getattr(row, group)], row)
    figures = [
        GroupFigure(
            group=name,
            calls=int(sums["calls"]),
            total=_mean(sums, "total"),
            sections=_sections(sums),
            criteria={key: _percent(sums, key) for key in _criteria(sums)},
            critical=int(sums["critical"]),
        )
        for name, sums in groups.items()
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.total is None, figure.total or 0.0, figure.group)))


def criticals(session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE) -> tuple[CriticalFigure, ...]:
    """Critical criteria that failed, most frequent first, with the latest calls where they did."""
    require(actor, "figures.read")
    period = _period(session, filter)
    sums = _sum(session, period, filter.source)
    counts = {key.removeprefix("x."): int(value) for key, value in sums.items() if key.startswith("x.")}
    return tuple(
        CriticalFigure(criterion_id=name, calls=calls, call_ids=_latest(session, period, name))
        for name, calls in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def weakest_criteria(session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE) -> tuple[CriterionFigure, ...]:
    """All criteria, most points of the total lost first (Pareto)."""
    require(actor, "figures.read")
    sums = _sum(session, _period(session, filter), filter.source)
    sections = _section_of(session)
    figures = [
        CriterionFigure(
            criterion_id=key,
            section=sections.get(key, ""),
            mean=_percent(sums, key),
            scored=int(sums[f"c.{key}.n"]),
            lowest=int(sums[f"low.{key}"]),
            points_lost=round(sums[f"lost.{key}"] / sums["calls"], 2) if sums["calls"] else 0.0,
        )
        for key in _criteria(sums)
    ]
    return tuple(sorted(figures, key=lambda figure: (-figure.points_lost, figure.criterion_id)))


def practice_progress(session: Session, actor: Actor, filter: FigureFilter = ANY_FIGURE) -> tuple[ProgressPoint, ...]:
    """Finished practice runs by day: a trainee's own, else everybody's (of a team or agent)."""
    require_any(actor, "practice.own", "practice.read")
    query = (
        select(PracticeRun.day, func.count(), func.avg(PracticeRun.total))
        .join(User, User.id == PracticeRun.user_id)
        .where(PracticeRun.ended.is_not(None))
        .group_by(PracticeRun.day)
        .order_by(PracticeRun.day)
    )
    if not actor.may("practice.read"):
        query = query.where(PracticeRun.user_id == actor.id)
    query = _between(query, PracticeRun.day, filter)
    for column, value in ((User.team, filter.team), (User.agent, filter.agent)):
        if value is not None:
            query = query.where(column == value)
    return tuple(ProgressPoint(day=day, runs=runs, mean_total=mean) for day, runs, mean in session.execute(query))


def _period(session: Session, filter: FigureFilter) -> FigureFilter:
    """The filter with both its days set."""
    to = filter.to or session.scalar(select(func.max(DailyFigure.day)).where(DailyFigure.source == COUNTED))
    to = to or session.scalar(select(func.max(PracticeRun.day))) or date(1970, 1, DEFAULT_DAYS)
    return filter.model_copy(update={"to": to, "from_": filter.from_ or to - timedelta(days=DEFAULT_DAYS - 1)})


def _before(period: FigureFilter) -> FigureFilter:
    from_, to = _day(period.from_), _day(period.to)
    days = (to - from_).days + 1
    return period.model_copy(update={"from_": from_ - timedelta(days=days), "to": from_ - timedelta(days=1)})


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("a period has both its days")
    return day


def _rows(session: Session, period: FigureFilter, source: str, *, each: Group | None = None) -> Iterable[DailyFigure]:
    """The roll-up rows of a period: one a day, or one a day and group."""
    query = select(DailyFigure).where(
        DailyFigure.source == source, DailyFigure.day.between(_day(period.from_), _day(period.to))
    )
    wanted = {"team": period.team, "agent": period.agent, "topic": period.topic, "language": period.language}
    for name, value in wanted.items():
        column: Any = getattr(DailyFigure, name)
        if value is not None:
            query = query.where(column == value)
        else:
            query = query.where(column != ALL if name == each else column == ALL)
    return session.scalars(query)


def _sum(session: Session, period: FigureFilter, source: str) -> Sums:
    sums: Sums = defaultdict(float)
    for row in _rows(session, period, source):
        _add(sums, row)
    return sums


def _add(sums: Sums, row: DailyFigure) -> None:
    sums["calls"] += row.calls
    for key, value in row.sums.items():
        sums[key] += value


def _mean(sums: Sums, key: str) -> float | None:
    return round(sums[key] / sums[f"{key}.n"], 2) if sums.get(f"{key}.n") else None


def _percent(sums: Sums, criterion_id: str) -> float | None:
    count = sums.get(f"c.{criterion_id}.n")
    return round(100 * sums.get(f"c.{criterion_id}", 0.0) / count, 2) if count else None


def _per_1000(sums: Sums) -> float | None:
    return round(1000 * sums["critical"] / sums["calls"], 2) if sums["calls"] else None


def _sections(sums: Sums) -> dict[str, float | None]:
    names = sorted(key[2:-2] for key in sums if key.startswith("s.") and key.endswith(".n"))
    return {name: _mean(sums, f"s.{name}") for name in names}


def _criteria(sums: Sums) -> list[str]:
    return sorted(key[2:-2] for key in sums if key.startswith("c.") and key.endswith(".n"))


def _between(query: Any, column: Any, filter: FigureFilter) -> Any:
    if filter.from_ is not None:
        query = query.where(column >= filter.from_)
    return query if filter.to is None else query.where(column <= filter.to)


def _of_calls(query: Any, period: FigureFilter) -> Any:
    for column, value in (
        (Call.team, period.team), (Call.agent, period.agent), (Call.topic, period.topic),
        (Call.language, period.language),
    ):  # fmt: skip
        if value is not None:
            query = query.where(column == value)
    return _between(query, Call.day, period)


def _count(session: Session, period: FigureFilter, condition: Any) -> int:
    query = select(func.count()).select_from(Call).where(condition)
    return session.scalar(_of_calls(query, period)) or 0


def _count_runs(session: Session, period: FigureFilter) -> int:
    query = select(func.count()).select_from(PracticeRun).where(PracticeRun.ended.is_not(None))
    return session.scalar(_between(query, PracticeRun.day, period)) or 0


def _latest(session: Session, period: FigureFilter, criterion_id: str) -> tuple[str, ...]:
    query = select(Call.id).where(Call.critical.contains(f",{criterion_id},", autoescape=True))
    query = _of_calls(query, period).order_by(Call.started_at.desc()).limit(LATEST_CALLS)
    return tuple(session.scalars(query))


def _section_of(session: Session) -> dict[str, str]:
    """Criterion → section, of the newest scorecard."""

    row = session.scalar(select(ScorecardRow).order_by(ScorecardRow.id.desc()).limit(1))
    if row is None:
        return {}
    return {score.id: score.section for score in Scorecard.model_validate_json(row.body).criteria}
