"""The phrase families, compiled: which of them stand in a text, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from recordings.errors import Language
from scoring.notation import Compiled, Notation
from scoring.phrase_index import PhraseIndex
from scoring.phrases import GROUPS, load_yaml


@dataclass(frozen=True, slots=True)
class Family:
    """Ways to say one thing: one entry of a phrase file."""

    kind: str  # the act or signal
    name: str
    confidence: float
    scope: frozenset[str]  # readings under which the words don't count: negation, question, …
    unless: PhraseIndex | None  # in the same clause, they cancel a match
    unless_turn: PhraseIndex | None  # the same anywhere in the turn
    yields_to: frozenset[str]  # acts that, in the same clause, take this one's place


class Found(NamedTuple):
    """A family's words at `text[start:end]` of the evened text."""

    family: Family
    start: int
    end: int


class Phrasebook:
    """All families of one language and part.

    Args:
        rules: Families, each with one of its phrases, in order of the files.
        language: Of the phrases.
    """

    def __init__(self, rules: Sequence[tuple[Family, Compiled]], language: Language) -> None:
        self.language: Language = language
        self._families = [family for family, _ in rules]
        self._index = PhraseIndex([phrase for _, phrase in rules], language)
        self.sources = self._index.sources
        self.always = sum(1 for _, phrase in rules if not phrase.needs)

    def __len__(self) -> int:
        return len(self.sources)

    def family(self, number: int) -> Family:
        """The family of pattern `number`, counted as in `sources`."""
        return self._families[number]

    def find(self, text: str) -> list[Found]:
        """Every place where a family's words stand, whatever their reading."""
        families = self._families
        return [Found(families[number], start, end) for number, start, end in self._index.find(text)]

    def cancelled(self, found: Found, clause: str, turn: str) -> bool:
        """Whether other words say that the family does not mean what it seems to.

        Args:
            found: The words found.
            clause: The clause (or clauses) they stand in, whole.
            turn: The turn; here the found words themselves don't count.
        """
        family = found.family
        if family.unless is not None and family.unless.stands(clause):
            return True
        if family.unless_turn is None:
            return False
        return family.unless_turn.stands(turn[: found.start] + "." * (found.end - found.start) + turn[found.end :])


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
        part: "acts" (of an agent), "cues" (weak ones, of harmful acts) or "signals" (of a customer).

    Returns:
        The compiled families; patterns themselves are compiled when first needed.

    Raises:
        ValueError: A phrase that can't be read; names file and family.
    """
    alone = ("signals", "cues")
    groups = [part] if part in alone else [group for group in GROUPS if group not in alone]
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
    def cancelling(key: str) -> PhraseIndex | None:
        phrases = [notation.compile(level(str(phrase), notation.language)) for phrase in settings.get(key, ())]
        return PhraseIndex(phrases, notation.language) if phrases else None

    return Family(
        kind=kind,
        name=name,
        confidence=float(settings.get("confidence", 0.9)),
        scope=frozenset(settings.get("scope", ())),
        unless=cancelling("unless"),
        unless_turn=cancelling("unless_turn"),
        yields_to=frozenset(settings.get("yields_to", ())),
    )
