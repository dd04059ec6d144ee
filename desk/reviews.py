"""Reviews: a person's values beside the machine's, never blended with them.

A draft holds only what the reviewer changes. It starts from the review that was published last (where the call
was not scored anew since), else from the machine's scorecard. Publishing makes a whole new scorecard of source
`human`: the reviewer's value where they gave one, what stood where they let it stand, the maths anew over both.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk import audit, cards, drift, rubric_store
from desk.errors import BadValue, NoSuchCriterion, NothingToReview
from desk.models import Call, DraftRow, ReviewEventRow, User, now
from desk.permissions import Actor, require
from desk.rows import visible_call
from desk.views import Draft, DraftValue, ReviewEvent, StoredScorecard
from scoring.rubric import Rubric
from scoring.scorecard import CriterionScore, Explanation, Scorecard, Status
from scoring.wording import Bilingual

__all__ = ["Draft", "DraftValue", "ReviewEvent", "accept", "clear_value", "get_draft", "history", "set_value"]

BY_REVIEWER = "reviewer"  # code of the explanation of an overridden criterion


def get_draft(session: Session, actor: Actor, call_id: str) -> Draft:
    """The actor's draft.

    Raises:
        NotAllowed: The role does not review.
        NothingToReview: The call has no automatic score yet.
    """
    require(actor, "reviews.write")
    auto, base = _standing(session, actor, call_id)
    return _draft(session, call_id, auto, base, actor, _changes(session, actor, call_id))


def set_value(
    session: Session,
    actor: Actor,
    call_id: str,
    criterion_id: str,
    status: Status,
    value: int | None,
    reason: str,
    comment: str = "",
) -> Draft:
    """Override one criterion in the actor's draft.

    Args:
        session: The session.
        actor: Needs reviews.write.
        call_id: The call.
        criterion_id: The criterion.
        status: scored, na or unscored.
        value: The level where `status` is scored, else None.
        reason: Why; needed wherever the value differs from the machine's.
        comment: Advice for the agent; may be empty.

    Raises:
        BadValue: Outside the scale, or without a reason.
        NoSuchCriterion, NothingToReview, NotAllowed: See their words.
    """
    require(actor, "reviews.write")
    auto, base = _standing(session, actor, call_id)
    reason, comment = reason.strip(), comment.strip()
    _check(_criterion(auto, criterion_id), status, value, reason)
    changes = _changes(session, actor, call_id)
    old = _label(changes.get(criterion_id) or _stood(auto, base, criterion_id))
    row = _put(session, actor, call_id, criterion_id, changes)
    row.status, row.value, row.reason, row.comment, row.updated_at = status, value, reason, comment, now()
    new = _label(row)
    _event(session, actor, call_id, "override", criterion_id, old=old, new=new, reason=reason, comment=comment)
    audit.record(session, actor, "review.override", f"call:{call_id}", {"criterion": criterion_id, "new": new})
    return _draft(session, call_id, auto, base, actor, changes)


def clear_value(session: Session, actor: Actor, call_id: str, criterion_id: str) -> Draft:
    """Go back to the machine's value of one criterion; nothing happens where it stands already."""
    require(actor, "reviews.write")
    auto, base = _standing(session, actor, call_id)
    machine, published = _criterion(auto, criterion_id), _stood(auto, base, criterion_id)
    changes = _changes(session, actor, call_id)
    old, new = _label(changes.get(criterion_id) or published), _label(machine)
    if (row := changes.pop(criterion_id, None)) is not None:
        session.delete(row)
        session.flush()
    if _label(published) != new:
        row = _put(session, actor, call_id, criterion_id, changes)
        row.status, row.value, row.reason, row.updated_at = machine.status, machine.value, "", now()
    if old != new:
        _event(session, actor, call_id, "clear", criterion_id, old=old, new=new)
        audit.record(session, actor, "review.clear", f"call:{call_id}", {"criterion": criterion_id})
    return _draft(session, call_id, auto, base, actor, changes)


