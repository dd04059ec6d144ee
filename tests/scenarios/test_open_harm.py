from __future__ import annotations

import pytest

from scenarios.load import load_script
from scenarios.open_harm import heard_acts
from scenarios.reading import read_reply
from scoring.findings import Act, ActHit
from scoring.harm_likeness import LEFT_OPEN, OPEN_BY_CUE


def hit(act: Act, confidence: float, start: int = 0, end: int = 9) -> ActHit:
    return ActHit(act=act, confidence=confidence, start=start, end=end, quote="x" * (end - start))


def heard(
    *hits: ActHit,
    asked: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
    directed: bool = False,
    declined: bool = False,
) -> list[Act]:
    return [one.act for one in heard_acts(hits, (), asked=asked, told=told, directed=directed, declined=declined)]


@pytest.mark.parametrize("act", ["blame", "dismiss", "refuse_without_path"])
def test_a_mere_cue_of_coldness_is_heard_only_where_nothing_helps(act: Act) -> None:
    assert heard(hit(act, OPEN_BY_CUE)) == [act]
    assert heard(hit(act, OPEN_BY_CUE), hit("greet", 0.9)) == [act, "greet"]
    assert heard(hit(act, OPEN_BY_CUE), told=("where",)) == []
    assert heard(hit(act, OPEN_BY_CUE), directed=True) == []
    assert heard(hit(act, LEFT_OPEN), told=("where",)) == [act]  # a phrase stands there


def test_what_excuses_one_harm_excuses_no_other() -> None:
    assert heard(hit("overpromise", OPEN_BY_CUE), told=("where",)) == ["overpromise"]
    assert heard(hit("overpromise", OPEN_BY_CUE), declined=True) == []
    assert heard(hit("ask_secret", OPEN_BY_CUE), told=("where",)) == ["ask_secret"]
    assert heard(hit("ask_secret", OPEN_BY_CUE), asked=("amount",)) == []
    assert heard(hit("threaten", OPEN_BY_CUE), told=("where",)) == ["threaten"]
    comfort = hit("acknowledge_feeling", 0.9, 20, 30)
    assert heard(hit("threaten", OPEN_BY_CUE), comfort) == ["acknowledge_feeling"]


def test_coldness_within_the_words_of_comfort_is_none_and_beside_them_it_is() -> None:
    assert heard(hit("blame", LEFT_OPEN, 0, 30), hit("acknowledge_feeling", 0.9, 0, 20)) == ["acknowledge_feeling"]
    beside = heard(hit("blame", LEFT_OPEN, 30, 40), hit("acknowledge_feeling", 0.9, 0, 20))
    assert beside == ["blame", "acknowledge_feeling"]


def test_what_is_sure_is_heard_whatever_is_said_beside_it() -> None:
    sure = [hit("blame", 0.95), hit("overpromise", 0.95), hit("threaten", 0.9), hit("ask_secret", 0.9)]
    acts = heard(*sure, hit("acknowledge_feeling", 0.9, 20, 30), asked=("a",), told=("b",), declined=True)
    assert acts == ["blame", "overpromise", "threaten", "ask_secret", "acknowledge_feeling"]


def test_a_true_rule_is_no_refusal() -> None:
    reply = "The case is already with the court, so as a rule it is no longer accepted as a complaint."
    assert read_reply(load_script("li_card_debt"), reply, "en").harmful == ()
