"""Made-up practice for the demo: a trainee who gets better, played by the real player and scored by the real scorer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from desk import practice
from desk.db import settings_of
from desk.models import now
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from recordings.errors import Language
from scenarios.load import list_scripts
from scenarios.script import Script

DAYS_AGO = (40, 38, 33, 30, 24, 17, 9, 3)  # the days with a run
FIRST, LAST = 0.45, 0.97  # chance of a good answer in the first and in the last run
SEED = 12378
MAX_ANSWERS = 30


def make_practice(session: Session, trainee: Actor) -> None:
    """Fill a trainee's past with finished runs; nothing is committed here."""
    rng = Random(SEED)
    scripts = [script for script in list_scripts() if "zh" in script.languages]
    if not scripts:
        return
    for position, days_ago in enumerate(DAYS_AGO):
        chance = FIRST + (LAST - FIRST) * position / (len(DAYS_AGO) - 1)
        script = scripts[position % len(scripts)]
        run_id = _play(session, trainee, script, "zh", chance, rng)
        _date_back(session, run_id, days_ago, rng)


def _play(session: Session, trainee: Actor, script: Script, language: Language, chance: float, rng: Random) -> str:
    """One run: at each node the model answer with that chance, else the weak one."""
    view = practice.start_run(session, trainee, script.id, language, seed=rng.randrange(1000))
    for _ in range(MAX_ANSWERS):
        node = script.nodes.get(view.node)
        if view.ended is not None or node is None:
            break
        said = node.model if rng.random() < chance else node.weak
        view = practice.answer(session, trainee, view.id, None if said is None else said.text(language), view.step)
    view = practice.finish(session, trainee, view.id)
    guess = (view.total or 0.0) + rng.uniform(-20, 15)
    practice.self_rate(session, trainee, view.id, round(min(max(guess, 0.0), 100.0) / 5) * 5)
    return view.id


def _date_back(session: Session, run_id: str, days_ago: int, rng: Random) -> None:
    zone = settings_of(session).zone
    day = now().astimezone(zone).date() - timedelta(days=days_ago)
    begun = datetime.combine(day, time(12, rng.randrange(60)), zone)
    run = session.get_one(PracticeRun, run_id)
    run.started_at, run.ended_at, run.day = begun, begun + timedelta(minutes=rng.randrange(4, 9)), day
    session.flush()
