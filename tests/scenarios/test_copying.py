from __future__ import annotations

import re
from pathlib import Path

import pytest

from recordings.errors import Language
from scenarios import player
from scenarios.copying import SHORTEST, copied, letters, same
from scenarios.load import list_scripts, load_script
from scenarios.state import Reply

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Whole calls of the library's tests. The first of each kind was made out of the model answers, so those are left out.
OWN_WORDS = sorted(
    file for file in DATA.glob("*.txt") if re.search(r"_(good|mixed|over|cold)_(zh|en)_[2-9]$", file.stem)
)


def said(scenario: str, language: Language, *texts: str) -> tuple[str, ...]:
    """The nodes whose model answers these replies are, one call each."""
    script = load_script(scenario)
    found = []
    for text in texts:
        state = player.step(script, player.start(script, language, seed=1).state, Reply(text=text)).state
        found += [copy.node for copy in copied(script, state)]
    return tuple(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_answer_word_for_word_is_recognised_in_every_scenario(language: Language) -> None:
    for script in list_scripts():
        for node_id, node in script.nodes.items():
            model = node.model
            if model is not None and len(letters(model.text(language), language)) >= SHORTEST[language]:
                assert len(said(script.id, language, model.text(language))) == 1, (script.id, node_id)


def test_other_marks_a_filler_and_a_greeting_around_it_hide_nothing() -> None:
    node = load_script("li_card_debt").nodes["opening"]
    assert node.model is not None
    dressed = "嗯，您好！" + node.model.zh.replace("，", " ").replace("。", "！")
    assert said("li_card_debt", "zh", dressed) == ("opening",)


def test_the_same_in_own_words_is_no_copy() -> None:
    assert (
        said("li_card_debt", "zh", "李先生您别急，收到传票谁心里都慌，您先跟我讲讲传票是哪天到的，开庭定在什么时候？")
        == ()
    )


def test_a_polite_formula_is_no_copy_even_where_it_is_a_model_answer() -> None:
    formula = letters("感谢您的来电，祝您生活愉快，再见。", "zh")  # 15 letters, below the 22 that count
    assert not same(formula, formula, "zh")


@pytest.mark.parametrize("file", OWN_WORDS, ids=lambda file: file.stem)
def test_no_call_that_was_written_independently_is_taken_for_a_copy(file: Path) -> None:
    match = re.match(r"(.+)_(?:good|mixed|over|cold)_(zh|en)_\d+$", file.stem)
    assert match is not None
    script, language = load_script(match[1]), match[2]
    lang: Language = "zh" if language == "zh" else "en"
    models = [letters(node.model.text(lang), lang) for node in script.nodes.values() if node.model]
    lines = [letters(line, lang) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if any(same(line, model, lang) for model in models)] == []
