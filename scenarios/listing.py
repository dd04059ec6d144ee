"""What each moment of a script is for: the customer's line and the meaning of every route, without the phrases.

For people who write replies to measure a script with: they must know what a route means and must not see by which
words it is recognised.
"""

from __future__ import annotations

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.conditions import when_in_words
from scenarios.player import start_at
from scenarios.script import Route, Script
from scenarios.state import joined
from scenarios.voice import fill


class RouteMeaning(Model):
    """One way on from a node."""

    name: str  # as in route tests: owner.id
    when: str  # in words; the first route that holds is taken
    to: str
    good: bool  # what the node is there to practise
    customer: str  # what the customer says to it at once; empty where nothing


class NodeMeaning(Model):
    """One moment of the call."""

    node: str
    customer: str  # what the customer says there
    aside: bool
    routes: tuple[RouteMeaning, ...]  # the node's own, in the order in which they are tried


class ScriptMeaning(Model):
    """A whole script, as somebody sees it who writes replies to it."""

    id: str
    language: Language
    title: str
    about: str
    nodes: tuple[NodeMeaning, ...]
    always: tuple[RouteMeaning, ...]  # tried before every node's own: mostly harm
    fallback: tuple[RouteMeaning, ...]  # tried after them; at last comes node.else, or node.unclear where nothing
    # at all was understood


def list_nodes(script: Script, language: Language) -> ScriptMeaning:
    """The moments of a script and what their routes mean, in one language."""
    return ScriptMeaning(
        id=script.id,
        language=language,
        title=script.title.text(language),
        about=script.persona.about.text(language),
        nodes=tuple(_node(script, key, language) for key in script.nodes),
        always=_meanings(script, "always", script.always, language),
        fallback=_meanings(script, "fallback", script.fallback, language),
    )


def _node(script: Script, key: str, language: Language) -> NodeMeaning:
    node = script.nodes[key]
    return NodeMeaning(
        node=key,
        customer=joined(start_at(script, key, language).lines, language),
        aside=node.aside,
        routes=_meanings(script, key, node.routes, language),
    )


def _meanings(script: Script, owner: str, routes: tuple[Route, ...], language: Language) -> tuple[RouteMeaning, ...]:
    return tuple(
        RouteMeaning(
            name=f"{owner}.{route.id}",
            when=when_in_words(script, route.when, language),
            to=route.to,
            good=route.good,
            customer=fill(script, route.says[0].text(language), language) if route.says else "",
        )
        for route in routes
    )
