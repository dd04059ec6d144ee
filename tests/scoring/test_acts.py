"""Acts: labelled lines in numbers, and the tricky readings one by one."""

from __future__ import annotations

import json
import time
from statistics import fmean

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.findings import ACTS, HARMFUL_ACTS
from tests.scoring.labelled import read_lines, tally

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def acts(text: str) -> set[str]:
    language: Language = "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"
    return {hit.act for hit in find_acts(text, language)}


def found_in(language: Language):
    return lambda text: {hit.act for hit in find_acts(text, language)}


# --- labelled lines -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_labelled_lines_of_both_kinds(language: Language) -> None:
    lines = read_lines(f"acts.{language}.csv")
    for act in ACTS:
        assert {line.present for line in lines if line.kind == act} == {True, False}, act


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmful_acts_are_found_and_near_misses_let_pass(language: Language) -> None:
    # Last figures, all lines: zh 294 of 296 found, 0 of 319 false; en 225 of 232 found, 0 of 285 false.
    lines = [line for line in read_lines(f"acts.{language}.csv") if line.kind in HARMFUL_ACTS]
    result = tally(lines, found_in(language))
    assert result.recall >= 0.94
    assert result.false_rate <= 0.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_soft_acts_are_found_in_every_kind(language: Language) -> None:
    # Last figures, mean of 16 acts: zh .99, en .98.
    lines = read_lines(f"acts.{language}.csv")
    scores = [
        tally([line for line in lines if line.kind == act], found_in(language)).f1
        for act in ACTS
        if act not in HARMFUL_ACTS
    ]
    assert fmean(scores) >= 0.94
    assert min(scores) >= 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_friendly_line_holds_no_harmful_act(language: Language) -> None:
    lines = read_lines(f"acts.{language}.csv")
    harmful = {line.text for line in lines if line.present and line.kind in HARMFUL_ACTS}
    friendly = [line for line in lines if line.present and line.text not in harmful]
    wrong = [line.text for line in friendly if found_in(language)(line.text) & HARMFUL_ACTS]
    assert len(friendly) > 250
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_unusual_sayings_that_nothing_was_tuned_on_raise_few_false_alarms(language: Language) -> None:
    # Written last, to be far from the phrase files, and measured once. Found of those present:
    # zh 6 of 20 harmful, 14 of 24 soft; en 3 of 16 harmful, 18 of 24 soft: what the phrases do not know yet.
    result = tally(read_lines(f"acts.fresh.{language}.csv"), found_in(language))
    assert result.false <= 1
    assert result.recall >= 0.4


# --- soft acts ------------------------------------------------------------------------------------


def test_i_understand_alone_names_no_feeling() -> None:
    assert "acknowledge_feeling" not in acts("我理解")
    assert "acknowledge_feeling" not in acts("I understand.")
    assert "acknowledge_feeling" in acts("我听得出来您特别着急")
    assert "acknowledge_feeling" in acts("I can hear how worried you are.")


def test_questions_are_sorted_by_what_they_ask_for() -> None:
    assert acts("传票是哪天收到的？") == {"ask_situation"}
    assert acts("请问您贵姓？") == {"verify_identity"}
    assert acts("请问还有其他可以帮您的吗？") == {"check_resolved"}
    assert acts("您的意思是银行没有通知您，对吗？") == {"confirm_understanding"}
    assert acts("When did the summons arrive?") == {"ask_situation"}
    assert acts("May I have your full name please?") == {"verify_identity"}
    assert acts("Is there anything else I can help you with?") == {"check_resolved"}


def test_one_clause_may_do_several_things() -> None:
    assert {"next_step", "refer"} <= acts("您明天带着凭证去一趟网点")
    assert {"give_deadline", "explain_right"} <= acts("银行应当在十五日内书面答复您")


def test_unpunctuated_lower_case_speech_is_read_clause_by_clause() -> None:
    hits = find_acts("i can hear how worried you are when did the summons arrive", "en")
    assert [(hit.act, hit.quote) for hit in hits] == [
        ("acknowledge_feeling", "i can hear how worried you are"),
        ("ask_situation", "when did the summons arrive"),
    ]


def test_an_act_is_reported_once_per_clause() -> None:
    hits = find_acts("谢谢您的配合真是感谢，感谢您的理解", "zh")
    assert [(hit.act, hit.quote) for hit in hits] == [("thank", "谢谢您的配合真是感谢"), ("thank", "感谢您的理解")]


# --- quotes ---------------------------------------------------------------------------------------


def test_the_quote_is_the_original_with_its_fillers_and_characters() -> None:
    text = "嗯，那個，請您稍等。"
    (hit,) = find_acts(text, "zh")
    assert (hit.act, hit.quote) == ("hold_notice", "請您稍等")
    assert text[hit.start : hit.end] == hit.quote


@given(
    st.text(alphabet="您我们一定能退款不保证, 。？!吗嗯啊你的密码告诉 abc12.'\n", max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_quotes_stand_where_they_say(text: str, language: Language) -> None:
    for hit in find_acts(text, language):
        assert hit.quote
        assert text[hit.start : hit.end] == hit.quote


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_can_be_read(text: str, language: Language) -> None:
    assert all(text[hit.start : hit.end] == hit.quote for hit in find_acts(text, language))


def test_a_very_long_turn_takes_no_more_than_its_share_of_time() -> None:
    line = "我们保证您放心一定会的不会起诉您说了您的情况"
    find_acts(line, "zh")
    started = time.perf_counter()
    find_acts(line * 500, "zh")  # 11 000 characters, no punctuation, as bad as it gets
    assert time.perf_counter() - started < 20


# --- command --------------------------------------------------------------------------------------


def test_the_command_prints_one_entry_per_line() -> None:
    from jobs.commands.acts import acts as command

    result = CliRunner().invoke(command, ["--language", "zh", "--json"], input="请您稍等\n\n银行会退的\n")
    assert result.exit_code == 0
    entries = json.loads(result.output)
    assert [entry["text"] for entry in entries] == ["请您稍等", "", "银行会退的"]
    assert entries[0]["acts"] == [{"quote": "请您稍等", "start": 0, "end": 4, "act": "hold_notice", "confidence": 0.95}]
    assert entries[1]["acts"] == []


def test_the_command_says_which_line_is_not_text() -> None:
    from jobs.commands.acts import acts as command

    result = CliRunner().invoke(command, ["--language", "zh"], input=b"\xe6\x82\xa8\n\xff\xfe\n")
    assert result.exit_code == 2
    assert "line 2" in result.output
