"""Progress of practice: by criterion for the trainee, by person and scenario for supervisors. Nobody is ranked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import NoSuchUser
from desk.models import User
from desk.permissions import Actor, require, require_any
from desk.practice_models import PracticeRun
from desk.training_models import PracticeValueRow
from recordings.transcript import Model
from scoring.wording import Bilingual

RECENT = 3  # runs by which a criterion is called weak, and a trend is told
WEAK_BELOW = 0.5  # mean share of the best level over them; own choice: half of what there is to earn


class CriterionProgress(Model):
    """How one criterion went, run after run."""

    criterion: str
    shares: tuple[float, ...]  # of its best level, 0-1, oldest first; only runs in which it was scored
    at: tuple[datetime, ...]

    @property
    def recent(self) -> float:
        """Mean of the last `RECENT`."""
        return fmean(self.shares[-RECENT:])

    @property
    def first(self) -> float:
        """Mean of the first `RECENT`."""
        return fmean(self.shares[:RECENT])

    @property
    def weak(self) -> bool:
        """Whether it stays weak: low in enough runs to say so."""
        return len(self.shares) >= RECENT and self.recent < WEAK_BELOW


class ScenarioProgress(Model):
    """One person and one scenario. Totals are of the runs that count: all but those to learn."""

    trainee: str
    trainee_name: str  # of the account
    team: str | None
    scenario_id: str
    title: Bilingual
    attempts: int  # runs that have ended, in any mode
    counted: int  # of them, those whose total counts
    first: float | None
    best: float | None
    last_at: datetime
    minutes: float  # in all its runs, pauses included

    @property
    def gain(self) -> float | None:
        """Points from the first to the best; None with fewer than two that count."""
        if self.counted < 2 or self.first is None or self.best is None:
            return None
        return self.best - self.first


def by_criterion(session: Session, actor: Actor, trainee: str | None = None) -> tuple[CriterionProgress, ...]:
    """One's own, or with practice.read that of `trainee` (account name). Weakest first.

    Raises:
        NotAllowed, NoSuchUser: See their words.
    """
    user_id = _user_id(session, actor, trainee)
    query = (
        select(PracticeValueRow, PracticeRun.started_at)
        .join(PracticeRun, PracticeRun.id == PracticeValueRow.run_id)
        .where(PracticeRun.user_id == user_id, PracticeValueRow.status == "scored", PracticeRun.mode != "learn")
        .order_by(PracticeRun.started_at)
    )
    found: dict[str, list[tuple[float, datetime]]] = defaultdict(list)
    for row, at in session.execute(query):
        if row.value is not None and row.max:
            found[row.criterion_id].append((row.value / row.max, at))
    lines = [
        CriterionProgress(criterion=key, shares=tuple(share for share, _ in one), at=tuple(at for _, at in one))
        for key, one in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.recent, line.criterion)))


def weakest(session: Session, actor: Actor) -> str | None:
    """The criterion that stays weakest of one's own; None where none does."""
    return next((line.criterion for line in by_criterion(session, actor) if line.weak), None)


def weak_criteria(session: Session, actor: Actor, trainee: str) -> tuple[str, ...]:
    """The criteria of a trainee that stay weak. Needs practice.read."""
    require(actor, "practice.read")
    return tuple(line.criterion for line in by_criterion(session, actor, trainee) if line.weak)


def by_scenario(
    session: Session, actor: Actor, *, trainee: str | None = None, everybody: bool = False
) -> tuple[ScenarioProgress, ...]:
    """One's own; with practice.read also a `trainee`'s, or `everybody`'s. By name and scenario, not by score."""
    query = select(PracticeRun, User).join(User, User.id == PracticeRun.user_id).where(PracticeRun.ended.is_not(None))
    if everybody:
        require(actor, "practice.read")
    else:
        query = query.where(PracticeRun.user_id == _user_id(session, actor, trainee))
    groups: dict[tuple[str, str], list[tuple[PracticeRun, User]]] = defaultdict(list)
    for run, user in session.execute(query.order_by(PracticeRun.started_at, PracticeRun.id)):
        groups[(user.name, run.scenario_id)].append((run, user))
    rows = [_scenario([run for run, _ in group], group[0][1]) for group in groups.values()]
    return tuple(sorted(rows, key=lambda row: (row.team or "", row.trainee, row.title.zh)))


def _scenario(runs: list[PracticeRun], user: User) -> ScenarioProgress:
    totals = [run.total for run in runs if run.total is not None and run.mode != "learn"]
    spent = [(run.ended_at - run.started_at).total_seconds() / 60 for run in runs if run.ended_at is not None]
    return ScenarioProgress(
        trainee=user.display_name,
        trainee_name=user.name,
        team=user.team,
        scenario_id=runs[0].scenario_id,
        title=Bilingual(**runs[-1].title),
        attempts=len(runs),
        counted=len(totals),
        first=totals[0] if totals else None,
        best=max(totals, default=None),
        last_at=runs[-1].started_at,
        minutes=round(sum(spent), 1),
    )


def _user_id(session: Session, actor: Actor, trainee: str | None) -> int:
    require_any(actor, "practice.own", "practice.read")
    if trainee is None or trainee == actor.name:
        return actor.id
    require(actor, "practice.read")
    found = session.scalar(select(User.id).where(User.name == trainee))
    if found is None:
        raise NoSuchUser(name=trainee)
    return found
