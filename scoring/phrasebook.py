"""The phrase families, compiled: which of them stand in a text, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ahocorasick import Automaton

from recordings.errors import Language
from scoring.notation import NEEDS, Compiled, Notation
from scoring.phrases import GROUPS, load_yaml

_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Words that cancel a match: a pattern, and keys of which one stands in every match (None: nobody can say)."""

    source: str
    keys: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Family:
    """Ways to say one thing: one entry of a phrase file."""

    kind: str  # the act or signal
    name: str
    confidence: float
    scope: frozenset[str]  # readings under which the words don't count: negation, question, …
    unless: tuple[Cancelling, ...]  # in the same clause, they cancel a match
    unless_turn: tuple[Cancelling, ...]  # the same anywhere in the turn
    yields_to: frozenset[str]  # acts that, in the same clause, take this one's place


@dataclass(frozen=True, slots=True)
class Found:
    """A family's words at `text[start:end]` of the evened text."""

    family: Family
    start: int
    end: int


class Phrasebook:
    """All families of one language and part, tried only where the words that they need stand.

    One pass over a text finds every word that any phrase needs or begins with. A phrase is tried where all its
    needs are met, and only at the places where it may begin.

    Args:
        rules: Families, each with one of its phrases, in order of the files.
        language: Chinese words match anywhere, English ones whole.
    """

    def __init__(self, rules: Sequence[tuple[Family, Compiled]], language: Language) -> None:
        self.language: Language = language
        self._families = [family for family, _ in rules]
        self.sources = [phrase.source for _, phrase in rules]
        self._patterns: list[re.Pattern[str] | None] = [None] * len(rules)
        self._cancels: dict[str, re.Pattern[str]] = {}
        firsts = [_first_words(phrase, language) for _, phrase in rules]
        self._firsts = list(dict.fromkeys(words for words in firsts if words is not None))
        kinds = {words: kind for kind, words in enumerate(self._firsts)}
        self._kinds = [None if words is None else kinds[words] for words in firsts]  # of beginning, by rule
        self.always = sum(1 for _, phrase in rules if not phrase.needs)
        self._size = len(rules)
        self._all = (1 << self._size) - 1
        self._met, self._unneeded = _masks([phrase.needs for _, phrase in rules], language)
        self._words = WordPlaces((*self._met, *(word for words in self._firsts for word in words)), language)

    def __len__(self) -> int:
        return len(self.sources)

    def family(self, number: int) -> Family:
        """The family of pattern `number`, counted as in `sources`."""
        return self._families[number]

    def find(self, text: str) -> list[Found]:
        """Every place where a family's words stand, whatever their reading."""
        places = self._words.find(text)
        found: list[Found] = []
        begins_of: dict[int, list[int]] = {}  # by kind of beginning
        for number in self._candidates(places):
            pattern = self._patterns[number]
            if pattern is None:
                pattern = self._patterns[number] = re.compile(self.sources[number])
            kind = self._kinds[number]
            if kind is None:
                own = self._families[number]
                found += [Found(own, *match.span()) for match in pattern.finditer(text) if match.end() > match.start()]
                continue
            begins = begins_of.get(kind)
            if begins is None:
                lists = [places[word] for word in self._firsts[kind].intersection(places)]
                begins = lists[0] if len(lists) == 1 else sorted({at for some in lists for at in some})
                begins_of[kind] = begins
            done = 0
            for at in begins:
                if at >= done and (begun := pattern.match(text, at)) is not None and (end := begun.end()) > at:
                    found.append(Found(self._families[number], at, end))
                    done = end
        return found

    def cancelled(self, found: Found, clause: str, turn: str) -> bool:
        """Whether other words say that the family does not mean what it seems to.

        Args:
            found: The words found.
            clause: The clause (or clauses) they stand in, whole.
            turn: The turn; here the found words themselves don't count.
        """
        family = found.family
        for words in family.unless:
            if self._stands(words, clause):
                return True
        if not family.unless_turn:
            return False
        rest = turn[: found.start] + "." * (found.end - found.start) + turn[found.end :]
        return any(self._stands(words, rest) for words in family.unless_turn)

    def _stands(self, words: Cancelling, text: str) -> bool:
        if words.keys is not None and not any(key in text for key in words.keys):
            return False
        pattern = self._cancels.get(words.source)
        if pattern is None:  # bounded by the data files
            pattern = self._cancels[words.source] = re.compile(words.source)
        return pattern.search(text) is not None

    def _candidates(self, words: Mapping[str, Sequence[int]]) -> list[int]:
        """Numbers of the patterns all of whose needs are met by `words`."""
        met, mask = self._met, self._unneeded
        for word in words:
            if word in met:
                mask |= met[word]
        left = mask & self._all
        for _ in range(NEEDS - 1):
            mask >>= self._size
            left &= mask
        numbers = []
        while left:
            number = left.bit_length() - 1
            numbers.append(number)
            left ^= 1 << number
        return numbers[::-1]


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


@cache
def load_notation(language: Language) -> Notation:
    """The reader of phrases of `language`, with its slots."""
    slots: dict[str, list[str]] = load_yaml(f"slots.{language}.yaml")
    even = {name: [level(str(entry), language) for entry in entries] for name, entries in slots.items()}
    return Notation(even, language)


def level(text: str, language: Language) -> str:
    """Text or a phrase with 你 as 您: how politely somebody is addressed changes no act. Same length."""
    return text.replace("你", "您") if language == "zh" else text


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
                    yield family, notation.compile(level(str(phrase), language))
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from error


def _family(kind: str, name: str, settings: Mapping[str, Any], notation: Notation) -> Family:
    def cancelling(key: str) -> tuple[Cancelling, ...]:
        phrases = [notation.compile(level(str(phrase), notation.language)) for phrase in settings.get(key, ())]
        if not phrases:
            return ()
        known = [phrase.keys for phrase in phrases if phrase.keys is not None]
        keys = tuple(sorted(frozenset().union(*known))) if len(known) == len(phrases) else None
        return (Cancelling("|".join(phrase.source for phrase in phrases), keys),)

    return Family(
        kind=kind,
        name=name,
        confidence=float(settings.get("confidence", 0.9)),
        scope=frozenset(settings.get("scope", ())),
        unless=cancelling("unless"),
        unless_turn=cancelling("unless_turn"),
        yields_to=frozenset(settings.get("yields_to", ())),
    )
