"""How far machine, its rules alone, language model and reviewers agree, criterion by criterion, on reviewed calls."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import rubric_store
from desk.models import Call, ScorecardRow
from desk.permissions import Actor, require
from recordings.errors import Language
from recordings.transcript import Model
from scoring.agreement import Agreement, Interval, agreement, table_of
from scoring.rubric import Criterion, Rubric

Pair = Literal["auto_human", "rules_human", "judge_human", "human_human"]
PAIRS: tuple[Pair, ...] = ("auto_human", "rules_human", "judge_human", "human_human")
_MACHINE = {"auto_human": "auto", "rules_human": "auto", "judge_human": "judge"}  # source of a pair's first side
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
    alpha_ci: Interval | None
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
        pair: Which sides: the second is the one that `bias` speaks of. `rules_human`: what the rules said, also where
            a learned value stood over it.
        language: Whose rubric in use; calls scored on other rubrics are left out.
    """
    (found,) = tables(session, actor, (pair,), language)
    return found


def tables(session: Session, actor: Actor, pairs: Sequence[Pair], language: Language) -> tuple[AgreementTable, ...]:
    """Several pairs at once, of the same calls. Needs figures.read."""
    require(actor, "figures.read")
    rubric = rubric_store.in_use(session, language)
    said = _said(session, rubric.id, language)
    return tuple(_table(rubric, pair, said) for pair in pairs)


def rules_table(session: Session, rubric: Rubric, language: Language) -> AgreementTable:
    """How the rules alone agree with reviewers, for the desk's own decisions."""
    return _table(rubric, "rules_human", _said(session, rubric.id, language))


Values = Mapping[str, int | None]  # criterion → value, None where not scored
Ratings = Mapping[str, Values]  # by rater


class _Said(NamedTuple):
    """One scorecard boiled down."""

    call_id: str
    source: str
    user_id: int | None
    values: Values
    rules: Values


def _said(session: Session, rubric_id: str, language: Language) -> list[_Said]:
    """Every scorecard of the newest reviewed calls, in order."""
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
    found = []
    for call_id, source, user_id, body in rows:
        criteria: Sequence[dict[str, Any]] = json.loads(body)["criteria"]
        values = {one["id"]: _value(one) for one in criteria}
        rules = {one["id"]: _value(one.get("rules") or one) for one in criteria}
        found.append(_Said(call_id, source, user_id, values, rules))
    return found


def _value(said: Mapping[str, Any]) -> int | None:
    return said["value"] if said["status"] == "scored" else None


def _table(rubric: Rubric, pair: Pair, said: Sequence[_Said]) -> AgreementTable:
    calls: dict[str, dict[str, Values]] = {}
    for one in said:
        if (rater := _rater(pair, one.source, one.user_id)) is not None:
            values = one.rules if pair == "rules_human" and one.source == "auto" else one.values
            calls.setdefault(one.call_id, {})[rater] = values  # a later one of the same rater takes its place
    both = {call_id: raters for call_id, raters in calls.items() if len(raters) > 1}
    rows = tuple(_row(criterion, both) for criterion in rubric.criteria)
    return AgreementTable(pair=pair, rubric=rubric.reference, calls=len(both), rows=rows)


def _rater(pair: Pair, source: str, user_id: int | None) -> str | None:
    """The name under which a scorecard counts, in order of the sides; None where this pair has no use for it."""
    if pair == "human_human":
        return f"user {user_id}" if source == "human" else None
    return {_MACHINE[pair]: "1 machine", "human": "2 reviewers"}.get(source)


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
        alpha_ci=found.ci95.get("krippendorff_alpha"),
        chance_corrected=getattr(found, corrected),
        chance_corrected_ci=found.ci95.get(corrected),
        one_sided=one_sided,
    )
