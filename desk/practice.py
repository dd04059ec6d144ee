"""Practice runs: one trainee, one scenario, kept after every answer; scored like a call when they end."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from desk import audit, certifying, rubric_store, run_rows, scenario_store
from desk.errors import BadField, NoSuchRun, RunIsOver, StaleStep
from desk.models import now
from desk.permissions import Actor, require
from desk.run_end import OUT_OF_REPLIES, OUT_OF_TIME, end_run, is_late
from desk.run_rows import list_runs
from desk.run_views import Mode, RunLine, RunRow, RunView
from recordings.errors import Language
from scenarios import player
from scenarios.script import Script
from scenarios.state import Event, Meant, Reply, Silence, State
from scoring.findings import Act
from scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from scenarios.debrief import Debrief

__all__ = [
    "Mode", "RunLine", "RunRow", "RunView", "answer", "debrief_of", "finish", "get_run", "list_runs",
    "list_scenarios", "retry_from", "scorecard_of", "self_rate", "start_run",
]  # fmt: skip

MAX_REPLY = 2000  # characters of one answer


def list_scenarios(session: Session, actor: Actor) -> tuple[Script, ...]:
    """What can be practised, easiest first. Needs practice.own."""
    require(actor, "practice.own")
    return scenario_store.offered(session)


def start_run(
    session: Session,
    actor: Actor,
    scenario_id: str,
    language: Language,
    seed: int | None = None,
    mode: Mode = "practise",
) -> RunView:
    """Begin a run, with the customer as they stand or one of their variants. Needs practice.own.

    Args:
        session: The session.
        actor: Who practises.
        scenario_id: A scenario that the practice room offers.
        language: In which language it is played.
        seed: Chooses among the customer's variants and wordings; by chance where None.
        mode: To learn or to practise; `desk.certifying` begins runs to certify.

    Raises:
        NotAllowed: The role does not practise.
        NoScript: The practice room offers no such scenario.
        BadField: The mode is to certify.
        StillCertifying: A certifying call goes on, whose answers this would show.
    """
    require(actor, "practice.own")
    if mode == "certify":
        raise BadField(field="mode", value=mode, allowed="learn, practise")
    certifying.require_none_open(session, actor)
    script = scenario_store.offered_one(session, scenario_id)
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    kinds = (None, *(variant.id for variant in script.variants))
    variant = kinds[seed % len(kinds)]
    run = run_rows.new_run(session, actor, script, player.start(script, language, seed, variant).state, mode)
    audit.record(session, actor, "practice.start", f"run:{run.id}", {"scenario": script.reference, "mode": mode})
    return run_rows.view_of(session, run)


def answer(
    session: Session,
    actor: Actor,
    run_id: str,
    text: str | None,
    expected_step: int,
    *,
    silence_s: float | None = None,
    meant: Act | None = None,
) -> RunView:
    """The trainee's reply, and what the customer does with it.

    Args:
        session: The session.
        actor: Whose run it is.
        run_id: The run.
        text: What they said; None for silence.
        expected_step: `RunView.step` of the page that asks.
        silence_s: How long the silence was, in seconds; as long as this customer waits where None.
        meant: Instead of `text`, one of `RunView.choices`.

    Raises:
        StaleStep: The run went on in another tab; nothing is changed.
        RunIsOver: It has ended.
        BadField: The reply is too long.
        NoSuchRun, NotAllowed: See their words.
    """
    run = run_rows.own(session, actor, run_id)
    if run.ended is not None:
        raise RunIsOver()
    if run.step != expected_step:
        raise StaleStep(actual=run.step, expected=expected_step)
    if text is not None and len(text) > MAX_REPLY:
        raise BadField(field="text", value=f"{text[:20]}…", allowed=f"at most {MAX_REPLY} characters")
    script = run_rows.script_of(session, run)
    state = State.from_json(run.state)
    if is_late(run, now()):  # what comes after the time limit isn't heard any more
        end_run(session, actor, run, script, state, OUT_OF_TIME)
        return run_rows.view_of(session, run)
    event = _event(script, state, text, silence_s, meant)
    state = player.step(script, state, event).state
    choice: audit.Detail = {"step": expected_step, "kind": event.kind, "route": state.history[expected_step].route}
    audit.record(session, actor, "practice.answer", f"run:{run.id}", choice)
    run.state, run.step, run.paused = state.to_json(), state.turns, False
    if state.ended is not None:
        end_run(session, actor, run, script, state, state.ended)
    session.flush()
    return run_rows.view_of(session, run)


def _event(script: Script, state: State, text: str | None, silence_s: float | None, meant: Act | None) -> Event:
    if meant is not None:
        offered = player.choices(script, state)
        if meant not in offered:
            raise BadField(field="meant", value=meant, allowed=", ".join(offered) or "nothing now")
        return Meant(act=meant)
    if text is not None and text.strip():
        return Reply(text=text.strip())
    return Silence(seconds=script.as_variant(state.variant).persona.silence_s if silence_s is None else silence_s)


def get_run(session: Session, actor: Actor, run_id: str) -> RunView:
    """One's own run, or anybody's with practice.read. Raises `NoSuchRun`."""
    return run_rows.view_of(session, run_rows.readable(session, actor, run_id))


def finish(session: Session, actor: Actor, run_id: str) -> RunView:
    """The trainee says no more: end and score. A run that has ended already is left as it is."""
    run = run_rows.own(session, actor, run_id)
    if run.ended is None:
        script = run_rows.script_of(session, run)
        state = State.from_json(run.state)
        left = player.leave(script, state)
        state = state if left is None else left.state
        run.state = state.to_json()
        end_run(session, actor, run, script, state, state.ended or OUT_OF_REPLIES)
        session.flush()
    return run_rows.view_of(session, run)


def self_rate(session: Session, actor: Actor, run_id: str, rating: int) -> RunView:
    """Keep the trainee's own guess, 0-100, given before the debrief. Raises `BadField`."""
    if not 0 <= rating <= 100:
        raise BadField(field="rating", value=rating, allowed="0 to 100")
    run = run_rows.own(session, actor, run_id)
    run.self_rating = rating
    session.flush()
    return run_rows.view_of(session, run)


