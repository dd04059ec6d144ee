"""The quick way of looking for words finds what the slow way finds, on every labelled line of these tests."""

from __future__ import annotations

import csv
import re
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.cues import fact_book
from scoring.knowledge import load_knowledge
from scoring.lexicon import Lexicon
from scoring.normalise import normalise
from scoring.phrasebook import load_phrasebook
from scoring.terms import Hit, same_word, sound_of

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_WORD = re.compile(r"[a-z0-9']+(?:[.,]\d+)*%?")


def all_lines(language: Language) -> list[str]:
    """Evened lines of the labelled files and calls, each once."""
    found: list[str] = []
    for path in sorted((HERE / "data").glob(f"*.{language}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row[-1] for row in csv.reader(file) if row][1:]
    for path in sorted((HERE / "lines").glob(f"*.{language}.tsv")):
        found += [row.split("\t")[-1] for row in path.read_text(encoding="utf-8").splitlines()[1:]]
    for path in sorted((HERE / "calls").rglob("*.yaml")):
        calls = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [line.split(": ", 1)[1] for call in calls if call["language"] == language for line in call["lines"]]
    return list(dict.fromkeys(normalise(line, language).text for line in found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["acts", "signals"])
def test_no_phrase_is_lost_by_looking_only_where_its_words_stand(language: Language, part: str) -> None:
    book = load_phrasebook(language, part)
    patterns = [re.compile(source) for source in book.sources]
    for line in all_lines(language)[::7]:  # a seventh: every pattern is tried on each
        slow = [
            (number, *match.span())
            for number, pattern in enumerate(patterns)
            for match in pattern.finditer(line)
            if match.end() > match.start()
        ]
        names = [(book.family(number), start, end) for number, start, end in slow]
        quick = [(found.family, found.start, found.end) for found in book.find(line)]
        for one in names:
            assert one in quick, line
        # tried at every place where it may begin, a phrase may also be found inside a longer find of itself
        for one in quick:
            assert any(one[0] == other[0] and other[1] <= one[1] < other[2] for other in names), line


def slow_hits(terms: set[str], text: str, language: Language) -> set[Hit]:
    """Every term tried at every place."""
    found: set[Hit] = set()
    if language == "en":
        words = list(_WORD.finditer(text))
        for term in terms:
            parts = term.replace("-", " ").split()
            for place in range(len(words) - len(parts) + 1):
                if all(same_word(words[place + n][0], part) for n, part in enumerate(parts)):
                    found.add(Hit(term, words[place].start(), words[place + len(parts) - 1].end()))
        return found
    text = text.replace("你", "您")  # how politely somebody is addressed makes no other word
    for term in terms:
        sounds = [sound_of(char) for char in term.replace("你", "您")]
        alike = len(term) >= 3 and not re.search(r"[\x00-\x7f零一二两三四五六七八九十百千万亿半]", term)
        for place in range(len(text) - len(term) + 1):
            piece = text[place : place + len(term)]
            if piece == term.replace("你", "您"):
                found.add(Hit(term, place, place + len(term)))
            elif alike and [sound_of(char) for char in piece] == sounds:
                found.add(Hit(term, place, place + len(term), fuzzy=True))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_terms_are_found_in_one_pass(language: Language) -> None:
    book = fact_book(load_knowledge(), language)
    terms = set(chain.from_iterable(group for cue in book.cues for group in (*cue.groups, cue.never)))
    for line in [line for line in all_lines(language) if language == "en" or " " not in line][::25]:
        assert set(book.hits(line)) == slow_hits(terms, line, language), line


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["没", "给", "验证码", "过", "他", "住院", "爱人", "住"]), max_size=9).map("".join))
def test_a_lexicon_finds_what_its_words_as_patterns_find(text: str) -> None:
    words = {"no_code": ["没给..验证码"], "ill": ["住院"], "spouse": ["爱人", "爱"]}
    found = Lexicon(words, "zh").first(text)
    for key, ways in words.items():
        first = re.search("|".join(re.escape(way).replace(r"\.\.", ".{0,4}") for way in ways), text)
        assert (key in found) == (first is not None)
        if first is not None:
            assert (found[key].start, found[key].end) == first.span()


def test_an_english_lexicon_finds_beginnings_of_words_only() -> None:
    found = Lexicon({"ill": ["ill", "hospital"], "rent": ["rent"]}, "en").first(
        "i was hospitalised, the parent will pay"
    )
    assert {key: (place.start, place.end) for key, place in found.items()} == {"ill": (6, 14)}
