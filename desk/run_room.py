"""What a trainee may do in the room beside answering: ask for a hint, stop the clock, put the call down for a while."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk import audit, run_rows
from desk.errors import RunIsOver, StaleStep
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.run_views import RunView
from scenarios.errors import NoHint
from scenarios.hints import next_hint
from scenarios.state import State


def take_hint(session: Session, actor: Actor, run_id: str, expected_step: int) -> RunView:
    """Name the skill that this moment calls for; costs points when the run is scored.

    Args:
        session: The session.
        actor: Whose run it is.
        run_id: The run.
        expected_step: `RunView.step` of the page that asks.

    Raises:
        StaleStep: The run went on in another tab; nothing is changed, and nothing is charged.
        RunIsOver: It has ended.
        NoHint: All are used, or the run is to certify.
        NoSuchRun, NotAllowed: See their words.
    """
    run = _going_on(session, actor, run_id)
    if run.step != expected_step:
        raise StaleStep(actual=run.step, expected=expected_step)
    if run.mode == "certify":
        raise NoHint(reason="a certifying call has none", reason_zh="考核时没有提示")
    hint = next_hint(run_rows.script_of(session, run), State.from_json(run.state), run_rows.hints_of(run))
    run.hints = [*run.hints, hint.model_dump()]
    audit.record(session, actor, "practice.hint", f"run:{run.id}", hint.model_dump())
    session.flush()
    return run_rows.view_of(session, run)


def set_clock(session: Session, actor: Actor, run_id: str, *, timed: bool) -> RunView:
    """Whether the customer speaks again when nobody answers. A certifying run keeps its clock. Raises `RunIsOver`."""
    run = _going_on(session, actor, run_id)
    run.timed = timed or run.mode == "certify"
    audit.record(session, actor, "practice.clock", f"run:{run.id}", {"timed": run.timed})
    session.flush()
    return run_rows.view_of(session, run)


def pause(session: Session, actor: Actor, run_id: str, *, paused: bool) -> RunView:
    """Put the call down for a while, or go on with it. Raises `RunIsOver`."""
    run = _going_on(session, actor, run_id)
    if run.paused != paused:
        run.paused = paused
        audit.record(session, actor, "practice.pause" if paused else "practice.resume", f"run:{run.id}", {})
        session.flush()
    return run_rows.view_of(session, run)


def _going_on(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    run = run_rows.own(session, actor, run_id)
    if run.ended is not None:
        raise RunIsOver()
    return run
