"""The knowledge page as its people use it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from desk import accounts, fact_changes, knowledge, rescoring
from desk.db import Store
from desk.permissions import Actor
from scoring.knowledge import load_knowledge
from tests.ui.conftest import PASSWORD, buttons, calm, open_app, shown, talk

FIVE_YEARS = "instalment_plan_5_years"
SAYS_FIVE = (
    ("agent", "您好，12363。"),
    ("customer", "信用卡欠款还不上了，能分几年还？"),
    ("agent", "个性化分期最长可以分五年。"),
)


@pytest.fixture
def lan(store: Store) -> Actor:
    with store.session() as session:
        return accounts.add_user(session, None, "lan", "supervisor", PASSWORD, display_name="兰主管")


def propose_three(store: Store, actor: Actor) -> int:
    with store.session() as session:
        held = fact_changes.open_text(session, actor, FIVE_YEARS)
        text = held.text.replace("value: 5", "value: 3")
        return fact_changes.propose(session, actor, text, "新办法", fact_id=FIVE_YEARS, seen=held.seen).id


def said(at: AppTest) -> str:
    return "\n".join(element.value for element in (*at.markdown, *at.caption, *at.title, *at.header))


def links(at: AppTest) -> list[str]:
    return [button.label for button in at.button if str(button.key).startswith("fact_")]


@pytest.mark.parametrize("role", ["trainee", "manager"])
def test_who_only_looks_up_finds_facts_and_no_way_to_change_them(people: dict[str, Actor], role: str) -> None:
    at = open_app(people[role], "knowledge")
    assert f"{len(load_knowledge().facts)} 条" in said(at)
    at.text_input(key="knowledge_text").set_value("个性化分期 5 年").run()
    assert any("最长不超过 5 年" in label for label in links(calm(at)))
    at.button(key=f"fact_{FIVE_YEARS}").click().run()
    assert at.query_params["fact"] == [FIVE_YEARS] or at.query_params["fact"] == FIVE_YEARS
    assert "最长不超过 5 年" in said(at).replace("\\", "")
    assert not {"提交审核", "审核通过并发布"} & set(buttons(at))
    at = open_app(people[role], "knowledge", edit=FIVE_YEARS)
    assert any("无权" in warning.value for warning in at.warning)  # the address alone doesn't help


def test_facts_are_filtered_and_paged(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "knowledge")
    first = links(at)
    at.segmented_control(key="knowledge_view").set_value("due").run()
    due = sum(1 for fact in load_knowledge().facts if fact.checked_on is None)
    assert f"{due} 条" in said(calm(at))
    at.selectbox(key="knowledge_severity").set_value("low").run()
    assert f"{due} 条" not in said(calm(at)) or due == 0
    assert len(first) >= 20


def test_what_no_fact_fits_says_so_and_offers_a_way_back(people: dict[str, Actor]) -> None:
    at = open_app(people["trainee"], "knowledge", language="en")
    at.text_input(key="knowledge_text").set_value("zzzz").run()
    assert "No fact fits." in said(at)
    at.button(key="knowledge_clear").click().run()
    assert len(links(calm(at))) >= 20


def test_a_supervisor_edits_by_form_sees_findings_live_and_proposes(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "knowledge", edit=FIVE_YEARS)
    field = next(one for one in at.number_input if str(one.key).startswith("form_slot_value"))
    field.set_value(3.0).run()
    assert "value: 3" in shown(calm(at), f"knowledge_yaml_{FIVE_YEARS}")["text"]  # both show the same text
    english = next(one for one in at.text_area if str(one.key).startswith("form_statement_en"))
    english.set_value("").run()
    assert at.error  # an empty statement can't stand
    assert at.button(key="knowledge_propose").disabled
    english = next(one for one in at.text_area if str(one.key).startswith("form_statement_en"))
    english.set_value("A personal plan lasts 3 years at most.").run()
    at.button(key="knowledge_propose").click().run()
    assert any("说明：请填写内容" in warning.value for warning in at.warning)
    at.text_area(key="knowledge_note").set_value("新办法七月一日施行").run()
    at.button(key="knowledge_propose").click().run()
    calm(at)
    with store.reading() as session:
        view = knowledge.get_fact(session, people["supervisor"], FIVE_YEARS)
    assert view.change is not None
    assert {field.place for field in view.change.fields} == {"slot.value", "statement.en"}
    assert at.query_params["fact"] == FIVE_YEARS


def test_ones_own_change_can_be_taken_back_and_not_published(store: Store, people: dict[str, Actor]) -> None:
    change = propose_three(store, people["supervisor"])
    at = open_app(people["supervisor"], "knowledge", view="waiting")
    assert "审核通过并发布" not in buttons(at)
    at.button(key=f"knowledge_withdraw_{change}").click().run()
    assert "没有待审的修改。" in [info.value for info in calm(at).info]


@pytest.mark.parametrize("decider", ["supervisor", "admin"])
def test_another_supervisor_or_an_administrator_publishes_and_the_history_tells(
    store: Store, people: dict[str, Actor], lan: Actor, decider: str
) -> None:
    change = propose_three(store, people["supervisor"])
    who = lan if decider == "supervisor" else people["admin"]
    at = open_app(who, "knowledge", view="waiting")
    at.button(key=f"knowledge_publish_{change}").click().run()
    calm(at)
    at = open_app(people["trainee"], "knowledge", fact=FIVE_YEARS)
    text = said(at).replace("\\", "")
    assert "梅主管" in text
    assert "新办法" in text
    assert ":red[− 5]" in text
    assert ":green[+ 3]" in text
    with store.reading() as session:
        assert knowledge.get_fact(session, who, FIVE_YEARS).fact.slot.value == 3  # type: ignore[union-attr]


def test_after_publishing_past_calls_can_be_scored_anew(store: Store, people: dict[str, Actor], lan: Actor) -> None:
    change = propose_three(store, people["supervisor"])
    at = open_app(lan, "knowledge", view="waiting")
    assert "rescore_start" not in [button.key for button in at.button]
    at.button(key=f"knowledge_publish_{change}").click().run()
    at.button(key="rescore_start").click().run()
    calm(at)
    with store.reading() as session:
        run = rescoring.latest(session, lan)
    assert run is not None
    assert run.state in rescoring.UNDER_WAY


def test_sending_back_needs_a_reason(store: Store, people: dict[str, Actor], lan: Actor) -> None:
    change = propose_three(store, people["supervisor"])
    at = open_app(lan, "knowledge", view="waiting")
    at.button(key=f"knowledge_back_{change}").click().run()
    assert at.warning
    at.text_area(key=f"knowledge_answer_{change}").set_value("办法还没有施行").run()
    at.button(key=f"knowledge_back_{change}").click().run()
    calm(at)
    assert "办法还没有施行" in said(open_app(people["supervisor"], "knowledge", fact=FIVE_YEARS))


def test_before_publishing_one_sees_which_calls_would_be_judged_differently(
    store: Store, people: dict[str, Actor], lan: Actor, call: Callable[..., str]
) -> None:
    call_id = call(talk(SAYS_FIVE))
    change = propose_three(store, people["supervisor"])
    at = open_app(lan, "knowledge", fact=FIVE_YEARS)
    at.button(key=f"knowledge_ask_{change}").click().run()
    assert f"call={call_id}" in said(calm(at))
    assert "与知识库一致 → 与知识库不符" in said(at)  # the claim itself, not only its criterion
    admin = open_app(people["admin"], "knowledge", fact=FIVE_YEARS)  # publishes, but sees nobody's calls
    assert "您的角色不能查看通话" in said(admin)


def test_a_fact_is_marked_as_checked_today_by_proposing_it(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "knowledge", fact="reply_15_days")
    assert any("只会提醒您" in warning.value for warning in at.warning)  # unverified: it only warns
    at.text_area(key="knowledge_check_note").set_value("看过原文").run()
    at.button(key="knowledge_check").click().run()
    assert "待审修改" in [header.value for header in calm(at).header]


def test_the_home_page_counts_what_is_due_and_what_waits(store: Store, people: dict[str, Actor], lan: Actor) -> None:
    propose_three(store, people["supervisor"])
    at = open_app(lan)
    counts = {metric.label: metric.value for metric in at.metric}
    due = sum(1 for fact in load_knowledge().facts if fact.checked_on is None)
    assert counts["知识待核对"] == str(due)
    assert counts["修改待审核"] == "1"
    at.button(key="home_show_facts_waiting").click().run()
    assert at.query_params["view"] == ["waiting"] or at.query_params["view"] == "waiting"


def test_a_trainee_in_practice_looks_up_the_published_facts(store: Store, people: dict[str, Actor], lan: Actor) -> None:
    change = propose_three(store, people["supervisor"])
    with store.session() as session:
        fact_changes.publish(session, lan, [change])
    at = open_app(people["trainee"])
    at.button(key="home_try").click().run()
    at.text_input(key="knowledge_search").set_value(FIVE_YEARS).run()
    assert "最长不超过" in said(calm(at))


def test_a_supervisor_edits_a_topic_another_publishes_it_and_it_shows(
    store: Store, people: dict[str, Actor], lan: Actor
) -> None:
    key = "topic.card_debt_sued"
    at = open_app(people["supervisor"], "knowledge", view="words")
    at.text_input(key="knowledge_part_text").set_value("起诉 传票").run()
    at.button(key=f"part_{key}").click().run()
    assert at.query_params["fact"] in (key, [key])
    assert "必须告知的事实" in said(calm(at))
    at = open_app(people["supervisor"], "knowledge", edit=key)
    assert "name" in shown(calm(at), "knowledge_yaml_topic_card_debt_sued")["text"]
    with store.session() as session:
        held = fact_changes.open_text(session, people["supervisor"], key)
        text = held.text.replace("信用卡欠款被起诉", "卡债被起诉")
        change = fact_changes.propose(session, people["supervisor"], text, "叫法改了", fact_id=key, seen=held.seen).id
    at = open_app(lan, "knowledge", view="waiting")
    assert "卡债被起诉" in said(at)
    at.button(key=f"knowledge_publish_{change}").click().run()
    calm(at)
    at = open_app(people["trainee"], "knowledge", fact=key)
    assert at.title[0].value == "卡债被起诉"
    assert "梅主管" in said(at)
    assert "提交审核" not in buttons(at)


@pytest.mark.parametrize("kind", ["topic", "forbidden", "words"])
def test_a_new_part_begins_with_what_it_needs(people: dict[str, Actor], kind: str) -> None:
    at = open_app(people["supervisor"], "knowledge", language="en", edit="new", kind=kind)
    assert at.title[0].value.startswith("Add a")
    assert "id:" in shown(calm(at), f"knowledge_yaml_{kind}_new")["text"]
