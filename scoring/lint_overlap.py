"""Criteria that say or look at the same: one thing would count twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recordings.errors import Language
from scoring.criteria.traits import TRAITS
from scoring.rubric import Criterion

LIKE = 0.75  # share of pairs of characters in common from which two texts are very like; own choice
LEAST_LENGTH = 12  # characters below which texts are alike by chance
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Overlap(NamedTuple):
    """Criterion number `at` overlaps with an earlier one. `field` is where to look."""

    at: int
    field: str
    code: str
    fields: dict[str, str]


def overlaps(criteria: Sequence[Criterion]) -> Iterator[Overlap]:
    """Every pair of criteria that overlap, told of the later one, once per kind."""
    for index, criterion in enumerate(criteria):
        earlier = criteria[:index]
        yield from _first(index, "name", "same_name", (one for one in earlier if _same(one, criterion, "name")))
        same = [one for one in earlier if _same(one, criterion, "help")]
        yield from _first(index, "help", "same_help", iter(same))
        alike = (one for one in earlier if one not in same and _alike(one, criterion))
        yield from _first(index, "help", "like_help", alike)
        twice = [one for one in earlier if (one.scorer, _params(one)) == (criterion.scorer, _params(criterion))]
        yield from _first(index, "scorer", "scored_twice", iter(twice))
        for one in earlier:
            shared = acts_of(one) & acts_of(criterion)
            if shared and one not in twice and _forbids(one) == _forbids(criterion):
                fields = {"other": one.id, "acts": ", ".join(sorted(shared))}
                yield Overlap(index, "scorer", "same_acts", fields)
                break


def acts_of(criterion: Criterion) -> frozenset[str]:
    """The acts that a criterion is about; none where it looks at more than acts."""
    wanted = criterion.params.get("acts")
    if isinstance(wanted, list):
        return frozenset(wanted)
    return frozenset(TRAITS[criterion.scorer].acts) if criterion.scorer in TRAITS else frozenset()


def _forbids(criterion: Criterion) -> bool:
    return criterion.scorer in ("never_says", "respect", "privacy", "no_overpromise")


def _first(index: int, field: str, code: str, others: Iterator[Criterion]) -> Iterator[Overlap]:
    other = next(others, None)
    if other is not None:
        yield Overlap(index, field, code, {"other": other.id})


def _params(criterion: Criterion) -> str:
    return str(sorted(criterion.params.items()))


def _same(one: Criterion, other: Criterion, field: str) -> bool:
    said, says = getattr(one, field), getattr(other, field)
    return any(said.text(lang).strip().lower() == says.text(lang).strip().lower() for lang in LANGUAGES)


def _alike(one: Criterion, other: Criterion) -> bool:
    return any(_likeness(one.help.text(lang), other.help.text(lang)) >= LIKE for lang in LANGUAGES)


def _likeness(one: str, other: str) -> float:
    """Share of pairs of neighbouring characters in common (Jaccard), 0-1; 0 for short texts."""
    if min(len(one), len(other)) < LEAST_LENGTH:
        return 0.0
    pairs = [{text[at : at + 2].lower() for at in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])
