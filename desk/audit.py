"""The audit log: append-only, each row hashing the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desk.permissions import Actor
from recordings.transcript import Model


class AuditEntry(Model):
    """Who did what to what, when."""

    id: int
    at: datetime
    actor: str
    action: str  # such as "review.accept"
    subject: str  # such as "call:4f…"
    detail: dict[str, str | int | float | bool | None]


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    detail: dict[str, str | int | float | bool | None] | None = None,
) -> None:
    """Add one row, in the transaction of the deed itself."""
    raise NotImplementedError


def list_entries(
    session: Session, actor: Actor, *, subject: str | None = None, page: int = 1, page_size: int = 50
) -> tuple[AuditEntry, ...]:
    """Newest first. Needs audit.read."""
    raise NotImplementedError


def verify(session: Session) -> bool:
    """Whether no row was changed, removed or slipped in."""
    raise NotImplementedError