def retry_from(session: Session, actor: Actor, run_id: str, step: int) -> RunView:
    """A new run that stands where this one stood before the answer of `step` (counted from 0).

    Raises:
        StillCertifying: A certifying call goes on.
        NoSuchRun, BadField, NotAllowed: See their words.
    """
    certifying.require_none_open(session, actor)
    old = run_rows.own(session, actor, run_id)
    script = run_rows.script_of(session, old)
    state = State.from_json(old.state)
    if not 0 <= step <= state.turns:
        raise BadField(field="step", value=step, allowed=f"0 to {state.turns}")
    run = run_rows.new_run(session, actor, script, player.rewind(script, state, step).state, parent=(old, step))
    audit.record(session, actor, "practice.retry", f"run:{run.id}", {"parent": old.id, "step": step})
    return run_rows.view_of(session, run)


def scorecard_of(session: Session, actor: Actor, run_id: str) -> Scorecard:
    """The automatic scorecard of a run that has ended. Raises `NoSuchRun` while it has none."""
    run = run_rows.readable(session, actor, run_id)
    if run.scorecard is None:
        raise NoSuchRun(run_id=run_id)
    return Scorecard.model_validate_json(run.scorecard)


def debrief_of(session: Session, actor: Actor, run_id: str) -> Debrief:
    """What to say differently, at most two things, and what went well.

    After a certifying call the trainee's own debrief holds no example answers: the next one may meet that customer.

    Raises:
        NoSuchRun: There is no such run, or it has not ended.
        StillCertifying: The actor has a certifying call open, whose answers this might show.
    """
    certifying.require_none_open(session, actor)
    from scenarios.debrief import debrief

    card = scorecard_of(session, actor, run_id)
    run = run_rows.readable(session, actor, run_id)
    rubric = rubric_store.find(session, card.rubric)
    found = debrief(run_rows.script_of(session, run), State.from_json(run.state), card, rubric)
    return found.without_answers() if run.mode == "certify" and run.user_id == actor.id else found
