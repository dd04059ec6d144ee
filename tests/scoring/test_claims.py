"""Claims: what is asserted, which fact is meant, what the verdict is, and why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from qa_cli import cli
from recordings.errors import Language
from scoring.claim_amounts import compare, confusable
from scoring.claims import find_claims
from scoring.explain import templates
from scoring.facts import Fact
from scoring.findings import Claim
from scoring.knowledge import load_knowledge
from scoring.numbers import find_quantities

BASE = load_knowledge("12363")
LINES = Path(__file__).parent / "lines"
WORST_FIRST = ("contradicted", "possible_asr_error", "vague", "supported", "not_in_kb")


def verdict(text: str, language: Language, topic: str | None = None) -> str:
    """The worst verdict of a line; "none" where it claims nothing that the base could know."""
    claims = [claim for claim in find_claims(text, language, BASE, topic) if claim.verdict != "not_in_kb"]
    return min((claim.verdict for claim in claims), key=WORST_FIRST.index, default="none")


def about(fact_id: str, text: str, language: Language = "zh") -> Claim:
    found = [claim for claim in find_claims(text, language, BASE) if claim.fact_id == fact_id]
    assert found, f"nothing about {fact_id} in {text}"
    return found[0]


def labelled(file: Path) -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.parametrize("file", sorted(LINES.glob("*.tsv")), ids=lambda file: file.name)
def test_labelled_lines_get_their_verdict(file: Path) -> None:
    language: Language = "zh" if ".zh." in file.name else "en"
    wrong, false_alarms = [], []
    rows = labelled(file)
    for wanted, fact_id, text in rows:
        got = verdict(text, language)
        if got != wanted:
            wrong.append(f"{wanted} but {got}: {text}")
        if got == "contradicted" and wanted != "contradicted":
            false_alarms.append(text)
        if wanted != "none" and got == wanted:
            about(fact_id, text, language)
    assert false_alarms == []
    assert len(wrong) <= 0.03 * len(rows), wrong
    silent = sum(wanted == "none" for wanted, _, _ in rows)
    assert silent >= 0.3 * len(rows)


@pytest.mark.parametrize("fact", BASE.facts, ids=lambda fact: fact.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_facts_own_words_are_called_wrong(fact: Fact, language: Language) -> None:
    claims = find_claims(fact.statement.text(language), language, BASE)
    assert [claim for claim in claims if claim.verdict == "contradicted"] == []


NUMBERED = [fact for fact in BASE.facts if fact.slot and fact.slot.quantity == "duration"]


@pytest.mark.parametrize("fact", NUMBERED, ids=lambda fact: fact.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_facts_own_words_with_another_number_are_called_wrong(fact: Fact, language: Language) -> None:
    text = fact.statement.text(language)
    assert fact.slot is not None
    true = next(q for q in find_quantities(text, language) if compare(q, fact.slot, language) == "equal")
    digits = "".join(char for char in true.quote if char.isdigit())
    other = true.quote.replace(digits, str(2 * int(digits) + 1))  # 2n + 1 is no other fact's number here
    claims = find_claims(text[: true.start] + other + text[true.end :], language, BASE)
    assert "contradicted" in [claim.verdict for claim in claims]


CODES: list[tuple[str, Language, str, str]] = [
    ("wrong_number", "zh", "objection_20_days", "征信异议三十天之内书面答复"),
    ("wrong_unit", "zh", "objection_20_days", "征信异议二十个月内书面答复"),
    ("wrong_day_type", "zh", "objection_20_days", "征信异议二十个工作日内书面答复"),
    ("wrong_day_type", "en", "objection_20_days", "The objection is answered within twenty business days."),
    ("wrong_bound", "zh", "complaint_files_3_years", "投诉档案最多保存三年"),
    ("near_unit", "zh", "insurance_decide_30_days", "复杂的理赔保险公司一个月内作出核定"),
    ("approximate", "zh", "objection_20_days", "征信异议大概二十天左右答复"),
    ("vague_number", "zh", "objection_20_days", "征信异议申请很快就会书面答复您"),
    ("asr_number", "en", "defence_15_days", "You have fifty days to file your defence."),
    ("may_said_as_must", "zh", "instalment_plan_may", "银行必须给您分期"),
    ("may_said_as_must", "en", "instalment_plan_may", "The bank must give you an instalment plan."),
    ("must_said_as_may", "en", "limit_reason_told", "The bank does not have to explain why it froze the account."),
    ("dropped_condition", "zh", "instalment_plan_may", "个性化分期所有人都可以办"),
    ("wrong_body", "zh", "body_bank", "银行的投诉请打12363"),
    ("abolished", "zh", "no_late_fee", "逾期就要交滞纳金,滞纳金要交百分之五"),
    ("standard_as_law", "zh", "collect_hours_standard", "法律规定晚上十点到早上八点不得催收"),
    ("standard_as_law", "en", "collect_hours_standard", "By law collectors may not call between 10pm and 8am."),
    ("paid_does_not_clear", "zh", "bad_record_from_end", "您还清了,逾期记录马上就会消除的"),
    ("debt_is_no_crime", "zh", "debt_is_no_crime", "再不还钱就要坐牢"),
    ("supported_after_correction", "zh", "objection_20_days", "征信异议是三十天,不对,说错了,是二十天答复"),
]


@pytest.mark.parametrize(("code", "language", "fact_id", "text"), CODES, ids=[f"{c[0]}-{c[1]}" for c in CODES])
def test_the_reason_names_what_is_wrong(code: str, language: Language, fact_id: str, text: str) -> None:
    claim = about(fact_id, text, language)
    assert claim.code == code
    words = templates()[code]
    assert words.zh.format(**claim.fields)
    assert words.en.format(**claim.fields)


def test_equal_values_in_other_units_are_equal_only_where_they_truly_are() -> None:
    # 72 h = 3 × 24 h; 60 instalments = 60 months = 5 years; two weeks are 14 days; a month is no number of days.
    assert about("leak_report_72_hours", "信息泄露的,机构三天之内要报告").verdict == "supported"
    assert about("instalment_plan_5_years", "个性化分期最长六十期").verdict == "supported"
    assert about("defence_15_days", "答辩状两个星期之内提交").verdict == "contradicted"
    assert about("defence_15_days", "答辩状半个月之内提交").verdict == "vague"


@pytest.mark.parametrize(
    ("first", "second", "language", "alike"),
    [
        (14, 40, "zh", True), (4, 10, "zh", True), (15, 50, "zh", False), (20, 30, "zh", False),
        (15, 50, "en", True), (13, 30, "en", True), (14, 44, "en", False), (10, 4, "en", False),
    ],
)  # fmt: skip
def test_numbers_that_sound_alike(first: int, second: int, language: Language, alike: bool) -> None:
    assert confusable(first, second, language) == alike


def test_terms_are_known_by_sound_but_numbers_never() -> None:
    # 意义申请 (yìyì) sounds like 异议申请; 四十天 must not be taken for 十四天 or 二十天.
    assert about("objection_20_days", "意义申请二十天之内书面答复").verdict == "supported"
    assert about("objection_20_days", "异议申请四十天之内书面答复").verdict == "contradicted"


def test_the_topic_and_the_kind_of_institution_decide_what_a_bare_number_is_about() -> None:
    assert find_claims("这个您打12378投诉就可以", "zh", BASE) == ()
    (claim,) = find_claims("这个您打12378投诉就可以", "zh", BASE, institution="bank")
    assert (claim.fact_id, claim.verdict) == ("body_bank", "supported")
    (claim,) = find_claims("这个您打12378投诉就可以", "zh", BASE, institution="payment")
    assert (claim.fact_id, claim.verdict) == ("body_payment", "contradicted")


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "银行再拒绝，您打12363。"), ("en", "If the bank refuses once more, ring 12363.")],
)
def test_cash_and_notes_are_this_hotlines_also_at_a_banks_counter(language: Language, text: str) -> None:
    assert verdict(text, language, "damaged_notes") == "none"
    assert verdict(text, language, "card_misused") == "contradicted"
    assert verdict(text.replace("12363", "12378"), language, "damaged_notes") == "supported"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "您好，12363金融消费者投诉咨询热线，工号2107，请问有什么可以帮您？"),
        ("zh", "12363投诉热线，请讲"),
        ("en", "Good morning, 12363 financial consumer complaints and enquiries hotline, how can I help?"),
    ],
)
def test_the_hotlines_own_name_sends_nobody_to_it(language: Language, text: str) -> None:
    claims = find_claims(text, language, BASE, topic="card_debt_sued")
    assert [claim for claim in claims if claim.fact_id == "body_bank"] == []


def test_it_that_must_prove_is_the_bank() -> None:
    (claim,) = find_claims("银行要说是您本人操作的，得它举证。", "zh", BASE, topic="card_misused")
    assert (claim.fact_id, claim.verdict) == ("bank_proves_payment", "supported")


def test_an_unverified_or_expired_fact_only_warns() -> None:
    unverified = about("acceptance_7_business_days", "人民银行三十天之内决定是否受理")
    assert (unverified.verdict, unverified.verified) == ("contradicted", False)
    text = "征信异议三十天之内书面答复"
    (claim,) = find_claims(text, "zh", BASE, today=date(2026, 11, 24))
    assert claim.verified
    too_early = find_claims("银行的投诉请打12363", "zh", BASE, today=date(2024, 6, 27))
    assert [claim.verified for claim in too_early] == [False]  # the announcement is of 2024-06-28


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "异议三十天 啊不是 二十天给您答复"), ("zh", "征信异议三十天,说错了,二十天答复"),
        ("en", "The objection takes thirty days, sorry, twenty days."),
    ],
)  # fmt: skip
def test_of_two_statements_in_one_breath_the_later_counts_and_the_first_is_kept(language: Language, text: str) -> None:
    (claim,) = find_claims(text, language, BASE)
    assert (claim.fact_id, claim.verdict, claim.code) == (
        "objection_20_days",
        "supported",
        "supported_after_correction",
    )
    assert claim.fields["first"] in ("三十天", "thirty days")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "什么七十二小时必赔,没这规定"), ("zh", "二十四小时能撤那是老规定,现在看屏幕提示"),
        ("zh", "谁说能洗白征信都别信,真的记录提前删不了"),
        ("en", "This 72 hour compensation thing, no such rule exists."),
        ("en", "The 24 hour recall is an old rule, now it depends on what the screen said."),
    ],
)  # fmt: skip
def test_a_myth_told_and_put_right_is_no_fault(language: Language, text: str) -> None:
    assert verdict(text, language) == "supported"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "对方律师是不是跟您讲,上诉要在三十天里头"), ("zh", "那个人说七十二小时一定赔,他是哪个部门的"),
        ("zh", "要是银行给您三年的分期,一个月一千四,您吃得消吗"), ("zh", "您被刷的八千块,还有十五天到账是吧"),
        ("en", "It was the bank that told you to ring 12363, was it?"),
        ("en", "if the court did give you nine years of instalments could you cope each month"),
        ("en", "some people online say you get your money back in 72 hours, is that where you read it"),
    ],
)  # fmt: skip
def test_what_is_asked_supposed_or_quoted_is_no_claim_even_without_marks(language: Language, text: str) -> None:
    assert verdict(text, language) == "none"


def test_need_not_denies_a_duty_but_no_permission() -> None:
    assert verdict("A company that leaks data doesn't have to tell you.", "en") == "contradicted"
    assert verdict("机构不必在二十日内答复征信异议", "zh") == "contradicted"
    assert verdict("You don't have to sue over your credit report.", "en") != "contradicted"


def test_every_kind_of_institution_that_a_clause_names_is_judged() -> None:
    found = find_claims("银行和支付机构的投诉都打12378", "zh", BASE)
    assert {(one.fact_id, one.verdict) for one in found} == {
        ("body_bank", "supported"),
        ("body_payment", "contradicted"),
    }


@given(st.text(max_size=80), st.sampled_from(["zh", "en"]))
def test_any_text_is_survived_and_quotes_stand_where_they_say(text: str, language: Language) -> None:
    for claim in find_claims(text, language, BASE):
        assert text[claim.start : claim.end] == claim.quote


WORDS = [
    "银行", "必须", "可以", "不", "分期", "征信", "异议", "二十天", "内", "答复", ",", "。", "?", "如果",
    "您说", "五年",
    "12378", "投诉", "还清", "消除", "坐牢", "“", "”", "不对", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_jumble_of_our_words_is_survived(words: list[str]) -> None:
    text = "".join(words)
    for claim in find_claims(text, "zh", BASE):
        assert text[claim.start : claim.end] == claim.quote


def test_the_command_prints_what_the_contract_says() -> None:
    lines = "银行必须给您分期\n\n您好\n"
    result = CliRunner().invoke(cli, ["claims", "--language", "zh", "--json"], input=lines)
    entries = json.loads(result.output)
    assert [entry["text"] for entry in entries] == ["银行必须给您分期", "", "您好"]
    (claim,) = entries[0]["claims"]
    assert (claim["quote"], claim["fact_id"], claim["verdict"]) == (
        "银行必须给您分期", "instalment_plan_may", "contradicted",
    )  # fmt: skip
    assert entries[1]["claims"] == entries[2]["claims"] == []
    assert claim["why"]["zh"].startswith("把“可以”说成了“必须”")
    assert claim["why"]["en"].startswith('Turns a "may" into a "must"')
