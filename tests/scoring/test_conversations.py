"""Criteria look at the conversation: small calls, each with the levels worked out by hand."""

from __future__ import annotations

from typing import Literal

from recordings.transcript import Quality, Speaker, Transcript, Turn
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard


def scored(
    language: Literal["zh", "en"],
    *lines: tuple[Speaker, str],
    quality: Quality = "supplied",
    step_s: float | None = None,
) -> Scorecard:
    """Score lines; with `step_s` each turn lasts 2 s and the next one starts `step_s` after its start."""
    turns = []
    for index, (speaker, text) in enumerate(lines):
        start = None if step_s is None else index * step_s
        turns.append(
            Turn(index=index, speaker=speaker, text=text, start_s=start, end_s=None if start is None else start + 2)
        )
    return score(Transcript(language=language, quality=quality, turns=tuple(turns)), load_rubric(), load_knowledge())


def test_an_apology_alone_earns_half() -> None:
    card = scored(
        "en", ("customer", "I'm so angry, my wallet has been frozen for a month and nobody helps."),
        ("agent", "I'm sorry about that."), ("customer", "Well?"), ("agent", "What is the ticket number?"),
    )  # fmt: skip
    line = card.criterion("acknowledge_feeling")
    assert (line.value, line.explanation.code) == (1, "generic_apology_only")


def test_no_feeling_voiced_does_not_apply() -> None:
    card = scored(
        "zh",
        ("agent", "您好，12363热线。"),
        ("customer", "你好，我想问一下信用报告一年可以免费查几次。"),
        ("agent", "两次。"),
    )
    assert card.criterion("acknowledge_feeling").status == "na"


def test_a_wrong_number_is_not_marked_down() -> None:
    card = scored(
        "zh",
        ("agent", "您好，12363金融消费权益保护热线。"),
        ("customer", "哎呀不好意思，我打错了。"),
        ("agent", "没关系，再见。"),
    )
    for criterion in (
        "understand_situation",
        "reflect_understanding",
        "personalised_help",
        "next_steps",
        "facts_complete",
    ):
        assert card.criterion(criterion).status == "na", criterion
    assert card.total is not None
    assert card.total >= 80


def test_without_times_silences_cannot_be_told() -> None:
    card = scored("zh", ("agent", "您好，12363热线。"), ("customer", "我的卡被盗刷了八千块，我很着急。"))
    assert card.criterion("dead_air").status == "unscored"
    assert card.criterion("interruptions").status == "unscored"
    assert card.figures.silence_s is None


def test_a_long_silence_counts_once_and_an_announced_one_not_at_all() -> None:
    silent = scored(
        "zh", ("agent", "您好，12363热线。"), ("customer", "我的钱包余额被冻结了，怎么办？"),
        ("agent", "嗯，我知道了。"), ("agent", "十五日内会给您答复。"), step_s=14,
    )  # fmt: skip
    # gaps of 12 s: after turn 0 (agent, no question), after turn 1 (last agent turn: turn 0), after turn 2
    assert silent.criterion("dead_air").value == 0
    announced = scored(
        "zh",
        ("agent", "您好，12363热线，请稍等，我帮您查一下。"),
        ("agent", "让您久等了，请稍等。"),
        ("agent", "查到了。"),
        step_s=14,
    )
    assert announced.criterion("dead_air").value == 2


def test_nobody_is_blamed_where_the_speakers_are_unknown() -> None:
    card = scored("zh", ("unknown", "您好，12363热线。"), ("unknown", "你自己欠的钱怪谁？"))
    assert card.total is None
    assert {line.status for line in card.criteria} == {"unscored"}
    assert "unknown_speakers" in card.review_reasons


def test_a_right_to_claim_is_not_an_overpromise() -> None:
    card = scored(
        "en", ("customer", "Somebody used my debit card, eight thousand yuan is gone."),
        ("agent", "I can't promise that you'll get it back. You may claim the amount and the interest from the bank."),
    )  # fmt: skip
    assert card.criterion("no_overpromise").value == 1


def test_an_overpromise_makes_the_total_zero_and_says_what_was_promised() -> None:
    card = scored(
        "zh",
        ("customer", "我的征信有逾期记录，买不了房，很着急。"),
        ("agent", "您放心，我保证三天之内给您把记录删掉。"),
    )
    line = card.criterion("no_overpromise")
    assert (line.value, line.critical_failed) == (0, True)
    assert "保证" in line.evidence[0].quote
    assert card.total == 0
    assert (card.total_before_critical or 0) > 0


def test_an_unverified_fact_only_asks_for_a_look() -> None:
    # acceptance_7_business_days is from memory: nobody has read its source, so it can't fail an agent
    base = load_knowledge()
    assert base.fact("acceptance_7_business_days").checked_on is None
    card = scored(
        "zh",
        ("customer", "我要投诉一家支付机构，钱包被冻结了。"),
        ("agent", "人民银行会在三十个工作日内决定是否受理并告知您。"),
    )
    line = card.criterion("facts_correct")
    if any(claim.fact_id == "acceptance_7_business_days" and claim.verdict == "contradicted" for claim in card.claims):
        assert line.value == 2
        assert not line.critical_failed
        assert card.needs_review
    assert card.sections[1].score == card.sections[1].score_before_critical


def test_a_hint_of_self_harm_is_flagged_first() -> None:
    card = scored(
        "en", ("customer", "I can't pay any of it, sometimes I think I'd be better off dead."), ("agent", "Okay.")
    )
    assert card.review_reasons[0] == "self_harm"
    assert card.signals[0].kind == "self_harm"


def test_stuffing_empathy_phrases_pays_no_more_than_one() -> None:
    call: list[tuple[Speaker, str]] = [
        ("customer", "我被银行起诉了，真的很害怕，不知道怎么办。"), ("agent", "换了谁都会害怕。"), ("customer", "嗯。"),
    ]  # fmt: skip
    once = scored("zh", *call)
    often = scored("zh", *call, ("agent", "我理解您的心情。我非常理解您。您一定很难受。"), ("customer", "嗯。"))
    assert once.criterion("acknowledge_feeling").value == often.criterion("acknowledge_feeling").value == 2


def test_a_draft_transcript_proves_nothing_by_what_it_lacks() -> None:
    lines: list[tuple[Speaker, str]] = [
        ("agent", "it ended up going platinum"), ("customer", "well the lynch element are you calling a date"),
    ]  # fmt: skip
    card = scored("en", *lines, quality="draft")
    assert all(line.value != 0 for line in card.criteria)
    assert "draft_transcript" in card.review_reasons


def test_the_same_call_scores_the_same_every_time() -> None:
    lines: list[tuple[Speaker, str]] = [("customer", "我很着急，信用卡被盗刷了。"), ("agent", "您先挂失，再报警。")]
    assert scored("zh", *lines) == scored("zh", *lines)
