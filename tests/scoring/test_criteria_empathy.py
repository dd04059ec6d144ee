"""Feelings, questions, restatements and help that fits: small conversations with levels worked out by hand."""

from __future__ import annotations

from scoring.own_facts import facts_in, given_facts, shared_facts
from tests.scoring.talk import judged, line_of, view

AFRAID = "c: 我收到法院传票了，真的很害怕。"


def test_a_feeling_answered_in_the_second_agent_turn_is_answered() -> None:
    found = judged(
        "acknowledge_feeling", view("zh", AFRAID, "a: 传票是哪天收到的？", "c: 周五。", "a: 换了谁都会害怕。")
    )
    assert (found.value, found.code) == (2, "feeling_named")


def test_a_feeling_answered_in_the_third_agent_turn_is_not() -> None:
    lines = (AFRAID, "a: 传票哪天收到的？", "c: 周五。", "a: 欠了多少？", "c: 六万。", "a: 换了谁都会害怕。")
    found = judged("acknowledge_feeling", view("zh", *lines))
    assert found.value == 0
    assert found.evidence[0].turn == 0
    assert "害怕" in found.evidence[0].quote


def test_turns_of_one_speaker_in_a_row_count_as_one() -> None:
    lines = (AFRAID, "a: 嗯。", "a: 您好。", "a: 我在听。", "c: 怎么办？", "a: 换了谁都会害怕。")
    assert judged("acknowledge_feeling", view("zh", *lines)).value == 2


def test_half_of_the_feelings_answered_is_enough_and_fewer_is_not() -> None:
    answered = ("c: I'm really scared.", "a: Anyone would be scared.", "c: I see.", "a: Right.")
    ignored = ("c: I'm so ashamed.", "a: What is the number?", "c: 3.", "a: Okay.")
    angry = ("c: I'm furious about this.", "a: What is the date?", "c: Today.", "a: Okay.")
    assert judged("acknowledge_feeling", view("en", *answered, *ignored)).value == 2
    found = judged("acknowledge_feeling", view("en", *answered, *ignored, *angry))
    assert (found.value, found.code) == (1, "feeling_missed_once")


def test_a_phrase_that_fits_every_call_earns_half_however_often_it_is_said() -> None:
    lines = (AFRAID, "a: 我非常理解您的心情。", "c: 嗯。", "a: 我理解您的感受，理解您的心情。")
    found = judged("acknowledge_feeling", view("zh", *lines))
    assert (found.value, found.code) == (1, "formula_only")


def test_a_feeling_that_nobody_could_answer_any_more_does_not_apply() -> None:
    assert line_of("acknowledge_feeling", "en", "a: Hello, 12363.", "c: I'm scared, bye.").status == "na"


def test_two_questions_before_the_first_advice_earn_the_top() -> None:
    lines = ("c: 我被起诉了，欠六万多还不上。", "a: 传票是哪天收到的？您现在收入怎么样？", "c: 周五，三千。")
    found = judged("understand_situation", view("zh", *lines, "a: 您可以向法院提交答辩状。"))
    assert (found.value, found.fields["count"]) == (2, 2)


def test_questions_after_the_advice_do_not_count() -> None:
    lines = (
        "c: 我被起诉了，欠六万多还不上。",
        "a: 您可以向法院提交答辩状。",
        "c: 哦。",
        "a: 传票是哪天收到的？收入怎么样？",
    )
    found = judged("understand_situation", view("zh", *lines))
    assert found.value == 0
    assert "答辩状" in found.evidence[0].quote
    assert found.evidence[1].turn == 0  # what the customer had told by then


def test_the_same_question_twice_is_one_question() -> None:
    lines = ("c: My card was misused for eight thousand yuan.", "a: When did it happen?", "c: What?")
    lines += ("a: When did it happen?", "c: Today.", "a: You should report it to the police.")
    assert judged("understand_situation", view("en", *lines)).value == 1


def test_names_numbers_and_which_bank_are_no_questions_about_the_situation() -> None:
    lines = (
        "c: 我的卡被盗刷了八千块。",
        "a: 是哪家银行的？您贵姓？您的身份证号是多少？",
        "c: 我姓李。",
        "a: 您去报警吧。",
    )
    assert judged("understand_situation", view("zh", *lines)).value == 0


def test_a_question_that_blames_is_none() -> None:
    lines = (
        "c: I paid an agent three thousand.",
        "a: Why did you pay them? What did you expect?",
        "c: …",
        "a: Go to the police.",
    )
    assert judged("understand_situation", view("en", *lines)).value == 0


def test_restating_in_the_customers_words_and_checking_earns_the_top() -> None:
    told = "c: I sent my claim on the twentieth of September and they asked for papers three times."
    asked = "a: So you sent the claim on the twentieth of September and they asked three times. Is that right?"
    assert judged("reflect_understanding", view("en", told, asked)).value == 2


def test_an_empty_i_understand_restates_nothing() -> None:
    assert judged("reflect_understanding", view("zh", AFRAID, "a: 我理解您的心情。")).value == 0


def test_one_fact_of_the_customer_earns_half_and_two_earn_the_top() -> None:
    told = ("c: 我上周五收到传票，去年下岗了。", "a: 嗯。")
    one = judged("personalised_help", view("zh", *told, "c: 怎么办？", "a: 您上周五收到的，十五日内可以提交答辩状。"))
    two = judged(
        "personalised_help", view("zh", *told, "c: 怎么办？", "a: 您上周五收到的，可以把下岗的情况写进答辩状。")
    )
    assert (one.value, two.value) == (1, 2)
    assert {piece.turn for piece in two.evidence} == {0, 3}  # the customer's words and the agent's


def test_advice_that_uses_nothing_names_what_was_told() -> None:
    found = judged("personalised_help", view("zh", "c: 我去年下岗了，欠了六万多。", "a: 您尽快还清欠款就行了。"))
    assert (found.value, found.code) == (0, "canned_though_told")
    assert found.evidence[0].quote.startswith("您尽快还清")
    assert found.evidence[1].turn == 0


def test_a_customer_who_repeats_the_agents_number_has_told_nothing() -> None:
    agent = [(0, facts_in("十五日内答复您。", "zh")), (2, facts_in("对，十五日内。", "zh"))]
    assert given_facts([(1, facts_in("十五日？", "zh"))], agent) == {}


def test_equal_amounts_are_the_same_fact_in_other_words() -> None:
    agent = [(1, facts_in("您把8000元的交易明细带上", "zh"))]
    given = given_facts([(0, facts_in("盗刷了八千块", "zh"))], agent)
    assert [fact.customer.quote for fact in shared_facts(given, agent)] == ["八千块"]


def test_one_name_is_one_fact() -> None:
    agent = [(1, facts_in("惠万家超市那边", "zh"))]
    given = given_facts([(0, facts_in("就是惠万家超市。", "zh"))], agent)
    assert len(shared_facts(given, agent)) == 1


def test_the_most_and_the_month_are_no_dates() -> None:
    assert facts_in("at the most, by the end of the month, for the rest of it", "en") == {}
