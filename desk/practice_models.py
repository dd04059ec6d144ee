"""Tables of practice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now


class PracticeRun(Base):
    """One trainee, one scenario. `state` is the player's own JSON, from which everything else follows."""

    __tablename__ = "practice_runs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    scenario_id: Mapped[str] = mapped_column(String(64))
    title: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(2))
    mode: Mapped[str] = mapped_column(String(16), default="practise")  # learn, practise, certify
    seed: Mapped[int]
    step: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(Text)
    timed: Mapped[bool] = mapped_column(default=True)  # whether the customer speaks again when nobody answers
    paused: Mapped[bool] = mapped_column(default=False)
    hints: Mapped[list[Any]] = mapped_column(default=list)  # the `scenarios.hints.Hint`s that were given
    wrap_up: Mapped[dict[str, Any] | None]  # the form as filled in after the call, by field
    deadline_at: Mapped[datetime | None]  # of a run to certify
    pass_mark: Mapped[int | None]  # the same: the total that it takes, as it was when the run began
    verdict: Mapped[str | None] = mapped_column(String(16))  # the same, once it has ended: `desk.run_views.Verdict`
    ended: Mapped[str | None] = mapped_column(String(32))
    scorecard: Mapped[str | None] = mapped_column(Text)
    total: Mapped[float | None]
    settled_card: Mapped[str | None] = mapped_column(Text)  # scorecard of source human, after a contest was accepted
    settled_total: Mapped[float | None]
    self_rating: Mapped[int | None]
    parent_run_id: Mapped[str | None] = mapped_column(ForeignKey("practice_runs.id", ondelete="SET NULL"))
    parent_step: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ended_at: Mapped[datetime | None]
    day: Mapped[date] = mapped_column(Date, index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
