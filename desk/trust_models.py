"""Tables of what was learned from reviewers, how far each criterion is trusted, and what asks for a look."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now


class LearnedModelRow(Base):
    """A version of a learned criterion: arrays and JSON (`scoring.learning.store`), never run. Never changed."""

    __tablename__ = "learned_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    criterion_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    labels: Mapped[int]  # reviews that it was learned from
    body: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[str] = mapped_column(Text)  # JSON of `desk.learning_views.ModelReport`
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("rubric_id", "language", "criterion_id", "version"),)


class LearningRunRow(Base):
    """Learning all criteria of a rubric in one language;
    `done` of `total` criteria are finished."""

    __tablename__ = "learning_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    runner: Mapped[str] = mapped_column(String(16))  # worker or terminal
    state: Mapped[str] = mapped_column(String(16), default="queued")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    learned: Mapped[int] = mapped_column(default=0)  # new versions that came of it
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_learning_runs_state", "state", "id"),)


class TrustPolicyRow(Base):
    """How far one criterion is trusted, and which learned version gives its value; no row: as it ships."""

    __tablename__ = "trust_policies"

    rubric_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    mode: Mapped[str] = mapped_column(String(16), default="assist")  # assist, check, auto
    share: Mapped[float] = mapped_column(default=0.0)  # of the calls that a person looks at for it, 0-1
    threshold: Mapped[float] = mapped_column(default=0.6)  # that held-out agreement has to clear
    watched: Mapped[int] = mapped_column(default=50)  # reviews that the drift watch looks at
    model_version: Mapped[int | None]  # None: the rules
    since: Mapped[datetime] = mapped_column(default=now)  # of mode and model; the drift watch counts from here
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the drift watch


class AlertRow(Base):
    """Something that asks for a look, until somebody has seen to it."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(128))
    fields: Mapped[str] = mapped_column(Text)  # JSON: what its words name
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (Index("ix_alerts_open", "closed_at", "at"),)
