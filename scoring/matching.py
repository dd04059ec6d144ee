"""From phrases found to hits: scope, clauses, one hit per kind and clause."""

from __future__ import annotations

from dataclasses import dataclass

from recordings.errors import Language
from scoring.clauses import Piece, pieces
from scoring.normalise import Normalised
from scoring.phrasebook import Found, level, load_phrasebook
from scoring.scope import Readings


@dataclass(frozen=True, slots=True)
class Hit:
    """A kind (act or signal) with the words that show it, in the original text."""

    kind: str
    quote: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Placed:
    found: Found
    first: int  # clause numbers
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a turn, and what only seemed to be: `denied` are kinds with evened `start:end` of their words,
    found but read otherwise (negated, quoted, in a question …) or given way to another kind."""

    hits: tuple[Hit, ...]
    denied: tuple[tuple[str, int, int], ...] = ()


def match_families(even: Normalised, language: Language, part: str) -> tuple[Hit, ...]:
    """Find the kinds of `part` ("acts" or "signals") in one turn.

    Returns:
        Hits sorted by start, then kind. The quote is the clause (or clauses) that hold the words.
    """
    return read_families(even, language, part).hits


def read_families(even: Normalised, language: Language, part: str) -> Reading:
    """The same as `match_families`, with what was found and denied."""
    book = load_phrasebook(language, part)
    text = level(even.text, language)
    found = list(book.find(text))
    if not found:
        return Reading(())
    clauses = pieces(even, language)
    readings = Readings(even.text, clauses, language)
    placed: list[_Placed] = []
    denied: list[_Placed] = []
    # The surest first, then the narrowest: what says the same in the same clause is not looked at again.
    places = (_place(one, clauses) for one in found)
    for place in sorted(places, key=lambda p: (-p.found.family.confidence, p.last - p.first, p.found.start)):
        one = place.found
        if any(_same(place, other) for other in placed):
            continue
        first, last = clauses[place.first], clauses[place.last]
        around = text[first.mark_start : last.mark_end]
        if not book.cancelled(one, around, text) and not readings.cancels(one, first, last):
            placed.append(place)
        else:
            denied.append(place)
    kept = _settled(placed)
    denied = [one for one in (*denied, *placed) if not any(one is other or _same(one, other) for other in kept)]
    spans = tuple((one.found.family.kind, one.found.start, one.found.end) for one in denied)
    return Reading(_hits(kept, clauses, even), spans)


def _place(found: Found, clauses: tuple[Piece, ...]) -> _Placed:
    first = last = 0
    for number, clause in enumerate(clauses):
        if clause.start <= found.start:
            first = last = number
        elif clause.start < found.end:
            last = number
    return _Placed(found, first, last)


def _settled(placed: list[_Placed]) -> list[_Placed]:
    """Drop those that give way to another kind of the same clause."""
    kept = []
    for one in placed:
        rivals = one.found.family.yields_to
        if rivals and any(
            other.found.family.kind in rivals and other.first <= one.last and one.first <= other.last
            for other in placed
        ):
            continue
        kept.append(one)
    return kept


def _hits(placed: list[_Placed], clauses: tuple[Piece, ...], even: Normalised) -> tuple[Hit, ...]:
    hits = []
    for one in placed:
        start, end = even.span(
            min(clauses[one.first].start, one.found.start), max(clauses[one.last].end, one.found.end)
        )
        quote = even.original[start:end].strip()
        start = even.original.index(quote, start)
        hits.append(Hit(one.found.family.kind, quote, start, start + len(quote), one.found.family.confidence))
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.kind)))


def _same(one: _Placed, other: _Placed) -> bool:
    """Whether both say the same in the same clause."""
    return one.found.family.kind == other.found.family.kind and one.first <= other.last and other.first <= one.last
