"""How far each criterion is trusted: seen by who reads figures, moved by a supervisor alone, earned by agreement.

*assist*: the machine suggests; a person looks at the share of calls that is set, all unless set lower. *check*: a
sample is looked at. *auto*: no look for this criterion's sake. As it ships nothing is decided: as *assist*, but only
calls with a reason go to a person. *check* and *auto* need held-out agreement whose whole interval clears the
threshold; a learned version also has to pass the flip test and to treat every group alike.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import agreement, audit, cards, learned, rubric_store
from desk.agreement import CriterionAgreement
from desk.errors import BadValue, NoSuchCriterion
from desk.learning_views import CriterionTrust, Figures, ModelReport, ModelVersion
from desk.models import Call, User, now
from desk.permissions import Actor, require
from desk.trust_apply import Policies, policies_of, route
from desk.trust_errors import NotTrustworthy
from desk.trust_models import TrustPolicyRow
from recordings.errors import Language
from scoring.agreement import LEAST_ITEMS
from scoring.learning.from_calls import learnable
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import Trust

MODES: tuple[Trust, ...] = ("assist", "check", "auto")
USUAL_SHARE: dict[Trust, float] = {"assist": 1.0, "check": 0.1, "auto": 0.0}
LEAST_SHARE = 0.01  # of a sample: less would never watch anything
THRESHOLD = 0.6  # chance-corrected; Krippendorff's limit for tentative conclusions
WATCHED = 50  # reviews that the drift watch looks at
REROUTED = 5000  # calls of the queue whose place is looked at again when a policy moves, the newest first
_WORDS: dict[Trust, str] = {"assist": "辅助", "check": "抽查", "auto": "自动"}


def overview(session: Session, actor: Actor, language: Language) -> tuple[CriterionTrust, ...]:
    """How every criterion of the rubric in use stands. Needs figures.read."""
    require(actor, "figures.read")
    rubric = rubric_store.in_use(session, language)
    rules = {row.criterion: row for row in agreement.rules_table(session, rubric, language).rows}
    policies = policies_of(session, rubric.id, language)
    return tuple(
        _standing(session, rubric, language, one, policies.get(one.id), rules[one.id]) for one in rubric.criteria
    )


def versions(session: Session, actor: Actor, language: Language, criterion_id: str) -> tuple[ModelVersion, ...]:
    """The learned versions of a criterion, newest first. Needs figures.read."""
    require(actor, "figures.read")
    return learned.versions(session, rubric_store.in_use(session, language).id, language, criterion_id)


def set_mode(
    session: Session,
    actor: Actor,
    language: Language,
    criterion_id: str,
    mode: Trust,
    *,
    share: float | None = None,
    threshold: float | None = None,
    watched: int | None = None,
) -> None:
    """Move a criterion. Needs trust.write.

    Args:
        session: The session.
        actor: Who decides.
        language: Of the calls.
        criterion_id: A criterion of the rubric in use.
        mode: Where to.
        share: Of the calls that a person looks at for it, 0-1; None: what is usual for the mode.
        threshold: That the lower end of held-out agreement has to reach, 0-1; None: as it was.
        watched: Reviews that the drift watch looks at; None: as it was.

    Raises:
        NotTrustworthy: *check* or *auto* isn't earned.
        BadValue: A number outside its range.
        NoSuchCriterion: The rubric has none of that id.
    """
    require(actor, "trust.write")
    rubric, criterion = _criterion(session, language, criterion_id)
    row = _row(session, rubric, language, criterion_id)
    threshold = row.threshold if threshold is None else threshold
    watched = row.watched if watched is None else watched
    share = USUAL_SHARE[mode] if share is None or mode == "auto" else share
    _check_numbers(criterion_id, mode, share, threshold, watched)
    if mode != "assist":
        _must_be_earned(session, rubric, language, criterion, mode, row.model_version, threshold)
    old = row.mode
    row.mode, row.share, row.threshold, row.watched = mode, share, threshold, watched
    row.since, row.user_id = now(), actor.id
    session.flush()
    detail: audit.Detail = {"old": old, "new": mode, "share": share, "threshold": threshold, "watched": watched}
    audit.record(session, actor, "trust.mode", subject(rubric.id, language, criterion_id), detail)
    reroute(session, rubric, language)


def use_version(session: Session, actor: Actor, language: Language, criterion_id: str, version: int | None) -> None:
    """Let a learned version give the value from the next call on; None: the rules. Any earlier one can be put back.

    A criterion that was trusted further falls back to *assist* unless this version has earned it too.
    Needs trust.write.

    Raises:
        NotTrustworthy: The version failed the flip test or treats a group differently.
        NoSuchVersion, NoSuchCriterion: See their words.
    """
    require(actor, "trust.write")
    rubric, criterion = _criterion(session, language, criterion_id)
    row = _row(session, rubric, language, criterion_id)
    if version is not None:
        report = learned.version_of(session, rubric.id, language, criterion_id, version).report
        if (fault := _fault_of(report)) is not None:
            raise _refused(criterion, "auto", *fault, to="be given by this version", to_zh="由这一版本打分")
    old = row.model_version
    row.model_version, row.since, row.user_id = version, now(), actor.id
    detail: audit.Detail = {"old": old, "new": version}
    if row.mode != "assist" and not _earned(session, rubric, language, criterion, version, row.threshold):
        row.mode, row.share = "assist", USUAL_SHARE["assist"]
        detail["mode"] = "assist"
    session.flush()
    audit.record(session, actor, "trust.version", subject(rubric.id, language, criterion_id), detail)
    reroute(session, rubric, language)


def subject(rubric_id: str, language: Language, criterion_id: str) -> str:
    """What the audit log and alerts call a criterion."""
    return f"criterion:{rubric_id}/{language}/{criterion_id}"


def reroute(session: Session, rubric: Rubric, language: Language) -> None:
    """Look again at who has to look at the calls that wait. Scorecards stay as they are."""
    policies: Policies = policies_of(session, rubric.id, language)
    waiting = (
        select(Call)
        .where(Call.needs_review, Call.reviewed_at.is_(None), Call.status == "done", Call.language == language)
        .order_by(Call.started_at.desc())
        .limit(REROUTED)
    )
    for call in session.scalars(waiting):
        card = cards.latest(session, call.id, "auto")
        if card is not None and card.rubric.rpartition("@")[0] == rubric.id:
            again = route(rubric_store.find(session, card.rubric) or rubric, card, policies, call.id)
            call.needs_review, call.review_reasons = again.needs_review, list(again.review_reasons)
    session.flush()


def _criterion(session: Session, language: Language, criterion_id: str) -> tuple[Rubric, Criterion]:
    rubric = rubric_store.in_use(session, language)
    for criterion in rubric.criteria:
        if criterion.id == criterion_id:
            return rubric, criterion
    raise NoSuchCriterion(rubric=rubric.reference, criterion_id=criterion_id)


def _row(session: Session, rubric: Rubric, language: Language, criterion_id: str) -> TrustPolicyRow:
    """The row of a criterion, made as it ships where there is none."""
    row = session.get(TrustPolicyRow, (rubric.id, language, criterion_id), with_for_update=True)
    if row is None:
        row = TrustPolicyRow(rubric_id=rubric.id, language=language, criterion_id=criterion_id)
        row.mode, row.share, row.threshold, row.watched = "assist", 0.0, THRESHOLD, WATCHED
        session.add(row)
    return row


def _check_numbers(criterion_id: str, mode: Trust, share: float, threshold: float, watched: int) -> None:
    faults = (
        (mode == "check" and not LEAST_SHARE <= share <= 1, "a share must be 1 % to 100 %", "抽查比例应为 1% 到 100%"),
        (not 0 <= share <= 1, "a share must be 0 to 100 %", "比例应为 0 到 100%"),
        (not 0 < threshold <= 1, "a threshold must be above 0 and at most 1", "门槛应大于 0 且不超过 1"),
        (
            not LEAST_ITEMS <= watched <= 1000,
            f"watch {LEAST_ITEMS} to 1000 reviews",
            f"应观察 {LEAST_ITEMS} 到 1000 次复核",
        ),
    )
    for wrong, reason, reason_zh in faults:
        if wrong:
            raise BadValue(criterion_id=criterion_id, reason=reason, reason_zh=reason_zh)


def _must_be_earned(
    session: Session,
    rubric: Rubric,
    language: Language,
    criterion: Criterion,
    mode: Trust,
    version: int | None,
    threshold: float,
) -> None:
    figures, report = _figures(session, rubric, language, criterion, version)
    if report is not None and (fault := _fault_of(report)) is not None:
        raise _refused(criterion, mode, *fault)
    if figures.clears(threshold):
        return
    if not figures.enough:
        few = (
            f"only {figures.items} reviewed calls, {LEAST_ITEMS} are needed",
            f"只有 {figures.items} 通复核，至少要 {LEAST_ITEMS} 通",
        )
        raise _refused(criterion, mode, *few)
    if figures.corrected_ci is None:
        raise _refused(
            criterion, mode, "its agreement can't be told: all values are alike", "分值全都一样，算不出一致性"
        )
    low = figures.corrected_ci.low
    raise _refused(
        criterion, mode,
        f"the lower end of its held-out agreement is {low:.2f}, below the threshold {threshold:.2f}",
        f"留出数据上一致性的区间下限为 {low:.2f}，低于门槛 {threshold:.2f}",
    )  # fmt: skip


def _earned(
    session: Session, rubric: Rubric, language: Language, criterion: Criterion, version: int | None, threshold: float
) -> bool:
    try:
        _must_be_earned(session, rubric, language, criterion, "check", version, threshold)
    except NotTrustworthy:
        return False
    return True


def _fault_of(report: ModelReport) -> tuple[str, str] | None:
    """Why a learned version may not be relied on, whatever its agreement; None where nothing speaks against it."""
    if report.flip_changed:
        return (
            f"swapping who people are changed {report.flip_changed} of its values",
            f"换掉姓名、性别、称呼或方言后，有 {report.flip_changed} 个分值变了",
        )
    if not report.fair:
        return "it treats one group of calls differently", "它对某一组通话打分有偏差"
    return None


def _refused(
    criterion: Criterion, mode: Trust, reason: str, reason_zh: str, *, to: str | None = None, to_zh: str | None = None
) -> NotTrustworthy:
    return NotTrustworthy(
        criterion=criterion.id, mode=to or mode, mode_zh=to_zh or _WORDS[mode], reason=reason, reason_zh=reason_zh
    )


def _figures(
    session: Session, rubric: Rubric, language: Language, criterion: Criterion, version: int | None
) -> tuple[Figures, ModelReport | None]:
    """Held-out agreement of what gives the value, and the report of a learned version."""
    if version is not None:
        report = learned.version_of(session, rubric.id, language, criterion.id, version).report
        return report.learned, report
    rows = agreement.rules_table(session, rubric, language).rows
    return _of_rules(next(row for row in rows if row.criterion == criterion.id)), None


def _of_rules(row: CriterionAgreement) -> Figures:
    return Figures(
        items=row.items,
        exact=row.exact,
        exact_ci=row.exact_ci,
        corrected=row.chance_corrected,
        corrected_ci=row.chance_corrected_ci,
        bias=row.bias,
    )


def _standing(
    session: Session,
    rubric: Rubric,
    language: Language,
    criterion: Criterion,
    row: TrustPolicyRow | None,
    rules: CriterionAgreement,
) -> CriterionTrust:
    figures, report = _of_rules(rules), None
    version = None if row is None else row.model_version
    if version is not None:
        figures, report = _figures(session, rubric, language, criterion, version)
    threshold = THRESHOLD if row is None else row.threshold
    person = None if row is None or row.user_id is None else session.get(User, row.user_id)
    return CriterionTrust(
        criterion_id=criterion.id,
        mode="assist" if row is None else row.mode,
        decided=row is not None,
        share=0.0 if row is None else row.share,
        threshold=threshold,
        watched=WATCHED if row is None else row.watched,
        since=None if row is None else row.since,
        by=None if person is None else person.display_name,
        model_version=version,
        learnable=learnable(criterion),
        labels=rules.items,
        figures=figures,
        clears=figures.clears(threshold),
        fair=report is None or report.fair,
    )
