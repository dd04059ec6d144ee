"""Model and weak answers through the real matcher: the one passes its node, the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from recordings.errors import Language
from scenarios.findings import Finding
from scenarios.player import Reply, Step, start, start_at, step
from scenarios.reading import read_reply
from scenarios.script import GOOD_ENDS, Node, Script
from scenarios.state import Moment

Kind = Literal["model", "weak"]


def check_answers(script: Script) -> Iterator[Finding]:
    """Answers that do not do what they are there to show, alone and as whole calls."""
    yield from _taught_twice(script)
    for key, node in script.nodes.items():
        goods = any(route.good for route in node.routes)
        if goods and (node.model is None or node.weak is None):
            yield Finding(level="warning", line=1, where=f"nodes.{key}", code="no_model")
        if node.model is not None and not goods:
            yield Finding(level="error", line=1, where=f"nodes.{key}.model", code="model_without_good")
        for language in script.languages:
            yield from _model(script, key, node, language)
            yield from _weak(script, key, node, language)
    for language in script.languages:
        yield from _walks(script, language)


def _taught_twice(script: Script) -> Iterator[Finding]:
    """The same words as the model answer of one node and the weak answer of another."""
    models = {
        node.model.text(language): key
        for key, node in script.nodes.items()
        if node.model
        for language in script.languages
    }
    for key, node in script.nodes.items():
        for language in script.languages if node.weak else ():
            other = models.get(node.weak.text(language)) if node.weak else None
            if other is not None:
                yield _error(f"nodes.{key}.weak.{language}", "same_answer", other=other)


def _model(script: Script, key: str, node: Node, language: Language) -> Iterator[Finding]:
    if node.model is None:
        return
    text = node.model.text(language)
    reading = read_reply(script, text, language)
    where = f"nodes.{key}.model.{language}"
    wrong = [item.partition(":")[2] for item in reading.heard if item.startswith("wrong:")]
    if reading.harmful:
        yield _error(where, "model_harms", language=language, acts=", ".join(reading.harmful))
    if wrong:
        yield _error(where, "model_wrong", language=language, facts=", ".join(wrong))
    taken = try_answer(script, key, text, language)
    if any(route.good for route in node.routes) and not taken.good:
        yield _error(where, "model_fails", language=language, route=str(taken.route), heard=_shown(taken))


def _weak(script: Script, key: str, node: Node, language: Language) -> Iterator[Finding]:
    if node.weak is None:
        return
    taken = try_answer(script, key, node.weak.text(language), language)
    if taken.good:
        where = f"nodes.{key}.weak.{language}"
        yield _error(where, "weak_passes", language=language, route=str(taken.route), heard=_shown(taken))


def try_answer(script: Script, node_id: str, text: str, language: Language) -> Moment:
    """What a reply would do in a node that the call has just come to: its route, and what was understood."""
    state = start_at(script, node_id, language).state
    return step(script, state, Reply(text=text)).state.history[0]


def _walks(script: Script, language: Language) -> Iterator[Finding]:
    good = walk(script, language, "model")
    if good.state.ended not in GOOD_ENDS:
        yield _walked("good_walk_ends_badly", good, language)
    bad = walk(script, language, "weak")
    if bad.state.ended in GOOD_ENDS:
        yield _walked("bad_walk_ends_well", bad, language)


def walk(script: Script, language: Language, kind: Kind, seed: int = 0) -> Step:
    """A whole call in which every node gets its model, or its weak, answer."""
    current = start(script, language, seed)
    while current.state.ended is None:
        node = script.nodes[current.state.node]
        answer = node.model if kind == "model" else node.weak
        text = answer.text(language) if answer else ""
        current = step(script, current.state, Reply(text=text))
    return current


def _walked(code: str, last: Step, language: Language) -> Finding:
    return _error("start", code, language=language, end=str(last.state.ended), turns=last.state.turns)


def _error(where: str, code: str, **fields: str | int) -> Finding:
    return Finding(level="error", line=1, where=where, code=code, fields=fields)


def _shown(moment: Moment) -> str:
    return ", ".join(moment.heard) or "–"
