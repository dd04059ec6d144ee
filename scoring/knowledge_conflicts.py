"""Facts of a base that can't both hold: another number, another body or the opposite, said in the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.facts import Cues, Fact

Pattern = frozenset[frozenset[str]]
_OPPOSED = (
    {"must", "must_not"}, {"must", "need_not"}, {"must", "may"}, {"may", "must_not"}, {"need_not", "must_not"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """The later of two facts that can't both hold: its place in the base, the field at fault, and why."""

    index: int
    field: str
    message: str
    message_zh: str


def conflicts(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """Every pair of facts that contradict each other while both are in force for the same institutions.

    Found by equal patterns, whatever their order; facts in quite different words are not compared.

    Args:
        facts: All facts of a base, in its order.

    Returns:
        One conflict a pair and field, told at the later fact.
    """
    yield from _pairs(facts, lambda fact: _patterns(fact.aliases) if fact.slot else set(), _numbers)
    yield from _pairs(facts, lambda fact: _patterns(fact.aliases) if fact.modality else set(), _modality)
    yield from _pairs(facts, lambda fact: set(fact.institutions) if fact.body else set(), _bodies)
    yield from _sayings(facts)


def _pairs(
    facts: Sequence[Fact],
    keys_of: Callable[[Fact], Iterable[object]],
    conflict_of: Callable[[int, Fact, Fact], Conflict | None],
) -> Iterator[Conflict]:
    seen: dict[object, list[Fact]] = {}
    for index, fact in enumerate(facts):
        told: set[str] = set()
        for key in sorted(keys_of(fact), key=repr):
            for other in seen.get(key, ()):
                if other.id in told or not _overlap(fact, other):
                    continue
                conflict = conflict_of(index, fact, other)
                if conflict is not None:
                    told.add(other.id)
                    yield conflict
            seen.setdefault(key, []).append(fact)


def _numbers(index: int, fact: Fact, other: Fact) -> Conflict | None:
    mine, theirs = fact.slot, other.slot
    if mine is None or theirs is None or mine.quantity != theirs.quantity:
        return None
    if (mine.op, mine.value, mine.unit, mine.day_type) == (theirs.op, theirs.value, theirs.unit, theirs.day_type):
        return None
    message = f"can't hold together with {other.id}: the same words, another number"
    return Conflict(index, "slot", message, f"与 {other.id} 不能同时成立：说法相同，数字不同")


def _modality(index: int, fact: Fact, other: Fact) -> Conflict | None:
    if fact.slot is not None or other.slot is not None or {fact.modality, other.modality} not in _OPPOSED:
        return None
    message = f"can't hold together with {other.id}: the same words are {other.modality} there, {fact.modality} here"
    message_zh = f"与 {other.id} 不能同时成立：说法相同，那边是 {other.modality}，这边是 {fact.modality}"
    return Conflict(index, "modality", message, message_zh)


def _bodies(index: int, fact: Fact, other: Fact) -> Conflict | None:
    if fact.body == other.body:
        return None
    message = f"can't hold together with {other.id}: the same institutions go to {other.body} there, {fact.body} here"
    message_zh = f"与 {other.id} 不能同时成立：同一类机构，那边归 {other.body}，这边归 {fact.body}"
    return Conflict(index, "body", message, message_zh)


def _sayings(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """What one fact calls right and another, or the same, calls wrong."""
    right: dict[Pattern, list[int]] = {}
    wrong: dict[Pattern, list[int]] = {}
    for index, fact in enumerate(facts):
        for pattern in _patterns(fact.right):
            right.setdefault(pattern, []).append(index)
        for saying in fact.wrong:
            for pattern in _patterns(saying.cues):
                wrong.setdefault(pattern, []).append(index)
    pairs = {
        (good, bad) for pattern in right.keys() & wrong.keys() for good in right[pattern] for bad in wrong[pattern]
    }
    for good, bad in sorted(pairs):
        if _overlap(facts[good], facts[bad]):
            later, field = (good, "right") if good > bad else (bad, "wrong")
            other = facts[min(good, bad)].id
            message = f"can't hold together with {other}: the same words are right in one and wrong in the other"
            yield Conflict(later, field, message, f"与 {other} 不能同时成立：同样的说法，一处算对，一处算错")


def _patterns(cues: Cues) -> set[Pattern]:
    """Patterns without the order of their groups and terms."""
    return {
        frozenset(frozenset(term.strip().lower() for term in group.split("|")) for group in pattern.split("+"))
        for pattern in (*cues.zh, *cues.en)
    }


def _overlap(first: Fact, second: Fact) -> bool:
    """Whether two facts are in force at the same time for the same institutions."""
    if first.institutions and second.institutions and not set(first.institutions) & set(second.institutions):
        return False
    begins = max(first.valid_from or date.min, second.valid_from or date.min)
    ends = min(first.valid_to or date.max, second.valid_to or date.max)
    return begins <= ends
