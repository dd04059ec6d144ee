"""Tables. Columns of `calls` repeat what lists and filters need, so that a list never opens a transcript.

Rows stay inside `desk`; what goes out is in `desk/views.py`. Nothing here is special to SQLite.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: kept in UTC without zone (SQLite knows none), handed out with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database. Raises ValueError for a moment without time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class User(Base):
    """An account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(16))
    team: Mapped[str | None] = mapped_column(String(64))
    agent: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    epoch: Mapped[int] = mapped_column(default=0)  # raised to end all of the person's sessions
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class UsedTicket(Base):
    """A sign-in ticket that was redeemed; kept until it would have run out anyway."""

    __tablename__ = "used_tickets"

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(default=now, index=True)


class ApiToken(Base):
    """A bearer token of the HTTP interface; only its hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Call(Base):
    """A recorded conversation: one per content hash."""

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    audio_key: Mapped[str | None] = mapped_column(String(255))  # place under the recordings root
    file_name: Mapped[str] = mapped_column(String(255))
    title: Mapped[dict[str, Any] | None]
    external_id: Mapped[str | None] = mapped_column(String(128), index=True)
    source: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default="queued")
    step: Mapped[str] = mapped_column(String(16), default="queued")
    progress: Mapped[float] = mapped_column(default=0.0)
    attempt: Mapped[int] = mapped_column(default=0)  # raised by each retry
    error_en: Mapped[str | None] = mapped_column(Text)
    error_zh: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(String(64))
    team: Mapped[str | None] = mapped_column(String(64))
    topic: Mapped[str | None] = mapped_column(String(64))
    topic_given: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(2))
    started_at: Mapped[datetime]
    day: Mapped[date] = mapped_column(Date)  # of started_at in the centre's time zone
    created_at: Mapped[datetime] = mapped_column(default=now)
    duration_s: Mapped[float | None]
    peaks: Mapped[list[Any] | None]
    engine: Mapped[str | None] = mapped_column(String(64))
    quality: Mapped[str | None] = mapped_column(String(16))
    needs_review: Mapped[bool] = mapped_column(default=False)
    review_reasons: Mapped[list[Any] | None]
    auto_total: Mapped[float | None]
    human_total: Mapped[float | None]
    critical: Mapped[str] = mapped_column(String(255), default="")  # ",respect,privacy," or empty
    risks: Mapped[str] = mapped_column(String(255), default="")
    reviewed_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_calls_started_at", "started_at", "id"),
        Index("ix_calls_status", "status", "started_at"),
        Index("ix_calls_needs_review", "needs_review", "started_at"),
        Index("ix_calls_agent", "agent", "started_at"),
        Index("ix_calls_team", "team", "started_at"),
        Index("ix_calls_topic", "topic", "started_at"),
        Index("ix_calls_auto_total", "auto_total", "id"),
        Index("ix_calls_human_total", "human_total", "id"),
        Index("ix_calls_critical", "critical", "started_at"),
        Index("ix_calls_day", "day"),
    )


class TranscriptRow(Base):
    """What was said: with and without personal data. JSON of `transcript/1`."""

    __tablename__ = "transcripts"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    original: Mapped[str] = mapped_column(Text)
    redacted: Mapped[str | None] = mapped_column(Text)


class SearchRow(Base):
    """What a search looks through, apart from the far longer transcripts: names and redacted words in lower case."""

    __tablename__ = "search_texts"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    plain: Mapped[str] = mapped_column(Text)


class ReadingRow(Base):
    """What the finders found in a call (`desk.readings`). A copy: it can be made again at any time."""

    __tablename__ = "readings"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))  # what it counts for
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ScorecardRow(Base):
    """A scorecard. Never changed, only followed by a newer version."""

    __tablename__ = "scorecards"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    rubric: Mapped[str] = mapped_column(String(64))
    total: Mapped[float | None]
    body: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rescored: Mapped[bool] = mapped_column(default=False, server_default=false())  # the same words anew
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("call_id", "source", "version"),)


class CriterionValue(Base):
    """One criterion of the newest scorecard of a source, for filters and exports."""

    __tablename__ = "criterion_values"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    value: Mapped[int | None]
    max: Mapped[int]

    __table_args__ = (Index("ix_criterion_values_lowest", "criterion_id", "source", "value", "call_id"),)


class DraftRow(Base):
    """A reviewer's override that is not published yet."""

    __tablename__ = "review_drafts"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    value: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ReviewEventRow(Base):
    """What reviewers did. Append-only."""

    __tablename__ = "review_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    action: Mapped[str] = mapped_column(String(16))
    criterion_id: Mapped[str | None] = mapped_column(String(64))
    old: Mapped[str | None] = mapped_column(String(32))
    new: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[float | None]


class DailyFigure(Base):
    """Sums of one day over one slice of the calls; "*" stands for all. Keys of `sums`: see desk/rollups.py."""

    __tablename__ = "daily_figures"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    team: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent: Mapped[str] = mapped_column(String(64), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(4), primary_key=True)
    calls: Mapped[int] = mapped_column(default=0)
    sums: Mapped[dict[str, Any]]


class AuditRow(Base):
    """One deed; `hash` covers the row and the hash before it."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # counts from 1 without holes
    at: Mapped[datetime]
    actor_id: Mapped[int]
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    detail: Mapped[str] = mapped_column(Text)  # canonical JSON
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the audit log: one row, locked while a deed is written."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))


class Meta(Base):
    """Small facts of the installation, such as which demo history was loaded."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
