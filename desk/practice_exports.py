"""Practice to take away: a table of runs, and xAPI statements for a learning record store (xAPI 1.0.3)."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit
from desk.db import settings_of
from desk.exports import Cell, neutral, to_csv, to_xlsx
from desk.models import AuditRow, User
from desk.permissions import Actor, require
from desk.practice_models import PracticeRun
from desk.training_models import PracticeValueRow
from scenarios.state import Meant, Moment, Reply, State

Format = Literal["csv", "xlsx", "json", "xapi"]
COLUMNS = (
    "run_id", "trainee", "team", "scenario", "version", "language", "mode", "variant", "started_at", "ended_at",
    "minutes", "ended", "replies", "hints", "retry_of", "retry_from", "own_guess", "total", "settled_total", "verdict",
)  # fmt: skip
VERBS = "http://adlnet.gov/expapi/verbs"
SPACE = uuid.UUID("6f0b6b1e-5d0e-4f4e-9d5b-12363c0ffee0")  # so that the same run always gives the same statement ids


def export_practice(
    session: Session,
    actor: Actor,
    format: Format,
    *,
    from_: date | None = None,
    to: date | None = None,
    own: bool = False,
) -> bytes:
    """Every run that was begun in a span of days, oldest first; it is put in the audit log.

    Needs export, or practice.own for one's own runs.

    Args:
        session: The session.
        actor: Who takes it away.
        format: csv, xlsx or json (one row a run), or xapi (a JSON list of statements, one for each choice).
        from_: First day of the centre's time zone; None: from the beginning.
        to: Last day, included; None: to the end.
        own: Only the actor's own runs.
    """
    require(actor, "practice.own" if own else "export")
    query = select(PracticeRun, User).join(User, User.id == PracticeRun.user_id)
    if own:
        query = query.where(PracticeRun.user_id == actor.id)
    if from_ is not None:
        query = query.where(PracticeRun.day >= from_)
    if to is not None:
        query = query.where(PracticeRun.day <= to)
    runs = [(run, user) for run, user in session.execute(query.order_by(PracticeRun.started_at, PracticeRun.id))]
    audit.record(session, actor, "export.practice", "practice", {"format": format, "rows": len(runs)})
    if format == "xapi":
        return _as_json(list(_statements(session, runs)))
    rows = _rows(session, runs)
    if format == "json":
        return _as_json(rows)
    columns = list(dict.fromkeys((*COLUMNS, *(name for row in rows for name in row))))
    table: list[list[Cell]] = [list(columns), *([neutral(row.get(name)) for name in columns] for row in rows)]
    return to_csv(table) if format == "csv" else to_xlsx(table, "practice")


def _as_json(found: list[Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _rows(session: Session, runs: list[tuple[PracticeRun, User]]) -> list[dict[str, Cell]]:
    values: dict[str, dict[str, Cell]] = defaultdict(dict)
    for row in session.scalars(select(PracticeValueRow)):
        values[row.run_id][f"criterion.{row.criterion_id}"] = row.value if row.status == "scored" else row.status
    return [{**_facts(run, user), **values[run.id]} for run, user in runs]


def _facts(run: PracticeRun, user: User) -> dict[str, Cell]:
    state = State.from_json(run.state)
    return {
        "run_id": run.id,
        "trainee": user.name,
        "team": user.team,
        "scenario": run.scenario_id,
        "version": state.script.partition("@")[2],
        "language": run.language,
        "mode": run.mode,
        "variant": state.variant,
        "started_at": run.started_at.isoformat(),
        "ended_at": None if run.ended_at is None else run.ended_at.isoformat(),
        "minutes": None if run.ended_at is None else round((run.ended_at - run.started_at).total_seconds() / 60, 1),
        "ended": run.ended,
        "replies": run.step,
        "hints": len(run.hints),
        "retry_of": run.parent_run_id,
        "retry_from": run.parent_step,
        "own_guess": run.self_rating,
        "total": run.total,
        "settled_total": run.settled_total,
        "verdict": run.verdict,
    }


def _statements(session: Session, runs: list[tuple[PracticeRun, User]]) -> Iterator[dict[str, Any]]:
    """Initialized, then answered for each choice, then completed (passed or failed where the run certifies)."""
    home = settings_of(session).xapi_home.rstrip("/")
    times = _times(session)
    for run, user in runs:
        state = State.from_json(run.state)
        base = {
            "actor": {"objectType": "Agent", "account": {"homePage": home, "name": user.name}},
            "context": {
                "registration": str(uuid.uuid5(SPACE, run.id)), "platform": "Tingxin",
                "language": "zh-CN" if run.language == "zh" else "en",
                "extensions": {f"{home}/xapi/mode": run.mode, f"{home}/xapi/variant": state.variant},
            },
        }  # fmt: skip
        activity = f"{home}/xapi/scenarios/{state.script.replace('@', '/')}"
        whole = _object(activity, run.title)
        yield {**_said(base, run, "initialized", run.started_at), "object": whole}
        for step, moment in enumerate(state.history):
            if moment.event is not None and step >= (run.parent_step or 0):
                at = times.get((f"run:{run.id}", step), run.ended_at or run.started_at)
                heard = {**_said(base, run, "answered", at, step), "object": _object(f"{activity}/{moment.node}", None)}
                yield {**heard, "result": _answer(moment, home)}
        if run.ended_at is not None:
            verb = {None: "completed", "passed": "passed"}.get(run.verdict, "failed")
            yield {**_said(base, run, verb, run.ended_at), "object": whole, "result": _result(run)}


def _said(base: dict[str, Any], run: PracticeRun, verb: str, at: datetime, step: int | None = None) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(SPACE, f"{run.id}:{verb if step is None else step}")),
        **base,
        "verb": {"id": f"{VERBS}/{verb}", "display": {"en": verb}},
        "timestamp": at.isoformat(),
    }


def _object(activity: str, title: dict[str, str] | None) -> dict[str, Any]:
    kind = "simulation" if title else "interaction"
    definition: dict[str, Any] = {"type": f"http://adlnet.gov/expapi/activities/{kind}"}
    if title:
        definition["name"] = {"zh-CN": title["zh"], "en": title["en"]}
    return {"objectType": "Activity", "id": activity, "definition": definition}


def _answer(moment: Moment, home: str) -> dict[str, Any]:
    event = moment.event
    response = event.text if isinstance(event, Reply) else event.act if isinstance(event, Meant) else ""
    about = {"acts": list(moment.acts), "route": moment.route, "mood": moment.mood, "good": moment.good}
    return {"response": response, "extensions": {f"{home}/xapi/{name}": value for name, value in about.items()}}


def _result(run: PracticeRun) -> dict[str, Any]:
    spent = int(((run.ended_at or run.started_at) - run.started_at).total_seconds())
    found: dict[str, Any] = {"completion": True, "duration": f"PT{spent}S"}
    if run.total is not None:
        found["score"] = {"scaled": round(run.total / 100, 4), "raw": round(run.total, 2), "min": 0, "max": 100}
    if run.verdict is not None:
        found["success"] = run.verdict == "passed"
    return found


def _times(session: Session) -> dict[tuple[str, int], datetime]:
    """When each choice was made, by run and step: the audit log knows."""
    query = select(AuditRow.subject, AuditRow.detail, AuditRow.at).where(AuditRow.action == "practice.answer")
    return {(subject, int(json.loads(detail)["step"])): at for subject, detail, at in session.execute(query)}
