"""Reviews: a person's values beside the machine's, never blended with them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.permissions import Actor
from desk.views import Draft, DraftValue, ReviewEvent
from scoring.scorecard import Scorecard, Status

__all__ = ["Draft", "DraftValue", "ReviewEvent", "accept", "get_draft"]


def get_draft(session: Session, actor: Actor, call_id: str) -> Draft:
    """The actor's draft; all values as the machine gave them where nothing was changed. Raises `NothingToReview`."""
    raise NotImplementedError


def set_value(
    session: Session,
    actor: Actor,
    call_id: str,
    criterion_id: str,
    status: Status,
    value: int | None,
    reason: str,
    comment: str = "",
) -> Draft:
    """Override one criterion; an override needs a reason. Raises `BadValue`, `NoSuchCriterion`."""
    raise NotImplementedError


def clear_value(session: Session, actor: Actor, call_id: str, criterion_id: str) -> Draft:
    """Go back to the machine's value of one criterion."""
    raise NotImplementedError


def accept(session: Session, actor: Actor, call_id: str) -> Scorecard:
    """Publish the draft as a new human scorecard (append-only)."""
    raise NotImplementedError


def history(session: Session, actor: Actor, call_id: str) -> tuple[ReviewEvent, ...]:
    """What reviewers did on this call, newest first."""
    raise NotImplementedError
