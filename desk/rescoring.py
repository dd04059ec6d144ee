"""Scoring past calls anew: in batches, each in a transaction of its own, so that it can stop and go on anywhere.

Scorecards are appended, never changed; a call whose score would be the same gets none. Reviews stay as they are.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desk import audit, cards, readings, rollups, rubric_store
from desk.db import Store
from desk.errors import NoSuchRubric, RescoreRunning
from desk.models import Call, TranscriptRow, User, now
from desk.permissions import Actor, require
from desk.rescoring_work import Scorers, Work, judged, rubrics_of, score_calls
from desk.rubric_models import RescoreRunRow
from desk.rubric_views import RescoreRun
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

BATCH = 50  # calls in one transaction: a second or so of writing at most
WORKER, TERMINAL = "worker", "terminal"
UNDER_WAY = ("queued", "running")


def start(
    session: Session,
    actor: Actor,
    *,
    rubric: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    runner: str = WORKER,
) -> RescoreRun:
    """Begin a run, or take up the unfinished one that asks the same of the same runner.

    Args:
        session: The session.
        actor: Needs rubrics.write; on the terminal calls.write.
        rubric: `id@version`, or an id for its newest version; None: what is in use for each call's language.
        from_day: First day of the calls, in the centre's time zone; None: from the first.
        to_day: Last day; None: to the last.
        runner: `worker` or `terminal`.

    Raises:
        NoSuchRubric: There is none.
        RescoreRunning: The worker has another run under way.
    """
    require(actor, "rubrics.write" if runner == WORKER else "calls.write")
    plan = ",".join(f"{language}={found.reference}" for language, found in _plan(session, rubric).items())
    under_way = select(RescoreRunRow).where(RescoreRunRow.state.in_(UNDER_WAY), RescoreRunRow.runner == runner)
    for row in session.scalars(under_way.order_by(RescoreRunRow.id.desc())):
        if (row.rubric, row.from_day, row.to_day) == (plan, from_day, to_day):
            return _view(session, row)
        if runner == WORKER:
            raise RescoreRunning(done=row.done, total=row.total)
    row = RescoreRunRow(
        rubric=plan, from_day=from_day, to_day=to_day, runner=runner, user_id=actor.id or None, created_at=now()
    )
    row.total = session.scalar(select(func.count()).select_from(_calls(row).subquery())) or 0
    session.add(row)
    session.flush()
    audit.record(session, actor, "rubric.rescore", f"rescore:{row.id}", {"rubric": plan, "calls": row.total})
    return _view(session, row)


def latest(session: Session, actor: Actor) -> RescoreRun | None:
    """The newest run of the worker. Needs rubrics.read."""
    require(actor, "rubrics.read")
    query = select(RescoreRunRow).where(RescoreRunRow.runner == WORKER).order_by(RescoreRunRow.id.desc()).limit(1)
    row = session.scalar(query)
    return None if row is None else _view(session, row)


def stop(session: Session, actor: Actor, run_id: int) -> None:
    """End a run before its end; what was scored stays. Needs rubrics.write."""
    require(actor, "rubrics.write")
    row = session.get_one(RescoreRunRow, run_id, with_for_update=True)
    if row.state in UNDER_WAY:
        row.state, row.updated_at = "stopped", now()
        audit.record(session, actor, "rubric.rescore_stop", f"rescore:{run_id}", {"done": row.done})


def fail(session: Session, run_id: int) -> None:
    """Show that a run broke; another one can be started."""
    row = session.get_one(RescoreRunRow, run_id, with_for_update=True)
    if row.state in UNDER_WAY:
        row.state, row.updated_at = "failed", now()


def waiting(session: Session) -> tuple[int, ...]:
    """Runs that the worker has to do or is doing."""
    query = select(RescoreRunRow.id).where(RescoreRunRow.state.in_(UNDER_WAY), RescoreRunRow.runner == WORKER)
    return tuple(session.scalars(query.order_by(RescoreRunRow.id)))


def left(session: Session, run_id: int) -> int:
    """How many calls of a run are still to be scored."""
    row = session.get_one(RescoreRunRow, run_id)
    return row.total - row.done


def step(store: Store, run_id: int, *, batch: int = BATCH, pool: Scorers | None = None) -> RescoreRun:
    """Score the next calls of a run, outside of any transaction, and keep them in one.

    Args:
        store: The store.
        run_id: The run.
        batch: How many calls.
        pool: Processes that score them; None: this one does.

    Returns:
        Where the run stands then; `done` once there was nothing left.
    """
    with store.reading() as session:
        row = session.get_one(RescoreRunRow, run_id)
        if row.state not in UNDER_WAY:
            return _view(session, row)
        cursor, plan = row.cursor, row.rubric or ""
        ids = list(session.scalars(_calls(row).limit(2 * batch)))
        work = None if pool is None else pool.score(plan, ids[:batch], ids[batch:])
        if work is None:
            work = score_calls(session, plan, ids[:batch])
    with store.session() as session:
        row = session.get_one(RescoreRunRow, run_id, with_for_update=True)
        if row.state in UNDER_WAY and row.cursor == cursor:  # else stopped, or another process was here first
            _keep(session, row, work, ids[:batch], last=len(ids) < batch)
        return _view(session, row)


def _plan(session: Session, rubric: str | None) -> dict[str, Rubric]:
    """The rubric for each language whose calls are meant."""
    if rubric is None:
        return {language: rubric_store.in_use(session, language) for language in rubric_store.LANGUAGES}
    reference = rubric if "@" in rubric else f"{rubric}@{rubric_store.newest_version(session, rubric)}"
    found = rubric_store.find(session, reference)
    if found is None:
        raise NoSuchRubric(reference=rubric, known=", ".join(rubric_store.references(session)))
    return dict.fromkeys(found.languages, found)


def _calls(row: RescoreRunRow) -> Select[str]:
    """Ids of the run's calls that are not done yet, in order."""
    languages = [part.partition("=")[0] for part in (row.rubric or "").split(",")]
    query = (
        select(Call.id)
        .join(TranscriptRow, TranscriptRow.call_id == Call.id)
        .where(Call.status == "done", Call.language.in_(languages), TranscriptRow.redacted.is_not(None))
        .where(Call.id > (row.cursor or ""))
        .order_by(Call.id)
    )
    if row.from_day is not None:
        query = query.where(Call.day >= row.from_day)
    return query if row.to_day is None else query.where(Call.day <= row.to_day)


