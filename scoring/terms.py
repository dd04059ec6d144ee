"""Finding many terms in one pass: exact in both languages, inflected in English, by sound in Chinese."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ahocorasick import Automaton

from recordings.errors import Language

_WORD = re.compile(r"[a-z0-9']+(?:[.,]\d+)*%?")
_NEVER_INFLECTED = frozenset(
    ("not", "for", "the", "and", "any", "his", "her", "who", "can", "may")
)  # notes is no "not"
_ENDINGS = ("s", "es", "d", "ed", "ing", "'s", "s'", "ly")
_FUZZY_LENGTH = 3  # shortest term, in characters, that may match by sound alone
_REMEMBERED = 20_000  # words whose terms are remembered
_NUMERALS = frozenset("零一二两三四五六七八九十百千万亿半0123456789")


class Hit(NamedTuple):
    """A term in a text, by place in characters. `fuzzy`: it only sounds like the term.

    Made by the hundred for every call, hence a tuple: a frozen dataclass takes three times as long to make.
    """

    term: str
    start: int
    end: int
    fuzzy: bool = False


class TermIndex:
    """All places of all terms in a text, in one pass over it however many terms there are.

    Chinese terms match without word boundaries, and those of three characters and more also by sound
    (never terms that hold a numeral). English terms match whole words and their plain inflections; `*`
    at the end of a word leaves the rest of the word open.
    """

    def __init__(self, terms: Iterable[str], language: Language) -> None:
        self.language = language
        self._exact, self._sounds = Automaton(), Automaton()
        self._alike: dict[str, list[str]] = defaultdict(list)  # terms by their sound
        self._patterns: dict[str, set[str]] = defaultdict(set)  # words of English terms by how they begin
        self._terms: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)  # by their first word
        self._known: dict[str, _Word] = {}
        for term in sorted(set(terms)):
            if language == "zh":
                self._add_zh(term)
            else:
                self._add_en(term)
        for automaton in (self._exact, self._sounds):
            automaton.make_automaton()

    def _add_zh(self, term: str) -> None:
        alike = self._exact.get(_polite(term), None) or []
        self._exact.add_word(_polite(term), [*alike, term])
        if len(term) >= _FUZZY_LENGTH and not _NUMERALS & set(term) and not re.search(r"[\x00-\x7f]", term):
            sound = _polite(term).translate(_SOUNDS)
            self._alike[sound].append(term)
            self._sounds.add_word(sound, self._alike[sound])

    def _add_en(self, term: str) -> None:
        words = tuple(term.replace("-", " ").split())
        self._terms[words[0]].append((term, words[1:]))
        for word in words:
            self._patterns[word[:3].rstrip("*")].add(word)

    def find(self, text: str) -> list[Hit]:
        """Every hit, in order of place; hits may overlap."""
        return self._find_zh(text) if self.language == "zh" else self._find_en(text)

    def terms(self, text: str) -> set[str]:
        """Every term that stands in a text, wherever."""
        if self.language == "en":
            return {hit.term for hit in self._find_en(text)}
        tight = _polite(text.replace(" ", ""))
        found: set[str] = set()
        if tight and len(self._exact):
            for _, terms in self._exact.iter(tight):
                found.update(terms)
        if tight and len(self._sounds):
            for _, alike in self._sounds.iter(tight.translate(_SOUNDS)):
                found.update(alike)
        return found

    def _find_zh(self, text: str) -> list[Hit]:
        if " " not in text:
            return self._find_tight(text)
        places = [at for at, char in enumerate(text) if char != " "]
        tight = "".join(text[at] for at in places)  # 72 小时 is 72小时
        return [Hit(hit.term, places[hit.start], places[hit.end - 1] + 1, hit.fuzzy) for hit in self._find_tight(tight)]

    def _find_tight(self, text: str) -> list[Hit]:
        if not text:
            return []
        text = _polite(text)
        hits = []
        if len(self._exact):
            hits = [
                Hit(term, last + 1 - len(term), last + 1) for last, terms in self._exact.iter(text) for term in terms
            ]
        if len(self._sounds):
            for last, alike in self._sounds.iter(text.translate(_SOUNDS)):
                end = last + 1
                for term in alike:
                    if text[end - len(term) : end] != _polite(term):
                        hits.append(Hit(term, end - len(term), end, fuzzy=True))
        hits.sort(key=_by_place)
        return hits

    def _find_en(self, text: str) -> list[Hit]:
        found = [(match[0], match.span()) for match in _WORD.finditer(text)]
        words = [self._known.get(word) or self._word(word) for word, _ in found]
        hits: list[Hit] = []
        last = len(words) - 1
        for place, word in enumerate(words):
            start, end = found[place][1]
            if word.whole:
                hits += [Hit(term, start, end) for term in word.whole]
            if not word.seconds or place == last:
                continue
            for second in words[place + 1].fits:
                for term, rest in word.seconds.get(second, ()):
                    final = place + 1 + len(rest)
                    if final <= last and all(part in words[place + n].fits for n, part in enumerate(rest, start=2)):
                        hits.append(Hit(term, start, found[final][1][1]))
        hits.sort(key=_by_place)
        return hits

    def _word(self, word: str) -> _Word:
        """What an English word may stand for; remembered, since a language has only so many words."""
        known = self._known.get(word)
        if known is None:
            near = [pattern for key in {word[:3], word[:2], word[:1]} for pattern in self._patterns.get(key, ())]
            fits = frozenset(pattern for pattern in near if same_word(word, pattern))
            known = _Word(fits)
            for term, rest in (one for pattern in fits for one in self._terms.get(pattern, ())):
                if rest:
                    known.seconds.setdefault(rest[0], []).append((term, rest[1:]))
                else:
                    known.whole.append(term)
            if len(self._known) < _REMEMBERED:
                self._known[word] = known
        return known


def _polite(text: str) -> str:
    """How politely somebody is addressed makes no other word."""
    return text.replace("你", "您")


@dataclass(frozen=True, slots=True)
class _Word:
    """The words of terms that an English word may be, and the terms that may begin with it."""

    fits: frozenset[str]
    whole: list[str] = field(default_factory=list)  # terms of one word
    seconds: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)  # others: by their second word


_by_place = attrgetter("start", "fuzzy", "term")


def same_word(word: str, pattern: str) -> bool:
    """Whether an English word is `pattern` or a plain inflection of it."""
    if word == pattern:
        return True
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    if word.startswith(pattern) and len(pattern) > 2 and pattern not in _NEVER_INFLECTED:
        return word[len(pattern) :] in _ENDINGS
    if pattern.endswith("y") and word in (pattern[:-1] + "ies", pattern[:-1] + "ied"):
        return True
    return len(pattern) > 3 and pattern.endswith("e") and word == pattern[:-1] + "ing"


@cache
def _readings() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@cache
def sound_of(char: str) -> str:
    """Toneless sound of a Chinese character with zh/z, ch/c, sh/s, n/l, -ng/-n taken as one; else the character."""
    reading = _readings().get(ord(char))
    if reading is None:
        return char
    sound = reading.split(",")[0].translate(_TONES)
    for long, short in _SAME:
        sound = sound.replace(long, short)
    return "l" + sound[1:] if sound.startswith("n") else sound


class _SoundTable(dict[int, str]):
    """One private character a sound, for `str.translate`: texts that sound alike become the same text."""

    def __init__(self) -> None:
        super().__init__()
        self._signs: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        sound = sound_of(chr(code))
        sign = sound if len(sound) == 1 else self._signs.setdefault(sound, chr(_PRIVATE + len(self._signs)))
        self[code] = sign
        return sign


_PRIVATE = 0xE000  # first of 6400 code points that mean nothing by themselves; there are about 400 sounds
_SOUNDS = _SoundTable()
