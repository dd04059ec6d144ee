"""What counts as asking, and after which fact."""

from __future__ import annotations

import pytest

from recordings.errors import Language
from scenarios.asking import asked_spans
from scenarios.load import load_script
from scenarios.reading import phrase_pattern, read_reply


@pytest.mark.parametrize(
    ("language", "text", "facts"),
    [
        ("zh", "传票是哪天收到的？", {"summons"}),
        ("zh", "您收到传票后十五天内可以答辩。", set()),
        ("zh", "您的收入，现在大概是多少？", {"income"}),
        ("zh", "方便告诉我您的收入和法院开庭的日期吗", {"income", "summons"}),
        ("zh", "之前跟银行协商过没有", {"talks"}),
        ("zh", "您打算怎么还，每个月能拿出多少？", {"will"}),
        ("zh", "催收有没有骚扰您的家人？", {"collection"}),
        ("zh", "收到传票换了谁都会害怕。", set()),
        ("zh", "十五天内把答辩状交给法院，您听明白了吗？", set()),
        ("zh", "请问您怎么称呼？", {"name"}),
        ("zh", "法院给您的那张传票还在不在", {"summons"}),
        ("zh", "收入够不够要看法院", set()),
        ("zh", "传票是法院寄来的还是银行转来的", {"summons"}),
        ("zh", "传票上写着呢，您没做错什么", set()),
        ("zh", "这要看法院怎么认定您的收入。", set()),
        ("zh", "得查了才清楚传票是哪天寄的", set()),
        ("zh", "您先别跟我说收入了，赶紧找律师。", set()),
        ("en", "When did the summons arrive?", {"summons"}),
        ("en", "Once you have the summons you have fifteen days to file a defence.", set()),
        ("en", "Can you tell me about your income and when the hearing is?", {"income", "summons"}),
        ("en", "Have you spoken to the bank at all?", {"talks"}),
        ("en", "What you can do is bring proof of your income.", set()),
        ("en", "on what day did the summons come", {"summons"}),
        ("en", "I cannot say how much income they will look at.", set()),
        ("en", "It depends on what the summons says.", set()),
        ("en", "How do the collectors treat you?", {"collection"}),
        ("en", "May I ask what you could manage each month?", {"will"}),
        ("en", "You can go to the hearing. Is that clear?", set()),
    ],
)
def test_a_fact_is_asked_for_by_questions_and_requests_only(language: Language, text: str, facts: set[str]) -> None:
    assert set(read_reply(load_script("li_card_debt"), text, language).asked) == facts


def test_several_questions_in_one_go_ask_for_several_facts() -> None:
    reading = read_reply(load_script("li_card_debt"), "传票哪天到的？收入多少？银行怎么说？", "zh")
    assert set(reading.asked) == {"summons", "income", "talks"}


def test_nothing_is_asked_by_nothing() -> None:
    assert asked_spans("", "zh") == asked_spans("...", "en") == ()


def test_english_phrases_are_whole_words_and_stars_let_them_go_on() -> None:
    pattern = phrase_pattern(("earn*", "pay"), "en")
    assert pattern is not None
    assert pattern.search("what are your earnings")
    assert not pattern.search("payment")


def test_two_dots_let_other_words_stand_between() -> None:
    pattern = phrase_pattern(("催收..录音",), "zh")
    assert pattern is not None
    assert pattern.search("催收的电话都录音")
    assert not pattern.search("录音")


def test_a_point_is_not_told_by_asking() -> None:
    script = load_script("li_card_debt")
    assert "defence" not in read_reply(script, "您交答辩状了吗？", "zh").told
    assert "defence" in read_reply(script, "十五日内可以交答辩状。", "zh").told


def test_a_point_is_not_told_beside_a_wrong_claim_about_it() -> None:
    # fifteen days by law; thirty is wrong, so the customer still needs the answer
    script = load_script("li_card_debt")
    reading = read_reply(script, "收到起诉状副本后三十天内提交答辩状就可以。", "zh")
    assert "wrong:defence_15_days" in reading.heard
    assert "defence" not in reading.told
