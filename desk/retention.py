"""Recordings are kept as long as the settings say; scores and words stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from desk import audit
from desk.db import Store
from desk.models import Call, now
from desk.permissions import SYSTEM
from desk.settings import Settings
from desk.shelf import Shelf

BATCH = 100  # calls per transaction


def remove_old(store: Store, settings: Settings) -> int:
    """Remove recordings of finished calls older than `retention_days`. Returns how many; 0 where there is no limit."""
    if settings.retention_days is None:
        return 0
    before = now() - timedelta(days=settings.retention_days)
    shelf, removed = Shelf(settings), 0
    while True:
        with store.session() as session:
            query = select(Call).where(
                Call.audio_key.is_not(None), Call.started_at < before, Call.status.in_(("done", "failed"))
            )
            calls = list(session.scalars(query.limit(BATCH)))
            for call in calls:
                shelf.remove(call.audio_key or "")
                call.audio_key = None
                audit.record(session, SYSTEM, "call.retention", f"call:{call.id}")
        removed += len(calls)
        if len(calls) < BATCH:
            return removed
