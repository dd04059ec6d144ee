"""Spoken text made even, with the way back to the original characters.

Full-width and compatibility forms, traditional characters, case, curly quotes, contractions, fillers,
stutters and the commonest recognition errors are evened out, so that a phrase needs writing once.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from recordings.errors import Language
from scoring.normalise_english import Edit, english_edits
from scoring.phrases import load_words

_HAN = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Normalised:
    """Evened text and how its characters stand to the original's.

    `edits` are replaced or deleted stretches as (start, end, original start, original end), sorted;
    everything between them runs one to one.
    """

    text: str
    original: str
    edits: tuple[tuple[int, int, int, int], ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the evened characters `start:end` (end > start) stand in the original text."""
        if not self.edits:
            return start, end
        return self._start(start), self._end(end)

    def _start(self, at: int) -> int:
        place = bisect_right(self._starts, at) - 1
        while place >= 0:
            begin, stop, old_begin, old_stop = self.edits[place]
            return old_begin if begin <= at < stop else old_stop + at - stop
        return at

    def _end(self, at: int) -> int:
        last = at - 1
        place = bisect_right(self._starts, last) - 1
        if place < 0:
            return at
        begin, stop, _, old_stop = self.edits[place]
        return old_stop if begin <= last < stop else old_stop + last - stop + 1


@lru_cache(maxsize=512)  # several finders read each turn
def normalise(text: str, language: Language) -> Normalised:
    """Even out spoken text.

    Does not turn number words into digits, and never joins two sentences.

    Args:
        text: What was said, as transcribed or typed.
        language: Whose fillers, contractions and characters to expect.

    Returns:
        Evened text with ASCII punctuation, lower case, and in Chinese simplified characters, and
        the map back. Empty text gives empty text.
    """
    even = text.translate(_characters(language))
    if language == "zh":
        even = _unspaced(_confusions().sub(lambda m: _confusion_words()[m[0]], even))
        edits = _zh_edits(any(mark in even for mark in load_words("zh")["dialect_marks"]))
        return _edited(text, even, (Edit(*match.span(), _standard(match)) for match in edits.finditer(even)))
    return _edited(text, even, english_edits(even))


def _edited(original: str, even: str, changes: Iterable[Edit]) -> Normalised:
    pieces: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    done = length = 0
    for change in changes:
        pieces += (even[done : change.start], change.new)
        length += change.start - done
        edits.append((length, length + len(change.new), change.start, change.end))
        length += len(change.new)
        done = change.end
    if not edits:
        return Normalised(even, original)
    pieces.append(even[done:])
    return Normalised("".join(pieces), original, tuple(edits), tuple(edit[0] for edit in edits))


@cache
def _characters(language: Language) -> Mapping[int, str]:
    """One character to one character, so that offsets stay."""
    table: dict[int, str] = {}
    for code in (*range(0xA0, 0x250), *range(0x2010, 0x2070), *range(0x3000, 0x3040), *range(0xFE30, 0xFFEF)):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    table |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    table |= {
        ord(char): plain
        for char, plain in zip("“”„«»‘’‚`´—–―‒…。\t\r\u3000\xa0", "\"\"\"\"\"'''''----,. \n  ", strict=True)
    }
    if language == "zh":
        table |= {ord(char): '"' for char in "「」『』《》"} | _simplified()
    return table


def _simplified() -> dict[int, str]:
    """Traditional to simplified, character by character."""
    from opencc import OpenCC

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    plain = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, plain, strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1} | {ord("妳"): "你", ord("嚒"): "么"}


def _unspaced(text: str) -> str:
    """Spaces between Chinese words become clause marks, or nothing where every word is spaced apart."""
    if " " not in text:
        return text
    parts = text.split()
    mark = "\0" if len(text) < 4 * len(parts) else ","
    return re.sub(rf"(?<=[{_HAN}]) (?=[{_HAN}])", mark, text)


@cache
def _confusion_words() -> dict[str, str]:
    words = load_words("zh")["confusions"]
    pairs = dict(line.split(" → ") for line in words)
    return {old: new for old, new in pairs.items() if len(old) == len(new)}


@cache
def _confusions() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _confusion_words()), key=len, reverse=True)))


@cache
def _dialect() -> tuple[tuple[str, str], ...]:
    """Patterns of dialect words, each with the standard word."""
    return tuple((old, new) for old, _, new in (line.rpartition(" → ") for line in load_words("zh")["dialect"]))


def _standard(match: re.Match[str]) -> str:
    """What an edit puts in place: the standard word of a dialect word, else nothing."""
    return _dialect()[int(match.lastgroup[1:])][1] if match.lastgroup else ""


@cache
def _zh_edits(dialect: bool) -> re.Pattern[str]:
    words = load_words("zh")
    fillers = "".join(words["fillers"])
    leading = "|".join(words["leading_fillers"])
    stutter = "".join(words["stutters"])
    start = "(?<![^,.!?;])"  # the character before is a mark, or there is none
    return re.compile(
        rf"\0|{start}[{fillers}]+,?|[{fillers}]+|{start}(?:{leading}),|那个(?=[您你我])"
        rf"|([{stutter}])(?=\1)|([{_HAN}]{{2}})(?=\2)"
        rf"|{start}([{stutter}])[,\-](?=\3)|{start}([{_HAN}]{{2}}),(?=\4)|哈(?!尔|佛|萨|罗|密|苏|[哈])(?=[,.!?]|$)"
        + "".join(rf"|(?P<d{number}>{old})" for number, (old, _) in enumerate(_dialect()) if dialect)
    )
