from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import alerts
from desk.db import Store
from desk.permissions import Actor
from scoring.knowledge import load_knowledge
from tests.ui.conftest import buttons, open_app


def test_a_supervisor_without_calls_is_offered_an_upload(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"])
    due = str(sum(fact.checked_on is None for fact in load_knowledge().facts))
    assert at.header[0].value == "上传第一段录音"
    assert {metric.label: metric.value for metric in at.metric} == {
        "待复核": "0", "有风险信号": "0", "处理中": "0", "处理失败": "0", "知识待核对": due, "修改待审核": "0",
    }  # fmt: skip


def test_a_supervisor_begins_with_the_call_that_needs_a_person_most(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id = call()
    at = open_app(people["supervisor"])
    assert at.header[0].value == "先看最需要您的那通"
    at.button(key="home_try").click().run()
    assert at.query_params["call"] == call_id


def test_mr_lis_sample_call_comes_first_until_it_is_reviewed(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    sample = call(file_name="zh_li_cold.ogg", source="demo")
    at = open_app(people["supervisor"], language="en")
    assert at.header[0].value == "Score Mr Li's call"
    at.button(key="home_try").click().run()
    assert at.query_params["call"] == sample


def test_a_trainee_starts_mr_lis_scenario_with_one_click(people: dict[str, Actor]) -> None:
    at = open_app(people["trainee"])
    assert at.header[0].value == "做李先生需要的那个坐席"
    at.button(key="home_try").click().run()
    assert at.query_params["run"]


@pytest.mark.parametrize(("role", "label"), [("manager", "打开总览"), ("admin", "管理账号")])
def test_managers_and_administrators_have_a_card_of_their_own(people: dict[str, Actor], role: str, label: str) -> None:
    assert label in buttons(open_app(people[role]))


def test_a_count_opens_the_calls_behind_it(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call()
    at = open_app(people["supervisor"])
    at.button(key="home_show_review").click().run()
    assert at.title[0].value == "通话"
    assert at.session_state["calls_view"] == "review"


def test_an_alert_is_told_at_once_and_leads_to_its_page(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"])
    assert not any("条提醒" in one.value for one in at.markdown)
    with store.session() as session:
        alerts.raise_alert(session, "trust_drift", "criterion:12363/zh/opening", {
            "criterion": "opening", "language": "zh", "reviews": 20, "agreement": 0.41, "threshold": 0.6,
        })  # fmt: skip
    assert any("有 1 条提醒" in one.value for one in open_app(people["supervisor"]).markdown)
    page = open_app(people["supervisor"], "trust")
    assert any("“开场”（中文）最近 20 次复核的一致性降到 0.41" in one.value for one in page.markdown)
    there = open_app(people["supervisor"], "trust", language="en")
    there.button(key="trust_alert_1").click().run()
    assert (there.query_params["criterion"], there.session_state["trust_language"]) == ("opening", "zh")
    page.button(key="trust_seen_1").click().run()
    assert not any("一致性降到" in one.value for one in page.markdown)
