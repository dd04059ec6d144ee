from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from desk import calls, processing, reviews
from desk.db import Store
from desk.permissions import Actor
from recordings.errors import BadTranscript
from recordings.transcript import Voices
from tests.ui.conftest import COLD, calm, open_app, shown, talk

HEARD = "听录音与判断不符"  # the first of the reasons that are offered; any other can be typed


def open_call(actor: Actor, call_id: str, **rest: str) -> AppTest:
    return open_app(actor, "call", call=call_id, **rest)


def criterion(at: AppTest, name: str) -> dict[str, Any]:
    return next(one for one in shown(at, "call_player")["card"]["criteria"] if one["id"] == name)


def change(at: AppTest, call_id: str, name: str, value: str, *, reason: str | None, comment: str = "") -> AppTest:
    """What a reviewer does: open the dialog, fill it in, save."""
    at.session_state["call_editing"] = {"call": call_id, "criterion": name, "value": None}
    at.run()
    at.radio(key=f"override_{name}_value").set_value(value)
    if reason is not None:
        at.selectbox(key=f"override_{name}_reason").set_value(reason)
    at.text_area(key=f"override_{name}_comment").set_value(comment)
    at.button(key=f"override_{name}_save").click()
    return at.run()


def test_every_turn_and_every_criterion_is_shown_with_its_reason(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id = call()
    data = shown(open_call(people["supervisor"], call_id), "call_player")
    # Names are hidden before anybody reads: 我姓李 is shown as 我姓[姓名].
    assert [turn["text"] for turn in data["turns"]] == [text.replace("我姓李", "我姓[姓名]") for _, text in COLD]
    assert [turn["name"] for turn in data["turns"][:2]] == ["坐席", "客户"]
    assert len(data["card"]["criteria"]) == 17
    assert all(one["why"] for one in data["card"]["criteria"])
    feeling = next(one for one in data["card"]["criteria"] if one["id"] == "acknowledge_feeling")
    assert (feeling["label"], feeling["tone"], feeling["sign"]) == ("0/2", "look", "○")


def test_evidence_carries_the_second_that_it_is_heard_at(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call_id = call()
    data = shown(open_call(people["supervisor"], call_id), "call_player")
    found = [evidence for one in data["card"]["criteria"] for evidence in one["evidence"]]
    assert found
    for evidence in found:
        turn = data["turns"][evidence["turn"]]
        assert evidence["quote"] in turn["text"]
        assert turn["start"] <= evidence["start"] <= turn["end"]


def test_what_could_not_be_told_is_said_kindly_and_is_no_zero(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id = call(talk(timed=False))  # no times: dead air and interruptions can't be told
    at = open_call(people["supervisor"], call_id)
    assert criterion(at, "dead_air")["label"] == "从这通电话里听不出来"
    assert criterion(at, "dead_air")["tone"] == "unknown"


def test_a_change_needs_a_reason(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call_id = call()
    at = change(open_call(people["supervisor"], call_id), call_id, "acknowledge_feeling", "2", reason=None)
    assert "请写一句理由：被评分的人有权知道为什么。" in [warning.value for warning in at.warning]
    assert criterion(at, "acknowledge_feeling")["yours"] is None


def test_a_change_stands_beside_the_machines_value_and_can_be_published(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id, mei = call(), people["supervisor"]
    at = change(open_call(mei, call_id), call_id, "acknowledge_feeling", "1", reason=HEARD, comment="先说听得出来")
    changed = criterion(calm(at), "acknowledge_feeling")
    assert changed["label"] == "0/2"
    assert changed["yours"] == {"label": "您：1/2", "note": f"{HEARD} · 先说听得出来", "undoable": True}
    at.button(key="call_publish").click().run()
    at.button(key="publish_stay").click().run()
    assert criterion(calm(at), "acknowledge_feeling")["yours"]["label"] == "复核：1/2"
    assert at.button(key="call_publish").disabled  # nothing new to publish
    with store.reading() as session:
        detail = calls.get_call(session, mei, call_id)
    human, auto = detail.latest("human"), detail.latest("auto")
    assert human is not None
    assert auto is not None
    assert human.criterion("acknowledge_feeling").value == 1
    assert auto.criterion("acknowledge_feeling").value == 0


def test_undo_goes_back_to_the_machines_value(store: Store, people: dict[str, Actor], call: Callable[..., str]) -> None:
    call_id, mei = call(), people["supervisor"]
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "acknowledge_feeling", "scored", 2, "听录音")
    at = open_call(mei, call_id)
    assert criterion(at, "acknowledge_feeling")["yours"] is not None
    at.session_state["call_editing"] = {"call": call_id, "criterion": "acknowledge_feeling", "value": None}
    at.run()
    at.button(key="override_acknowledge_feeling_undo").click().run()
    with store.reading() as session:
        assert not reviews.get_draft(session, mei, call_id).value("acknowledge_feeling").overridden


def test_a_published_review_is_seen_by_the_agent_who_cannot_change_it(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id = call(agent="A1024")
    with store.session() as session:
        reviews.set_value(
            session, people["supervisor"], call_id, "acknowledge_feeling", "scored", 1, "听录音", "先共情"
        )
        reviews.accept(session, people["supervisor"], call_id)
    at = open_call(people["trainee"], call_id)
    assert shown(at, "call_player")["card"]["editable"] is False
    assert criterion(at, "acknowledge_feeling")["yours"]["label"] == "复核：1/2"
    assert "call_publish" not in [button.key for button in at.button]
    assert "人工评分" in [metric.label for metric in at.metric]


def test_somebody_elses_call_is_closed_to_a_trainee(people: dict[str, Actor], call: Callable[..., str]) -> None:
    at = open_app(people["trainee"], "call", call=call(agent="B2"))
    assert len(at.warning) == 1
    assert not at.get("bidi_component")


def test_a_call_that_is_not_there_is_told_in_words(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "call", language="en", call="nowhere")
    assert [warning.value for warning in at.warning] == ["There is no call nowhere."]


def test_without_a_call_the_page_leads_to_the_list(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "call")
    assert at.info[0].value == "请先从通话列表里选一通。"


def test_a_failed_call_says_why_and_is_tried_again(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id = call(done=False)
    with store.session() as session:
        processing.fail(session, call_id, BadTranscript(where="call.txt", reason="line 3"))
    at = open_call(people["supervisor"], call_id, language="en")
    at.button(key="call_retry").click().run()
    with store.reading() as session:
        assert calls.get_call(session, people["supervisor"], call_id).row.status == "queued"


def test_speakers_can_be_swapped_and_the_call_is_scored_again(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call_id, mei = call(), people["supervisor"]
    at = open_call(mei, call_id)
    assert shown(at, "call_player")["turns"][0]["name"] == "坐席"
    at.get_by_key("call_more").set_value("swap").run()
    assert shown(calm(at), "call_player")["turns"][0]["name"] == "客户"
    with store.reading() as session:
        assert len(calls.get_call(session, mei, call_id).scorecards) == 2


def test_doubts_about_who_spoke_are_said_above_the_player_with_the_swap_at_hand(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    heard = Voices(
        layout="twin", count=3, role_confidence=0.8, by_content=True, levels_db={"agent": -21.0}, truncated=True
    )
    at = open_call(people["supervisor"], call(talk(voices=heard)))
    (said,) = [each.value for each in at.markdown if "两个声道是同一路声音" in each.value]
    assert "听到 3 个人的声音" in said
    assert "录音不完整" in said
    assert "80%" in said
    assert [metric.value for metric in at.metric if metric.label == "坐席音量"] == ["-21 dB"]
    at.button(key="call_swap").click().run()
    assert shown(calm(at), "call_player")["turns"][0]["name"] == "客户"


def test_of_two_voices_that_nobody_could_name_a_person_says_which_is_the_agent(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    said = talk()
    turns = tuple(turn.model_copy(update={"speaker": "unknown"}) for turn in said.turns)
    voices = Voices(
        layout="mono", count=2, role_confidence=0.5, by_content=False, of_turns=tuple(i % 2 for i in range(len(turns)))
    )
    call_id, mei = call(said.model_copy(update={"turns": turns, "voices": voices})), people["supervisor"]
    at = open_call(mei, call_id)
    assert any("听不出谁是坐席" in each.value for each in at.markdown)
    assert not [button for button in at.button if button.key == "call_swap"]  # unknown swapped stays unknown
    assert "我姓" in at.button(key="call_agent_1").label
    at.button(key="call_agent_1").click().run()
    assert [turn["who"] for turn in shown(calm(at), "call_player")["turns"]][:2] == ["customer", "agent"]
    assert not any("听不出谁是坐席" in each.value for each in at.markdown)
    at.button(key="call_swap").click().run()
    assert [turn["who"] for turn in shown(calm(at), "call_player")["turns"]][:2] == ["agent", "customer"]
    with store.reading() as session:
        assert len(calls.get_call(session, mei, call_id).scorecards) == 3


def test_two_clear_channels_need_no_word(people: dict[str, Actor], call: Callable[..., str]) -> None:
    heard = Voices(layout="stereo", count=2, role_confidence=0.99, by_content=True)
    at = open_call(people["supervisor"], call(talk(voices=heard)))
    assert not [button for button in at.button if button.key == "call_swap"]


def test_a_draft_transcript_is_called_one_on_the_page(people: dict[str, Actor], call: Callable[..., str]) -> None:
    at = open_call(people["supervisor"], call(talk(quality="draft", engine="pocketsphinx")))
    assert any("转写仅为草稿质量" in markdown.value for markdown in at.markdown)


def test_claims_are_listed_with_verdict_and_source(people: dict[str, Actor], call: Callable[..., str]) -> None:
    lines = (
        ("agent", "您好,12363。"),
        ("customer", "信用报告一年能免费查几次?"),
        ("agent", "个人每年可以免费查询五次信用报告。"),
        ("customer", "谢谢。"),
    )
    at = open_call(people["supervisor"], call(talk(lines)))
    assert any("与知识库不符" in markdown.value for markdown in at.markdown)
    at.button(key="claim_0").click().run()
    assert shown(calm(at), "call_player")["seek"]["turn"] == 2
    assert shown(at, "call_player")["seek"]["start"] == 10.0


CLAIMING = (
    ("agent", "您好,12363。"),
    ("customer", "信用报告一年能免费查几次?"),
    ("agent", "个人每年可以免费查询五次信用报告。不良信息保存五年。"),
    ("customer", "谢谢。"),
)


def claims_of(at: AppTest) -> list[dict[str, Any]]:
    return [claim for turn in shown(at, "call_player")["turns"] for claim in turn["claims"]]


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_a_claim_carries_its_verdict_as_shape_and_word_and_its_fact_in_both_languages(
    people: dict[str, Actor], call: Callable[..., str], language: str, other: str
) -> None:
    at = open_call(people["supervisor"], call(talk(CLAIMING)), language=language)
    wrong = next(claim for claim in claims_of(at) if claim["verdict"] == "contradicted")
    text = shown(at, "call_player")["turns"][2]["text"]
    assert text[wrong["from"] : wrong["to"]] == wrong["quote"]
    assert (wrong["sign"], wrong["label"]) == ("✗", {"zh": "与知识库不符", "en": "Wrong"}[language])
    for said in (wrong["why"], wrong["statement"]):
        assert [one["lang"] for one in said] == [language, other]
        assert all(one["text"] for one in said)
    assert "征信业管理条例" in wrong["source"] or "Credit" in wrong["source"]
    assert wrong["link"].endswith("/knowledge?fact=" + wrong["link"].rpartition("=")[2])
    assert wrong["checked"]


def test_the_list_of_claims_is_filtered_by_verdict(people: dict[str, Actor], call: Callable[..., str]) -> None:
    at = open_call(people["supervisor"], call(talk(CLAIMING)))
    assert {claim["verdict"] for claim in claims_of(at)} == {"contradicted", "supported"}
    every = [button.key for button in at.button if str(button.key).startswith("claim_")]
    at.button_group(key="claims_filter").set_value("supported").run()
    left = [button.key for button in calm(at).button if str(button.key).startswith("claim_")]
    assert 0 < len(left) < len(every)
