from __future__ import annotations

from collections.abc import Callable

from desk import cards, reviews
from desk.db import Store
from desk.permissions import Actor
from scoring.agreement import LEAST_ITEMS
from tests.desk.hand import add_call, card
from tests.ui.conftest import open_app, talk


def test_without_reviews_the_page_says_what_fills_it(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "agreement")
    assert "还没有复核过的通话" in at.info[0].value


def test_a_reviewed_call_is_counted_and_one_is_said_to_be_too_few(
    people: dict[str, Actor], store: Store, call: Callable[..., str]
) -> None:
    call_id = call(talk())
    with store.session() as session:
        reviews.accept(session, people["supervisor"], call_id)
    at = open_app(people["supervisor"], "agreement")
    assert any("共 1 通" in markdown.value for markdown in at.markdown)
    beside = at.dataframe[0].value
    assert list(beside.columns) == ["评分项", "自动与人工", "规则与人工", "模型与人工", "人工之间"]
    assert beside.iloc[0]["自动与人工"] == "太少（1 通）"
    at.session_state["agreement_pair"] = "auto_human"
    table = at.run().dataframe[0].value
    assert set(table["判断"]) == {"样本太少"}
    assert "回应情绪" in set(table["评分项"])
    for figure in ("相差不超过一级", "Krippendorff α（95% 区间）"):
        assert set(table[figure]) == {"样本太少"}


def test_what_can_not_be_told_is_not_called_weak(people: dict[str, Actor], store: Store) -> None:
    with store.session() as session:
        for at in range(LEAST_ITEMS):
            said = card(acknowledge_feeling=at % 2)  # every other criterion of the card is the same in all calls
            call = add_call(session, store.settings, said, day=at, name=f"call {at}")
            cards.add_card(session, call, said.model_copy(update={"source": "human"}), user_id=people["supervisor"].id)
    at = open_app(people["supervisor"], "agreement")
    at.session_state["agreement_pair"] = "auto_human"
    said = "\n".join(one.value for one in at.run().markdown)
    assert f"共 {LEAST_ITEMS} 通，100% 的打分完全相同；1 项里有 0 项的一致性偏低。" in said


def test_english_words_for_an_english_reader(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "agreement", language="en")
    assert at.title[0].value == "Agreement"
    assert at.info[0].value.startswith("No reviewed calls yet")


def test_trainees_are_told_that_it_is_not_theirs(people: dict[str, Actor]) -> None:
    at = open_app(people["trainee"], "agreement")
    assert not at.dataframe
