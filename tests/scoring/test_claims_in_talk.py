"""Claims over a whole talk: what is corrected later, answered in short, still owed, or said by the customer."""

from __future__ import annotations

from recordings.transcript import Speaker, Turn
from scoring.claims import claims_of_turns, facts_given, find_claims
from scoring.knowledge import load_knowledge

BASE = load_knowledge("12363")


def turns(*lines: str) -> tuple[Turn, ...]:
    who: dict[str, Speaker] = {"c": "customer", "a": "agent"}
    return tuple(Turn(index=n, speaker=who[line[0]], text=line[3:]) for n, line in enumerate(lines))


def test_a_later_correction_takes_the_fault_away_and_stays_on_record() -> None:
    call = turns(
        "a: 征信异议三十天之内书面答复您", "c: 这么久啊", "a: 不好意思我刚才说错了,征信异议是二十天之内书面答复"
    )
    found = claims_of_turns(call, "zh", BASE)
    assert [(one.turn, one.claim.verdict, one.claim.code) for one in found] == [
        (0, "vague", "self_corrected"),
        (2, "supported", "supported"),
    ]


def test_a_longer_limit_said_right_after_a_shorter_one_makes_neither_wrong() -> None:
    text = "A reply takes fifteen days, sixty at the longest if it's complicated."
    assert all(claim.verdict != "contradicted" for claim in find_claims(text, "en", load_knowledge()))
    assert any(
        claim.verdict == "contradicted"
        for claim in find_claims(text.replace("sixty", "ninety"), "en", load_knowledge())
    )


def test_a_short_answer_is_understood_from_what_was_asked() -> None:
    call = turns("c: How long does a bad record stay on the credit report?", "a: Ten years.")
    (found,) = claims_of_turns(call, "en", BASE)
    assert (found.claim.fact_id, found.claim.verdict) == ("bad_record_5_years", "contradicted")


def test_customers_make_no_claims() -> None:
    assert claims_of_turns(turns("c: 银行必须给我分期", "c: 征信异议三十天答复"), "zh", BASE) == ()


def test_required_facts_follow_from_the_topic_and_from_what_the_customer_said() -> None:
    said = turns(
        "c: 信用卡欠款还不上,法院传票来了", "a: 收到起诉状副本后十五天内可以提交答辩状,银行可以跟您协商个性化分期"
    )
    needed = facts_given(said, "zh", BASE, "card_debt_sued")
    assert [one.fact_id for one in needed.given] == ["instalment_plan_may", "defence_15_days"]
    assert set(needed.missing) == {"mediate_first", "body_bank"}
    asks = (*said, Turn(index=2, speaker="customer", text="那我能投诉银行吗"))
    assert "court_case_not_accepted" in facts_given(asks, "zh", BASE, "card_debt_sued").missing
    assert facts_given(said, "zh", BASE, "other") == facts_given(said, "zh", BASE, None)


def test_a_wrong_fact_is_not_a_given_fact() -> None:
    said = turns("c: 法院传票来了", "a: 收到起诉状副本后三十天内提交答辩状")
    assert "defence_15_days" in facts_given(said, "zh", BASE, "card_debt_sued").missing
