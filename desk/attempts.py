"""The tries of one trainee at one scenario, side by side: what changed from the first to the best."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import run_rows
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.run_views import Mode
from recordings.transcript import Model
from scenarios.state import Reply, State
from scoring.scorecard import Scorecard

MOST = 12  # attempts that stand side by side, the newest


class Attempt(Model):
    """One finished try."""

    run_id: str
    number: int  # counted from 1 over all tries at the scenario
    mode: Mode
    started_at: datetime
    from_step: int | None  # of a retry: the reply that it began from, counted from 0
    total: float | None
    sections: dict[str, float | None]  # before critical failures, 0-100


class SameMoment(Model):
    """One moment answered twice: in the run before, and in the retry."""

    before: str  # empty: silence
    now: str
    customer: str


def attempts_of(session: Session, actor: Actor, run_id: str) -> tuple[Attempt, ...]:
    """Every finished try of the run's trainee at its scenario, oldest first. Raises `NoSuchRun`, `NotAllowed`."""
    run = run_rows.readable(session, actor, run_id)
    query = (
        select(PracticeRun)
        .where(
            PracticeRun.user_id == run.user_id,
            PracticeRun.scenario_id == run.scenario_id,
            PracticeRun.scorecard.is_not(None),
        )
        .order_by(PracticeRun.started_at, PracticeRun.id)
    )
    found = [_attempt(number, row) for number, row in enumerate(session.scalars(query), start=1)]
    return tuple(found[-MOST:])


def first_to_best(attempts: tuple[Attempt, ...]) -> tuple[float, float] | None:
    """The first and the best total of the tries that count (all but those to learn); None below two of them."""
    totals = [one.total for one in attempts if one.total is not None and one.mode != "learn"]
    return (totals[0], max(totals)) if len(totals) > 1 else None


def same_moment(session: Session, actor: Actor, run_id: str) -> SameMoment | None:
    """The moment that a retry began from, as it was answered before and now; None for a run that is no retry."""
    run = run_rows.readable(session, actor, run_id)
    if run.parent_run_id is None or run.parent_step is None:
        return None
    before = session.get(PracticeRun, run.parent_run_id)
    if before is None:
        return None
    then, again = State.from_json(before.state), State.from_json(run.state)
    step = run.parent_step
    if step >= len(then.history) or step >= len(again.history) or again.history[step].event is None:
        return None
    gap = "" if run.language == "zh" else " "
    customer = gap.join(line.text for line in again.history[step].customer)
    return SameMoment(before=_said(then, step), now=_said(again, step), customer=customer)


def _said(state: State, step: int) -> str:
    event = state.history[step].event
    return event.text if isinstance(event, Reply) else ""


def _attempt(number: int, run: PracticeRun) -> Attempt:
    card = Scorecard.model_validate_json(run.scorecard or "")
    return Attempt(
        run_id=run.id,
        number=number,
        mode=run_rows.mode_of(run),
        started_at=run.started_at,
        from_step=run.parent_step,
        total=run.total,
        sections={section.id: section.score_before_critical for section in card.sections},
    )
