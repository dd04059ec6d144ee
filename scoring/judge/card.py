"""A scorecard of the model's answers, beside the automatic one and never blended with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median_low

from scoring.explain import explain
from scoring.judge.answers import Answer
from scoring.maths import total
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import CriterionScore, Scorecard

UNSURE = 0.5  # confidence of a value that no verified answer supports


def judge_card(
    rubric: Rubric, auto: Scorecard, answers: Mapping[str, Sequence[Answer]], *, model: str | None = None
) -> Scorecard:
    """The scorecard with source `judge`.

    A criterion that was not asked about (its check is deterministic) keeps the automatic value. So does one whose
    answers could not be verified, and says so. Else the value is the median of the verified answers; how far they lie
    apart lowers the confidence.

    Args:
        rubric: That `auto` was scored on.
        auto: The automatic scorecard of the same words.
        answers: Of each criterion, one per time of asking.
        model: The language model's name, kept beside what it decided.
    """
    scores = [_score(one, auto, answers.get(one.id)) for one in rubric.criteria]
    criteria = [one.model_copy(update={"model": model}) if one.engine == "judge" else one for one in scores]
    sums = total(rubric, criteria)
    confidence = sum(one.confidence for one in criteria) / max(len(criteria), 1)
    doubtful = any(one.explanation.code == "judge_unverified" for one in criteria)
    return auto.model_copy(
        update={
            **dict(sums),
            "source": "judge",
            "confidence": round(confidence, 3),
            "needs_review": doubtful or bool(sums.critical_failed),
            "review_reasons": (
                *(("critical",) if sums.critical_failed else ()),
                *(("unverified",) if doubtful else ()),
            ),
        }
    )


def _score(criterion: Criterion, auto: Scorecard, answers: Sequence[Answer] | None) -> CriterionScore:
    offline = auto.criterion(criterion.id)
    if answers is None:
        return offline
    verified = [answer for answer in answers if answer.verified]
    if not verified:
        return offline.model_copy(update={"explanation": explain("judge_unverified"), "confidence": UNSURE})
    scored = [answer for answer in verified if answer.status == "scored" and answer.value is not None]
    if len(scored) * 2 <= len(verified):
        chosen = next(answer for answer in verified if answer not in scored or len(verified) == len(scored))
        return _made(criterion, offline, chosen, len(verified), len(answers), spread=0)
    values = [answer.value for answer in scored if answer.value is not None]
    middle = median_low(values)
    chosen = next(answer for answer in scored if answer.value == middle)
    return _made(criterion, offline, chosen, len(scored), len(answers), spread=max(values) - min(values))


def _made(
    criterion: Criterion, offline: CriterionScore, chosen: Answer, agreeing: int, times: int, *, spread: int
) -> CriterionScore:
    """The score that an answer gives; `agreeing` of `times` answers could be used, `spread` levels apart."""
    sure = agreeing / times * (1 - spread / (criterion.max + 1))
    return offline.model_copy(
        update={
            "status": chosen.status,
            "value": chosen.value,
            "confidence": round(min(0.9, 0.9 * sure), 3),
            "critical_failed": False,
            "explanation": explain("judge_said", reason_zh=chosen.reason, reason_en=chosen.reason, spread=spread),
            "evidence": chosen.evidence,
            "engine": "judge",
            "rules": None,
        }
    )
