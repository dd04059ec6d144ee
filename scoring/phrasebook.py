"""The phrase families, compiled: which of them stand in a text, and where."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from recordings.errors import Language
from scoring.notation import NEEDS, Compiled, Notation
from scoring.phrases import GROUPS, load_yaml

_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Family:
    """Ways to say one thing: one entry of a phrase file."""

    kind: str  # the act or signal
    name: str
    confidence: float
    scope: frozenset[str]  # readings under which the words don't count: negation, question, …
    unless: tuple[str, ...]  # sources of patterns that, in the same clause, cancel a match
    unless_turn: tuple[str, ...]  # the same anywhere in the turn
    yields_to: frozenset[str]  # acts that, in the same clause, take this one's place


@dataclass(frozen=True, slots=True)
class Found:
    """A family's words at `text[start:end]` of the evened text."""

    family: Family
    start: int
    end: int


class Phrasebook:
    """All families of one language and part, behind a cheap filter on words that must occur.

    Args:
        rules: Families, each with one of its phrases, in order of the files.
        language: Chinese keys are pairs of characters, English ones whole words.
    """

    def __init__(self, rules: Sequence[tuple[Family, Compiled]], language: Language) -> None:
        self.language = language
        self._families = [family for family, _ in rules]
        self.sources = [phrase.source for _, phrase in rules]
        self._patterns: list[re.Pattern[str] | None] = [None] * len(rules)
        self._unless: dict[str, re.Pattern[str]] = {}
        self._firsts = [_first_words(phrase) for _, phrase in rules]
        self.always = sum(1 for _, phrase in rules if not phrase.needs)
        self._size = len(rules)
        self._met, self._unneeded = _masks([phrase.needs for _, phrase in rules], language)

    def __len__(self) -> int:
        return len(self.sources)

    def family(self, number: int) -> Family:
        """The family of pattern `number`, counted as in `sources`."""
        return self._families[number]

    def find(self, text: str) -> Iterator[Found]:
        """Every place where a family's words stand, whatever their reading."""
        places: dict[str, list[int]] = {}
        if self.language == "en":
            for word in _WORD.finditer(text):
                places.setdefault(word[0], []).append(word.start())
        grams = places if self.language == "en" else {*text, *map("".join, itertools.pairwise(text))}
        for number in self._candidates(grams):
            pattern = self._patterns[number]
            if pattern is None:
                pattern = self._patterns[number] = re.compile(self.sources[number])
            firsts = self._firsts[number]
            if firsts is None:
                matches: Iterable[re.Match[str] | None] = pattern.finditer(text)
            else:
                matches = [pattern.match(text, at) for first in firsts if first in places for at in places[first]]
            for match in matches:
                if match is not None and match.end() > match.start():
                    yield Found(self._families[number], match.start(), match.end())

    def cancelled(self, found: Found, clause: str, turn: str) -> bool:
        """Whether other words say that the family does not mean what it seems to.

        Args:
            found: The words found.
            clause: The clause (or clauses) they stand in, whole.
            turn: The turn; here the found words themselves don't count.
        """
        family = found.family
        if any(self._pattern(source).search(clause) for source in family.unless):
            return True
        rest = turn[: found.start] + "_" * (found.end - found.start) + turn[found.end :] if family.unless_turn else ""
        return any(self._pattern(source).search(rest) for source in family.unless_turn)

    def _pattern(self, source: str) -> re.Pattern[str]:
        if source not in self._unless:  # bounded by the data files
            self._unless[source] = re.compile(source)
        return self._unless[source]

    def _candidates(self, grams: Iterable[str]) -> Iterator[int]:
        """Numbers of the patterns all of whose needs are met by `grams`."""
        met, mask = self._met, self._unneeded
        for gram in grams:
            if gram in met:
                mask |= met[gram]
        left = mask
        for _ in range(NEEDS - 1):
            mask >>= self._size
            left &= mask
        left &= (1 << self._size) - 1
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest


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
            for gram in _grams(own[number], language):
                met[gram] = met.get(gram, 0) | bit
    return met, unneeded


def _first_words(phrase: Compiled) -> frozenset[str] | None:
    if phrase.firsts is None:
        return None
    found = [_WORD.search(words) for words in phrase.firsts]
    return None if None in found else frozenset(match[0] for match in found if match is not None)


def _grams(words: frozenset[str], language: Language) -> frozenset[str]:
    return frozenset(_gram(word, language) for word in words)


def _gram(key: str, language: Language) -> str:
    """The part of a key word that the filter looks up."""
    if language == "en":
        return max(_WORD.findall(key), key=len, default=key)
    return key[-2:] if len(key) > 1 else key


@cache
def load_notation(language: Language) -> Notation:
    """The reader of phrases of `language`, with its slots."""
    slots: dict[str, list[str]] = load_yaml(f"slots.{language}.yaml")
    return Notation(slots, language)


@cache
def load_phrasebook(language: Language, part: str) -> Phrasebook:
    """The phrase families of `language`.

    Args:
        language: Which files to read.
        part: "acts" (of an agent) or "signals" (of a customer).

    Returns:
        The compiled families; patterns themselves are compiled when first needed.

    Raises:
        ValueError: A phrase that can't be read; names file and family.
    """
    groups = [group for group in GROUPS if (group == "signals") == (part == "signals")]
    rules = [rule for group in groups for rule in _rules(group, language)]
    return Phrasebook(rules, language)


def _rules(group: str, language: Language) -> Iterator[tuple[Family, Compiled]]:
    notation = load_notation(language)
    for kind, entry in load_yaml(f"{group}.{language}.yaml").items():
        for name, given in entry["families"].items():
            settings = {**entry, **given}
            where = f"{group}.{language}.yaml, {kind}, {name}"
            try:
                family = _family(kind, name, settings, notation)
                for phrase in given["phrases"]:
                    yield family, notation.compile(str(phrase))
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from error


def _family(kind: str, name: str, settings: Mapping[str, Any], notation: Notation) -> Family:
    def sources(key: str) -> tuple[str, ...]:
        phrases = settings.get(key, ())
        return ("|".join(notation.compile(str(p)).source for p in phrases),) if phrases else ()

    return Family(
        kind=kind,
        name=name,
        confidence=float(settings.get("confidence", 0.9)),
        scope=frozenset(settings.get("scope", ())),
        unless=sources("unless"),
        unless_turn=sources("unless_turn"),
        yields_to=frozenset(settings.get("yields_to", ())),
    )