def accept(session: Session, actor: Actor, call_id: str) -> Scorecard:
    """Publish the draft as a new human scorecard (append-only); the draft is then empty again."""
    require(actor, "reviews.write")
    auto, base = _standing(session, actor, call_id)
    changes = _changes(session, actor, call_id)
    card = human_card(rubric_of(session, auto), auto, changes, base)
    version = cards.add_card(session, session.get_one(Call, call_id), card, user_id=actor.id)
    session.execute(delete(DraftRow).where(DraftRow.call_id == call_id, DraftRow.user_id == actor.id))
    _event(session, actor, call_id, "accept", None, total=card.total)
    detail: audit.Detail = {"total": card.total, "version": version, "overrides": len(changes)}
    audit.record(session, actor, "review.accept", f"call:{call_id}", detail)
    drift.watch(session, rubric_of(session, auto), auto.language)
    return card


def history(session: Session, actor: Actor, call_id: str) -> tuple[ReviewEvent, ...]:
    """What reviewers did on this call, newest first."""
    visible_call(session, actor, call_id)
    query = (
        select(ReviewEventRow, User.display_name)
        .join(User, User.id == ReviewEventRow.user_id)
        .where(ReviewEventRow.call_id == call_id)
        .order_by(ReviewEventRow.id.desc())
    )
    same = ("at", "action", "criterion_id", "old", "new", "reason", "comment", "total")
    return tuple(
        ReviewEvent.model_validate({"by": name, **{field: getattr(row, field) for field in same}})
        for row, name in session.execute(query)
    )


def human_card(
    rubric: Rubric, auto: Scorecard, changes: dict[str, DraftRow], base: Scorecard | None = None
) -> Scorecard:
    """The scorecard that a draft gives, by the same maths as the machine's.

    Args:
        rubric: That the machine scored on.
        auto: The machine's scorecard.
        changes: What the reviewer changes, by criterion.
        base: The review that the draft starts from; None: the machine's.
    """
    from scoring.maths import total

    machine = {score.id: score.max for score in auto.criteria}
    standing = {score.id: score for score in (base or auto).criteria if machine.get(score.id) == score.max}
    kept = {key: row for key, row in changes.items() if _fits(auto, key, row)}
    criteria = [_judged(score, kept.get(score.id), standing.get(score.id, score)) for score in auto.criteria]
    sums = total(rubric, criteria)
    reviewed = {"source": "human", "confidence": 1.0, "needs_review": False, "review_reasons": ()}
    return auto.model_copy(update={**dict(sums), **reviewed})


def holding(stored: Sequence[StoredScorecard]) -> Scorecard | None:
    """The published review that holds, of scorecards newest first; None where other words came since (a swap)."""
    newest = next((card for card in stored if card.source in {"auto", "human"} and not card.rescored), None)
    return newest.scorecard if newest is not None and newest.source == "human" else None


def _fits(auto: Scorecard, criterion_id: str, row: DraftRow) -> bool:
    """Whether a change still makes sense: the call may have been scored on another rubric since."""
    found = next((score for score in auto.criteria if score.id == criterion_id), None)
    return found is not None and (row.value is None or row.value <= found.max)


def _standing(session: Session, actor: Actor, call_id: str) -> tuple[Scorecard, Scorecard]:
    """The machine's scorecard, and the one that a draft starts from. Raises `NothingToReview`, `NoSuchCall`."""
    visible_call(session, actor, call_id)
    stored = cards.all_cards(session, call_id)
    auto = next((card.scorecard for card in stored if card.source == "auto"), None)
    if auto is None:
        raise NothingToReview(call_id=call_id)
    return auto, holding(stored) or auto


def _put(session: Session, actor: Actor, call_id: str, criterion_id: str, changes: dict[str, DraftRow]) -> DraftRow:
    """The draft's row of a criterion, made where there is none."""
    if criterion_id not in changes:
        row = DraftRow(call_id=call_id, user_id=actor.id, criterion_id=criterion_id, reason="", comment="")
        session.add(row)
        changes[criterion_id] = row
    return changes[criterion_id]


def _changes(session: Session, actor: Actor, call_id: str) -> dict[str, DraftRow]:
    query = select(DraftRow).where(DraftRow.call_id == call_id, DraftRow.user_id == actor.id)
    return {row.criterion_id: row for row in session.scalars(query)}


