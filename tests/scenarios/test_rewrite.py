from __future__ import annotations

import pytest

from recordings.errors import Language
from scenarios import player
from scenarios.debrief import Debrief, debrief
from scenarios.load import load_script
from scenarios.rewrite import Piece, rewrite
from scenarios.state import Meant, Reply, State
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score

SCRIPT = load_script("li_card_debt")
RUBRIC = load_rubric("12363")
KNOWLEDGE = load_knowledge("12363")


def said(*texts: str, language: Language = "zh") -> State:
    return player.replay(SCRIPT, language, 1, [Reply(text=text) for text in texts]).state


def better(text: str, criterion: str, *lost: str, language: Language = "zh") -> tuple[Piece, ...]:
    return rewrite(SCRIPT, said(text, language=language), 0, criterion, lost, KNOWLEDGE)


def own(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.own)


def test_a_missing_feeling_comes_in_after_her_greeting_and_before_her_question() -> None:
    pieces = better("您好，12363热线，工号1031。传票是哪天收到的？", "acknowledge_feeling")
    assert own(pieces) == "您好，12363热线，工号1031。传票是哪天收到的？"
    assert [piece.own for piece in pieces] == [True, True, True, False, True]
    assert "害怕" in pieces[3].text


def test_harmful_words_go_and_her_sound_question_stays() -> None:
    pieces = better("不还钱肯定要坐牢的。传票是哪天收到的？", "respect")
    assert own(pieces) == "传票是哪天收到的？"
    assert "坐牢的" not in "".join(piece.text for piece in pieces)


def test_words_that_lost_another_point_go_too() -> None:
    kept = own(better("这事归我们管。传票是哪天收到的？", "acknowledge_feeling", "这事归我们管"))
    assert kept == "传票是哪天收到的？"


def test_a_question_comes_in_last_but_before_a_goodbye() -> None:
    pieces = better("您可以向法院申请调解。感谢来电，再见。", "check_resolved")
    texts = [piece.text for piece in pieces]
    (brought,) = [piece for piece in pieces if not piece.own]
    assert texts.index(brought.text) < next(at for at, text in enumerate(texts) if "再见" in text)


def test_an_english_reply_gets_english_words_with_spaces_between() -> None:
    pieces = better("Hello, 12363. When did the summons come?", "acknowledge_feeling", language="en")
    text = "".join(piece.text for piece in pieces)
    assert text.startswith("Hello, 12363. ")
    assert text.endswith(" When did the summons come?")


@pytest.mark.parametrize("criterion", ["dead_air", "interruptions"])
def test_where_no_words_can_mend_it_nothing_is_rewritten(criterion: str) -> None:
    assert better("传票是哪天收到的？", criterion) == ()


def told(*texts: str) -> Debrief:
    state = said(*texts)
    return debrief(SCRIPT, state, score(state.transcript(SCRIPT), RUBRIC, KNOWLEDGE, topic=SCRIPT.topic))


def test_the_debrief_brings_the_rewritten_reply_along() -> None:
    fixes = told("您好，12363，请讲。", "传票是哪天收到的？您尽快还清就行了。").fixes
    assert any(piece.own for fix in fixes for piece in fix.rewritten)
    assert all(not piece.own or "尽快还清" not in piece.text for fix in fixes for piece in fix.rewritten)


def test_replies_that_no_criterion_could_use_are_named() -> None:
    state = said("您好，12363，请讲。", "这样啊行吧", "这样啊行吧")
    state = player.step(SCRIPT, state, Meant(act=player.choices(SCRIPT, state)[0])).state
    found = debrief(SCRIPT, state, score(state.transcript(SCRIPT), RUBRIC, KNOWLEDGE, topic=SCRIPT.topic))
    assert [(one.moment, one.why, one.text) for one in found.unrated] == [
        (1, "unclear", "这样啊行吧"), (2, "unclear", "这样啊行吧"), (3, "chosen", ""),
    ]  # fmt: skip


def test_a_reply_that_is_the_model_answer_is_named() -> None:
    model = SCRIPT.nodes["opening"].model
    assert model is not None
    assert [one.moment for one in told(model.zh, "传票是哪天收到的？").copied] == [0]
