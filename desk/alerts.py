"""Alerts: what asks a supervisor or manager for a look, until one of them has seen to it."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit
from desk.learning_views import Alert
from desk.models import now
from desk.permissions import Actor, require
from desk.trust_errors import NoSuchAlert
from desk.trust_models import AlertRow

Fields = dict[str, str | int | float | None]


def raise_alert(session: Session, kind: str, subject: str, fields: Fields) -> None:
    """Ask for a look. An open alert of the same kind and subject is renewed instead of doubled.

    Args:
        session: The session of the deed that found it.
        kind: Such as `trust_drift`; the pages have words for each.
        subject: What it is about, such as `criterion:12363/zh/opening`.
        fields: What its words name. No personal data.
    """
    query = select(AlertRow).where(AlertRow.kind == kind, AlertRow.subject == subject, AlertRow.closed_at.is_(None))
    row = session.scalar(query)
    if row is None:
        row = AlertRow(kind=kind, subject=subject)
        session.add(row)
    row.fields, row.at = json.dumps(fields, ensure_ascii=False), now()
    session.flush()


def list_open(session: Session, actor: Actor) -> tuple[Alert, ...]:
    """Open alerts, newest first. Needs figures.read."""
    require(actor, "figures.read")
    query = select(AlertRow).where(AlertRow.closed_at.is_(None)).order_by(AlertRow.at.desc(), AlertRow.id.desc())
    return tuple(
        Alert(id=row.id, at=row.at, kind=row.kind, subject=row.subject, fields=json.loads(row.fields))
        for row in session.scalars(query)
    )


def close(session: Session, actor: Actor, alert_id: int) -> None:
    """Say that it has been seen to. Needs reviews.write.

    Raises:
        NoSuchAlert: None of that number is open.
    """
    require(actor, "reviews.write")
    row = session.get(AlertRow, alert_id)
    if row is None or row.closed_at is not None:
        raise NoSuchAlert(alert_id=alert_id)
    row.closed_at, row.closed_by = now(), actor.id
    audit.record(session, actor, "alert.close", f"alert:{alert_id}", {"kind": row.kind, "subject": row.subject})
