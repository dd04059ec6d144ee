"""The audit log: append-only, each row hashing the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import AuditHead, AuditRow, now
from desk.permissions import Actor, require
from recordings.transcript import Model

Detail = dict[str, str | int | float | bool | None]
GENESIS = "0" * 64  # the hash before the first row


class AuditEntry(Model):
    """Who did what to what, when."""

    id: int
    at: datetime
    actor: str
    action: str  # such as "review.accept"
    subject: str  # such as "call:4f…"
    detail: Detail


def record(session: Session, actor: Actor, action: str, subject: str, detail: Detail | None = None) -> None:
    """Add one row, in the transaction of the deed itself.

    The head row is locked until the transaction ends, so rows stand one after the other without holes.
    Says nothing of what was read, only of what was changed. Keep personal data out of `detail`.
    """
    head = session.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    row = AuditRow(
        id=head.last_id + 1,
        at=now(),
        actor_id=actor.id,
        actor=actor.name,
        action=action,
        subject=subject,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        previous=head.last_hash,
    )
    row.hash = _hash(row)
    head.last_id, head.last_hash = row.id, row.hash
    session.add(row)
    session.flush()


def list_entries(
    session: Session, actor: Actor, *, subject: str | None = None, page: int = 1, page_size: int = 50
) -> tuple[AuditEntry, ...]:
    """Newest first. Needs audit.read."""
    require(actor, "audit.read")
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(page_size).offset((max(page, 1) - 1) * page_size)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    return tuple(
        AuditEntry(
            id=row.id, at=row.at, actor=row.actor, action=row.action, subject=row.subject, detail=json.loads(row.detail)
        )
        for row in session.scalars(query)
    )


def verify(session: Session) -> bool:
    """Whether no row was changed, removed or slipped in since it was written.

    Somebody who can write to the database could still rewrite the whole chain: keep a copy of the last
    hash elsewhere to rule that out.
    """
    previous, last_id = GENESIS, 0
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)):
        if row.id != last_id + 1 or row.previous != previous or row.hash != _hash(row):
            return False
        previous, last_id = row.hash, row.id
    head = session.get_one(AuditHead, 1)
    return (head.last_id, head.last_hash) == (last_id, previous)


def _hash(row: AuditRow) -> str:
    parts = [row.id, row.at.isoformat(), row.actor_id, row.actor, row.action, row.subject, row.detail, row.previous]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
