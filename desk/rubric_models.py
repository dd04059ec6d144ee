"""Tables of the centre's own rubrics, and of scoring calls anew."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now


class RubricVersionRow(Base):
    """A published version of a rubric: the text as its author wrote it. Never changed, never removed."""

    __tablename__ = "rubric_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("rubric_id", "version"),)


class RubricDraftRow(Base):
    """A copy that is being worked on; gone once it is published or thrown away."""

    __tablename__ = "rubric_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    based_on: Mapped[str] = mapped_column(String(80))  # id@version
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)  # raised by each save, so that two windows can't overwrite
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class RescoreRunRow(Base):
    """Scoring calls anew. `cursor` is the last call that is done, in order of ids: from there it goes on."""

    __tablename__ = "rescore_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric: Mapped[str | None] = mapped_column(String(80))  # id@version; None: the one in use for the call's language
    from_day: Mapped[date | None] = mapped_column(Date)
    to_day: Mapped[date | None] = mapped_column(Date)
    runner: Mapped[str] = mapped_column(String(16))  # worker or terminal
    state: Mapped[str] = mapped_column(String(16), default="queued")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[str] = mapped_column(String(32), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_rescore_runs_state", "state", "id"),)
