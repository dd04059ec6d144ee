"""Clauses: the pieces of a turn that do one thing each, with or without punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from recordings.errors import Language
from scoring.normalise import Normalised, normalise
from scoring.phrases import load_words

LONGEST = {"zh": 20, "en": 50}  # evened characters; a longer stretch is looked at for discourse marks
SHORTEST = {"zh": 5, "en": 16}  # evened characters that must stand on both sides of such a split


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the original text: `text[start:end] == quote`."""

    quote: str
    start: int
    end: int
    question: bool
    sentence: int  # counts from 0


class Piece(NamedTuple):
    """A clause of evened text, `text[start:end]`, without the mark that ends it.

    `mark_start` and `mark_end` are where the stretch between punctuation marks begins and ends that
    the clause was split from; the clause's own ends where that stretch is very long.
    """

    start: int
    end: int
    question: bool
    sentence: int
    mark_start: int
    mark_end: int


def split_clauses(text: str, language: Language) -> tuple[Clause, ...]:
    """Split a turn into clauses.

    Splits at punctuation (not inside numbers and clock times); a long stretch without any is split
    before discourse marks such as 但是 or "because". Never splits inside a word it knows.

    Returns:
        Clauses in order, none empty; empty for text without a letter or digit.
    """
    even = normalise(text, language)
    found = []
    for piece in pieces(even, language):
        start, end = even.span(piece.start, piece.end)
        found.append(Clause(text[start:end], start, end, piece.question, piece.sentence))
    return tuple(found)


def pieces(even: Normalised, language: Language) -> tuple[Piece, ...]:
    """Split evened text; the same as `split_clauses` before offsets are led back."""
    return _pieces(even.text, language)


@lru_cache(maxsize=512)  # acts, advice and questions are looked for in the same turns
def _pieces(text: str, language: Language) -> tuple[Piece, ...]:
    found: list[Piece] = []
    sentence = begin = 0
    for mark in _marks().finditer(text + "\n"):
        found += _split_long(text, begin, mark.start(), "?" in mark[0], sentence, language)
        begin = mark.end()
        if not _JOINS.issuperset(mark[0]):
            sentence += 1
    return tuple(found)


_JOINS = frozenset(", :-")


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(r"(?:(?<!\d)[,.:]+|(?<=\d)[,.:]+(?!\d)|[!?;~\n]+| -+ |--+)[ ,.:!?;~\n\"'\-]*")


def _split_long(text: str, begin: int, end: int, marked: bool, sentence: int, language: Language) -> list[Piece]:
    while begin < end and text[begin] in " \"'-、":
        begin += 1
    while end > begin and text[end - 1] in " \"'-、":
        end -= 1
    if begin == end:
        return []
    starts = [begin]
    if end - begin > LONGEST[language]:
        short = SHORTEST[language]
        for mark in _discourse(language).finditer(text, begin, end):
            if mark.start() - starts[-1] >= short and end - mark.start() >= short:
                starts.append(mark.start())
    ends = [*starts[1:], end]
    found = []
    for start, stop in zip(starts, ends, strict=True):
        last = stop == end
        question = (marked and last) or asks(text, start, stop, language)
        whole = (begin, end) if end - begin <= 2 * LONGEST[language] else (start, stop)
        found.append(Piece(start, stop - (text[stop - 1] == " "), question, sentence, *whole))
    return found


@cache
def _discourse(language: Language) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load_words(language)["discourse"]), key=len, reverse=True))
    return re.compile(words if language == "zh" else rf"\b(?:{words})\b")


@cache
def _asking(language: Language) -> re.Pattern[str]:
    words = "|".join(load_words(language)["asking"])
    return re.compile(f"(?:{words})")


def asks(text: str, start: int, end: int, language: Language) -> bool:
    """Whether the words of `text[start:end]` alone make a question, whatever mark follows."""
    if language == "zh":
        return _asking(language).search(text, start, end) is not None
    return _asking(language).match(text, start, end) is not None
