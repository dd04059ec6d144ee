"""How far machine, language model and reviewers agree, criterion by criterion, over the newest reviewed calls."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import rubric_store
from desk.models import Call, ScorecardRow
from desk.permissions import Actor, require
from recordings.errors import Language
from recordings.transcript import Model
from scoring.agreement import Agreement, Interval, agreement, table_of
from scoring.rubric import Criterion

Pair = Literal["auto_human", "human_human", "judge_human"]
PAIRS: tuple[Pair, ...] = ("auto_human", "human_human", "judge_human")
NEWEST = 1000  # reviewed calls that are looked at; older ones say little of how things are now
RESAMPLES = 300  # bootstrap samples a criterion: enough for a table, and quick


class CriterionAgreement(Model):
    """Agreement on one criterion. Figures are None where nothing can be said; see `scoring.agreement`."""

    criterion: str
    max: int
    items: int  # calls that both sides scored
    enough: bool
    exact: float | None
    within_one: float | None
    alpha: float | None
    kappa: float | None
    ac2: float | None
    bias: float | None  # above 0: the second side (reviewers) is milder
    exact_ci: Interval | None
    chance_corrected: float | None  # AC2 for yes and no, where nearly all are alike; else weighted kappa
    chance_corrected_ci: Interval | None
    one_sided: int  # calls that one side scored and the other left out or open


class AgreementTable(Model):
    """Every criterion of a rubric, for one pair of sides."""

    pair: Pair
    rubric: str
    calls: int  # that hold both sides
    rows: tuple[CriterionAgreement, ...]


def table(session: Session, actor: Actor, pair: Pair, language: Language) -> AgreementTable:
    """Compare two sides over the newest reviewed calls. Needs figures.read.

    Reviewers see the machine's value before they give theirs, so machine and human agree more than they would blind.

    Args:
        session: The session.
        actor: Who asks.
        pair: Which sides: the second is the one that `bias` speaks of.
        language: Whose rubric in use; calls scored on other rubrics are left out.
    """
    require(actor, "figures.read")
    rubric = rubric_store.in_use(session, language)
    calls = _ratings(session, pair, rubric.id, language)
    rows = tuple(_row(criterion, calls) for criterion in rubric.criteria)
    return AgreementTable(pair=pair, rubric=rubric.reference, calls=len(calls), rows=rows)


Ratings = Mapping[str, Mapping[str, int | None]]  # rater → criterion → value, None where not scored


def _ratings(session: Session, pair: Pair, rubric_id: str, language: Language) -> dict[str, Ratings]:
    """What each rater said of each call that holds at least two of them."""
    newest = (
        select(Call.id)
        .where(Call.reviewed_at.is_not(None), Call.language == language)
        .order_by(Call.reviewed_at.desc())
        .limit(NEWEST)
    )
    rows = session.execute(
        select(ScorecardRow.call_id, ScorecardRow.source, ScorecardRow.user_id, ScorecardRow.body)
        .where(ScorecardRow.call_id.in_(newest), ScorecardRow.rubric.like(f"{rubric_id}@%"))
        .order_by(ScorecardRow.call_id, ScorecardRow.id)
    )
    found: dict[str, dict[str, dict[str, int | None]]] = {}
    for call_id, source, user_id, body in rows:
        if (rater := _rater(pair, source, user_id)) is not None:
            found.setdefault(call_id, {})[rater] = _values(body)  # a later one of the same rater takes its place
    return {call_id: dict(raters) for call_id, raters in found.items() if len(raters) > 1}


def _rater(pair: Pair, source: str, user_id: int | None) -> str | None:
    """The name under which a scorecard counts, in order of the sides; None where this pair has no use for it."""
    if pair == "human_human":
        return f"user {user_id}" if source == "human" else None
    first, second = pair.split("_")
    return {first: "1 machine", second: "2 reviewers"}.get(source)


def _values(body: str) -> dict[str, int | None]:
    criteria: Sequence[dict[str, Any]] = json.loads(body)["criteria"]
    return {one["id"]: one["value"] if one["status"] == "scored" else None for one in criteria}


def _row(criterion: Criterion, calls: Mapping[str, Ratings]) -> CriterionAgreement:
    said = {
        (call_id, rater): values[criterion.id]
        for call_id, raters in calls.items()
        for rater, values in raters.items()
        if criterion.id in values
    }
    scored = {key: float(value) for key, value in said.items() if value is not None}
    numbers, _, _ = table_of(scored)
    found = agreement(numbers, resamples=RESAMPLES)
    open_calls = {call_id for (call_id, _), value in said.items() if value is None}
    return _shown(criterion, found, len(open_calls & {call_id for call_id, _ in scored}))


def _shown(criterion: Criterion, found: Agreement, one_sided: int) -> CriterionAgreement:
    corrected = "gwet_ac2" if criterion.scale == "yes_no" else "weighted_kappa"
    return CriterionAgreement(
        criterion=criterion.id,
        max=criterion.max,
        items=found.items,
        enough=found.enough,
        exact=found.exact,
        within_one=found.within_one,
        alpha=found.krippendorff_alpha,
        kappa=found.weighted_kappa,
        ac2=found.gwet_ac2,
        bias=found.bias,
        exact_ci=found.ci95.get("exact"),
        chance_corrected=getattr(found, corrected),
        chance_corrected_ci=found.ci95.get(corrected),
        one_sided=one_sided,
    )
