"""Phrases that an agent must not say, from the knowledge base."""

from __future__ import annotations

from recordings.errors import Language
from scoring.claim_scope import scope
from scoring.cues import CueBook
from scoring.facts import Knowledge
from scoring.findings import Span
from scoring.normalise import normalise


class ForbiddenHit(Span):
    """A forbidden phrase in a text. `forbidden_id` names the entry in the base."""

    forbidden_id: str


def find_forbidden(text: str, language: Language, knowledge: Knowledge) -> tuple[ForbiddenHit, ...]:
    """Forbidden phrases in one agent utterance, in order of place.

    Quotations and read-backs of the customer don't count, nor a phrase with one of its `unless` words in
    the same utterance ("I don't know yet, let me find out").

    Args:
        text: What the agent said.
        language: Its language.
        knowledge: The base.

    Returns:
        One hit per entry and clause.
    """
    norm = normalise(text, language)
    book = _book(knowledge, language)
    hits = book.hits(norm.text)
    if not hits:
        return ()
    excused = {match.cue.owner for match in book.matches(hits) if match.cue.role == "unless"}
    clauses = scope(norm.text, language)
    found: dict[tuple[str, int], ForbiddenHit] = {}
    for match in book.matches(hits):
        if match.cue.role != "phrase" or match.cue.owner in excused:
            continue
        for hit in match.hits[0]:
            clause = next((one for one in clauses if one.start <= hit.start < one.end), None)
            if clause is None or hit.fuzzy or clause.force in ("quoted", "read_back"):
                continue
            start, end = norm.span(hit.start, hit.end)
            key = (match.cue.owner, clause.start)
            found.setdefault(
                key, ForbiddenHit(quote=text[start:end], start=start, end=end, forbidden_id=match.cue.owner)
            )
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _book(knowledge: Knowledge, language: Language) -> CueBook:
    def build() -> CueBook:
        book = CueBook(language, knowledge.words)
        for entry in knowledge.forbidden:
            book.add(entry.id, "phrase", entry.phrases.of(language))
            book.add(entry.id, "unless", entry.unless.of(language))
        return book

    return knowledge.memo(f"forbidden.{language}", build)
