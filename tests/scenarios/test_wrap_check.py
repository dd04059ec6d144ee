from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from recordings.errors import Language
from scenarios import player
from scenarios.load import list_scripts, load_script
from scenarios.state import Reply, State
from scenarios.wrap_check import CheckedForm, check_form
from scenarios.wrap_up import form_of

LI = "li_card_debt"
# What is true of Mr Li's call as the model answers lead it: he tells of the summons (the tenth), of his income
# (three thousand) and of the talks with the bank; he is told of 12378.
GOOD: dict[Language, dict[str, str | int]] = {
    "zh": {
        "institution_name": "未提供", "category": 2, "institution": 0, "referral": 0,
        "facts": "上周五收到传票，下个月十号开庭；打零工，月入3000左右；和银行谈过分期，没谈成",
        "request": "想知道起诉了怎么办，能不能分期", "promised": "告知收到起诉状15天内答辩，银行问题打12378",
    },
    "en": {
        "institution_name": "not given", "category": 2, "institution": 0, "referral": 0,
        "facts": "Summons last Friday, hearing on the tenth; odd jobs, 3000 a month; talks with the bank failed",
        "request": "What to do about the court", "promised": "Told to answer within 15 days and to ring 12378",
    },
}  # fmt: skip


@cache
def played(script_id: str, language: Language) -> State:
    """A call that says the model answer everywhere."""
    script = load_script(script_id)
    state = player.start(script, language, 1).state
    while state.ended is None and state.turns < 40:
        answer = script.nodes[state.node].model
        state = player.step(script, state, Reply(text=answer.text(language) if answer else "")).state
    return state


def check(language: Language = "zh", **changed: Any) -> CheckedForm:
    return check_form(load_script(LI), played(LI, language), {**GOOD[language], **changed})


def findings(form: CheckedForm) -> dict[str, list[str]]:
    return {field.field.id: [one.code for one in field.findings] for field in form.fields if field.findings}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_that_tells_what_was_said_is_right(language: Language) -> None:
    form = check(language)
    assert findings(form) == {}
    assert form.right == len(form.fields) == 7


def test_an_empty_form_is_incomplete_in_every_field() -> None:
    form = check_form(load_script(LI), played(LI, "zh"), {})
    assert set(findings(form)) == {field.id for field in form_of(load_script(LI).wrap_up)}
    assert form.right == 0


def test_a_complaint_filed_as_an_inquiry_is_wrong() -> None:
    assert findings(check(category=0)) == {"category": ["wrong"]}


@pytest.mark.parametrize(("language", "name"), [("zh", "工商银行"), ("en", "Bank of Nowhere")])
def test_an_institution_that_nobody_named_was_not_said(language: Language, name: str) -> None:
    assert findings(check(language, institution_name=name)) == {"institution_name": ["not_said"]}


@pytest.mark.parametrize(
    ("language", "promised"), [("zh", "30天内退款"), ("en", "The bank pays it back within thirty days")]
)
def test_a_time_that_nobody_gave_was_not_said(language: Language, promised: str) -> None:
    assert "not_said" in findings(check(language, promised=promised))["promised"]


def test_months_are_not_days() -> None:
    """Fifteen days were given; fifteen months were not."""
    assert findings(check(promised="15个月内答辩"))["promised"] == ["not_said"]


def test_what_was_promised_wants_its_time() -> None:
    assert findings(check(promised="告知去答辩，银行问题打12378"))["promised"] == ["no_time"]


def test_facts_that_were_found_out_must_be_noted() -> None:
    (field,) = [field for field in check(facts="客户很着急").fields if field.field.id == "facts"]
    assert [one.code for one in field.findings] == ["left_out"]
    assert len(field.findings[0].names) == len(played(LI, "zh").found)


def test_not_referred_is_no_answer_when_the_customer_was_sent_to_12378() -> None:
    assert findings(check(referral=2)) == {"referral": ["wrong", "referred"]}


def test_who_writes_12378_must_have_said_it() -> None:
    script = load_script(LI)
    state = player.step(script, player.start(script, "zh").state, Reply(text="您好，请讲。")).state
    assert "not_referred" in findings(check_form(script, state, GOOD["zh"]))["referral"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("script_id", [script.id for script in list_scripts() if script.wrap_up])
def test_in_every_scenario_the_expected_choices_agree_with_a_call_by_the_model_answers(
    script_id: str, language: Language
) -> None:
    script = load_script(script_id)
    right = {field.id: field.expected for field in script.wrap_up if field.expected is not None}
    found = findings(check_form(script, played(script_id, language), right))
    assert not {code for field in right for code in found.get(field, [])}
