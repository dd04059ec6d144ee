"""Clauses, with and without punctuation; and the notation of the phrase files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.clauses import split_clauses
from scoring.notation import Notation
from scoring.phrasebook import load_phrasebook


def quotes(text: str, language: Language) -> list[str]:
    return [clause.quote for clause in split_clauses(text, language)]


def test_punctuation_splits_but_not_inside_numbers() -> None:
    assert quotes("利息3.5%，8:30上班。好的", "zh") == ["利息3.5%", "8:30上班", "好的"]
    assert quotes("That's $3,500.50, at 8:30. Okay?", "en") == ["That's $3,500.50", "at 8:30", "Okay"]


def test_a_title_ends_no_sentence() -> None:
    assert quotes("Hello Mr. Li, please hold", "en") == ["Hello Mr. Li", "please hold"]


def test_long_speech_without_punctuation_is_split_before_discourse_marks() -> None:
    assert quotes("您好李先生我理解您现在很着急但是我们没有办法保证银行一定退款", "zh") == [
        "您好李先生",
        "我理解您现在很着急",
        "但是我们没有办法保证银行一定退款",
    ]


def test_questions_are_known_by_mark_or_by_words() -> None:
    assert [c.question for c in split_clauses("传票收到了吗。请坐。真的？", "zh")] == [True, False, True]
    assert [c.question for c in split_clauses("when did it arrive. what you can do is wait", "en")] == [True, False]


def test_sentences_are_counted() -> None:
    assert [c.sentence for c in split_clauses("好的，请稍等。谢谢", "zh")] == [0, 0, 1]


@given(st.text(max_size=120), st.sampled_from(["zh", "en"]))
def test_clauses_are_exact_and_in_order(text: str, language: Language) -> None:
    clauses = split_clauses(text, language)
    assert all(text[c.start : c.end] == c.quote and c.quote for c in clauses)
    assert [c.start for c in clauses] == sorted(c.start for c in clauses)


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("{sure}…退", "肯定会给您退", True),
        ("{sure}…退", "肯定的,可以退", False),  # a gap never crosses a mark
        ("{sure}～退", "肯定的,可以退", True),
        ("不(归|由)我们?管", "不归我管", True),
        ("<请讲>", "您好,请讲", True),
        ("<请讲>", "请讲清楚", False),
    ],
)
def test_chinese_notation(phrase: str, text: str, matches: bool) -> None:
    pattern = Notation({"sure": ["肯定", "一定"]}, "zh").compile(phrase)
    assert (re.search(pattern.source, text) is not None) is matches


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("[really] sorry", "i am sorry", True),
        ("guarantee(s|d|) …… refund", "they guaranteed you a full refund", True),
        ("pin", "pinpoint", False),  # whole words
        ("what (is)? your pin", "what your pin", True),
        ("you … pay", "you, pay", True),  # a comma after a word is passed over
        ("you … pay", "you. pay", False),
    ],
)
def test_english_notation(phrase: str, text: str, matches: bool) -> None:
    pattern = Notation({}, "en").compile(phrase)
    assert (re.search(pattern.source, text) is not None) is matches


def test_what_a_pattern_needs_stands_in_all_its_matches() -> None:
    pattern = Notation({"good": ["refund", "money back"]}, "en").compile("[well] guarantee(s|d|) … {good}")
    assert frozenset({"guarantee", "guarantees", "guaranteed"}) in pattern.needs


@pytest.mark.parametrize("phrase", ["{nothing}", "(a|b", "a)", "?"])
def test_a_phrase_that_can_not_be_read_is_named(phrase: str) -> None:
    with pytest.raises(ValueError, match=re.escape(phrase)):
        Notation({}, "zh").compile(phrase)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", ["acts", "signals"])
def test_every_phrase_compiles_and_nearly_all_are_filtered_first(language: Language, part: str) -> None:
    book = load_phrasebook(language, part)
    for source in book.sources:
        re.compile(source)
    assert len(book) > 200
    assert book.always <= 10
