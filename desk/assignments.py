"""Assigned practice: what a supervisor wants done by when, by one person or a team. Done follows from the runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk import audit, scenario_store
from desk.db import settings_of
from desk.errors import BadField, NoSuchUser
from desk.models import User, now
from desk.permissions import Actor, require, require_any
from desk.practice_models import PracticeRun
from desk.rows import visible_call
from desk.run_views import MODES, Mode
from desk.training_errors import NoSuchAssignment
from desk.training_models import AssignmentRow
from recordings.transcript import Model
from scenarios.script import Script
from scoring.wording import Bilingual

Progress = Literal["done", "open", "overdue"]
MOST_NOTE = 500  # characters
ANYBODY = Bilingual(zh="一位没接待过的客户", en="A customer not met before")  # whom a certifying call brings


class Assignment(Model):
    """What one person is to practise."""

    id: int
    trainee: str
    trainee_id: int
    team: str | None  # that it was given to, where it wasn't given to the person alone
    mode: Mode
    scenario_id: str | None  # None: the certifying call chooses
    title: Bilingual
    goal: int | None
    due_on: date
    criterion: str | None
    call_id: str | None
    note: str
    by: str
    created_at: datetime
    progress: Progress
    best: float | None  # of the runs since it was given that count for it


class Trainee(Model):
    """Somebody who practises."""

    name: str  # of the account
    display_name: str
    team: str | None


def trainees(session: Session, actor: Actor) -> tuple[Trainee, ...]:
    """Everybody who can be assigned something, by team and name. Needs practice.read."""
    require(actor, "practice.read")
    query = select(User).where(User.role == "trainee", User.active).order_by(User.team, User.display_name)
    return tuple(
        Trainee(name=user.name, display_name=user.display_name, team=user.team) for user in session.scalars(query)
    )


def assign(
    session: Session,
    actor: Actor,
    *,
    due_on: date,
    trainee: str | None = None,
    team: str | None = None,
    scenario_id: str | None = None,
    mode: Mode = "practise",
    goal: int | None = None,
    criterion: str | None = None,
    call_id: str | None = None,
    note: str = "",
) -> int:
    """Give somebody, or everybody in a team, something to practise. Needs practice.teach.

    Args:
        session: The session.
        actor: The supervisor.
        due_on: The last day, in the centre's time zone.
        trainee: Account name; None: for `team`.
        team: The team, people who join it later included; None: for `trainee`.
        scenario_id: What the practice room offers; None only where `mode` is certify.
        mode: As it has to be done.
        goal: Total that it takes, 0-100; None: any. A certifying call has its own mark.
        criterion: The weak point that it is for.
        call_id: The call that showed it.
        note: A word to the trainee.

    Returns:
        Its number.

    Raises:
        BadField: What isn't usable, with what is.
        NoSuchUser, NoScript, NoSuchCall, NotAllowed: See their words.
    """
    require(actor, "practice.teach")
    _check(session, due_on, trainee, team, scenario_id, mode, goal, note)
    if call_id is not None:
        visible_call(session, actor, call_id)
    user = None if trainee is None else _trainee(session, trainee)
    row = AssignmentRow(
        user_id=None if user is None else user.id, team=team, mode=mode, scenario_id=scenario_id, goal=goal,
        due_on=due_on, criterion_id=criterion, call_id=call_id, note=note.strip(), created_by=actor.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, actor, row, f"user:{trainee}" if trainee is not None else f"team:{team}")
    return row.id


def _record(session: Session, actor: Actor, row: AssignmentRow, whom: str) -> None:
    due = row.due_on.isoformat()
    detail: audit.Detail = {"assignment": row.id, "scenario": row.scenario_id, "mode": row.mode, "due": due}
    audit.record(session, actor, "practice.assign", whom, detail)


def withdraw(session: Session, actor: Actor, number: int) -> None:
    """Take an assignment back. Needs practice.teach. Raises `NoSuchAssignment`."""
    require(actor, "practice.teach")
    row = session.get(AssignmentRow, number)
    if row is None or row.withdrawn_at is not None:
        raise NoSuchAssignment(number=number)
    row.withdrawn_at = now()
    audit.record(session, actor, "practice.withdraw", f"assignment:{number}", {})


def list_assignments(session: Session, actor: Actor, *, own: bool = False) -> tuple[Assignment, ...]:
    """One's own, or everybody's with practice.read: what is open first, by due day; one line per person."""
    require_any(actor, "practice.own", "practice.read")
    query = select(AssignmentRow).where(AssignmentRow.withdrawn_at.is_(None))
    people = list(session.scalars(select(User).where(User.active)))
    if own or not actor.may("practice.read"):
        people = [user for user in people if user.id == actor.id]
        mine = [AssignmentRow.user_id == actor.id]
        query = query.where(or_(*mine, AssignmentRow.team == actor.team) if actor.team else mine[0])
    rows = list(session.scalars(query.order_by(AssignmentRow.due_on, AssignmentRow.id)))
    titles = {script.id: script for script in scenario_store.offered(session)}
    names = {user.id: user.display_name for user in session.scalars(select(User))}
    runs = _runs(session, {user.id for user in people}, min((row.created_at for row in rows), default=now()))
    today = now().astimezone(settings_of(session).zone).date()
    found = [
        _view(row, user, titles, names[row.created_by], runs.get(user.id, ()), today)
        for row in rows
        for user in people
        if row.user_id == user.id or (row.user_id is None and user.team == row.team and user.role == "trainee")
    ]
    return tuple(sorted(found, key=lambda one: (one.progress == "done", one.due_on, one.trainee, one.id)))


def _runs(session: Session, people: set[int], since: datetime) -> dict[int, list[PracticeRun]]:
    query = select(PracticeRun).where(
        PracticeRun.user_id.in_(people), PracticeRun.started_at >= since, PracticeRun.ended.is_not(None)
    )
    found: dict[int, list[PracticeRun]] = {}
    for run in session.scalars(query):
        found.setdefault(run.user_id, []).append(run)
    return found


def _view(
    row: AssignmentRow, user: User, titles: dict[str, Script], by: str, runs: Iterable[PracticeRun], today: date
) -> Assignment:
    counting = [
        run
        for run in runs
        if run.started_at >= row.created_at
        and run.mode == row.mode
        and (row.scenario_id is None or run.scenario_id == row.scenario_id)
    ]
    script = titles.get(row.scenario_id or "")
    chosen = Bilingual(zh=row.scenario_id, en=row.scenario_id) if row.scenario_id else ANYBODY
    progress: Progress = "done" if any(_fulfils(run, row) for run in counting) else "open"
    return Assignment(
        id=row.id, trainee=user.display_name, trainee_id=user.id, team=row.team,
        mode=next(mode for mode in MODES if mode == row.mode), scenario_id=row.scenario_id,
        title=script.title if script else chosen,
        goal=row.goal, due_on=row.due_on, criterion=row.criterion_id, call_id=row.call_id, note=row.note, by=by,
        created_at=row.created_at, progress="overdue" if progress == "open" and today > row.due_on else progress,
        best=max((run.total for run in counting if run.total is not None), default=None),
    )  # fmt: skip


def _fulfils(run: PracticeRun, row: AssignmentRow) -> bool:
    if row.mode == "certify":
        return run.verdict == "passed"
    return row.goal is None or (run.total is not None and run.total >= row.goal)


def _check(
    session: Session, due_on: date, trainee: str | None, team: str | None, scenario_id: str | None, mode: Mode,
    goal: int | None, note: str,
) -> None:  # fmt: skip
    if (trainee is None) == (not team):
        raise BadField(field="trainee", value=trainee or team, allowed="one person or one team")
    if scenario_id is None and mode != "certify":
        raise BadField(field="scenario_id", value="nothing", allowed="a scenario, unless the mode is certify")
    if scenario_id is not None:
        scenario_store.offered_one(session, scenario_id)
    if goal is not None and not 0 <= goal <= 100:
        raise BadField(field="goal", value=goal, allowed="0 to 100")
    if due_on < now().astimezone(settings_of(session).zone).date():
        raise BadField(field="due_on", value=due_on, allowed="today or later")
    if len(note) > MOST_NOTE:
        raise BadField(field="note", value=f"{note[:20]}…", allowed=f"at most {MOST_NOTE} characters")


def _trainee(session: Session, name: str) -> User:
    user = session.scalar(select(User).where(User.name == name, User.active))
    if user is None or user.role not in ("trainee", "supervisor"):
        raise NoSuchUser(name=name)
    return user
