from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from desk import processing
from desk.db import Store
from desk.permissions import Actor
from recordings.errors import BadTranscript
from tests.ui.conftest import COLD, calm, open_app, shown, talk

CALM = (
    ("agent", "您好,12363,我是1024号,请问有什么可以帮您?"),
    ("customer", "我想问一下征信报告一年能查几次?"),
    ("agent", "您好,个人每年可以免费查询两次信用报告。请问还有别的问题吗?"),
    ("customer", "没有了,谢谢。"),
    ("agent", "感谢您的来电,祝您生活愉快,再见。"),
)


def titles(at: AppTest) -> list[str]:
    return [row["title"] for row in shown(at, "calls_list")["rows"]]


def test_an_empty_list_says_what_fills_it(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "calls")
    assert "还没有通话。上传录音，几分钟后就能看到评分。" in [markdown.value for markdown in at.markdown]


def test_a_trainee_sees_their_own_calls_alone(people: dict[str, Actor], call: Callable[..., str]) -> None:
    own = call(talk(), agent="A1024", topic="card_debt_sued")
    call(talk(CALM), agent="B2", topic="card_debt_sued")
    at = open_app(people["trainee"], "calls")
    assert at.title[0].value == "我的通话"
    assert [row["id"] for row in shown(at, "calls_list")["rows"]] == [own]


def test_the_words_that_were_said_can_be_searched(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), file_name="cold.txt")
    found = call(talk(CALM), file_name="calm.txt")
    at = open_app(people["supervisor"], "calls")
    assert len(titles(at)) == 2
    at.text_input(key="calls_text").set_value("征信报告").run()
    assert [row["id"] for row in shown(calm(at), "calls_list")["rows"]] == [found]


def test_a_link_with_a_filter_is_shown_in_the_widgets_and_can_be_cleared(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call(talk(), agent="A1024")
    call(talk(CALM), agent="B2")
    at = open_app(people["manager"], "calls", agent="B2", criterion_failed="respect")
    assert at.session_state["calls_agent"] == "B2"
    assert at.session_state["calls_rest"] == {"criterion_failed": "respect"}
    at.button(key="calls_clear_empty" if "calls_clear_empty" in at.session_state else "calls_clear").click().run()
    assert len(titles(calm(at))) == 2


def test_a_value_in_a_link_that_nobody_can_read_is_left_out(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call()
    at = open_app(people["supervisor"], "calls", score_below="soon", from_="yesterday", status="lost")
    assert len(titles(at)) == 1


def test_a_failed_call_says_why_and_offers_another_go(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    failed = call(done=False)
    with store.session() as session:
        processing.fail(session, failed, BadTranscript(where="call.txt", reason="line 3"))
    at = open_app(people["supervisor"], "calls", language="en", status="failed")
    (row,) = shown(at, "calls_list")["rows"]
    assert row["error"].startswith("call.txt: not a usable transcript: line 3")
    assert row["retry"] == "Try again"
    (seen,) = shown(open_app(people["manager"], "calls"), "calls_list")["rows"]
    assert seen["retry"] is None  # a manager reads


def test_risk_comes_before_everything_else_in_a_row(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk((*COLD[:5], ("customer", "我真的不想活了。"), ("agent", "哦。"))))
    (row,) = shown(open_app(people["supervisor"], "calls"), "calls_list")["rows"]
    assert row["tone"] == "risk"
    assert row["flags"][0] == {"tone": "red", "sign": "▲", "text": "轻生风险"}


def test_a_draft_transcript_is_called_one_in_the_list(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(quality="draft", engine="pocketsphinx"))
    (row,) = shown(open_app(people["supervisor"], "calls"), "calls_list")["rows"]
    assert "草稿质量" in row["below"]


def test_long_lists_come_in_pages(people: dict[str, Actor], call: Callable[..., str]) -> None:
    for number in range(51):
        call(talk((("agent", f"您好,第{number}通。"),)), done=False, file_name=f"{number}.txt")
    at = open_app(people["supervisor"], "calls")
    assert len(titles(at)) == 50
    assert "51 通" in [caption.value for caption in at.caption]
    (pages,) = [key for key in at.session_state if key.startswith("calls_page_")]
    at.session_state[pages] = 2
    at.run()
    assert len(titles(calm(at))) == 1
    at.text_input(key="calls_text").set_value("0.txt").run()
    assert len(titles(calm(at))) == 6  # 0, 10, 20, 30, 40, 50: on the first page again


@pytest.mark.parametrize("role", ["supervisor", "manager", "trainee", "admin"])
def test_what_a_role_may_not_do_is_said_in_words(people: dict[str, Actor], role: str) -> None:
    at = open_app(people[role], "calls")
    told = [warning.value for warning in at.warning]
    assert bool(told) == (role == "admin")
    assert all("无权" in one for one in told)


def test_a_link_may_ask_for_an_agent_whom_no_call_has(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), agent="A1024")
    at = open_app(people["supervisor"], "calls", agent="Z9", topic="no_such_topic")
    assert at.selectbox(key="calls_agent").value == "Z9"
    assert "没有符合条件的通话。" in [markdown.value for markdown in at.markdown]
