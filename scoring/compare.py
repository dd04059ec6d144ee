"""Two scorings of the same calls side by side: what a change of rubric or knowledge does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recordings.transcript import Model
from scoring.findings import Verdict
from scoring.scorecard import CriterionScore, Scorecard, ScoredClaim, Status

SAME = 0.05  # points of a total, 0-100, below which two totals are the same: they are shown with one digit
MOST_SHOWN = 10


@dataclass(frozen=True)
class Pair:
    """One call scored twice. `key` names it for whoever reads the comparison."""

    key: str
    before: Scorecard
    after: Scorecard


class Value(Model):
    """A criterion's state: its level, or why it has none. None of either: the rubric has no such criterion."""

    status: Status | None
    value: int | None
    max: int | None


class CriterionMove(Model):
    """One criterion of one call that came out otherwise."""

    id: str
    before: Value
    after: Value


class ClaimMove(Model):
    """One claim that is judged otherwise. None: on that side nothing was claimed there."""

    turn: int
    quote: str
    fact_id: str | None
    before: Verdict | None
    after: Verdict | None


class CallMove(Model):
    """One call that came out otherwise. `change` is in points, 0-100; None where one of the totals is unknown."""

    key: str
    before: float | None
    after: float | None
    change: float | None
    criteria: tuple[CriterionMove, ...]
    claims: tuple[ClaimMove, ...]
    newly_critical: tuple[str, ...]
    no_longer_critical: tuple[str, ...]


class CriterionChange(Model):
    """One criterion over all calls.

    `before` and `after` are mean scores in percent over the calls in which it is scored; None where it never is.
    `appeared` and `vanished` count calls in which it is scored on one side alone.
    """

    id: str
    before: float | None
    after: float | None
    raised: int
    lowered: int
    appeared: int
    vanished: int

    @property
    def moved(self) -> int:
        """Calls in which it came out otherwise."""
        return self.raised + self.lowered + self.appeared + self.vanished


class Comparison(Model):
    """What would change. Means are over the calls that have a total on both sides, None where there are none."""

    calls: int
    moved: int  # calls with another total, level, critical failure or verdict on a claim
    before: float | None
    after: float | None
    newly_critical: int
    no_longer_critical: int
    criteria: tuple[CriterionChange, ...]  # in the order of the newer rubric, then those that it no longer has
    movers: tuple[CallMove, ...]  # the largest change of the total first


def compare(pairs: Sequence[Pair], *, most: int = MOST_SHOWN) -> Comparison:
    """Compare.

    Args:
        pairs: Each call once.
        most: How many calls are named.
    """
    moves = [move for pair in pairs if (move := _move(pair)) is not None]
    totals = [
        (pair.before.total, pair.after.total)
        for pair in pairs
        if pair.before.total is not None and pair.after.total is not None
    ]
    return Comparison(
        calls=len(pairs),
        moved=len(moves),
        before=_mean(before for before, _ in totals),
        after=_mean(after for _, after in totals),
        newly_critical=sum(bool(move.newly_critical) for move in moves),
        no_longer_critical=sum(bool(move.no_longer_critical) for move in moves),
        criteria=_criteria(pairs),
        movers=tuple(sorted(moves, key=_weight, reverse=True)[:most]),
    )


def _weight(move: CallMove) -> tuple[float, int, int]:
    """What counts first: the total, then critical failures, then how many criteria moved."""
    points = 100.0 if move.change is None and move.before != move.after else abs(move.change or 0.0)
    return points, len(move.newly_critical) + len(move.no_longer_critical), len(move.criteria)


def _move(pair: Pair) -> CallMove | None:
    """How one call came out otherwise; None where it didn't."""
    before, after = _by_id(pair.before), _by_id(pair.after)
    criteria = tuple(
        CriterionMove(id=key, before=_value(before.get(key)), after=_value(after.get(key)))
        for key in dict.fromkeys((*after, *before))
        if _value(before.get(key)) != _value(after.get(key))
    )
    old, new = pair.before.total, pair.after.total
    change = None if old is None or new is None else round(new - old, 2)
    failed, fails = set(pair.before.critical_failed), set(pair.after.critical_failed)
    claims = _claims(pair)
    if not criteria and not claims and failed == fails and (old == new or (change is not None and abs(change) < SAME)):
        return None
    return CallMove(
        key=pair.key,
        before=old,
        after=new,
        change=change,
        criteria=criteria,
        claims=claims,
        newly_critical=tuple(sorted(fails - failed)),
        no_longer_critical=tuple(sorted(failed - fails)),
    )


def _claims(pair: Pair) -> tuple[ClaimMove, ...]:
    """The claims of a call that are judged otherwise, in order of its turns."""
    before, after = _by_place(pair.before), _by_place(pair.after)
    moves = []
    for key in sorted(before.keys() | after.keys(), key=lambda one: (one[0], one[1] or "")):
        old, new = before.get(key), after.get(key)
        if (old and old.verdict) != (new and new.verdict):
            quote = new.quote if new else old.quote if old else ""
            verdicts = old.verdict if old else None, new.verdict if new else None
            moves.append(ClaimMove(turn=key[0], quote=quote, fact_id=key[1], before=verdicts[0], after=verdicts[1]))
    return tuple(moves)


def _by_place(card: Scorecard) -> dict[tuple[int, str | None], ScoredClaim]:
    """The first claim of each turn about each fact."""
    found: dict[tuple[int, str | None], ScoredClaim] = {}
    for claim in card.claims:
        found.setdefault((claim.turn, claim.fact_id), claim)
    return found


def _criteria(pairs: Sequence[Pair]) -> tuple[CriterionChange, ...]:
    ids: dict[str, None] = {}
    for side in ("after", "before"):
        for pair in pairs:
            card: Scorecard = getattr(pair, side)
            ids.update(dict.fromkeys(score.id for score in card.criteria))
    return tuple(_criterion(key, pairs) for key in ids)


def _criterion(key: str, pairs: Sequence[Pair]) -> CriterionChange:
    sides = [(_share(_by_id(pair.before).get(key)), _share(_by_id(pair.after).get(key))) for pair in pairs]
    both = [(before, after) for before, after in sides if before is not None and after is not None]
    return CriterionChange(
        id=key,
        before=_mean(before for before, _ in sides if before is not None),
        after=_mean(after for _, after in sides if after is not None),
        raised=sum(after > before for before, after in both),
        lowered=sum(after < before for before, after in both),
        appeared=sum(before is None and after is not None for before, after in sides),
        vanished=sum(before is not None and after is None for before, after in sides),
    )


def _by_id(card: Scorecard) -> dict[str, CriterionScore]:
    return {score.id: score for score in card.criteria}


def _value(score: CriterionScore | None) -> Value:
    if score is None:
        return Value(status=None, value=None, max=None)
    return Value(status=score.status, value=score.value, max=score.max)


def _share(score: CriterionScore | None) -> float | None:
    """In percent; None where it isn't scored."""
    return None if score is None or score.value is None else 100.0 * score.value / score.max


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return round(sum(known) / len(known), 2) if known else None
