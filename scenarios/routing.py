"""Which route a reply takes: ordered rules, first match wins, harm before everything."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scenarios.reading import Reading
from scenarios.script import AGAIN, BACK, FINISH, STAY, Heard, Route, Script, Skip, When, is_harmful
from scenarios.state import State

# What is counted in the state, by the field of `When` that asks for it.
COUNTED = {"turns_at_least": "turns", "here_at_least": "here", "silences_at_least": "silences"}


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that a route asks for and that does not hold. `code` is the field of `When` that asks for it."""

    code: str
    names: tuple[str, ...] = ()  # conditions not heard, or heard where they must not be
    need: int = 0
    value: int = 0
    so_far: bool = False  # asked of the whole call


def met(condition: str, heard: Collection[str]) -> bool:
    """Whether `condition` is among what was heard; `asked:any` and the like stand for any of their kind."""
    if condition.endswith(":any"):
        return any(item.startswith(condition[:-3]) for item in heard)
    return condition in heard


def unheard(test: Heard, heard: Collection[str], *, so_far: bool = False) -> Iterator[Miss]:
    """What `test` asks for that was not heard."""
    if test.any and not any(met(condition, heard) for condition in test.any):
        yield Miss("any", test.any, so_far=so_far)
    for condition in test.all:
        if not met(condition, heard):
            yield Miss("all", (condition,), so_far=so_far)
    for condition in test.none:
        if met(condition, heard):
            yield Miss("none", (condition,), so_far=so_far)


def hears(test: Heard, heard: Collection[str]) -> bool:
    """Whether what was heard is what `test` asks for."""
    return next(unheard(test, heard), None) is None


def misses(when: When, state: State, heard: Collection[str]) -> Iterator[Miss]:
    """What a route asks for that does not hold; nothing where the route may be taken.

    Args:
        when: The conditions.
        state: The run, with this reply's effects already in it.
        heard: What this reply was understood to do.
    """
    yield from unheard(when, heard)
    yield from unheard(when.so_far, state.said, so_far=True)
    if when.mood_below is not None and state.mood >= when.mood_below:
        yield Miss("mood_below", need=when.mood_below, value=state.mood)
    for code in ("mood_at_least", "facts_found_at_least", "points_told_at_least", *COUNTED):
        need = getattr(when, code)
        if need is not None and (value := _value(code, state)) < need:
            yield Miss(code, need=need, value=value)


def _value(code: str, state: State) -> int:
    if code == "points_told_at_least":
        return sum(item.startswith("told:") for item in state.said)
    if code == "facts_found_at_least":
        return len(state.found)
    return state.mood if code == "mood_at_least" else int(getattr(state, COUNTED[code]))


def holds(when: When, state: State, heard: Collection[str]) -> bool:
    """Whether a route's conditions hold; arguments as in `misses`."""
    return next(misses(when, state, heard), None) is None


def names_harm(route: Route, reading: Reading) -> bool:
    """Whether a route asks for a harmful act that the reply performs."""
    return any(is_harmful(condition) and condition in reading.acts for condition in (*route.when.any, *route.when.all))


def candidates(script: Script, state: State) -> Iterator[tuple[str, Route]]:
    """Every rule that a reply in this node is tried against, in order, with its full name."""
    for owner, routes in (
        ("always", script.always),
        (state.node, script.nodes[state.node].routes),
        ("fallback", script.fallback),
    ):
        for route in routes:
            yield f"{owner}.{route.id}", route


def choose(script: Script, state: State, reading: Reading) -> tuple[str, Route] | None:
    """The first route that holds, with its full name.

    After a harmful act only routes that name it are tried, so nothing said beside it can outweigh it.

    Returns:
        The route's name (`node.id`, `always.id` or `fallback.id`) and the route; None where only the else is left.
    """
    for name, route in candidates(script, state):
        if reading.harmful and not names_harm(route, reading):
            continue
        if holds(route.when, state, reading.heard):
            return name, route
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