def _keep(session: Session, row: RescoreRunRow, work: list[Work], ids: list[str], *, last: bool) -> None:
    """Append what changed, count it once for the whole batch, and move the run on."""
    out: list[rollups.Share] = []
    into: list[rollups.Share] = []
    these = [one.call_id for one in work]
    calls = {call.id: call for call in session.scalars(select(Call).where(Call.id.in_(these)).with_for_update())}
    newest = cards.newest(session, these)
    for one in work:
        call = calls.get(one.call_id)
        if call is None:  # deleted meanwhile
            continue
        auto, human = (newest.get((call.id, source)) or cards.NONE for source in ("auto", "human"))
        same = auto.version == one.version  # else somebody scored it while we did: speakers may have been swapped
        card = one.card if same else _again(session, row, call)
        readings.put(session, call.id, one.reading if same else None)
        if card is None:
            row.failed += 1
        elif card != auto.card:
            out += cards.shares_with(session, call, {"auto": auto.card, "human": human.card})
            cards.add_card(session, call, card, count=False, rescored=True, version=auto.version + 1)
            into += cards.shares_with(session, call, {"auto": card, "human": human.card})
            row.changed += 1
    rollups.change(session, out=out, into=into)
    row.done += len(ids)
    row.cursor = ids[-1] if ids else row.cursor
    row.state, row.updated_at = ("done" if last else "running"), now()


def _again(session: Session, row: RescoreRunRow, call: Call) -> Scorecard | None:
    words = session.get(TranscriptRow, call.id)
    rubrics = rubrics_of(session, row.rubric or "")
    if words is None or words.redacted is None or call.language not in rubrics:
        return None
    return judged(session, rubrics, call, words.redacted, None)[0]


def _view(session: Session, row: RescoreRunRow) -> RescoreRun:
    person = None if row.user_id is None else session.get(User, row.user_id)
    same = ("id", "from_day", "to_day", "state", "total", "done", "changed", "failed", "created_at")
    references = dict.fromkeys(part.partition("=")[2] for part in (row.rubric or "").split(","))
    return RescoreRun.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            "rubric": ", ".join(references),
            "by": None if person is None else person.display_name,
        }
    )
