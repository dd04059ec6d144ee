"""Which route a reply takes: ordered rules, first match wins, harm before everything."""

from __future__ import annotations

from collections.abc import Collection

from scenarios.reading import Reading
from scenarios.script import AGAIN, BACK, FINISH, STAY, Heard, Route, Script, Skip, When, is_harmful
from scenarios.state import State


def hears(test: Heard, heard: Collection[str]) -> bool:
    """Whether what was heard is what `test` asks for. `asked:any` and the like stand for any of their kind."""

    def met(condition: str) -> bool:
        if condition.endswith(":any"):
            return any(item.startswith(condition[:-3]) for item in heard)
        return condition in heard

    return (
        (not test.any or any(met(condition) for condition in test.any))
        and all(met(condition) for condition in test.all)
        and not any(met(condition) for condition in test.none)
    )


def holds(when: When, state: State, heard: Collection[str]) -> bool:
    """Whether a route's conditions hold.

    Args:
        when: The conditions.
        state: The run, with this reply's effects already in it.
        heard: What this reply was understood to do.
    """
    if not (hears(when, heard) and hears(when.so_far, state.said)):
        return False
    at_least = (
        (when.mood_at_least, state.mood),
        (when.facts_found_at_least, len(state.found)),
        (when.turns_at_least, state.turns),
        (when.here_at_least, state.here),
        (when.silences_at_least, state.silences),
    )
    told = sum(item.startswith("told:") for item in state.said) if when.points_told_at_least else 0
    return (
        (when.mood_below is None or state.mood < when.mood_below)
        and (when.points_told_at_least or 0) <= told
        and all(least is None or value >= least for least, value in at_least)
    )


def names_harm(route: Route, reading: Reading) -> bool:
    """Whether a route asks for a harmful act that the reply performs."""
    return any(is_harmful(condition) and condition in reading.acts for condition in (*route.when.any, *route.when.all))


def choose(script: Script, state: State, reading: Reading) -> tuple[str, Route] | None:
    """The first route that holds, with its full name.

    After a harmful act only routes that name it are tried, so nothing said beside it can outweigh it.

    Returns:
        The route's name (`node.id`, `always.id` or `fallback.id`) and the route; None where only the else is left.
    """
    node = script.nodes[state.node]
    for owner, routes in (("always", script.always), (state.node, node.routes), ("fallback", script.fallback)):
        for route in routes:
            if reading.harmful and not names_harm(route, reading):
                continue
            if holds(route.when, state, reading.heard):
                return f"{owner}.{route.id}", route
    return None


def settle(script: Script, state: State, target: str) -> str:
    """The node or end that a target leads to: past every question that was answered before.

    Args:
        script: The scenario.
        state: The run, with this reply's effects in it.
        target: A node, an end, or one of the special targets.
    """
    if target in (STAY, AGAIN):
        return state.node
    if target == BACK:
        target = state.came_from or script.start
    passed: set[str] = set()
    while target in script.nodes and target not in passed:
        passed.add(target)
        skip = script.nodes[target].skip
        if skip is None or not _skipped(skip, state):
            break
        target = skip.to
    return outcome(script, state) if target == FINISH else target


def _skipped(skip: Skip, state: State) -> bool:
    now = state.history[-1].heard if state.history else ()
    return (skip.when is not None and hears(skip.when, state.said)) or (skip.now is not None and hears(skip.now, now))


def outcome(script: Script, state: State) -> str:
    """The end that a finished call comes to: the first outcome that holds, else the last end of the script."""
    for candidate in script.outcomes:
        if holds(candidate.when, state, ()):
            return candidate.to
    return next(reversed(script.ends))
