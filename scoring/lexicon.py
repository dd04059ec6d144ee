"""Families of words, all found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick import Automaton

from recordings.errors import Language

GAP = ".."  # in a word: up to `_GAP_LENGTH` other characters may stand here
_GAP_LENGTH = 4


class Place(NamedTuple):
    """A word of the family `key` at `text[start:end]`."""

    key: str
    start: int
    end: int


class Lexicon:
    """Words by family. Chinese words match anywhere; English ones stand for the beginning of a word.

    Args:
        families: Words by the family's key; in lower case.
        language: Of the words.
    """

    def __init__(self, families: Mapping[str, Sequence[str]], language: Language) -> None:
        self.language = language
        self._heads = Automaton()
        entries: dict[str, list[tuple[str, re.Pattern[str] | None, int]]] = {}
        for key, words in families.items():
            for word in words:
                head, *rest = word.split(GAP)
                tail = re.compile(rf".{{0,{_GAP_LENGTH}}}".join(map(re.escape, ("", *rest)))) if rest else None
                entries.setdefault(head, []).append((key, tail, len(head)))
        for head, found in entries.items():
            self._heads.add_word(head, found)
        self._heads.make_automaton()

    def find(self, text: str) -> Iterator[Place]:
        """Every place of every word, in no order; `text` in lower case."""
        if not text or not len(self._heads):
            return
        for last, entries in self._heads.iter(text):
            end = last + 1
            for key, tail, length in entries:
                start = end - length
                if self.language == "en" and start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                    continue
                if tail is None:
                    yield Place(key, start, end)
                elif (match := tail.match(text, end)) is not None:
                    yield Place(key, start, match.end())

    def first(self, text: str) -> dict[str, Place]:
        """The first place of each family that stands in `text`; of two at one place the longer."""
        found: dict[str, Place] = {}
        for place in self.find(text):
            held = found.get(place.key)
            if held is None or (place.start, -place.end) < (held.start, -held.end):
                found[place.key] = place
        return found
