"""An utterance read for claims: even text, clauses with their force, terms, quantities, institutions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from recordings.errors import Language
from scoring.claim_scope import Clause, scope
from scoring.cues import CueBook, Match, fact_book
from scoring.facts import InstitutionKind, Knowledge
from scoring.findings import Quantity
from scoring.institutions import institution_spans
from scoring.normalise import Normalised, normalise
from scoring.numbers import find_quantities
from scoring.terms import Hit


@dataclass(frozen=True)
class Reading:
    """One utterance, read once. Places count in `norm.text` unless said otherwise."""

    norm: Normalised
    language: Language
    hits: tuple[Hit, ...]
    quantities: tuple[Quantity, ...]
    book: CueBook = field(repr=False)
    context: str = ""  # what was said just before, as it was said
    _of_roles: dict[tuple[str, ...], list[Match]] = field(default_factory=dict, repr=False)
    _matches: dict[tuple[int | str, ...], list[Match]] = field(default_factory=dict, repr=False)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses with their force."""
        return scope(self.norm.text, self.language)

    @cached_property
    def kinds(self) -> tuple[tuple[InstitutionKind, int, int], ...]:
        """Kinds of institutions with their places."""
        return institution_spans(self.norm.text, self.language)

    @cached_property
    def possible(self) -> tuple[Match, ...]:
        """The cues that stand anywhere in the utterance, whatever stands beside them."""
        return tuple(self.book.possible(self.hits))

    @cached_property
    def context_hits(self) -> tuple[Hit, ...]:
        """Terms of what was said just before; their places mean nothing here."""
        return tuple(self.book.hits(normalise(self.context, self.language).text)) if self.context else ()

    @property
    def text(self) -> str:
        """The even text."""
        return self.norm.text

    def clause_at(self, place: int) -> Clause | None:
        """The clause that holds a character; None in the marks between clauses."""
        return next((clause for clause in self.clauses if clause.start <= place < clause.end), None)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First and after-last character of every sentence."""
        spans: dict[int, tuple[int, int]] = {}
        for clause in self.clauses:
            start, _ = spans.get(clause.sentence, (clause.start, 0))
            spans[clause.sentence] = (start, clause.end)
        return tuple(spans.get(number, (0, 0)) for number in range(max(spans, default=-1) + 1))

    def span_of_sentence(self, sentence: int) -> tuple[int, int]:
        """From the first to after the last character of a sentence; nothing where there is none."""
        return self.sentences[sentence] if 0 <= sentence < len(self.sentences) else (0, 0)

    def start_of_neighbour(self, clause: Clause) -> int:
        """First character of the clause before, where it belongs to the same sentence; else of the clause."""
        place = self.clauses.index(clause)
        before = self.clauses[place - 1] if place else clause
        return before.start if before.sentence == clause.sentence else clause.start

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The terms between two places."""
        return [hit for hit in self.hits if start <= hit.start and hit.end <= end]

    def matches_in(self, start: int, end: int, *roles: str) -> list[Match]:
        """The cues in some roles that stand wholly between two places."""
        key: tuple[int | str, ...] = (start, end, *roles)
        if key not in self._matches:
            self._matches[key] = list(self._within(start, end, roles))
        return self._matches[key]

    def _within(self, start: int, end: int, roles: tuple[str, ...]) -> Iterator[Match]:
        terms: set[str] | None = None
        wanted = self._of_roles.get(roles)
        if wanted is None:
            wanted = self._of_roles[roles] = [match for match in self.possible if match.cue.role in roles]
        for match in wanted:
            if match.hits[0][0].start > end:
                continue
            if match.cue.never:
                if terms is None:
                    terms = {hit.term for hit in self.hits_in(start, end)}
                if not match.cue.never.isdisjoint(terms):
                    continue
            groups = []
            for hits in match.hits:
                inside = hits
                if hits[0].start < start or hits[-1].end > end:
                    inside = tuple([hit for hit in hits if start <= hit.start and hit.end <= end])
                    if not inside:
                        break
                groups.append(inside)
            else:
                yield Match(match.cue, tuple(groups))

    def kinds_in(self, start: int, end: int) -> set[InstitutionKind]:
        """Kinds of institutions named between two places."""
        return {kind for kind, at, _ in self.kinds if start <= at < end}

    def original(self, start: int, end: int) -> tuple[str, int, int]:
        """The original words of a stretch, trimmed, with their place in the original text."""
        first, last = self.norm.span(start, end)
        quote = self.norm.original[first:last]
        lead = len(quote) - len(quote.lstrip(_EDGE))
        quote = quote.strip(_EDGE)
        return quote, first + lead, first + lead + len(quote)


_EDGE = " \t\r\n,.;:!?,。;:!?、"
_ANY = re.compile(r"\w")


def read_utterance(text: str, language: Language, knowledge: Knowledge, context: str = "") -> Reading | None:
    """Read one utterance; None where it holds no word.

    Args:
        text: What was said.
        language: Its language.
        knowledge: The base whose terms are looked for.
        context: What was said just before (the other speaker's turn), for short answers such as "ten years".
    """
    if not _ANY.search(text):
        return None
    norm = normalise(text, language)
    book = fact_book(knowledge, language)
    return Reading(
        norm=norm,
        language=language,
        hits=tuple(book.hits(norm.text)),
        quantities=find_quantities(norm.text, language),
        book=book,
        context=context,
    )
