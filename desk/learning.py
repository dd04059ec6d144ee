"""Learning from stored reviews: a run goes through the criteria one by one, each a version with its report.

What was learned gives no value by itself: a supervisor puts a version to use (`desk.trust`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import audit, learned, rubric_store
from desk.db import Store
from desk.learning_examples import reviewed
from desk.learning_report import NEEDED, Made, Swap, learn_criterion, swaps
from desk.learning_views import LearningRun
from desk.models import Call, CriterionValue, User, now
from desk.permissions import SYSTEM, Actor, require
from desk.trust import subject as trust_subject
from desk.trust_errors import LearningRunning, TooFewReviews
from desk.trust_models import LearningRunRow
from recordings.errors import Language
from scoring.learning.from_calls import learnable
from scoring.rubric import Criterion, Rubric

WORKER, TERMINAL = "worker", "terminal"
UNDER_WAY = ("queued", "running")


def labels(session: Session, actor: Actor, language: Language) -> dict[str, int]:
    """How many reviewed calls gave a level, by learnable criterion of the rubric in use. Needs figures.read."""
    require(actor, "figures.read")
    rubric = rubric_store.in_use(session, language)
    query = (
        select(CriterionValue.criterion_id, func.count())
        .join(Call, Call.id == CriterionValue.call_id)
        .where(Call.language == language, CriterionValue.source == "human", CriterionValue.status == "scored")
        .group_by(CriterionValue.criterion_id)
    )
    counted = {row[0]: int(row[1]) for row in session.execute(query)}
    return {criterion.id: counted.get(criterion.id, 0) for criterion in rubric.criteria if learnable(criterion)}


def start(session: Session, actor: Actor, language: Language, *, runner: str = WORKER) -> LearningRun:
    """Begin to learn. Needs trust.write; on the terminal calls.write.

    Raises:
        TooFewReviews: No criterion has `NEEDED` yet.
        LearningRunning: A run is under way.
    """
    require(actor, "trust.write" if runner == WORKER else "calls.write")
    rubric = rubric_store.in_use(session, language)
    under_way = select(LearningRunRow).where(LearningRunRow.state.in_(UNDER_WAY), LearningRunRow.runner == runner)
    if runner == WORKER and (row := session.scalar(under_way)) is not None:
        raise LearningRunning(done=row.done, total=row.total)
    reviewed_calls = session.scalar(
        select(func.count()).select_from(Call).where(Call.reviewed_at.is_not(None), Call.language == language)
    )
    if (reviewed_calls or 0) < NEEDED:
        raise TooFewReviews(found=reviewed_calls or 0, needed=NEEDED)
    row = LearningRunRow(rubric_id=rubric.id, language=language, runner=runner, user_id=actor.id or None)
    row.created_at, row.total = now(), len(_criteria(rubric))
    session.add(row)
    session.flush()
    audit.record(session, actor, "trust.learn", f"learning:{row.id}", {"rubric": rubric.id, "language": language})
    return _view(session, row)


def latest(session: Session, actor: Actor, language: Language) -> LearningRun | None:
    """The newest run. Needs figures.read."""
    require(actor, "figures.read")
    query = select(LearningRunRow).where(LearningRunRow.language == language).order_by(LearningRunRow.id.desc())
    row = session.scalar(query.limit(1))
    return None if row is None else _view(session, row)


def waiting(session: Session) -> tuple[int, ...]:
    """Runs that the worker has to do or is doing."""
    query = select(LearningRunRow.id).where(LearningRunRow.state.in_(UNDER_WAY), LearningRunRow.runner == WORKER)
    return tuple(session.scalars(query.order_by(LearningRunRow.id)))


def fail(session: Session, run_id: int) -> None:
    """Show that a run broke; another one can be started."""
    row = session.get_one(LearningRunRow, run_id, with_for_update=True)
    if row.state in UNDER_WAY:
        row.state, row.updated_at = "failed", now()


def run(store: Store, run_id: int, on_criterion: Callable[[str], None] = lambda _: None) -> LearningRun:
    """Learn every criterion that has enough reviews. A run that was cut off goes on after its last criterion.

    Nothing is held open while models are fitted: reading and keeping are short sessions of their own.
    """
    with store.reading() as session:
        row = session.get_one(LearningRunRow, run_id)
        if row.state not in UNDER_WAY:
            return _view(session, row)
        language: Language = row.language  # type: ignore[assignment]
        rubric = rubric_store.in_use(session, language)
        todo = list(_criteria(rubric))[row.done :]
        found = reviewed(session, rubric, language, todo)

    @cache
    def others() -> list[Swap]:
        with store.reading() as session:
            return list(swaps(session, rubric, language))

    for criterion in todo:
        on_criterion(criterion.id)
        made = learn_criterion(found[criterion.id], others)
        with store.session() as session:
            _keep(session, run_id, criterion, made, last=criterion is todo[-1])
    with store.reading() as session:
        return _view(session, session.get_one(LearningRunRow, run_id))


def _criteria(rubric: Rubric) -> tuple[Criterion, ...]:
    return tuple(criterion for criterion in rubric.criteria if learnable(criterion))


def _keep(session: Session, run_id: int, criterion: Criterion, made: Made | None, *, last: bool) -> None:
    row = session.get_one(LearningRunRow, run_id, with_for_update=True)
    if row.state not in UNDER_WAY:
        return
    if made is not None:
        language: Language = row.language  # type: ignore[assignment]
        version = learned.add_version(
            session, row.rubric_id, language, criterion.id, made.model, made.report, user_id=row.user_id
        )
        row.learned += 1
        name = trust_subject(row.rubric_id, language, criterion.id)
        detail: audit.Detail = {"version": version, "labels": made.report.labels, "run": run_id}
        audit.record(session, SYSTEM, "trust.learned", name, detail)
    row.done += 1
    row.state, row.updated_at = ("done" if last else "running"), now()


def _view(session: Session, row: LearningRunRow) -> LearningRun:
    person = None if row.user_id is None else session.get(User, row.user_id)
    same = ("id", "rubric_id", "language", "state", "total", "done", "learned", "created_at")
    return LearningRun.model_validate(
        {**{name: getattr(row, name) for name in same}, "by": None if person is None else person.display_name}
    )
