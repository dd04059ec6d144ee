"""Tables of what stands around practice: values by criterion, assignments, fact cards, contested and odd turns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now

RUN = "practice_runs.id"


class PracticeValueRow(Base):
    """What a run that has ended came to on one criterion; repeats its scorecard, so that progress opens none."""

    __tablename__ = "practice_values"

    run_id: Mapped[str] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    value: Mapped[int | None]
    max: Mapped[int]


class AssignmentRow(Base):
    """What a supervisor wants practised, by one person or by a team. Whether it is done follows from the runs."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team: Mapped[str | None] = mapped_column(String(64))  # where there is no user_id
    mode: Mapped[str] = mapped_column(String(16))
    scenario_id: Mapped[str | None] = mapped_column(String(64))  # None: whatever the certifying call is
    goal: Mapped[int | None]  # the total that it takes, 0-100; None: any
    due_on: Mapped[date] = mapped_column(Date)
    criterion_id: Mapped[str | None] = mapped_column(String(64))  # the weak point that it is for
    call_id: Mapped[str | None] = mapped_column(ForeignKey("calls.id", ondelete="SET NULL"))  # that showed it
    note: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_assignments_user", "user_id"), Index("ix_assignments_team", "team"))


class FactCardRow(Base):
    """How well somebody remembers a fact, and when it is asked next."""

    __tablename__ = "fact_cards"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    fact_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    card: Mapped[str] = mapped_column(Text)  # JSON of `fsrs.Card`
    due_at: Mapped[datetime]
    reviews: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_fact_cards_due", "user_id", "due_at"),)


class ContestRow(Base):
    """A trainee says that a turn was heard or scored wrongly; a supervisor answers."""

    __tablename__ = "practice_contests"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # transcript, point
    moment: Mapped[int | None]  # of a transcript: index in the run's history
    criterion_id: Mapped[str | None] = mapped_column(String(64))  # of a point
    proposed: Mapped[str] = mapped_column(Text)  # what was really said; the level that it should be
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="open")  # open, accepted, declined
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_practice_contests_state", "state", "created_at"),)


class OddTurnRow(Base):
    """A turn of a run that whoever writes scenarios should look at: nobody understood it, or it was copied."""

    __tablename__ = "odd_turns"

    run_id: Mapped[str] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    moment: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)  # unclear, copied
    script: Mapped[str] = mapped_column(String(80))  # id@version
    node: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
