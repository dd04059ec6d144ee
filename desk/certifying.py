"""Certifying calls: a customer that the trainee has not met, few attempts, a time limit, a mark to reach.

Only skill that carries over to an unknown customer is certified (IMBUE, 2024). So the scenario is chosen here, not by
the trainee, and a scenario or variant counts as met however it was played before.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, run_rows, scenario_store
from desk.db import settings_of
from desk.models import now
from desk.permissions import Actor, require
from desk.practice_models import PracticeRun
from desk.run_end import OUT_OF_TIME, end_run, is_late
from desk.run_views import RunView
from desk.training_errors import NoAttemptsLeft, NothingUnseen, StillCertifying
from recordings.errors import Language
from recordings.transcript import Model
from scenarios import player
from scenarios.script import Script
from scenarios.state import State

WINDOW_DAYS = 30  # in which attempts are counted; own choice
EASIEST = 2  # level of difficulty from which a scenario can certify: the first is to warm up


class CertifyStatus(Model):
    """Where somebody stands with certifying."""

    pass_mark: int  # 0-100
    minutes: int
    attempts: int  # within `WINDOW_DAYS`
    attempts_left: int
    next_at: datetime | None = None  # when the next attempt opens, where none is left
    open_run: str | None = None  # one that goes on
    passed_at: datetime | None = None  # the last time


def status(session: Session, actor: Actor) -> CertifyStatus:
    """Attempts, open run and last pass of oneself. Needs practice.own."""
    require(actor, "practice.own")
    chosen = settings_of(session)
    moment = now()
    runs = _runs(session, actor)
    recent = sorted(run.started_at for run in runs if run.started_at > moment - timedelta(days=WINDOW_DAYS))
    left = max(0, chosen.certify_attempts - len(recent))
    first_that_counts = None if left else recent[-chosen.certify_attempts]
    return CertifyStatus(
        pass_mark=chosen.certify_pass_mark,
        minutes=chosen.certify_minutes,
        attempts=chosen.certify_attempts,
        attempts_left=left,
        next_at=None if first_that_counts is None else first_that_counts + timedelta(days=WINDOW_DAYS),
        open_run=next((run.id for run in runs if run.ended is None and not is_late(run, moment)), None),
        passed_at=max((run.started_at for run in runs if run.verdict == "passed"), default=None),
    )


def begin(session: Session, actor: Actor, language: Language, seed: int | None = None) -> RunView:
    """Begin a certifying call, or go on with the one that is open. Needs practice.own.

    Args:
        session: The session.
        actor: Who wants to be certified.
        language: In which language.
        seed: Chooses among the customers that were not met; by chance where None.

    Raises:
        NotAllowed: The role does not practise.
        NoAttemptsLeft: All attempts of the last `WINDOW_DAYS` days are used.
        NothingUnseen: Every customer in this language was met before.
    """
    close_late(session, actor)
    standing = status(session, actor)
    if standing.open_run is not None:
        return run_rows.view_of(session, run_rows.own(session, actor, standing.open_run))
    if standing.next_at is not None:
        on = standing.next_at.astimezone(settings_of(session).zone).strftime("%Y-%m-%d")
        raise NoAttemptsLeft(attempts=standing.attempts, days=WINDOW_DAYS, on=on)
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    script, variant = _unseen(session, actor, language, seed)
    run = run_rows.new_run(session, actor, script, player.start(script, language, seed, variant).state, "certify")
    run.deadline_at = run.started_at + timedelta(minutes=standing.minutes)
    run.pass_mark = standing.pass_mark
    detail: audit.Detail = {"scenario": script.reference, "mode": "certify", "pass_mark": run.pass_mark}
    audit.record(session, actor, "practice.start", f"run:{run.id}", detail)
    return run_rows.view_of(session, run)


def close_late(session: Session, actor: Actor) -> None:
    """End the actor's certifying runs whose time is over."""
    require(actor, "practice.own")
    for run in _runs(session, actor):
        if run.ended is None and is_late(run, now()):
            end_run(session, actor, run, run_rows.script_of(session, run), State.from_json(run.state), OUT_OF_TIME)
    session.flush()


def require_none_open(session: Session, actor: Actor) -> None:
    """Go on only while the actor has no certifying call open: what follows shows example answers.

    Raises:
        StillCertifying: One goes on.
    """
    if any(run.ended is None and not is_late(run, now()) for run in _runs(session, actor)):
        raise StillCertifying()


def _runs(session: Session, actor: Actor) -> list[PracticeRun]:
    query = select(PracticeRun).where(PracticeRun.user_id == actor.id, PracticeRun.mode == "certify")
    return list(session.scalars(query))


def _unseen(session: Session, actor: Actor, language: Language, seed: int) -> tuple[Script, str | None]:
    """A scenario that the actor has never met; where there is none, a variant that they haven't."""
    played = session.execute(
        select(PracticeRun.scenario_id, PracticeRun.state).where(PracticeRun.user_id == actor.id)
    ).all()
    met = {(scenario_id, json.loads(state).get("variant")) for scenario_id, state in played}
    known = {scenario_id for scenario_id, _ in met}
    fitting = [
        script
        for script in scenario_store.offered(session)
        if language in script.languages and script.difficulty >= EASIEST
    ]
    kinds = [(script, variant) for script in fitting for variant in (None, *(one.id for one in script.variants))]
    fresh = [kind for kind in kinds if kind[0].id not in known]
    left = fresh or [kind for kind in kinds if (kind[0].id, kind[1]) not in met]
    if not left:
        raise NothingUnseen()
    return left[seed % len(left)]
