"""The reviewer's queue: how much waits, and which call is next. Risk first, then critical failures, then the rest."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk import calls
from desk.permissions import Actor
from desk.views import CallFilter, CallRow

WAITING = CallFilter(needs_review=True, reviewed=False, status="done")
_ORDER = (
    WAITING.model_copy(update={"risk": "self_harm"}),
    WAITING.model_copy(update={"risk": True}),
    WAITING.model_copy(update={"critical": True}),
    WAITING,
)


def count(session: Session, actor: Actor, wanted: CallFilter) -> int:
    """How many calls a filter finds."""
    return calls.list_calls(session, actor, wanted, page_size=1).total


def next_call(session: Session, actor: Actor, *, after: str | None = None) -> CallRow | None:
    """The call that needs a person most, other than `after`; None where nothing waits."""
    for wanted in _ORDER:
        rows = calls.list_calls(session, actor, wanted, page_size=2, sort="started_at").rows
        for row in rows:
            if row.id != after:
                return row
    return None