def _criterion(auto: Scorecard, criterion_id: str) -> CriterionScore:
    try:
        return auto.criterion(criterion_id)
    except KeyError as error:
        raise NoSuchCriterion(rubric=auto.rubric, criterion_id=criterion_id) from error


def _stood(auto: Scorecard, base: Scorecard, criterion_id: str) -> CriterionScore:
    """What the draft starts from; the machine's where the base's rubric has no such criterion."""
    return next((score for score in base.criteria if score.id == criterion_id), _criterion(auto, criterion_id))


def _check(score: CriterionScore, status: Status, value: int | None, reason: str) -> None:
    fault: tuple[str, str] | None = None
    if status == "scored" and (value is None or not 0 <= value <= score.max):
        fault = (f"{value} is outside the scale, 0 to {score.max}", f"{value} 超出分值范围 0 到 {score.max}")
    elif status != "scored" and value is not None:
        fault = (f"no value goes with {status}", f"状态为 {status} 时不能填分值")
    elif (status, value) != (score.status, score.value) and not reason:
        fault = ("a change needs a reason", "修改评分须填写理由")
    if fault is not None:
        raise BadValue(criterion_id=score.id, reason=fault[0], reason_zh=fault[1])


def _judged(machine: CriterionScore, row: DraftRow | None, standing: CriterionScore) -> CriterionScore:
    """What the reviewer says, else what stood."""
    if row is None:
        return standing
    if (row.status, row.value) == (machine.status, machine.value) and not row.comment:
        return machine
    return _overridden(machine, row)


def _overridden(score: CriterionScore, row: DraftRow) -> CriterionScore:
    said = row.comment or row.reason
    words = Explanation(code=BY_REVIEWER, fields={"reason": row.reason}, text=Bilingual(zh=said, en=said))
    critical = score.critical_failed and row.value == 0  # the scorer's word where it stands
    judged = {"status": row.status, "value": row.value, "confidence": 1.0, "critical_failed": critical}
    return score.model_copy(update={**judged, "explanation": words, "engine": BY_REVIEWER, "model": None})


def rubric_of(session: Session, card: Scorecard) -> Rubric:
    """The rubric that a scorecard was made on. Raises `NoSuchCriterion` where this installation lost it."""
    rubric = rubric_store.find(session, card.rubric)
    if rubric is None:
        raise NoSuchCriterion(rubric=card.rubric, criterion_id="*")
    return rubric


def _draft(
    session: Session, call_id: str, auto: Scorecard, base: Scorecard, actor: Actor, changes: dict[str, DraftRow]
) -> Draft:
    card = human_card(rubric_of(session, auto), auto, changes, base)
    return Draft(
        call_id=call_id,
        reviewer=actor.display_name,
        values=tuple(_value(score, card.criterion(score.id), changes.get(score.id)) for score in auto.criteria),
        total=card.total,
        total_before_critical=card.total_before_critical,
        critical_failed=card.critical_failed,
        sections={section.id: section.score for section in card.sections},
        updated_at=max((row.updated_at for row in changes.values()), default=None),
    )


def _value(machine: CriterionScore, standing: CriterionScore, row: DraftRow | None) -> DraftValue:
    published = str(standing.explanation.fields.get("reason", "")) if standing.explanation.code == BY_REVIEWER else ""
    return DraftValue(
        criterion_id=machine.id,
        section=machine.section,
        status=standing.status,
        value=standing.value,
        max=machine.max,
        auto_status=machine.status,
        auto_value=machine.value,
        overridden=(standing.status, standing.value) != (machine.status, machine.value),
        reason=published if row is None else row.reason,
        comment="" if row is None else row.comment,
    )


def _label(score: CriterionScore | DraftRow) -> str:
    return str(score.value) if score.status == "scored" else score.status


def _event(
    session: Session,
    actor: Actor,
    call_id: str,
    action: str,
    criterion_id: str | None,
    *,
    old: str | None = None,
    new: str | None = None,
    reason: str = "",
    comment: str = "",
    total: float | None = None,
) -> None:
    session.add(
        ReviewEventRow(
            call_id=call_id, user_id=actor.id, action=action, criterion_id=criterion_id, old=old, new=new,
            reason=reason, comment=comment, total=total,
        )
    )  # fmt: skip
    session.flush()
