"""Word patterns of the knowledge base, compiled: `a|b+c|d+!e` in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from recordings.errors import Language
from scoring.facts import Cues, Fact, Knowledge
from scoring.terms import Hit, TermIndex

Role = Literal["alias", "not_about", "actor", "right", "wrong", "condition", "required_when"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One compiled pattern: every group wants one of its terms; `never` terms must not stand beside it."""

    id: int
    owner: str  # id of the fact, topic or phrase
    role: str
    code: str
    groups: tuple[frozenset[str], ...]
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A cue whose groups all stand in a stretch of text: for each group its hits, in order of the groups."""

    cue: Cue
    hits: tuple[tuple[Hit, ...], ...]

    @property
    def predicate(self) -> Hit:
        """The first hit of the last group."""
        return self.hits[-1][0]


class CueBook:
    """A set of cues and the index of their terms."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.cues: list[Cue] = []
        self._by_term: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._index: TermIndex | None = None

    def add(self, owner: str, role: str, patterns: Iterable[str], code: str = "") -> None:
        """Add the patterns of one owner in one role."""
        for pattern in patterns:
            wanted: list[frozenset[str]] = []
            never: set[str] = set()
            for group in pattern.split("+"):
                terms = frozenset(term.strip().lower() for term in group.lstrip("!").split("|") if term.strip())
                if group.startswith("!"):
                    never |= terms
                elif terms:
                    wanted.append(terms)
            cue = Cue(len(self.cues), owner, role, code, tuple(wanted), frozenset(never))
            self.cues.append(cue)
            for place, terms in enumerate(cue.groups):
                for term in terms:
                    self._by_term[term].append((cue.id, place))
            for term in cue.never:
                self._by_term[term].append((cue.id, -1))

    def hits(self, text: str) -> list[Hit]:
        """Every term of the book in a text."""
        if self._index is None:
            self._index = TermIndex(self._by_term, self.language)
        return self._index.find(text)

    def matches(self, hits: Sequence[Hit]) -> Iterator[Match]:
        """The cues whose groups all stand among `hits`, and whose `never` terms don't."""
        found: dict[int, dict[int, list[Hit]]] = {}
        for hit in hits:
            for cue_id, place in self._by_term[hit.term]:
                found.setdefault(cue_id, {}).setdefault(place, []).append(hit)
        for cue_id, places in found.items():
            cue = self.cues[cue_id]
            if -1 not in places and len(places) == len(cue.groups):
                yield Match(cue, tuple(tuple(places[n]) for n in range(len(cue.groups))))


def fact_book(knowledge: Knowledge, language: Language) -> CueBook:
    """The cues of all facts of a base; made once per base and language."""

    def build() -> CueBook:
        book = CueBook(language)
        for fact in knowledge.facts:
            _add_fact(book, fact, language)
        return book

    return knowledge.memo(f"facts.{language}", build)


def _add_fact(book: CueBook, fact: Fact, language: Language) -> None:
    roles: tuple[tuple[str, Cues], ...] = (
        ("alias", fact.aliases),
        ("not_about", fact.not_about),
        ("actor", fact.actor),
        ("right", fact.right),
        ("required_when", fact.required_when),
        *(("condition", condition.cues) for condition in fact.conditions),
    )
    for role, cues in roles:
        book.add(fact.id, role, cues.of(language))
    for wrong in fact.wrong:
        book.add(fact.id, "wrong", wrong.cues.of(language), wrong.code)
