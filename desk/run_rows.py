"""Rows of practice runs: made, found by whoever may see them, and handed out as frozen records."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import scenario_store
from desk.db import settings_of
from desk.errors import NoSuchRun
from desk.models import User, now
from desk.permissions import Actor, require, require_any
from desk.practice_models import PracticeRun
from desk.run_lines import lines_of
from desk.run_views import MODES, VERDICTS, Lesson, Mode, RunRow, RunView, Verdict
from recordings.errors import Language
from scenarios import player
from scenarios.hints import MOST_HINTS, Hint
from scenarios.script import Script
from scenarios.state import State
from scoring.wording import Bilingual


def new_run(
    session: Session,
    actor: Actor,
    script: Script,
    state: State,
    mode: Mode = "practise",
    *,
    parent: tuple[PracticeRun, int] | None = None,
) -> PracticeRun:
    """A run that begins where `state` stands; `parent` is the run that it tries again, and from which step.

    It keeps the parent's clock, and the hints by which the answers that it keeps were made.
    """
    begun = now()
    run = PracticeRun(
        id=uuid.uuid4().hex[:16],
        user_id=actor.id,
        scenario_id=script.id,
        title=script.title.model_dump(),
        language=state.language,
        mode=mode,
        seed=state.seed,
        step=state.turns,
        state=state.to_json(),
        timed=mode != "learn" if parent is None else parent[0].timed,
        hints=[] if parent is None else [hint.model_dump() for hint in hints_of(parent[0]) if hint.step < parent[1]],
        parent_run_id=None if parent is None else parent[0].id,
        parent_step=None if parent is None else parent[1],
        started_at=begun,
        day=begun.astimezone(settings_of(session).zone).date(),
        is_demo=actor.is_demo,
    )
    session.add(run)
    session.flush()
    return run


def own(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    """One's own run, held until the end of the transaction. Raises `NoSuchRun`, `NotAllowed`."""
    require(actor, "practice.own")
    run = session.get(PracticeRun, run_id, with_for_update=True)
    if run is None or run.user_id != actor.id:
        raise NoSuchRun(run_id=run_id)
    return run


def readable(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    """One's own run, or anybody's with practice.read. Raises `NoSuchRun`, `NotAllowed`."""
    require_any(actor, "practice.own", "practice.read")
    run = session.get(PracticeRun, run_id)
    if run is None or (run.user_id != actor.id and not actor.may("practice.read")):
        raise NoSuchRun(run_id=run_id)
    return run


def view_of(session: Session, run: PracticeRun) -> RunView:
    """Where the run stands, for a page."""
    script, state = script_of(session, run), State.from_json(run.state)
    met = script.as_variant(state.variant)
    mood = script.persona.mood
    answered = [moment for moment in state.history if moment.event is not None]
    return RunView(
        id=run.id,
        scenario_id=run.scenario_id,
        title=met.title,
        customer=met.persona.name,
        brief=script.brief,
        goals=script.goals,
        topic=script.topic,
        language=_language(run),
        mode=mode_of(run),
        trainee=session.get_one(User, run.user_id).display_name,
        trainee_id=run.user_id,
        step=run.step,
        node=state.node,
        mood=state.mood,
        mood_min=mood.min,
        mood_max=mood.max,
        lines=lines_of(state),
        ended=run.ended,
        route=answered[-1].route if answered else None,
        hints=hints_of(run),
        hints_left=0 if run.mode == "certify" else MOST_HINTS - len(run.hints),
        timed=run.timed,
        paused=run.paused,
        form_due=_form_due(run, script),
        silence_s=met.persona.silence_s,
        choices=() if run.mode == "certify" else player.choices(script, state),  # one of them is expected
        lesson=_lesson(run, script, state),
        variant=state.variant,
        self_rating=run.self_rating,
        total=run.total,
        settled_total=run.settled_total,
        deadline_at=run.deadline_at,
        pass_mark=run.pass_mark,
        verdict=_verdict(run),
        parent_run_id=run.parent_run_id,
        parent_step=run.parent_step,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def _form_due(run: PracticeRun, script: Script) -> bool:
    """After a whole call, before its debrief. Another try from a turn is about that turn, not about the form."""
    over = run.ended is not None and run.self_rating is None
    return over and bool(script.wrap_up) and run.wrap_up is None and run.parent_run_id is None


def hints_of(run: PracticeRun) -> tuple[Hint, ...]:
    """The hints that were given in the run, in order."""
    return tuple(Hint.model_validate(hint) for hint in run.hints)


def _lesson(run: PracticeRun, script: Script, state: State) -> Lesson | None:
    node = script.nodes.get(state.node)
    if run.mode != "learn" or run.ended or node is None or node.model is None:
        return None
    return Lesson(
        strong=node.model.text(state.language),
        strong_why=node.model.why,
        weak=node.weak.text(state.language) if node.weak else None,
        weak_why=node.weak.why if node.weak else None,
    )


def _language(run: PracticeRun) -> Language:
    return "zh" if run.language == "zh" else "en"


def mode_of(run: PracticeRun) -> Mode:
    """To learn, to practise or to certify."""
    return next(mode for mode in MODES if mode == run.mode)


def _verdict(run: PracticeRun) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if verdict == run.verdict), None)


def script_of(session: Session, run: PracticeRun) -> Script:
    """The version of the scenario that the run began with."""
    return scenario_store.get(session, State.from_json(run.state).script)


def list_runs(
    session: Session, actor: Actor, *, trainee: str | None = None, own: bool = False, limit: int = 50
) -> tuple[RunRow, ...]:
    """Newest first: one's own, or everybody's with practice.read; `own` or an account name narrows that."""
    require_any(actor, "practice.own", "practice.read")
    query = select(PracticeRun, User).join(User, User.id == PracticeRun.user_id)
    if own or not actor.may("practice.read"):
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
            mode=mode_of(run),
            trainee=user.display_name,
            team=user.team,
            started_at=run.started_at,
            ended=run.ended,
            total=run.total,
            self_rating=run.self_rating,
            steps=run.step,
            verdict=_verdict(run),
        )
        for run, user in session.execute(query)
    )
