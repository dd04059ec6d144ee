"""A language model's opinion beside the machine's and a person's: its own source, never blended."""

from __future__ import annotations

from collections.abc import Callable

from desk import cards, processing, reviews
from desk.db import Store
from desk.permissions import Actor
from scoring.explain import explain
from scoring.scorecard import CriterionScore, RulesSaid, Scorecard
from tests.ui.conftest import open_app, shown
from ui.call_actions import PLAYER
from ui.components.call_player.second_opinion import given_by

ASKED, INVENTED = "understand_situation", "reflect_understanding"


def judged(auto: Scorecard) -> Scorecard:
    """The model gives one criterion its top level, and can't show where another is said."""

    def line(one: CriterionScore) -> CriterionScore:
        if one.id == ASKED:
            said = explain("judge_said", reason_zh="问了两个问题。", reason_en="Two questions.", spread=0)
            return one.model_copy(update={"status": "scored", "value": 2, "explanation": said, "engine": "judge"})
        if one.id == INVENTED:
            return one.model_copy(update={"explanation": explain("judge_unverified")})
        return one

    return auto.model_copy(update={"source": "judge", "criteria": tuple(map(line, auto.criteria))})


def test_the_models_value_stands_beside_the_machines_on_the_page(
    people: dict[str, Actor], store: Store, call: Callable[..., str]
) -> None:
    call_id = call()
    with store.session() as session:
        auto = cards.latest(session, call_id, "auto")
        assert auto is not None
        processing.put_judgement(session, call_id, judged(auto), {"tokens_in": 1})
        reviews.accept(session, people["supervisor"], call_id)
    at = open_app(people["supervisor"], "call", call=call_id)
    lines = {one["id"]: one for one in shown(at, PLAYER)["card"]["criteria"]}
    assert lines[ASKED]["judge"] == {"label": "模型：2/2", "note": "模型认为：问了两个问题。"}
    assert lines[INVENTED]["judge"]["label"] == "模型：没有依据"
    assert lines["privacy"]["judge"] is None  # a matter of rules: the model isn't asked
    table = next(one.value for one in at.dataframe if "模型" in one.value.columns).set_index("评分项")
    asked, untold = table.loc["了解情况"], table.loc["复述确认"]
    assert (asked["模型"], asked["一致"]) == ("2/2", "不同")
    assert asked["自动"] == asked["人工"] != "2/2"
    assert (untold["模型"], untold["一致"]) == ("没有意见", "一致")
    assert any("各方打分不同" in one.value for one in at.markdown)


def test_what_gave_a_value_is_said_where_it_is_not_the_rules(
    people: dict[str, Actor], call: Callable[..., str]
) -> None:
    rules = RulesSaid(status="scored", value=0, confidence=0.5)
    line = CriterionScore(
        id=ASKED, section="empathy", status="scored", value=2, max=2, confidence=0.9, engine="learned", model="3",
        policy="check", rules=rules, explanation=explain("asked_first", count=2),
    )  # fmt: skip
    assert given_by(line) == "学习版本 3 打分 · 抽查"
    assert given_by(line.model_copy(update={"engine": "rules", "policy": None})) is None
    at = open_app(people["supervisor"], "call", call=call())
    assert {one["given"] for one in shown(at, PLAYER)["card"]["criteria"]} == {None}
