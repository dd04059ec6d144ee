"""What the desk hands out about rubrics."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from recordings.errors import Language
from recordings.transcript import Model
from scoring.rubric import Rubric

RunState = Literal["queued", "running", "done", "failed", "stopped"]


class RubricVersion(Model):
    """A version that calls can be scored on."""

    rubric: Rubric
    shipped: bool
    used_for: tuple[Language, ...]  # calls in these languages are scored on it
    published_at: datetime | None  # None: it ships
    by: str | None
    note: str

    @property
    def reference(self) -> str:
        """`id@version`."""
        return self.rubric.reference


class RubricDraft(Model):
    """A copy that is being worked on. `revision` names this state of it."""

    id: int
    based_on: str
    body: str
    revision: int
    by: str
    updated_at: datetime


class RescoreRun(Model):
    """Scoring calls anew, and how far it is."""

    id: int
    rubric: str | None  # None: the one in use for each call's language
    from_day: date | None
    to_day: date | None
    state: RunState
    total: int
    done: int
    changed: int  # calls that got another scorecard
    failed: int  # calls that could not be scored
    by: str | None
    created_at: datetime

    @property
    def share(self) -> float:
        """How far it is, 0..1."""
        return min(1.0, self.done / self.total) if self.total else 1.0
