"""The maths of a scorecard, with the arithmetic beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.explain import explain
from scoring.maths import total
from scoring.rubric import Rubric, load_rubric
from scoring.scorecard import CriterionScore, Status


def rubric() -> Rubric:
    return load_rubric()


def score_of(criterion_id: str, value: int | None, *, status: Status | None = None) -> CriterionScore:
    criterion = next(one for one in rubric().criteria if one.id == criterion_id)
    section = next(one.id for one in rubric().sections if criterion in one.criteria)
    state: Status = status or ("unscored" if value is None else "scored")
    return CriterionScore(
        id=criterion_id, section=section, status=state, value=value, max=criterion.max, confidence=1.0,
        explanation=explain("respectful"),
    )  # fmt: skip


def test_a_section_is_the_mean_of_what_is_scored() -> None:
    # (0/2 + 1/2 + 2/2 + 1/1) / 4 = 2.5 / 4 = 62.5 %; reflect_understanding is na and leaves the sum
    scores = [
        score_of("acknowledge_feeling", 0), score_of("understand_situation", 1), score_of("personalised_help", 2),
        score_of("respect", 1), score_of("reflect_understanding", None, status="na"),
    ]  # fmt: skip
    sums = total(rubric(), scores)
    assert sums.sections[0].score == 62.5
    assert sums.total == 62.5  # the only section with a score


def test_the_total_weighs_the_sections() -> None:
    # empathy 100 × 35, resolution 0 × 20, compliance 100 × 10; accuracy has no score: 4500 / 65 = 69.23
    scores = [score_of("respect", 1), score_of("check_resolved", 0), score_of("privacy", 1)]
    assert total(rubric(), scores).total == pytest.approx(69.23, abs=0.005)


def test_a_criterion_critical_for_all_makes_the_total_zero_and_keeps_what_it_was() -> None:
    # empathy (0 + 1) / 2 = 50 × 35, compliance 100 × 10: 2750 / 45 = 61.11
    scores = [score_of("respect", 0), score_of("acknowledge_feeling", 2), score_of("privacy", 1)]
    sums = total(rubric(), scores)
    assert (sums.total, sums.critical_failed) == (0.0, ("respect",))
    assert sums.total_before_critical == pytest.approx(61.11, abs=0.005)


def test_a_wrong_fact_fails_its_section_only_when_its_scorer_says_so() -> None:
    mild = score_of("facts_correct", 0)
    grave = mild.model_copy(update={"critical_failed": True})
    other = score_of("no_overpromise", 1)
    # (0 + 1) / 2 = 50
    assert total(rubric(), [mild, other]).sections[1].score == 50.0
    assert total(rubric(), [grave, other]).sections[1].score == 0.0
    assert total(rubric(), [grave, other]).sections[1].score_before_critical == 50.0


def test_nothing_scored_has_no_total() -> None:
    sums = total(rubric(), [score_of("respect", None), score_of("opening", None, status="na")])
    assert (sums.total, sums.total_before_critical) == (None, None)


LEVELS = st.lists(st.one_of(st.none(), st.integers(0, 2)), min_size=17, max_size=17)


def scores_for(levels: list[int | None]) -> list[CriterionScore]:
    lines = rubric().criteria
    return [
        score_of(line.id, None if level is None else min(level, line.max))
        for line, level in zip(lines, levels, strict=True)
    ]


@given(LEVELS)
def test_totals_stay_between_0_and_100_and_critical_never_adds(levels: list[int | None]) -> None:
    sums = total(rubric(), scores_for(levels))
    for value, before in [(sums.total, sums.total_before_critical)] + [
        (section.score, section.score_before_critical) for section in sums.sections
    ]:
        assert (value is None) == (before is None)
        if value is not None and before is not None:
            assert 0 <= value <= before <= 100


@given(LEVELS, st.integers(0, 16))
def test_a_higher_level_never_lowers_the_total(levels: list[int | None], place: int) -> None:
    low, high = list(levels), list(levels)
    low[place], high[place] = 0, 2
    before, after = total(rubric(), scores_for(low)).total, total(rubric(), scores_for(high)).total
    assert before is not None
    assert after is not None
    assert after >= before


@given(LEVELS, st.floats(0.1, 9))
def test_weights_count_by_their_ratio(levels: list[int | None], factor: float) -> None:
    plain = rubric()
    sections = tuple(section.model_copy(update={"weight": section.weight * factor}) for section in plain.sections)
    scaled = plain.model_copy(update={"sections": sections})
    scores = scores_for(levels)
    assert total(scaled, scores).total == pytest.approx(total(plain, scores).total, abs=0.02)
