"""Points of a script: what tells one, and what sounds like it and says the opposite or something else."""

from __future__ import annotations

import pytest

from recordings.errors import Language
from scenarios.load import load_script
from scenarios.trial import try_line

NO_PROMISE_UNTOLD = [
    ("data_sold", "en", "We'll find out who sold it, leave that with me."),
    ("data_sold", "en", "They'll stop straight away, I'll see to that."),
    ("data_sold", "zh", "谁漏的我们一定给您查出来。"),
    ("extortion_complaint", "en", "We cannot give you the wrong advice: your money comes back tomorrow."),
    ("wallet_frozen", "en", "When they release it on Friday you pay your rent, simple."),
    ("account_limited", "en", "The bank lifts it tomorrow, trust me."),
    ("credit_repair_agent", "zh", "您别空欢喜了，这钱肯定要不回来。"),
    ("wallet_frozen", "zh", "我不骗您，明天一定给您解冻。"),
    ("wallet_frozen", "en", "I wouldn't lie to you, it'll be free tomorrow."),
]
OTHER_UNTOLD = [
    ("paid_still_overdue", "en", "Don't worry, the record will be put right by Friday.", "objection"),
    ("card_misused", "en", "I'll report it to my supervisor.", "police"),
    ("card_misused", "en", "Did you withdraw money that night?", "evidence"),
    ("extortion_complaint", "en", "You'll get it back, every bit of it.", "real_loss"),
    ("extortion_complaint", "en", "That is enough, stop shouting.", "once"),
    ("insurance_silent", "zh", "您千万别着急。", "agent_warning"),
    ("insurance_silent", "en", "Please do not worry about your policy.", "agent_warning"),
    ("li_card_debt", "en", "Tell me in your own words what happened.", "defence"),
    ("li_card_debt", "en", "You should go and pay it now.", "attend"),
    ("cash_refused", "en", "What is the shop called?", "kind"),
    ("account_limited", "zh", "您急用钱吗？", "proportion"),
]


def _told(name: str, language: Language, text: str) -> set[str]:
    script = load_script(name)
    return {one.removeprefix("told:") for one in try_line(script, script.start, text, language).moment.heard}


@pytest.mark.parametrize(("name", "language", "text"), NO_PROMISE_UNTOLD)
def test_a_promise_is_not_taken_for_declining_to_promise(name: str, language: Language, text: str) -> None:
    assert "no_promise" in load_script(name).points
    assert "no_promise" not in _told(name, language, text)


@pytest.mark.parametrize(("name", "language", "text", "point"), OTHER_UNTOLD)
def test_words_that_say_something_else_tell_no_point(name: str, language: Language, text: str, point: str) -> None:
    assert point in load_script(name).points
    assert point not in _told(name, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I can't promise it'll be released, that's for the company to check."),
        ("en", "Honestly I cannot tell you when it will be freed."),
        ("zh", "我不敢跟您打包票，得等支付公司查了才知道。"),
        ("zh", "解不解我许不了您，他们核实完才定。"),
    ],
)
def test_declining_to_promise_is_heard_in_many_words(language: Language, text: str) -> None:
    assert "no_promise" in _told("wallet_frozen", language, text)
