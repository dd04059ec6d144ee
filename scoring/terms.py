"""Finding many terms in one pass: exact in both languages, inflected in English, by sound in Chinese."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from recordings.errors import Language

_WORD = re.compile(r"[a-z0-9']+(?:[.,]\d+)*%?")
_ENDINGS = ("s", "es", "d", "ed", "ing", "'s", "s'", "ly")
_FUZZY_LENGTH = 3  # shortest term, in characters, that may match by sound alone
_REMEMBERED = 20_000  # words whose terms are remembered
_NUMERALS = frozenset("零一二两三四五六七八九十百千万亿半0123456789")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text, by place in characters. `fuzzy`: it only sounds like the term."""

    term: str
    start: int
    end: int
    fuzzy: bool = False


class TermIndex:
    """All places of all terms in a text.

    Chinese terms match without word boundaries, and those of three characters and more also by sound
    (never terms that hold a numeral). English terms match whole words and their plain inflections; `*`
    at the end of a word leaves the rest of the word open.
    """

    def __init__(self, terms: Iterable[str], language: Language) -> None:
        self.language = language
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._sounds: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._begun: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for term in sorted(set(terms)):
            if language == "zh":
                self._add_zh(term)
            else:
                words = tuple(term.replace("-", " ").split())
                self._words[words[0][:3].rstrip("*")].append((term, words))

    def _add_zh(self, term: str) -> None:
        self._heads[term[:2]].append(term)
        if len(term) >= _FUZZY_LENGTH and not _NUMERALS & set(term) and not re.search(r"[\x00-\x7f]", term):
            sound = tuple(sound_of(char) for char in term)
            self._sounds[sound[0]].append((term, sound))

    def find(self, text: str) -> list[Hit]:
        """Every hit, in order of place; hits may overlap."""
        return self._find_zh(text) if self.language == "zh" else self._find_en(text)

    def _find_zh(self, text: str) -> list[Hit]:
        if " " not in text:
            return self._find_tight(text)
        places = [at for at, char in enumerate(text) if char != " "]
        tight = "".join(text[at] for at in places)  # 72 小时 is 72小时
        return [Hit(hit.term, places[hit.start], places[hit.end - 1] + 1, hit.fuzzy) for hit in self._find_tight(tight)]

    def _find_tight(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        for at in range(len(text)):
            for key in (text[at : at + 2], text[at]):
                hits += [Hit(t, at, at + len(t)) for t in self._heads.get(key, ()) if text.startswith(t, at)]
                if len(key) == 1:
                    break
        hits += self._find_by_sound(text)
        hits.sort(key=lambda hit: hit.start)
        return hits

    def _find_by_sound(self, text: str) -> list[Hit]:
        sounds = [sound_of(char) for char in text]
        hits: list[Hit] = []
        for at, first in enumerate(sounds):
            for term, sound in self._sounds.get(first, ()):
                end = at + len(sound)
                if tuple(sounds[at:end]) == sound and text[at:end] != term:
                    hits.append(Hit(term, at, end, fuzzy=True))
        return hits

    def _find_en(self, text: str) -> list[Hit]:
        words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
        hits: list[Hit] = []
        for place, (word, start, _) in enumerate(words):
            for term, parts in self._beginning_with(word):
                last = place + len(parts) - 1
                if last < len(words) and all(same_word(words[place + n][0], parts[n]) for n in range(1, len(parts))):
                    hits.append(Hit(term, start, words[last][2]))
        return hits

    def _beginning_with(self, word: str) -> list[tuple[str, tuple[str, ...]]]:
        """The English terms whose first word `word` may be; remembered, since the same words come again."""
        found = self._begun.get(word)
        if found is None:
            keys = {word[:3], word[:2], word[:1]}
            found = [one for key in keys for one in self._words.get(key, ()) if same_word(word, one[1][0])]
            if len(self._begun) < _REMEMBERED:
                self._begun[word] = found
        return found


@lru_cache(maxsize=50_000)
def same_word(word: str, pattern: str) -> bool:
    """Whether an English word is `pattern` or a plain inflection of it."""
    if word == pattern:
        return True
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    if word.startswith(pattern) and len(pattern) > 2:
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
