"""Trying a line: what a reply would do in a node, what was understood of it, and why each route did or didn't hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recordings.errors import Language
from scenarios.conditions import BREAK, condition_words, names_in_words
from scenarios.player import Reply, start_at, step, take_in
from scenarios.reading import Evidence, Reading, evidence
from scenarios.routing import Miss, candidates, misses, names_harm
from scenarios.script import Route, Script
from scenarios.state import Moment, Spoken, State, joined

Outcome = Literal["held", "missed", "harm_first", "later"]


@dataclass(frozen=True, slots=True)
class TriedRoute:
    """One rule that the reply was tried against. `later`: not looked at, since one before it holds."""

    name: str
    to: str
    outcome: Outcome
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What a reply does."""

    moment: Moment  # with the route taken, the mood after it, and the facts that it brought
    said: tuple[Spoken, ...]  # what the customer answers
    node: str  # where the call then is: a node or an end
    routes: tuple[TriedRoute, ...]  # in the order in which they are tried
    evidence: tuple[Evidence, ...]  # by which words what was understood

    def answer(self, language: Language) -> str:
        """The customer's answer in one breath."""
        return joined(self.said, language)


def try_line(script: Script, node_id: str, text: str, language: Language, state: State | None = None) -> Trial:
    """What a reply would do.

    Args:
        script: The scenario.
        node_id: The node in which it is said.
        text: The reply; not blank.
        language: In which language.
        state: A run that stands in this node; None: a call that has just come to it, with nothing said before.
    """
    state = start_at(script, node_id, language).state if state is None else state
    taken = take_in(script, state, Reply(text=text))
    done = step(script, state, Reply(text=text))
    moments = [moment for moment in done.state.history if moment.event is not None]
    return Trial(
        moment=moments[-1],
        said=done.lines,
        node=done.state.node,
        routes=_tried(script, taken.state, taken.reading),
        evidence=evidence(script, text, language, state.customer_said),
    )


def _tried(script: Script, state: State, reading: Reading) -> tuple[TriedRoute, ...]:
    tried: list[TriedRoute] = []
    held = False
    for name, route in candidates(script, state):
        one = _one(name, route, state, reading, held=held)
        held = held or one.outcome == "held"
        tried.append(one)
    return tuple(tried)


def _one(name: str, route: Route, state: State, reading: Reading, *, held: bool) -> TriedRoute:
    if held:
        return TriedRoute(name, route.to, "later")
    if reading.harmful and not names_harm(route, reading):
        return TriedRoute(name, route.to, "harm_first")
    missing = tuple(misses(route.when, state, reading.heard))
    return TriedRoute(name, route.to, "missed" if missing else "held", missing)


def reason(script: Script, tried: TriedRoute, language: Language) -> str:
    """Why a route was or wasn't taken, in one sentence."""
    words = condition_words()["misses"]
    if tried.outcome != "missed":
        return words[tried.outcome].text(language)
    parts = []
    for miss in tried.misses:
        names = names_in_words(script, miss.names, language)
        said = words[miss.code].text(language).format(names=names, n=miss.need, value=miss.value)
        parts.append(words["so_far"].text(language).format(reason=said) if miss.so_far else said)
    return BREAK[language].join(parts)
