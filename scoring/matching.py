"""From phrases found to hits: scope, clauses, one hit per kind and clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

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


class _Placed(NamedTuple):
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
    placed: dict[str, list[_Placed]] = {}  # by kind
    denied: list[_Placed] = []
    # The surest first, then the narrowest: what says the same in the same clause is not looked at again.
    starts = [clause.start for clause in clauses]
    places = [_place(one, starts) for one in found]
    for place in sorted(places, key=lambda p: (-p.found.family.confidence, p.last - p.first, p.found.start)):
        one = place.found
        alike = placed.setdefault(one.family.kind, [])
        if _meets(place, alike):
            continue
        first, last = clauses[place.first], clauses[place.last]
        around = text[first.mark_start : last.mark_end]
        if not book.cancelled(one, around, text) and not readings.cancels(one, first, last):
            alike.append(place)
        else:
            denied.append(place)
    kept = _settled(placed)
    told = [one for alike in placed.values() for one in alike]
    denied = [
        one
        for one in (*denied, *told)
        if not _meets(one, [other for other in kept if other.found.family.kind == one.found.family.kind])
    ]
    spans = tuple((one.found.family.kind, one.found.start, one.found.end) for one in denied)
    return Reading(_hits(kept, clauses, even), spans)


def _place(found: Found, starts: list[int]) -> _Placed:
    first = max(bisect_right(starts, found.start) - 1, 0)
    return _Placed(found, first, max(bisect_left(starts, found.end, first) - 1, first))


def _settled(placed: dict[str, list[_Placed]]) -> list[_Placed]:
    """Drop those that give way to another kind of the same clause."""
    kept = []
    for alike in placed.values():
        for one in alike:
            rivals = one.found.family.yields_to
            if not any(_meets(one, placed[kind]) for kind in rivals if kind in placed):
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


def _meets(one: _Placed, alike: list[_Placed]) -> bool:
    """Whether any of `alike`, of the same kind, stands in the same clause."""
    first, last = one.first, one.last
    return any([first <= other.last and other.first <= last for other in alike])  # noqa: C419 (half the time)
