"""The drift watch: a criterion that was trusted goes back to *assist* when its last reviews no longer bear it out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import alerts, audit, cards, trust
from desk.models import Call
from desk.permissions import SYSTEM
from desk.trust_apply import policies_of
from desk.trust_models import TrustPolicyRow
from recordings.errors import Language
from scoring.agreement import LEAST_ITEMS
from scoring.learning.trial import HeldOut, agreement_of
from scoring.rubric import Rubric
from scoring.scorecard import CriterionScore, Scorecard

KIND = "trust_drift"


def watch(session: Session, rubric: Rubric, language: Language) -> tuple[str, ...]:
    """Look at the last reviews of every criterion that is trusted further than *assist*.

    Reviews count from when the criterion was moved, and only of calls whose value came from what gives it now. Fewer
    than `LEAST_ITEMS` say nothing yet. Below the threshold the criterion goes back, with an alert: the threshold was
    cleared by the whole interval before, so that falling below it with the figure itself is a fall.

    Returns:
        The criteria that were moved back.
    """
    trusted = [row for row in policies_of(session, rubric.id, language).values() if row.mode != "assist"]
    moved = []
    for row in trusted:
        found = _last_reviews(session, row, rubric)
        if found is None or found.items < LEAST_ITEMS or found.corrected is None or found.corrected >= row.threshold:
            continue
        _move_back(session, row, found)
        moved.append(row.criterion_id)
    if moved:
        trust.reroute(session, rubric, language)
    return tuple(moved)


def _last_reviews(session: Session, row: TrustPolicyRow, rubric: Rubric) -> HeldOut | None:
    """Agreement over the last reviews; None where the rubric no longer has the criterion."""
    highest = {criterion.id: criterion.max for criterion in rubric.criteria}.get(row.criterion_id)
    if highest is None:
        return None
    query = (
        select(Call.id)
        .where(Call.language == row.language, Call.reviewed_at >= row.since)
        .order_by(Call.reviewed_at.desc())
        .limit(row.watched)
    )
    machine, people, calls = [], [], []
    for call_id in session.scalars(query):
        auto, human = (_of(cards.latest(session, call_id, source), row.criterion_id) for source in ("auto", "human"))
        if auto is None or human is None or auto.value is None or human.value is None or not _from_now(auto, row):
            continue
        machine.append(auto.value)
        people.append(human.value)
        calls.append(call_id)
    return agreement_of(machine, people, calls, highest=highest)


def _of(card: Scorecard | None, criterion_id: str) -> CriterionScore | None:
    return None if card is None else next((one for one in card.criteria if one.id == criterion_id), None)


def _from_now(score: CriterionScore, row: TrustPolicyRow) -> bool:
    """Whether what gives the value now gave this one."""
    if row.model_version is None:
        return score.engine == "rules"
    return score.engine == "learned" and score.model == str(row.model_version)


def _move_back(session: Session, row: TrustPolicyRow, found: HeldOut) -> None:
    old, row.mode, row.share, row.user_id = row.mode, "assist", trust.USUAL_SHARE["assist"], None
    name = trust.subject(row.rubric_id, row.language, row.criterion_id)  # type: ignore[arg-type]
    said: alerts.Fields = {
        "criterion": row.criterion_id, "rubric": row.rubric_id, "language": row.language, "old": old,
        "agreement": found.corrected, "threshold": row.threshold, "reviews": found.items,
    }  # fmt: skip
    audit.record(session, SYSTEM, "trust.drift", name, said)
    alerts.raise_alert(session, KIND, name, said)
