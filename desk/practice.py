"""Practice runs: one trainee, one scenario, kept after every answer; scored like a call when they end."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, rubric_store, scenario_store
from desk.db import settings_of
from desk.errors import BadField, NoSuchRun, RunIsOver, StaleStep
from desk.judging import score_transcript
from desk.models import PracticeRun, User, now
from desk.permissions import Actor, require, require_any
from desk.run_lines import lines_of
from desk.run_views import RunLine, RunRow, RunView
from recordings.errors import Language
from scenarios import player
from scenarios.script import Script
from scenarios.state import Event, Meant, Reply, Silence, State
from scoring.findings import Act
from scoring.scorecard import Scorecard
from scoring.wording import Bilingual

if TYPE_CHECKING:
    from scenarios.debrief import Debrief

__all__ = [
    "RunLine", "RunRow", "RunView", "answer", "debrief_of", "finish", "get_run", "list_runs", "list_scenarios",
    "retry_from", "scorecard_of", "self_rate", "start_run",
]  # fmt: skip

OUT_OF_REPLIES = "out_of_replies"  # the trainee ended the run before the customer did
MAX_REPLY = 2000  # characters of one answer


def list_scenarios(session: Session, actor: Actor) -> tuple[Script, ...]:
    """What can be practised, easiest first. Needs practice.own."""
    require(actor, "practice.own")
    return scenario_store.offered(session)


def start_run(session: Session, actor: Actor, scenario_id: str, language: Language, seed: int | None = None) -> RunView:
    """Begin a run, with the customer as they stand or one of their variants. Needs practice.own.

    Args:
        session: The session.
        actor: Who practises.
        scenario_id: A scenario that the practice room offers.
        language: In which language it is played.
        seed: Chooses among the customer's variants and wordings; by chance where None.

    Raises:
        NotAllowed: The role does not practise.
        NoScript: The practice room offers no such scenario.
    """
    require(actor, "practice.own")
    script = scenario_store.offered_one(session, scenario_id)
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    kinds = (None, *(variant.id for variant in script.variants))
    variant = kinds[seed % len(kinds)]
    run = _new_run(session, actor, script, player.start(script, language, seed, variant).state)
    audit.record(session, actor, "practice.start", f"run:{run.id}", {"scenario": script.reference})
    return _view(session, run)


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
    run = _own(session, actor, run_id)
    if run.ended is not None:
        raise RunIsOver()
    if run.step != expected_step:
        raise StaleStep(actual=run.step, expected=expected_step)
    if text is not None and len(text) > MAX_REPLY:
        raise BadField(field="text", value=f"{text[:20]}…", allowed=f"at most {MAX_REPLY} characters")
    script = _script(session, run)
    state = State.from_json(run.state)
    state = player.step(script, state, _event(script, state, text, silence_s, meant)).state
    run.state, run.step = state.to_json(), state.turns
    if state.ended is not None:
        _end(session, actor, run, script, state, state.ended)
    session.flush()
    return _view(session, run)


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
    return _view(session, _readable(session, actor, run_id))


def list_runs(session: Session, actor: Actor, *, trainee: str | None = None, limit: int = 50) -> tuple[RunRow, ...]:
    """Newest first: one's own, or everybody's (or one `trainee`'s, by account name) with practice.read."""
    require_any(actor, "practice.own", "practice.read")
    query = select(PracticeRun, User).join(User, User.id == PracticeRun.user_id)
    if not actor.may("practice.read"):
        query = query.where(PracticeRun.user_id == actor.id)
    if trainee is not None:
        query = query.where(User.name == trainee)
    query = query.order_by(PracticeRun.started_at.desc(), PracticeRun.id).limit(limit)
    return tuple(
        RunRow(
            id=run.id,
            scenario_id=run.scenario_id,
            title=Bilingual(**run.title),
            language=_language(run),
            trainee=user.display_name,
            team=user.team,
            started_at=run.started_at,
            ended=run.ended,
            total=run.total,
            self_rating=run.self_rating,
            steps=run.step,
        )
        for run, user in session.execute(query)
    )


def finish(session: Session, actor: Actor, run_id: str) -> RunView:
    """The trainee says no more: end and score. A run that has ended already is left as it is."""
    run = _own(session, actor, run_id)
    if run.ended is None:
        script = _script(session, run)
        state = State.from_json(run.state)
        left = player.leave(script, state)
        state = state if left is None else left.state
        run.state = state.to_json()
        _end(session, actor, run, script, state, state.ended or OUT_OF_REPLIES)
        session.flush()
    return _view(session, run)


def self_rate(session: Session, actor: Actor, run_id: str, rating: int) -> RunView:
    """Keep the trainee's own guess, 0-100, given before the debrief. Raises `BadField`."""
    if not 0 <= rating <= 100:
        raise BadField(field="rating", value=rating, allowed="0 to 100")
    run = _own(session, actor, run_id)
    run.self_rating = rating
    session.flush()
    return _view(session, run)


def retry_from(session: Session, actor: Actor, run_id: str, step: int) -> RunView:
    """A new run that stands where this one stood before the answer of `step` (counted from 0)."""
    old = _own(session, actor, run_id)
    script = _script(session, old)
    state = State.from_json(old.state)
    if not 0 <= step <= state.turns:
        raise BadField(field="step", value=step, allowed=f"0 to {state.turns}")
    run = _new_run(session, actor, script, player.rewind(script, state, step).state, parent=(old.id, step))
    audit.record(session, actor, "practice.retry", f"run:{run.id}", {"parent": old.id, "step": step})
    return _view(session, run)


def scorecard_of(session: Session, actor: Actor, run_id: str) -> Scorecard:
    """The automatic scorecard of a run that has ended. Raises `NoSuchRun` while it has none."""
    run = _readable(session, actor, run_id)
    if run.scorecard is None:
        raise NoSuchRun(run_id=run_id)
    return Scorecard.model_validate_json(run.scorecard)


def debrief_of(session: Session, actor: Actor, run_id: str) -> Debrief:
    """What to say differently, at most two things, and what went well. Raises `NoSuchRun` before the end."""
    from scenarios.debrief import debrief

    card = scorecard_of(session, actor, run_id)
    run = _readable(session, actor, run_id)
    rubric = rubric_store.find(session, card.rubric)
    return debrief(_script(session, run), State.from_json(run.state), card, rubric)


def _new_run(
    session: Session, actor: Actor, script: Script, state: State, *, parent: tuple[str, int] | None = None
) -> PracticeRun:
    begun = now()
    run = PracticeRun(
        id=uuid.uuid4().hex[:16],
        user_id=actor.id,
        scenario_id=script.id,
        title=script.title.model_dump(),
        language=state.language,
        seed=state.seed,
        step=state.turns,
        state=state.to_json(),
        parent_run_id=None if parent is None else parent[0],
        parent_step=None if parent is None else parent[1],
        started_at=begun,
        day=begun.astimezone(settings_of(session).zone).date(),
        is_demo=actor.is_demo,
    )
    session.add(run)
    session.flush()
    return run


def _end(session: Session, actor: Actor, run: PracticeRun, script: Script, state: State, kind: str) -> None:
    card = score_transcript(session, state.transcript(script), topic=script.topic)
    run.ended, run.ended_at = kind, now()
    run.scorecard, run.total = card.to_json(), card.total
    audit.record(session, actor, "practice.end", f"run:{run.id}", {"ended": kind, "total": card.total})


def _own(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    require(actor, "practice.own")
    run = session.get(PracticeRun, run_id, with_for_update=True)
    if run is None or run.user_id != actor.id:
        raise NoSuchRun(run_id=run_id)
    return run


def _readable(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    require_any(actor, "practice.own", "practice.read")
    run = session.get(PracticeRun, run_id)
    if run is None or (run.user_id != actor.id and not actor.may("practice.read")):
        raise NoSuchRun(run_id=run_id)
    return run


def _view(session: Session, run: PracticeRun) -> RunView:
    script, state = _script(session, run), State.from_json(run.state)
    mood = script.persona.mood
    model = None if run.ended else getattr(script.nodes.get(state.node), "model", None)
    answered = [moment for moment in state.history if moment.event is not None]
    return RunView(
        id=run.id,
        scenario_id=run.scenario_id,
        title=Bilingual(**run.title),
        customer=script.as_variant(state.variant).persona.name,
        brief=script.brief,
        goals=script.goals,
        topic=script.topic,
        language=_language(run),
        trainee=session.get_one(User, run.user_id).display_name,
        step=run.step,
        node=state.node,
        mood=state.mood,
        mood_min=mood.min,
        mood_max=mood.max,
        lines=lines_of(state),
        ended=run.ended,
        route=answered[-1].route if answered else None,
        hints=() if model is None else (model.why,),
        choices=player.choices(script, state),
        variant=state.variant,
        self_rating=run.self_rating,
        total=run.total,
        parent_run_id=run.parent_run_id,
        parent_step=run.parent_step,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def _language(run: PracticeRun) -> Language:
    return "zh" if run.language == "zh" else "en"


def _script(session: Session, run: PracticeRun) -> Script:
    """The version of the scenario that the run began with."""
    return scenario_store.get(session, State.from_json(run.state).script)
