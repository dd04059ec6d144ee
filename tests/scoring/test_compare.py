"""Two scorings of the same calls: what moved, by hand."""

from __future__ import annotations

from scoring.compare import Pair, compare
from scoring.findings import Verdict
from scoring.scorecard import CriterionScore, Explanation, Scorecard, ScoredClaim
from scoring.wording import Bilingual

WHY = Explanation(code="by_hand", text=Bilingual(zh="手工", en="by hand"))


def card(total: float | None, failed: tuple[str, ...] = (), **values: int | None) -> Scorecard:
    criteria = tuple(
        CriterionScore(
            id=name, section="s", status="na" if value is None else "scored", value=value, max=2, confidence=0.9,
            explanation=WHY,
        )
        for name, value in values.items()
    )  # fmt: skip
    return Scorecard(
        rubric="r@1", source="auto", language="zh", total=total, total_before_critical=total, critical_failed=failed,
        confidence=0.9, needs_review=False, sections=(), criteria=criteria,
    )  # fmt: skip


def test_nothing_moves_where_both_sides_are_the_same() -> None:
    made = compare([Pair("a", card(50, x=1), card(50, x=1))])
    assert (made.calls, made.moved, made.before, made.after, made.movers) == (1, 0, 50, 50, ())


def test_levels_that_rise_fall_appear_and_vanish_are_counted_apart() -> None:
    pairs = [
        Pair("up", card(50, x=0), card(60, x=1)),
        Pair("down", card(50, x=2), card(30, x=0)),
        Pair("appears", card(50, x=None), card(50, x=1)),
        Pair("vanishes", card(50, x=1), card(50, x=None)),
        Pair("stays", card(50, x=2), card(50, x=2)),
    ]
    made = compare(pairs)
    one = made.criteria[0]
    assert (one.raised, one.lowered, one.appeared, one.vanished, one.moved) == (1, 1, 1, 1, 4)
    # scored before: 0, 2, 1, 2 of 2 -> 0, 100, 50, 100 -> 62.5; after: 1, 0, 1, 2 -> 50, 0, 50, 100 -> 50
    assert (one.before, one.after) == (62.5, 50)
    # totals: (50 * 5) / 5 = 50 before; (60 + 30 + 50 + 50 + 50) / 5 = 48 after
    assert (made.before, made.after, made.moved) == (50, 48, 4)


def test_the_largest_change_comes_first_and_an_unknown_total_is_the_largest() -> None:
    pairs = [
        Pair("small", card(50, x=0), card(51, x=1)),
        Pair("large", card(50, x=0), card(10, x=1)),
        Pair("unknown", card(50, x=0), card(None, x=None)),
    ]
    movers = compare(pairs).movers
    assert [move.key for move in movers] == ["unknown", "large", "small"]
    assert [move.change for move in movers] == [None, -40, 1]
    assert len(compare(pairs, most=2).movers) == 2


def test_a_claim_that_is_judged_otherwise_moves_its_call_even_where_no_level_does() -> None:
    def claims(**verdicts: Verdict) -> Scorecard:
        made = tuple(
            ScoredClaim(turn=4, quote="五年", fact_id=fact, verdict=verdict, explanation=WHY)
            for fact, verdict in verdicts.items()
        )
        return card(50, x=1).model_copy(update={"claims": made})

    pairs = [
        Pair("turns", claims(plan="supported", note="vague"), claims(plan="contradicted", note="vague")),
        Pair("goes", claims(plan="supported"), claims()),
        Pair("stays", claims(plan="supported"), claims(plan="supported")),
    ]
    made = compare(pairs)
    assert made.moved == 2
    moves = {move.key: [(one.fact_id, one.before, one.after) for one in move.claims] for move in made.movers}
    assert moves == {"turns": [("plan", "supported", "contradicted")], "goes": [("plan", "supported", None)]}


def test_a_criterion_that_only_one_rubric_has_appears_or_vanishes() -> None:
    made = compare([Pair("a", card(50, old=1), card(50, new=2))])
    assert [(one.id, one.appeared, one.vanished) for one in made.criteria] == [("new", 1, 0), ("old", 0, 1)]
    assert made.movers[0].criteria[1].after.status is None


def test_a_critical_failure_that_comes_or_goes_moves_the_call() -> None:
    made = compare([Pair("a", card(0, ("x",), x=0), card(0, (), x=0)), Pair("b", card(9, x=0), card(9, ("x",), x=0))])
    assert (made.newly_critical, made.no_longer_critical, made.moved) == (1, 1, 2)


def test_no_calls_have_no_means() -> None:
    made = compare([])
    assert (made.calls, made.before, made.after, made.criteria) == (0, None, None, ())
