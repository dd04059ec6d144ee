"""What every match of a regular expression holds, and what it may begin with: read from its parse, for Chinese.

A phrase that is written as a pattern (`/再见(?!面)/`) is then tried only where its words stand, as any other.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 160  # ways of a stretch that are told apart; more are cut in two

Words = frozenset[str]
_NOTHING: Words = frozenset(("",))
_Ops = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Held:
    """What every match holds: one word of each of `needs`; and what it begins with (None: nobody can say).

    `whole` are all the texts that can match, where they are few; the empty word is one that may be absent.
    """

    needs: tuple[Words, ...] = ()
    firsts: Words | None = None
    whole: Words | None = None


def held(source: str) -> Held:
    """Read a pattern without flags.

    Args:
        source: The pattern; Chinese, as characters count and not words.
    """
    parsed = parser.parse(source)
    return _sequence(list(parsed)) if not parsed.state.flags & ~parser.SRE_FLAG_UNICODE else Held()


MOST_LOOKED_FOR = 40  # texts; looking for more takes longer than most patterns


def needed(source: str) -> tuple[Words, ...]:
    """Sets of texts, of each of which one stands in every match, where they are few; for `may_match`."""
    told = held(source)
    sets = told.needs if told.whole is None else (told.whole,)
    least = [frozenset(one for one in words if not any(own in one for own in words - {one})) for words in sets]
    return tuple(words for words in least if "" not in words and len(words) <= MOST_LOOKED_FOR)


def may_match(text: str, needs: tuple[Words, ...]) -> bool:
    """Whether a pattern that `needs` these texts can stand in a text at all: a look that costs little."""
    return all(any(word in text for word in words) for words in needs)


@dataclass(slots=True)
class _Run:
    """Adjacent pieces put together while they are few."""

    words: Words = _NOTHING
    needs: list[Words] = field(default_factory=list)
    firsts: Words | None = None
    first: bool = True  # nothing was cut off yet

    def cut(self) -> None:
        if "" not in self.words:
            self.needs.append(self.words)
        if self.first and self.words != _NOTHING:
            self.firsts = self.words if "" not in self.words else None
            self.first = False
        self.words = _NOTHING


def _sequence(ops: _Ops) -> Held:
    run = _Run()
    for code, given in ops:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue  # takes no room
        one = _one(code, given)
        if one.whole is not None and len(run.words) * len(one.whole) <= MOST:
            run.words = frozenset(map("".join, itertools.product(run.words, one.whole)))
            continue
        run.cut()
        if one.whole is not None:
            run.words = one.whole
            continue
        if run.first:
            run.firsts, run.first = one.firsts, False
        run.needs += one.needs
    whole = run.words if run.first else None
    run.cut()
    return Held(tuple(run.needs), whole if whole is not None else run.firsts, whole)


def _one(code: Any, given: Any) -> Held:
    if code is op.LITERAL:
        return Held(whole=frozenset((chr(given),)))
    if code is op.IN:
        return Held(whole=_characters(given))
    if code is op.SUBPATTERN and not given[1] and not given[2]:
        return _sequence(list(given[3]))
    if code is op.BRANCH:
        return _either([_sequence(list(branch)) for branch in given[1]])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeated(int(given[0]), int(given[1]), _sequence(list(given[2])))
    return Held()


def _characters(given: _Ops) -> Words | None:
    found: set[str] = set()
    for code, value in given:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def _either(branches: list[Held]) -> Held:
    wholes = [branch.whole for branch in branches if branch.whole is not None]
    whole = frozenset().union(*wholes) if len(wholes) == len(branches) else None
    if whole is not None and len(whole) <= MOST:
        return Held(whole=whole)
    firsts = [branch.firsts if branch.whole is None else branch.whole for branch in branches]
    known = [words for words in firsts if words is not None and "" not in words]
    need = frozenset().union(*(branch.whole or next(iter(branch.needs), _NOTHING) for branch in branches))
    return Held(
        needs=() if "" in need else (need,), firsts=frozenset().union(*known) if len(known) == len(firsts) else None
    )


def _repeated(least: int, most: int, inner: Held) -> Held:
    if most == 1 and inner.whole is not None:
        return Held(whole=inner.whole | _NOTHING if least == 0 else inner.whole)
    if least == 0:
        return Held()
    if inner.whole is None:
        return Held(inner.needs, inner.firsts)
    return Held((inner.whole,), inner.whole) if "" not in inner.whole else Held()
