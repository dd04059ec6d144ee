"""Tables of the knowledge base: changes of facts, and the versions that they made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now


class PublicationRow(Base):
    """One publishing of changed facts: a new version of a knowledge base. Append-only."""

    __tablename__ = "knowledge_publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]  # counts from 1 within the base
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("base", "number"),)


class FactChangeRow(Base):
    """A change of one fact: proposed, then published, withdrawn or sent back. A fact has one open change at most.

    `before` and `after` are the fact as it stands in YAML, as plain values; None where it isn't in the base.
    """

    __tablename__ = "fact_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[str] = mapped_column(String(64))
    fact_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    note: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[Any]]  # ids of everybody who had a hand in it; none of them may publish it
    revision: Mapped[int] = mapped_column(default=1)  # raised by each edit while it is open
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(16), default="open")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # what was said to it when it was sent back
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("knowledge_publications.id"))

    __table_args__ = (
        Index("ix_fact_changes_fact", "base", "fact_id"),
        Index("ix_fact_changes_state", "base", "state"),
        Index(
            "ix_fact_changes_one_open", "base", "fact_id", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
    )  # fmt: skip
