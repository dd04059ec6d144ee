"""Daily roll-ups: sums per day and slice of the calls, so that figures cost the same for any number of calls.

Each call adds to 16 cells of its day: team, agent, topic and language either named or "*" (all). A change of a
call takes its old share out of its old cells and puts the new one in. Keys of `sums`:

    total, total.n               sum of the totals (0-100) and how many there are
    s.<section>, s.<section>.n   the same for a section
    c.<criterion>, c.<…>.n       sum of the criterion's score (0-1) and how many were scored
    low.<criterion>              calls at the criterion's lowest level
    lost.<criterion>             sum of the points of the total (0-100) that the criterion cost
    x.<criterion>                calls where this critical criterion failed
    critical, risk               calls with any critical failure, with any risk
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from desk import rubric_store
from desk.models import Call, DailyFigure, Meta, ScorecardRow
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

ALL = "*"
COUNTED = "all"  # `source` of the cells that count calls, scored or not
LOCK = "rollups.lock"  # row of `meta` that one writer holds at a time
Sums = dict[str, float]
Cell = tuple[date, str, str, str, str, str]


@dataclass(frozen=True)
class Slice:
    """Where a call belongs. "" where nobody knows."""

    day: date
    team: str
    agent: str
    topic: str
    language: str

    @classmethod
    def of(cls, call: Call) -> Slice:
        """The slice of a call as it stands."""
        return cls(call.day, call.team or "", call.agent or "", call.topic or "", call.language or "")

    def cells(self, source: str) -> list[Cell]:
        """The 16 cells that the call adds to."""
        names = product(*((name, ALL) for name in (self.team, self.agent, self.topic, self.language)))
        return [(self.day, source, team, agent, topic, language) for team, agent, topic, language in names]


@dataclass(frozen=True)
class Share:
    """What one call adds to each of its cells."""

    slice: Slice
    source: str
    sums: Sums


def share_of(card: Scorecard, rubric: Rubric | None) -> Sums:
    """What a scorecard adds. `lost.*` needs the rubric's weights and is left out without it."""
    sums: Sums = {"critical": float(bool(card.critical_failed)), "risk": float(bool(risks_of(card)))}
    if card.total is not None:
        sums |= {"total": card.total, "total.n": 1}
    for section in card.sections:
        if section.score is not None:
            sums |= {f"s.{section.id}": section.score, f"s.{section.id}.n": 1}
    for score in card.criteria:
        if score.status == "scored" and score.value is not None:
            sums |= {f"c.{score.id}": score.value / score.max, f"c.{score.id}.n": 1}
            if score.value == 0:
                sums[f"low.{score.id}"] = 1
    for criterion_id in card.critical_failed:
        sums[f"x.{criterion_id}"] = 1
    return sums | _points_lost(card, rubric)


def risks_of(card: Scorecard) -> tuple[str, ...]:
    """Kinds of risk that the customer voiced, each once, sorted."""
    from scoring.findings import RISKS

    return tuple(sorted({signal.kind for signal in card.signals if signal.kind in RISKS}))


def change(session: Session, out: Iterable[Share] = (), into: Iterable[Share] = ()) -> None:
    """Take shares out and put others in, in the caller's transaction. One writer at a time."""
    deltas: dict[Cell, Sums] = defaultdict(lambda: defaultdict(float))
    for sign, shares in ((-1, out), (1, into)):
        for share in shares:
            for cell in share.slice.cells(share.source):
                deltas[cell]["calls"] += sign
                for key, value in share.sums.items():
                    deltas[cell][key] += sign * value
    if not deltas:
        return
    session.get(Meta, LOCK, with_for_update=True)
    standing = _standing(session, sorted(deltas))
    for cell, delta in deltas.items():
        _apply(session, cell, delta, standing.get(cell))
    session.flush()


def rebuild(session: Session) -> None:
    """Count everything again from the newest scorecards; for loads of many calls and after repairs."""
    session.execute(delete(DailyFigure))
    newest: dict[tuple[str, str], ScorecardRow] = {}
    cards = select(ScorecardRow).order_by(ScorecardRow.version).execution_options(yield_per=500)
    totals: dict[Cell, Sums] = defaultdict(lambda: defaultdict(float))
    for row in session.scalars(cards):
        newest[row.call_id, row.source] = row
    for call in session.scalars(select(Call)):
        place = Slice.of(call)
        _count(totals, Share(place, COUNTED, {}))
        for source in ("auto", "human"):
            if (row_ := newest.get((call.id, source))) is not None:
                _count(totals, Share(place, source, _share(session, row_.body)))
    for cell, sums in totals.items():
        _apply(session, cell, sums, None)
    session.flush()


def _share(session: Session, body: str) -> Sums:
    card = Scorecard.model_validate_json(body)
    return share_of(card, rubric_store.find(session, card.rubric))


def _points_lost(card: Scorecard, rubric: Rubric | None) -> Sums:
    """Points of the total (0-100, before critical failures) that each scored criterion cost."""
    if rubric is None:
        return {}
    scored = {score.id: score for score in card.criteria if score.status == "scored" and score.value is not None}
    live = [
        (section, [criterion for criterion in section.criteria if criterion.id in scored])
        for section in rubric.sections
    ]
    weight_all = sum(section.weight for section, criteria in live if criteria)
    lost: Sums = {}
    for section, criteria in live:
        weight_here = sum(criterion.weight for criterion in criteria)
        for criterion in criteria:
            score = scored[criterion.id]
            share = criterion.weight / weight_here * section.weight / weight_all
            lost[f"lost.{criterion.id}"] = 100 * share * (1 - (score.value or 0) / score.max)
    return lost


def _count(totals: dict[Cell, Sums], share: Share) -> None:
    for cell in share.slice.cells(share.source):
        totals[cell]["calls"] += 1
        for key, value in share.sums.items():
            totals[cell][key] += value


def _standing(session: Session, cells: list[Cell]) -> dict[Cell, DailyFigure]:
    key = (
        DailyFigure.day, DailyFigure.source, DailyFigure.team, DailyFigure.agent, DailyFigure.topic,
        DailyFigure.language,
    )  # fmt: skip
    rows: list[DailyFigure] = []
    for start in range(0, len(cells), 100):  # SQLite counts bound values
        query = select(DailyFigure).where(tuple_(*key).in_(cells[start : start + 100]))
        rows += session.scalars(query.with_for_update())
    return {(row.day, row.source, row.team, row.agent, row.topic, row.language): row for row in rows}


def _apply(session: Session, cell: Cell, delta: Sums, row: DailyFigure | None) -> None:
    calls = int(delta.get("calls", 0))
    old = {} if row is None else row.sums
    sums = {key: round(old.get(key, 0) + delta.get(key, 0), 9) for key in {*old, *delta} - {"calls"}}
    sums = {key: value for key, value in sorted(sums.items()) if value != 0}
    if row is None:
        day, source, team, agent, topic, language = cell
        session.add(
            DailyFigure(
                day=day, source=source, team=team, agent=agent, topic=topic, language=language, calls=calls, sums=sums
            )
        )
    elif row.calls + calls <= 0:
        session.delete(row)
    else:
        row.calls, row.sums = row.calls + calls, sums
