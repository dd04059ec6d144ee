"""How the installation is: counts without any person's data."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.models import Call, now
from recordings.transcript import Model


class Health(Model):
    """What `/metrics` shows."""

    calls: dict[str, int]  # by status
    needs_review: int
    oldest_queued_s: float  # how long the call that waits longest has waited; 0 where none waits


def health(session: Session) -> Health:
    """Count. Raises an SQLAlchemy error where the store can't be reached."""
    by_status = select(Call.status, func.count()).group_by(Call.status)
    counts = {row[0]: row[1] for row in session.execute(by_status)}
    oldest = session.scalar(select(func.min(Call.created_at)).where(Call.status == "queued"))
    return Health(
        calls={status: counts.get(status, 0) for status in ("queued", "running", "done", "failed")},
        needs_review=session.scalar(select(func.count()).where(Call.needs_review)) or 0,
        oldest_queued_s=0.0 if oldest is None else (now() - oldest).total_seconds(),
    )
