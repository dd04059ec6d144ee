"""An utterance read for claims: even text, clauses with their force, terms, quantities, institutions."""

from __future__ import annotations

import re
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
    clauses: tuple[Clause, ...]
    hits: tuple[Hit, ...]
    quantities: tuple[Quantity, ...]
    kinds: tuple[tuple[InstitutionKind, int, int], ...]
    book: CueBook = field(repr=False)
    context: str = ""  # what was said just before, as it was said
    _matches: dict[tuple[int, int], list[Match]] = field(default_factory=dict, repr=False)

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

    def span_of_sentence(self, sentence: int) -> tuple[int, int]:
        """From the first to after the last character of a sentence."""
        own = [clause for clause in self.clauses if clause.sentence == sentence]
        return (own[0].start, own[-1].end) if own else (0, 0)

    def start_of_neighbour(self, clause: Clause) -> int:
        """First character of the clause before, where it belongs to the same sentence; else of the clause."""
        place = self.clauses.index(clause)
        before = self.clauses[place - 1] if place else clause
        return before.start if before.sentence == clause.sentence else clause.start

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The terms between two places."""
        return [hit for hit in self.hits if start <= hit.start and hit.end <= end]

    def matches_in(self, start: int, end: int) -> list[Match]:
        """The cues that stand wholly between two places."""
        if (start, end) not in self._matches:
            self._matches[start, end] = list(self.book.matches(self.hits_in(start, end)))
        return self._matches[start, end]

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
        clauses=scope(norm.text, language),
        hits=tuple(book.hits(norm.text)),
        quantities=find_quantities(norm.text, language),
        kinds=institution_spans(norm.text, language),
        book=book,
        context=context,
    )
