"""Many phrases looked for at once: each is tried only where the words that it needs stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ahocorasick import Automaton

from recordings.errors import Language
from scoring.notation import NEEDS, Compiled

_WORD = re.compile(r"[a-z0-9']+")


class PhraseIndex:
    """Phrases of one language, found by the words that they need or begin with.

    One pass over a text finds every word that any phrase needs or begins with. A phrase is tried where all its
    needs are met, and only at the places where it may begin. Patterns are compiled when first tried.

    Args:
        phrases: The phrases; they are known by their place in here.
        language: Chinese words match anywhere, English ones whole.
    """

    def __init__(self, phrases: Sequence[Compiled], language: Language) -> None:
        self.sources = [phrase.source for phrase in phrases]
        self._patterns: list[re.Pattern[str] | None] = [None] * len(phrases)
        firsts = [_first_words(phrase, language) for phrase in phrases]
        self._firsts = list(dict.fromkeys(words for words in firsts if words is not None))
        kinds = {words: kind for kind, words in enumerate(self._firsts)}
        self._kinds = [None if words is None else kinds[words] for words in firsts]  # of beginning, by phrase
        self._size = len(phrases)
        self._all = (1 << self._size) - 1
        self._met, self._unneeded = _masks([phrase.needs for phrase in phrases], language)
        self._words = WordPlaces((*self._met, *(word for words in self._firsts for word in words)), language)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every place of every phrase, as (number, start, end); by number, then by place."""
        places = self._words.find(text)
        found: list[tuple[int, int, int]] = []
        begins_of: dict[int, list[int]] = {}  # by kind of beginning
        for number in self._candidates(places):
            pattern = self._pattern(number)
            kind = self._kinds[number]
            if kind is None:
                spans = (match.span() for match in pattern.finditer(text))
                found += [(number, start, end) for start, end in spans if end > start]
                continue
            begins = begins_of.get(kind)
            if begins is None:
                begins = begins_of[kind] = self._begins(kind, places)
            done = 0
            for at in begins:
                if at >= done and (begun := pattern.match(text, at)) is not None and (end := begun.end()) > at:
                    found.append((number, at, end))
                    done = end
        return found

    def stands(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        places = self._words.find(text)
        for number in self._candidates(places):
            pattern = self._pattern(number)
            kind = self._kinds[number]
            if kind is None:
                if pattern.search(text) is not None:
                    return True
            elif any(pattern.match(text, at) is not None for at in self._begins(kind, places)):
                return True
        return False

    def _pattern(self, number: int) -> re.Pattern[str]:
        pattern = self._patterns[number]
        if pattern is None:
            pattern = self._patterns[number] = re.compile(self.sources[number])
        return pattern

    def _begins(self, kind: int, places: Mapping[str, list[int]]) -> list[int]:
        lists = [places[word] for word in self._firsts[kind].intersection(places)]
        return lists[0] if len(lists) == 1 else sorted({at for some in lists for at in some})

    def _candidates(self, words: Iterable[str]) -> Iterator[int]:
        """Numbers of the phrases all of whose needs are met by `words`."""
        met, mask = self._met, self._unneeded
        for word in words:
            if word in met:
                mask |= met[word]
        left = mask & self._all
        for _ in range(NEEDS - 1):
            if not left:
                return
            mask >>= self._size
            left &= mask
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest


class WordPlaces:
    """Where the words of a fixed set stand, in one pass over a text."""

    def __init__(self, words: Iterable[str], language: Language) -> None:
        self._automaton: Automaton | None = None
        self._wanted = frozenset(words)
        if language == "zh":
            self._automaton = Automaton()
            for word in self._wanted:
                self._automaton.add_word(word, (word, len(word) - 1))
            self._automaton.make_automaton()

    def find(self, text: str) -> dict[str, list[int]]:
        """Beginnings by word of the set, in order."""
        places: dict[str, list[int]] = {}
        if self._automaton is None:
            for match in _WORD.finditer(text):
                if (word := match[0]) in self._wanted:
                    places.setdefault(word, []).append(match.start())
        elif text and len(self._automaton):
            for last, (word, back) in self._automaton.iter(text):
                if word in places:
                    places[word].append(last - back)
                else:
                    places[word] = [last - back]
        return places


def _masks(needs: Sequence[Sequence[frozenset[str]]], language: Language) -> tuple[dict[str, int], int]:
    """Bit `n * rules + r` of a word's number: it meets need `n` of rule `r`. And the bits of no need."""
    met: dict[str, int] = {}
    unneeded = 0
    for rule, own in enumerate(needs):
        for number in range(NEEDS):
            bit = 1 << (number * len(needs) + rule)
            if number >= len(own):
                unneeded |= bit
                continue
            for word in {_looked_up(key, language) for key in own[number]}:
                met[word] = met.get(word, 0) | bit
    return met, unneeded


def _first_words(phrase: Compiled, language: Language) -> frozenset[str] | None:
    if phrase.firsts is None or "" in phrase.firsts:
        return None
    if language == "zh":
        return phrase.firsts
    found = [_WORD.search(words) for words in phrase.firsts]
    return None if None in found else frozenset(match[0] for match in found if match is not None)


def _looked_up(key: str, language: Language) -> str:
    """The part of a key word that is looked up: all of a Chinese one, the longest word of an English one."""
    return key if language == "zh" else max(_WORD.findall(key), key=len, default=key)
