"""What a trainee does next, in the order of urgency, each with the reason in figures."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from desk import assignments, boosters, certifying, progress, run_rows, scenario_store
from desk.permissions import Actor, require
from recordings.transcript import Model
from scoring.wording import Bilingual

Kind = Literal["certifying", "overdue", "assigned", "unfinished", "facts", "call", "weak", "first"]
MOST = 4  # more would be a wall
FIRST = "li_card_debt"  # for who has never practised, where it is offered


class NextStep(Model):
    """One thing to do."""

    kind: Kind
    title: Bilingual | None = None
    run_id: str | None = None  # to go on with
    scenario_id: str | None = None  # to begin
    mode: str = "practise"
    due_on: date | None = None
    count: int = 0
    criterion: str | None = None
    note: str = ""


def next_steps(session: Session, actor: Actor) -> tuple[NextStep, ...]:
    """At most `MOST`, the most urgent first. Needs practice.own."""
    require(actor, "practice.own")
    found: list[NextStep] = []
    open_run = certifying.status(session, actor).open_run
    if open_run is not None:
        found.append(NextStep(kind="certifying", run_id=open_run))
    found += _assigned(session, actor)
    runs = run_rows.list_runs(session, actor, own=True)
    unfinished = next((run for run in runs if run.ended is None and run.steps and run.mode != "certify"), None)
    if unfinished is not None:
        found.append(NextStep(kind="unfinished", title=unfinished.title, run_id=unfinished.id))
    if facts := boosters.count_due(session, actor):
        found.append(NextStep(kind="facts", count=facts))
    booster = boosters.call_due(session, actor)
    if booster is not None:
        found.append(NextStep(kind="call", title=booster.title, scenario_id=booster.scenario_id, due_on=booster.due_on))
    if not any(run.ended for run in runs):
        found.append(_first(session))
    elif (weak := _weak(session, actor)) is not None:
        found.append(weak)
    return tuple(found[:MOST])


def _assigned(session: Session, actor: Actor) -> list[NextStep]:
    given = assignments.list_assignments(session, actor, own=True)
    return [
        NextStep(
            kind="overdue" if one.progress == "overdue" else "assigned", title=one.title, scenario_id=one.scenario_id,
            mode=one.mode, due_on=one.due_on, criterion=one.criterion, note=one.note,
        )
        for one in given
        if one.progress != "done"
    ]  # fmt: skip


def _first(session: Session) -> NextStep:
    offered = scenario_store.offered(session)
    script = next((one for one in offered if one.id == FIRST), offered[0] if offered else None)
    return NextStep(
        kind="first", title=None if script is None else script.title, scenario_id=None if script is None else script.id
    )


def _weak(session: Session, actor: Actor) -> NextStep | None:
    """The criterion that stays weak, with the scenario that practises it most and went worst so far."""
    weak = progress.weakest(session, actor)
    if weak is None:
        return None
    best = {row.scenario_id: row.best for row in progress.by_scenario(session, actor)}
    fitting = [
        (best.get(script.id) if best.get(script.id) is not None else -1.0, script)
        for script in scenario_store.offered(session)
        if any(node.model is not None and weak in node.model.criteria[:1] for node in script.nodes.values())
    ]
    if not fitting:
        return None
    script = min(fitting, key=lambda one: one[0] or 0.0)[1]
    return NextStep(kind="weak", title=script.title, scenario_id=script.id, criterion=weak)
