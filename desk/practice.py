"""Practice runs: one trainee, one scenario, kept after every answer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.permissions import Actor
from desk.views import RunLine, RunRow, RunView
from recordings.errors import Language
from scoring.scorecard import Scorecard

__all__ = ["RunLine", "RunRow", "RunView", "start_run"]


def start_run(session: Session, actor: Actor, scenario_id: str, language: Language, seed: int | None = None) -> RunView:
    """Begin. Needs practice.own."""
    raise NotImplementedError


def answer(
    session: Session, actor: Actor, run_id: str, text: str | None, expected_step: int, *, silence_s: float = 10.0
) -> RunView:
    """The trainee's reply (None: silence of `silence_s`). Raises `StaleStep`, `RunIsOver`, `NoSuchRun`."""
    raise NotImplementedError


def get_run(session: Session, actor: Actor, run_id: str) -> RunView:
    """One's own run, or anybody's with practice.read. Raises `NoSuchRun`."""
    raise NotImplementedError


def list_runs(session: Session, actor: Actor, *, trainee: str | None = None, limit: int = 50) -> tuple[RunRow, ...]:
    """Newest first: one's own, or everybody's with practice.read."""
    raise NotImplementedError


def finish(session: Session, actor: Actor, run_id: str) -> RunView:
    """End now (out of replies) and score; a run that has ended already is left as it is."""
    raise NotImplementedError


def self_rate(session: Session, actor: Actor, run_id: str, rating: int) -> RunView:
    """Keep the trainee's own guess, 0-100, given before the debrief."""
    raise NotImplementedError


def retry_from(session: Session, actor: Actor, run_id: str, step: int) -> RunView:
    """A new run that stands where this one stood before the answer of `step`."""
    raise NotImplementedError


def scorecard_of(session: Session, actor: Actor, run_id: str) -> Scorecard:
    """The automatic scorecard of a run that has ended."""
    raise NotImplementedError
