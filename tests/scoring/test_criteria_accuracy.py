"""Truth, completeness, promises and referrals."""

from __future__ import annotations

from tests.scoring.talk import card, judged, line_of, view

SUED = "c: My bank is suing me over my credit card debt, I got the court papers yesterday."


def test_nothing_checkable_does_not_apply() -> None:
    assert judged("facts_correct", view("zh", "c: 我被起诉了。", "a: 您别急，慢慢说。")).status == "na"


def test_a_wrong_deadline_of_high_severity_fails_its_section() -> None:
    found = card("en", SUED, "a: You have forty-five days to file your defence with the court.")
    line = found.criterion("facts_correct")
    assert (line.value, line.critical_failed) == (0, True)
    assert "forty-five days" in line.evidence[0].quote
    accuracy = next(section for section in found.sections if section.id == "accuracy")
    assert accuracy.score == 0
    assert (accuracy.score_before_critical or 0) > 0
    assert found.total is not None
    assert found.total_before_critical is not None
    assert found.total < found.total_before_critical


def test_the_right_deadline_is_right() -> None:
    found = judged("facts_correct", view("en", SUED, "a: You have fifteen days to file your defence with the court."))
    assert (found.value, found.critical) == (2, False)


def test_missing_facts_are_named() -> None:
    line = line_of("facts_complete", "zh", "c: 银行因为信用卡把我起诉了，我收到了传票。", "a: 您尽快还清欠款就行了。")
    assert line.value == 0
    assert "答辩状" in line.explanation.text.zh


def test_what_cannot_be_guaranteed_is_not_promised() -> None:
    found = judged("no_overpromise", view("zh", "c: 能追回来吗？", "a: 我不能保证一定能追回来。"))
    assert found.value == 1


def test_a_bank_complaint_goes_to_12378() -> None:
    right = judged(
        "right_referral", view("en", SUED, "a: Complaints about banks are handled by 12378, please call 12378.")
    )
    none = judged("right_referral", view("en", SUED, "a: You'd have to ask the court about that."))
    assert (right.value, none.value) == (1, 0)


def test_an_unknown_topic_cannot_be_told() -> None:
    line = line_of("right_referral", "en", "c: Well I wanted to talk about something else entirely today.", "a: Go on.")
    assert line.status in ("unscored", "na")


def test_without_a_knowledge_base_accuracy_is_left_open() -> None:
    from scoring.rubric import load_rubric
    from scoring.score import score
    from tests.scoring.talk import talk

    found = score(talk("en", SUED, "a: You have fifteen days to file your defence."), load_rubric(), None)
    assert found.criterion("facts_correct").status == "unscored"
    assert found.criterion("right_referral").status == "unscored"
