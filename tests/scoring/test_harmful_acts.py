"""Harmful acts: the tricky readings one by one."""

from __future__ import annotations

import pytest

from recordings.errors import Language
from scoring.acts import find_acts

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def acts(text: str) -> set[str]:
    language: Language = "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"
    return {hit.act for hit in find_acts(text, language)}


# --- promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "我们不能保证一定退款",
        "这个我没办法跟您打包票",
        "谁也不敢说一定能追回来",
        "您是说我们保证退款？",
        "骗子会说肯定能退款，保证三天到账",
        "如果银行核实有误，一定会给您退款",
        "银行应当在15日内答复您",
        "肯定能退，哦不对，我说得太满了，要看银行审核",
        "我保证把您的话如实转达",
        "We can't guarantee a refund.",
        "nobody can promise you that they'll pay",
        "Are you saying that we guarantee a refund?",
        "they told you that you'd definitely get your money back",
        "if the bank agrees, the fee will be refunded",
        "You'll definitely get it back... sorry, I misspoke, that's for the bank to decide.",
        "I promise I'll pass it on.",
    ],
)
def test_this_promises_nothing(text: str) -> None:
    assert "overpromise" not in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "您放心，肯定能给您退的",
        "您别急肯定能退",  # a harmless "don't" is no negation
        "没问题的，包在我身上",
        "您放心，銀行一定會退錢給您",  # traditional characters
        "银行不可能不赔",  # two negatives
        "银行说退不了，不过我跟您保证一定给您退",  # own voice again
        "don't worry you'll definitely get your money back",
        "Um, I, I guarantee they'll, you know, refund you.",
        "no problem, we'll get that record deleted",
    ],
)
def test_this_promises_too_much(text: str) -> None:
    assert "overpromise" in acts(text)


# --- secrets --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "别把验证码给任何人",
        "千万不要把密码告诉别人",
        "您有没有把验证码告诉过对方？",
        "我们不会向您索要密码和验证码",
        "如果有人让您报验证码，那一定是骗子",
        "请提供身份证后四位",
        "Never share your password with anyone.",
        "Did you give them your PIN?",
        "We will never ask for your verification code.",
    ],
)
def test_care_about_secrets_asks_for_none(text: str) -> None:
    assert "ask_secret" not in acts(text)


@pytest.mark.parametrize(
    "text",
    ["麻烦您把短信验证码报给我", "您的支付密码是多少", "read me the code we just sent you", "what's your password"],
)
def test_asking_for_a_secret_is_found(text: str) -> None:
    assert "ask_secret" in acts(text)


# --- threats, blame, brush-offs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "threat"),
    [
        ("再不还就等着坐牢吧", True),
        ("法院已经起诉了", False),
        ("如果不应诉，法院可能会缺席判决", False),
        ("单纯还不上是不会坐牢的", False),
        ("催收有没有威胁要上门？", False),
        ("If you don't pay up you'll go to jail.", True),
        ("You can't go to jail for that.", False),
        ("The bank has already sued you.", False),
    ],
)
def test_a_threat_is_told_from_a_fact(text: str, threat: bool) -> None:
    assert ("threaten" in acts(text)) is threat


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("谁让您当初不看合同", True),
        ("谁让您转账的，是对方客服吗", False),
        ("这不怪您，骗子很会伪装", False),
        ("银行是不是说都怪您自己", False),
        ("You should have read the contract.", True),
        ("You should have received a letter.", False),
        ("This isn't your fault.", False),
    ],
)
def test_blame_is_told_from_asking_and_comforting(text: str, blamed: bool) -> None:
    assert ("blame" in acts(text)) is blamed


@pytest.mark.parametrize(
    ("text", "dismissed"),
    [
        ("法院都起诉了找我没用", True),
        ("您尽快还清欠款就行了", True),
        ("银行是不是跟您说找他们没用", False),
        ("您想多了解哪方面的规定", False),
        ("That's not my problem.", True),
        ("They said it's not their problem, right?", False),
    ],
)
def test_a_brush_off_is_told_from_talk_about_one(text: str, dismissed: bool) -> None:
    assert ("dismiss" in acts(text)) is dismissed


def test_a_refusal_with_a_way_out_is_none() -> None:
    assert "refuse_without_path" in acts("这个不归我们管")
    assert "refuse_without_path" not in acts("这个不归我们管，您可以拨打12378")
    assert "refuse_without_path" in acts("We can't help you with that.")
    assert "refuse_without_path" not in acts("We can't help with that, but the regulator on 12378 can.")
