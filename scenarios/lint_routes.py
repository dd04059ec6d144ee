"""Routes that can be taken: an else where none fits, harm always answered, nothing shadowed or impossible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenarios.findings import Finding
from scenarios.script import Route, Script, When
from scoring.findings import HARMFUL_ACTS


def check_routes(script: Script) -> Iterator[Finding]:
    """Routes that are missing, shadowed or impossible."""
    for key, node in script.nodes.items():
        if node.otherwise is None:
            yield Finding(level="error", line=1, where=f"nodes.{key}", code="no_else")
    for act in sorted(HARMFUL_ACTS):
        if not any(route.when == When(any=route.when.any) and act in route.when.any for route in script.always):
            yield Finding(level="error", line=1, where="always", code="harm_not_answered", fields={"act": act})
    for owner, routes in _owners(script):
        for position, route in enumerate(routes):
            where = f"{owner}.{position}"
            why = _impossible(script, route.when)
            if why:
                yield Finding(level="error", line=1, where=f"{where}.when", code="never_holds", fields={"why": why})
            earlier = next((first.id for first in routes[:position] if _covers(first.when, route.when)), None)
            if earlier:
                fields: dict[str, str | int] = {"earlier": earlier}
                yield Finding(level="warning", line=1, where=where, code="shadowed", fields=fields)
    for position, outcome in enumerate(script.outcomes):
        why = _impossible(script, outcome.when)
        if why:
            where = f"outcomes.{position}.when"
            yield Finding(level="error", line=1, where=where, code="never_holds", fields={"why": why})


def _owners(script: Script) -> Iterator[tuple[str, Sequence[Route]]]:
    yield "always", script.always
    yield "fallback", script.fallback
    for key, node in script.nodes.items():
        yield f"nodes.{key}.routes", node.routes


def _impossible(script: Script, when: When) -> str | None:
    """Why a condition can't hold; None where it may."""
    for test in (when, when.so_far):
        clash = set(test.all) & set(test.none)
        if clash:
            return f"all and none both name {sorted(clash)[0]}"
        if test.any and set(test.any) <= set(test.none):
            return "none forbids everything that any asks for"
    bounds = script.persona.mood
    if when.mood_below is not None and when.mood_below <= bounds.min + 1:
        return f"mood_below {when.mood_below}, but at {bounds.min} the customer has hung up"
    if when.mood_at_least is not None and when.mood_at_least > bounds.max:
        return f"mood_at_least {when.mood_at_least}, but the mood ends at {bounds.max}"
    if when.mood_below is not None and when.mood_at_least is not None and when.mood_below <= when.mood_at_least:
        return f"mood_below {when.mood_below} and mood_at_least {when.mood_at_least}"
    if (when.facts_found_at_least or 0) > len(script.facts):
        return f"facts_found_at_least {when.facts_found_at_least}, but there are {len(script.facts)} facts"
    if (when.points_told_at_least or 0) > len(script.points):
        return f"points_told_at_least {when.points_told_at_least}, but there are {len(script.points)} points"
    if when.silences_at_least and when.conditions:
        return "silences_at_least together with something that is heard"
    return None


def _covers(earlier: When, later: When) -> bool:
    """Whether every reply that `later` takes is taken by `earlier` already. Misses the subtler cases."""
    if earlier == later:
        return True
    plain = When(any=earlier.any)
    if earlier != plain or later.silences_at_least:
        return False
    if not earlier.any:
        return True
    if later.any and set(later.any) <= set(earlier.any):
        return True
    return bool(set(later.all) & set(earlier.any))
