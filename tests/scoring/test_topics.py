"""Topic and institution of a call, the referral that is due, bodies named, forbidden phrases."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from recordings.errors import Language
from recordings.transcript import Speaker, Transcript, Turn
from scoring.facts import Body, InstitutionKind
from scoring.forbidden import find_forbidden
from scoring.knowledge import load_knowledge
from scoring.referral import find_bodies, referral_due
from scoring.topic_fit import topic_weights
from scoring.topics import topic_of

BASE = load_knowledge("12363")


def call(language: Language, *lines: str) -> Transcript:
    """Turns from lines such as "c: hello" (c customer, a agent)."""
    who: dict[str, Speaker] = {"c": "customer", "a": "agent"}
    turns = tuple(Turn(index=n, speaker=who[line[0]], text=line[3:]) for n, line in enumerate(lines))
    return Transcript(language=language, turns=turns)


# topic, kind, what the customer says first
OPENINGS: list[tuple[str, InstitutionKind | None, Language, str]] = [
    ("card_debt_sued", "bank", "zh", "你好,我信用卡欠了六万块还不上,昨天收到法院的传票了,怎么办啊"),
    (
        "card_debt_sued",
        "bank",
        "en",
        "I owe sixty thousand on my credit card and I've received a summons from the court.",
    ),
    ("harsh_collection", "bank", "zh", "催收的半夜给我打电话,还打到我同事那里去了"),
    (
        "harsh_collection",
        "bank",
        "en",
        "Debt collectors ring me at midnight and they've told my colleagues about the loan.",
    ),
    ("unknown_loan", "bank", "zh", "我查了一下信用报告,上面多了一笔贷款,我从来没贷过啊"),
    ("unknown_loan", "bank", "en", "There's a loan in my name on the credit report that I never took out."),
    ("paid_still_overdue", "bank", "zh", "我去年就把贷款还清了,征信上怎么还是显示逾期"),
    (
        "paid_still_overdue",
        "bank",
        "en",
        "I paid off the loan in March but my credit report still shows it as overdue.",
    ),
    ("credit_repair_agent", None, "zh", "我交了三千块给一个公司,说能把征信洗白,现在联系不上了"),
    (
        "credit_repair_agent",
        None,
        "en",
        "I paid an agency three thousand yuan to clean my credit record and now they don't answer.",
    ),
    ("card_misused", "bank", "zh", "我的卡刚才被盗刷了八千块"),
    ("card_misused", "bank", "en", "Somebody has used my debit card, eight thousand yuan is gone!"),
    ("account_limited", "bank", "zh", "我的工资卡被银行限制了,钱取不出来"),
    ("account_limited", "bank", "en", "My salary account has been frozen by the bank and I can't withdraw anything."),
    ("wallet_frozen", "payment", "zh", "我支付宝钱包里的余额被冻结了,客服一直不处理"),
    ("wallet_frozen", "payment", "en", "The balance in my payment app wallet is frozen and support keeps stalling."),
    ("wrong_transfer", "bank", "zh", "我在ATM上转账转错人了,能不能撤销"),
    ("wrong_transfer", "bank", "en", "I sent money to the wrong account by ATM, can I cancel it?"),
    ("merchant_fee", "payment", "zh", "我是开店的,POS机的手续费偷偷给我涨了"),
    ("merchant_fee", "payment", "en", "I run a small shop and the fee on my card reader was raised quietly."),
    ("cash_refused", "other", "zh", "超市不收现金,非要我扫码"),
    ("cash_refused", "other", "en", "The shop wouldn't take my cash, they said phone only."),
    ("damaged_notes", "bank", "zh", "家里着火烧坏了一些人民币,银行不给换"),
    ("damaged_notes", "bank", "en", "I have some burnt banknotes and the bank refused to exchange them."),
    ("insurance_claim_silent", "insurer", "zh", "保险理赔的材料交了两个月了一直没消息"),
    ("insurance_claim_silent", "insurer", "en", "I sent in my insurance claim sixty days ago and have heard nothing."),
    ("data_sold", None, "zh", "我怀疑我的个人信息被卖了,天天有人打贷款电话,连我名字都知道"),
    ("data_sold", None, "en", "I think my personal data was sold, strangers call me and know my name."),
    ("extortion_complaint", None, "zh", "你们让他赔我五万,否则我天天投诉"),
    ("extortion_complaint", None, "en", "Make them pay me fifty thousand or else I will complain every day."),
    ("other", None, "zh", "你好,我想问一下今天天气怎么样"),
    ("other", None, "en", "Hello, could you tell me what time it is?"),
]


@pytest.mark.parametrize(("topic", "kind", "language", "text"), OPENINGS, ids=[f"{c[0]}-{c[2]}" for c in OPENINGS])
def test_the_topic_is_heard_from_the_customers_first_words(
    topic: str, kind: InstitutionKind | None, language: Language, text: str
) -> None:
    greeting = "a: 您好,12363热线" if language == "zh" else "a: Hello, this is 12363."
    guess = topic_of(call(language, greeting, f"c: {text}"), BASE)
    assert guess.topic == topic
    if kind is not None:
        assert guess.institution_kind == kind


def test_the_agents_words_do_not_outweigh_the_customers() -> None:
    heard = call("zh", "c: 我的卡被盗刷了", "a: 您的征信报告、信用卡欠款、起诉、传票这些我们都能解答")
    assert topic_of(heard, BASE).topic == "card_misused"


def test_an_empty_call_is_about_nothing_known() -> None:
    assert topic_of(call("zh"), BASE).topic == "other"


@pytest.mark.parametrize(
    ("topic", "kind", "body"),
    [
        ("card_debt_sued", "bank", "12378"),
        ("card_debt_sued", None, "12378"),
        ("wallet_frozen", "payment", "12363"),
        ("insurance_claim_silent", "insurer", "12378"),
        ("merchant_fee", "bank", "12378"),
        ("merchant_fee", "payment", "12363"),
        ("data_sold", "securities", "12386"),
        ("cash_refused", "other", "12363"),
        (None, "securities", "12386"),
        ("other", "credit_agency", "12363"),
        (None, None, None),
        ("other", None, None),
    ],
)
def test_the_referral_follows_topic_and_kind(
    topic: str | None, kind: InstitutionKind | None, body: Body | None
) -> None:
    # Joint announcement of 2024-06-28: banks and insurers 12378, payment and credit agencies 12363, securities 12386.
    assert referral_due(topic, kind, BASE) == body


BODIES: list[tuple[Language, str, list[tuple[str, bool, bool]]]] = [
    ("zh", "您好,12363金融消费权益保护热线", [("12363", False, False)]),
    ("zh", "这个您可以拨打12378投诉", [("12378", True, False)]),
    ("zh", "银行的投诉不归12363管,归12378", [("12363", False, True), ("12378", True, False)]),
    ("zh", "您拨打幺二三七八", [("12378", True, False)]),
    ("zh", "建议您马上报警", [("police", True, False)]),
    ("zh", "您打过12378吗?", [("12378", False, False)]),
    ("en", "Good morning, this is 12363, how can I help?", [("12363", False, False)]),
    ("en", "Please call 12378 about the bank.", [("12378", True, False)]),
    ("en", "Have you called 12378 yet?", [("12378", False, False)]),
    ("en", "You should report it to the police.", [("police", True, False)]),
]


@pytest.mark.parametrize(("language", "text", "wanted"), BODIES, ids=[case[1] for case in BODIES])
def test_bodies_are_found_with_what_is_said_of_them(
    language: Language, text: str, wanted: list[tuple[str, bool, bool]]
) -> None:
    found = find_bodies(text, language)
    assert [(one.body, one.directed, one.negated) for one in found] == wanted
    assert all(text[one.start : one.end] == one.quote for one in found)


FORBIDDEN: list[tuple[Language, str, str | None]] = [
    ("zh", "那您赶紧想办法借钱还上。法院都起诉了,找我们也没用。", "找我们也没用"),
    ("zh", "你这是诬告", "你这是诬告"),
    ("zh", "这个我们管不了。", "我们管不了"),
    ("zh", "这个我不知道,我帮您查一下再告诉您", None),
    ("zh", "您说客服跟您讲找我们也没用,是吗", None),
    ("zh", "您慢慢说,我听着呢", None),
    ("en", "There's nothing to be done about it.", "nothing to be done about it"),
    ("en", "I don't know, but let me find out for you.", None),
    ("en", "You should have paid on time then.", "You should have paid"),
    ("en", "They told you that it's not their problem?", None),
]


@pytest.mark.parametrize(("language", "text", "wanted"), FORBIDDEN, ids=[case[1] for case in FORBIDDEN])
def test_forbidden_phrases_are_found_unless_quoted_or_made_good(
    language: Language, text: str, wanted: str | None
) -> None:
    quotes = [one.quote for one in find_forbidden(text, language, BASE)]
    assert (wanted in quotes) if wanted else quotes == []


def test_topic_and_institution_of_whole_calls_are_right_nearly_always() -> None:
    """Calls by an author who saw neither code nor base; tuned on since, so this says that nothing got worse."""
    wrong, count = [], 0
    for path in sorted((Path(__file__).parent / "calls" / "dev").glob("calls.*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            guess = topic_of(call(one["language"], *one["lines"]), BASE)
            kind = guess.institution_kind if guess.institution_kind != "other" else None
            said = (guess.topic, kind or "none")
            count += 1
            if said != (one["topic"], one.get("institution") or "none"):
                wrong.append((one["id"], said))
    assert count >= 28
    assert len(wrong) <= 0.08 * count, wrong


def test_the_topic_is_heard_from_roundabout_first_words() -> None:
    rows = (Path(__file__).parent / "dev" / "openings.txt").read_text(encoding="utf-8").splitlines()
    wrong = []
    for topic, _, text in (row.split("\t") for row in rows if not row.startswith("#")):
        language: Language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
        guess = topic_of(call(language, f"c: {text}"), BASE)
        if guess.topic != topic:
            wrong.append((topic, guess.topic, text))
    assert len(wrong) <= 0.06 * len(rows), wrong


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_topic_is_heard_from_stories_that_were_kept_out_of_the_fit(language: Language) -> None:
    rows = (Path(__file__).parent / "lines" / f"openings.{language}.txt").read_text(encoding="utf-8").splitlines()
    cases = [row.split("\t") for row in rows if not row.startswith("#")]
    wrong = []
    for topic, _, text in cases:
        guess = topic_of(call(language, *(f"c: {turn}" for turn in text.split(" / "))), BASE)
        if guess.topic != topic:
            wrong.append((topic, guess.topic, text))
    assert len(wrong) <= 0.25 * len(cases), wrong  # 30 % right with keywords alone


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_weights_of_topic_likeness_come_from_the_lines_beside_them(language: Language) -> None:
    stored = json.loads((files("scoring.examples") / f"topics.{language}.json").read_text(encoding="utf-8"))
    made = topic_weights(language)
    assert stored["topics"] == made["topics"]
    assert stored["grams"].keys() == made["grams"].keys()  # type: ignore[attr-defined]
    assert set(stored["topics"]) <= {"other", *(topic.id for topic in BASE.topics)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_topic_and_institution_are_heard_from_long_stories(language: Language) -> None:
    """Two or three turns told as stories by another hand; learned from, so this says that nothing got worse."""
    rows = (Path(__file__).parent / "dev" / f"stories.{language}.txt").read_text(encoding="utf-8").splitlines()
    cases = [row.split("\t") for row in rows if not row.startswith("#")]
    wrong = []
    for topic, institution, text in cases:
        guess = topic_of(call(language, f"c: {text}"), BASE)
        kind = guess.institution_kind if guess.institution_kind not in (None, "other") else "none"
        if (guess.topic, kind) != (topic, institution):
            wrong.append((topic, institution, guess.topic, kind, text))
    assert len(wrong) <= 0.08 * len(cases), wrong
