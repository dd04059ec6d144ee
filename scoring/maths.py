"""The maths of a scorecard: criteria to sections to total; unknown is never zero."""

from __future__ import annotations

from collections.abc import Sequence

from recordings.transcript import Model
from scoring.rubric import Criterion, Rubric
from scoring.scorecard import CriterionScore, SectionScore

OWN_WORD = "critical_when"  # parameter of a criterion whose lowest level fails only when its scorer says so


class Totals(Model):
    """What the criteria add up to, 0-100; None where nothing is scored."""

    total: float | None
    total_before_critical: float | None
    critical_failed: tuple[str, ...]
    sections: tuple[SectionScore, ...]
    criteria: tuple[CriterionScore, ...]  # as given, with `critical_failed` set


def total(rubric: Rubric, scores: Sequence[CriterionScore]) -> Totals:
    """Weighted means of what is scored, with critical failures applied.

    A criterion's share is value / max (the lowest level is 0). A section is Σ(share × weight) / Σ weight over its
    criteria that are scored; the total likewise over the sections that have a score. `na` and `unscored`
    leave both sums. A critical criterion fails at its lowest level (where it has the parameter
    `critical_when`, only if its scorer said so); a failure makes its section 0, or the total where it is critical
    for all. The values before that are kept.

    Args:
        rubric: Whose weights count.
        scores: At most one score a criterion; a criterion without one counts as unscored.
    """
    by_id = {score.id: _marked(rubric, score) for score in scores}
    failed = tuple(key for key in (criterion.id for criterion in rubric.criteria) if _failed(by_id.get(key)))
    critical = {criterion.id: criterion.critical for criterion in rubric.criteria}
    sections: list[SectionScore] = []
    for section in rubric.sections:
        before = _mean([(_share(by_id.get(criterion.id)), criterion.weight) for criterion in section.criteria])
        broken = any(criterion.id in failed and criterion.critical == "section" for criterion in section.criteria)
        after = 0.0 if broken and before is not None else before
        sections.append(SectionScore(id=section.id, score=after, score_before_critical=before, weight=section.weight))
    whole = _mean([(section.score, section.weight) for section in sections])
    whole_before = _mean([(section.score_before_critical, section.weight) for section in sections])
    return Totals(
        total=0.0 if whole is not None and any(critical[key] == "all" for key in failed) else _rounded(whole),
        total_before_critical=_rounded(whole_before),
        critical_failed=failed,
        sections=tuple(
            section.model_copy(
                update={
                    "score": _rounded(section.score),
                    "score_before_critical": _rounded(section.score_before_critical),
                }
            )
            for section in sections
        ),
        criteria=tuple(by_id[score.id] for score in scores),
    )


def _marked(rubric: Rubric, score: CriterionScore) -> CriterionScore:
    """The score, its `critical_failed` set where its lowest level alone decides that."""
    criterion = _criterion(rubric, score.id)
    if criterion.critical == "none" or OWN_WORD in criterion.params:
        return score
    return score.model_copy(update={"critical_failed": score.status == "scored" and score.value == 0})


def _criterion(rubric: Rubric, criterion_id: str) -> Criterion:
    return next(criterion for criterion in rubric.criteria if criterion.id == criterion_id)


def _failed(score: CriterionScore | None) -> bool:
    return score is not None and score.status == "scored" and score.value == 0 and score.critical_failed


def _share(score: CriterionScore | None) -> float | None:
    """0-100, or None where it isn't scored."""
    if score is None or score.status != "scored" or score.value is None:
        return None
    return 100.0 * score.value / score.max


def _mean(parts: Sequence[tuple[float | None, float]]) -> float | None:
    known = [(value, weight) for value, weight in parts if value is not None]
    weight = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / weight if weight else None


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)
