"""Made-up practice for the demo: a trainee who gets better, played by the real player and scored by the real scorer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk import assignments, contests, practice
from desk.db import settings_of
from desk.models import Call, User, now
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.training_models import AssignmentRow, ContestRow, FactCardRow, PracticeValueRow
from recordings.errors import Language
from scenarios.load import list_scripts
from scenarios.script import Script

DAYS_AGO = (40, 38, 33, 30, 24, 17, 9, 3)  # the days with a run
FIRST, LAST = 0.45, 0.97  # chance of a good answer in the first and in the last run
SEED = 12378
MAX_ANSWERS = 30
# Whoever looks at the demo reads one of the two languages: what people wrote stands in both, like their names.
FIRST_NOTE, LAST_NOTE = "先把这通练熟。 Get sure of this one first.", "多问两句。 Ask a question or two more."
CONTESTS = "我觉得这一项我说到了，请再听一遍。 I did say this: please listen again."
ANSWERS = "重新听了，同意，这一项做到了。 Listened again, and agreed."


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


def make_training(session: Session, supervisor: Actor, trainee: Actor) -> None:
    """Give the past some teaching: assignments open, overdue and done, one contested point answered and one not."""
    today = now().astimezone(settings_of(session).zone).date()
    runs = list(
        session.scalars(select(PracticeRun).where(PracticeRun.user_id == trainee.id).order_by(PracticeRun.started_at))
    )
    if not runs:
        return
    cold = session.scalar(select(Call.id).where(Call.is_demo, Call.critical != "").order_by(Call.started_at.desc()))
    weak = _weakest(session, runs[-1])
    given: tuple[tuple[int, int, dict[str, Any]], ...] = (  # days ago, days until due, what
        (36, 7, {"trainee": trainee.name, "scenario_id": runs[2].scenario_id, "note": FIRST_NOTE}),
        (12, 8, {"trainee": trainee.name, "scenario_id": "cash_refused", "goal": 85, "call_id": cold}),
        (2, 7, {"trainee": trainee.name, "scenario_id": "wallet_frozen", "criterion": weak, "note": LAST_NOTE}),
        (1, 13, {"team": trainee.team, "scenario_id": "li_card_debt"} if trainee.team else {}),
    )  # fmt: skip
    for ago, until, what in given:
        if what:
            number = assignments.assign(session, supervisor, due_on=today, **what)
            row = session.get_one(AssignmentRow, number)
            row.created_at = now() - timedelta(days=ago)
            row.due_on = today + timedelta(days=until - ago)
    for run, answered in ((runs[-3], True), (runs[-1], False)):
        _contest(session, supervisor, trainee, run, answered=answered)


def _weakest(session: Session, run: PracticeRun) -> str | None:
    """The criterion with the least of its points."""
    query = select(PracticeValueRow).where(PracticeValueRow.run_id == run.id, PracticeValueRow.status == "scored")
    scored = [(row.value / row.max, row.criterion_id) for row in session.scalars(query) if row.value is not None]
    return min(scored)[1] if scored else None


def _contest(session: Session, supervisor: Actor, trainee: Actor, run: PracticeRun, *, answered: bool) -> None:
    """The trainee thinks that the weakest criterion deserves a level more."""
    row = session.scalar(
        select(PracticeValueRow)
        .where(PracticeValueRow.run_id == run.id, PracticeValueRow.status == "scored")
        .order_by(PracticeValueRow.value, PracticeValueRow.criterion_id)
    )
    if row is None or row.value is None or row.value >= row.max:
        return
    made = contests.contest_point(session, trainee, run.id, row.criterion_id, row.value + 1, CONTESTS)
    held = session.get_one(ContestRow, made.id)
    held.created_at = (run.ended_at or run.started_at) + timedelta(minutes=5)
    if answered:
        contests.settle(session, supervisor, made.id, accept=True, answer=ANSWERS)
        held.settled_at = held.created_at + timedelta(days=1)
    session.flush()


def remove_training(session: Session) -> None:
    """Take out what demo accounts were given and remember; contested points go with their runs."""
    people = select(User.id).where(User.is_demo)
    given = AssignmentRow.created_by.in_(people) | AssignmentRow.user_id.in_(people)
    session.execute(delete(AssignmentRow).where(given))
    session.execute(delete(FactCardRow).where(FactCardRow.user_id.in_(people)))


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
