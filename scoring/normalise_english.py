"""What is evened out in spoken English: contractions, fillers, repeated words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from scoring.phrases import load_words

_WORD = re.compile(r"[a-z']+")
_TAILS = {"'re": " are", "'ve": " have", "'ll": " will", "'m": " am", "'d": " would", "n't": " not"}
_HAD = re.compile(
    r" (?:better\b|(?:not |never |only |just |already )?(?:\w+(?:ed|en|wn)|been|had|paid|kept|told|thought)\b)"
)
_HESITATIONS = frozenset(("um", "uh", "er", "erm", "uhm", "umm", "ah", "mm", "hmm"))
_GAP = frozenset((" ", ", ", ",", "-", "- ", " - "))
_AFTER = re.compile(r"[ ,]+|(?=[.!?;]|$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start:end` become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class _Tables:
    contractions: dict[str, str]
    opening: dict[str, re.Pattern[str]]  # first word → what of it is dropped or replaced
    replaced: dict[str, str]  # several words or with dots → their replacement

    @cached_property
    def known(self) -> frozenset[str]:
        """Words at which something may change, beside repeats and words with an apostrophe."""
        return frozenset((*self.contractions, *self.opening))


def english_edits(text: str) -> Iterator[Edit]:
    """What to change in lower-cased `text`, in order, without overlaps."""
    tables = _tables()
    matches = list(_WORD.finditer(text))
    words = [match[0] for match in matches]
    done = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        again = word == following or following in _HESITATIONS
        if not (again or word in tables.known or "'" in word) or matches[place].start() < done:
            continue
        start, end = matches[place].span()
        edit = (_repeat(text, matches, place) if again else None) or _edit(text, word, start, end, tables)
        if edit is not None:
            done = edit.end
            yield edit


def _repeat(text: str, words: list[re.Match[str]], place: int) -> Edit | None:
    """The first of two equal words, with what hesitation stands between."""
    match = words[place]
    end = match.end()
    for following in words[place + 1 : place + 4]:
        if text[end : following.start()] not in _GAP:
            return None
        if following[0] == match[0]:
            return Edit(match.start(), following.start(), "")
        if following[0] not in _HESITATIONS:
            return None
        end = following.end()
    return None


def _edit(text: str, word: str, start: int, end: int, tables: _Tables) -> Edit | None:
    pattern = tables.opening.get(word)
    if pattern is not None and (special := pattern.match(text, start)):
        new = tables.replaced.get(special[0])
        if new is not None:
            return Edit(start, special.end(), new)
        after = _AFTER.match(text, special.end())
        return Edit(start, after.end(), "") if after else None
    if word in tables.contractions:
        return Edit(start, end, tables.contractions[word])
    if "'" in word:
        for tail, new in _TAILS.items():
            if word.endswith(tail) and len(word) > len(tail):
                said = " had" if tail == "'d" and _HAD.match(text, end) else new
                return Edit(end - len(tail), end, said)
    return None


@cache
def _tables() -> _Tables:
    words = load_words("en")
    pairs = dict(line.split(" → ") for line in words["contractions"])
    plain = {old: new for old, new in pairs.items() if _WORD.fullmatch(old)}
    replaced = {old: new for old, new in pairs.items() if old not in plain}
    opening: dict[str, list[str]] = {}
    for old in replaced:
        opening.setdefault(_first(old), []).append(re.escape(old))
    for filler in words["fillers"]:
        opening.setdefault(_first(re.sub(r"\(\?[^()]*\)", "", filler)), []).append(rf"(?:{filler})(?![a-z'])")
    return _Tables(plain, {word: re.compile("|".join(ways)) for word, ways in opening.items()}, replaced)


def _first(words: str) -> str:
    match = _WORD.search(words)
    return match[0] if match else ""
