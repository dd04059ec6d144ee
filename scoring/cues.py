"""Word patterns of the knowledge base, compiled: `a|b+c|d+!e` in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from recordings.errors import Language
from scoring.facts import Cues, Fact, Knowledge
from scoring.normalise import normalise
from scoring.terms import Hit, TermIndex


@dataclass(frozen=True, slots=True)
class Cue:
    """One compiled pattern: every group wants one of its terms; `never` terms must not stand beside it."""

    id: int
    owner: str  # id of the fact, topic or phrase
    role: str
    code: str
    groups: tuple[frozenset[str], ...]
    never: frozenset[str] = frozenset()
    after: frozenset[int] = frozenset()  # places of groups that stand after the group before them


_by_place = attrgetter("start", "end")


class Match(NamedTuple):
    """A cue whose groups all stand in a stretch of text: for each group its hits, in order of the groups."""

    cue: Cue
    hits: tuple[tuple[Hit, ...], ...]

    @property
    def predicate(self) -> Hit:
        """The first hit of the last group."""
        return self.hits[-1][0]


class CueBook:
    """A set of cues and the index of their terms."""

    def __init__(self, language: Language, words: Mapping[str, Cues] | None = None) -> None:
        self.language = language
        self._words = {f"<{name}>": cues.of(language) for name, cues in (words or {}).items()}
        self._groups: dict[frozenset[str], frozenset[str]] = {}
        self.cues: list[Cue] = []
        self._index: TermIndex | None = None
        self._triggers: dict[str, list[Cue]] = {}

    def add(self, owner: str, role: str, patterns: Iterable[str], code: str = "") -> None:
        """Add the patterns of one owner in one role; not after the first look-up."""
        for pattern in patterns:
            wanted: list[frozenset[str]] = []
            never: set[str] = set()
            after: set[int] = set()
            for group in pattern.split("+"):
                terms = frozenset(self._terms(group.lstrip("!>")))
                terms = self._groups.setdefault(terms, terms)  # groups that are alike are one, and looked up once
                if group.startswith(">") and wanted:
                    after.add(len(wanted))
                if group.startswith("!"):
                    never |= terms
                elif terms:
                    wanted.append(terms)
            self.cues.append(Cue(len(self.cues), owner, role, code, tuple(wanted), frozenset(never), frozenset(after)))

    def _terms(self, group: str) -> Iterator[str]:
        """The terms of a group, with the lists that it names unfolded."""
        for term in group.split("|"):
            for one in self._words.get(term.strip(), (term,)):
                if one.strip():
                    yield self._evened(one.strip().lower())

    def _evened(self, term: str) -> str:
        """A term as texts are evened before they are searched: 找谁找谁 is heard as 找谁, 为啥 as 为什么."""
        return (self.language == "zh" and normalise(term, "zh").text) or term

    def _prepare(self) -> TermIndex:
        """Let each cue wait for its rarest group: most cues are then never looked at."""
        popularity: Counter[str] = Counter()
        for cue in self.cues:
            for group in (*cue.groups, cue.never):
                popularity.update(group)
        for cue in self.cues:
            rarest = min(cue.groups, key=lambda group: sum(popularity[term] for term in group))
            for term in rarest:
                self._triggers.setdefault(term, []).append(cue)
        self._index = TermIndex(popularity, self.language)
        return self._index

    def hits(self, text: str) -> list[Hit]:
        """Every term of the book in a text."""
        return (self._index or self._prepare()).find(text)

    def matches(self, hits: Sequence[Hit]) -> list[Match]:
        """The cues whose groups all stand among `hits`, and whose `never` terms don't; in order of the book."""
        terms = {hit.term for hit in hits}
        return [match for match in self.possible(hits) if match.cue.never.isdisjoint(terms)]

    def possible(self, hits: Sequence[Hit]) -> list[Match]:
        """The cues whose groups all stand among `hits`, whatever stands beside them; in order of the book."""
        present: dict[str, list[Hit]] = {}
        for hit in hits:
            present.setdefault(hit.term, []).append(hit)
        placed: dict[frozenset[str], tuple[Hit, ...]] = {}
        matches = []
        for cue in self._standing(set(present)):
            groups = []
            for group in cue.groups:
                if (hits_of := placed.get(group)) is None:
                    hits_of = placed[group] = _placed(group, present)
                groups.append(hits_of)
            matches.append(Match(cue, tuple(groups)))
        return matches

    def standing(self, text: str) -> list[Cue]:
        """The cues of `matches`, for whom it doesn't matter where they stand."""
        terms = (self._index or self._prepare()).terms(text)
        return [cue for cue in self._standing(terms) if cue.never.isdisjoint(terms)]

    def _standing(self, terms: set[str]) -> list[Cue]:
        """The cues whose groups all have one of `terms`, in order of the book."""
        found: dict[int, Cue] = {}
        for term in terms & self._triggers.keys():
            for cue in self._triggers[term]:
                for group in cue.groups:
                    if group.isdisjoint(terms):
                        break
                else:
                    found[cue.id] = cue
        return [cue for _, cue in sorted(found.items())]


def _placed(group: frozenset[str], present: dict[str, list[Hit]]) -> tuple[Hit, ...]:
    """The hits of a group's terms, in order of place."""
    terms = [term for term in group if term in present]
    if len(terms) == 1:
        return tuple(present[terms[0]])
    return tuple(sorted((hit for term in terms for hit in present[term]), key=_by_place))


def fact_book(knowledge: Knowledge, language: Language) -> CueBook:
    """The cues of all facts of a base; made once per base and language."""

    def build() -> CueBook:
        book = CueBook(language, knowledge.words)
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
