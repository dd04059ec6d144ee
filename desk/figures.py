"""Figures for managers, read from daily roll-ups."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session

from desk.permissions import Actor
from desk.views import (
    CriterionFigure,
    CriticalFigure,
    FigureFilter,
    Group,
    GroupFigure,
    Overview,
    ProgressPoint,
    TrendPoint,
)

__all__ = ["FigureFilter", "GroupFigure", "Overview", "TrendPoint", "overview"]


def overview(session: Session, actor: Actor, filter: FigureFilter = FigureFilter()) -> Overview:
    """Needs figures.read. Without `from_`/`to`: the 30 days up to the latest call."""
    raise NotImplementedError


def trend(
    session: Session, actor: Actor, filter: FigureFilter = FigureFilter(), *, step: Literal["day", "week"] = "day"
) -> tuple[TrendPoint, ...]:
    """Days with calls, in order."""
    raise NotImplementedError


def by_group(
    session: Session, actor: Actor, filter: FigureFilter = FigureFilter(), *, group: Group = "team"
) -> tuple[GroupFigure, ...]:
    """Worst total first."""
    raise NotImplementedError


def criticals(session: Session, actor: Actor, filter: FigureFilter = FigureFilter()) -> tuple[CriticalFigure, ...]:
    """Critical criteria that failed, most frequent first."""
    raise NotImplementedError


def weakest_criteria(
    session: Session, actor: Actor, filter: FigureFilter = FigureFilter()
) -> tuple[CriterionFigure, ...]:
    """All criteria, most points lost first (Pareto)."""
    raise NotImplementedError


def practice_progress(
    session: Session, actor: Actor, filter: FigureFilter = FigureFilter()
) -> tuple[ProgressPoint, ...]:
    """Practice runs by day; a trainee sees their own."""
    raise NotImplementedError
