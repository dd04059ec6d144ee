"""The script as a graph: where every node may lead, and the same as Mermaid text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from recordings.errors import Language
from scenarios.script import AGAIN, BACK, FINISH, STAY, Node, Script

EdgeKind = Literal["route", "else", "silence", "give_up", "left", "skip"]
LABEL_LENGTH = 28  # characters of a customer's line that a box shows


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a node to a node or an end. `name` is the route's id, or the kind."""

    source: str
    target: str
    kind: EdgeKind
    name: str
    good: bool = False  # what the node is there to practise


def edges(script: Script) -> tuple[Edge, ...]:
    """Every way through the script but hanging up and the cap on turns, which are possible everywhere."""
    found: list[Edge] = []
    for node_id, node in script.nodes.items():
        for kind, name, target in _ways(script, node_id, node):
            found += [Edge(node_id, end, kind, name) for end in resolved(script, node_id, target)]
    return tuple(dict.fromkeys(found))


def own_edges(script: Script) -> tuple[Edge, ...]:
    """Where each node's own rules lead, other than to itself or back; the rules that hold everywhere are left out."""
    found: list[Edge] = []
    for node_id, node in script.nodes.items():
        good = {route.id for route in node.routes if route.good}
        shared = {route.id for route in (*script.always, *script.fallback)} - {route.id for route in node.routes}
        for kind, name, target in _ways(script, node_id, node):
            inherited = (kind == "silence" and node.silence is None) or (kind == "route" and name in shared)
            if inherited or target in (STAY, AGAIN, BACK):
                continue
            found += [Edge(node_id, end, kind, name, name in good) for end in resolved(script, node_id, target)]
    return tuple(dict.fromkeys(edge for edge in found if edge.source != edge.target))


def _ways(script: Script, node_id: str, node: Node) -> Iterator[tuple[EdgeKind, str, str]]:
    for route in script.routes_of(node_id):
        yield "route", route.id, route.to
    yield "else", "else", node.otherwise.to if node.otherwise else STAY
    yield "silence", "silence", (node.silence or script.silence).to
    yield "give_up", "give_up", node.give_up or script.give_up
    if node.when_left:
        yield "left", "left", node.when_left
    if node.skip:
        yield "skip", "skip", node.skip.to


def resolved(script: Script, node_id: str, target: str) -> tuple[str, ...]:
    """The nodes and ends that a target may stand for; `back` for every node that is no aside."""
    if target in (STAY, AGAIN):
        return (node_id,)
    if target == BACK:
        return tuple(key for key, node in script.nodes.items() if not node.aside)
    if target == FINISH:
        return tuple(dict.fromkeys(outcome.to for outcome in script.outcomes))
    return (target,)


def mermaid(script: Script, language: Language = "en") -> str:
    """The script as a Mermaid flowchart.

    Rules that hold everywhere are drawn once, from a box of their own; what keeps the customer where they are
    is left out.
    """
    lines = ["flowchart TD", f'  anywhere(["{_label("anywhere" if language == "en" else "任何时候")}"])']
    for node_id, node in script.nodes.items():
        text = _label(f"{node_id}: {node.lines[0].text(language)}")
        lines.append(f'  n_{node_id}[/"{text}"/]' if node.aside else f'  n_{node_id}["{text}"]')
    lines += [f'  e_{key}(["{_label(f"{key} ({end.kind})")}"])' for key, end in script.ends.items()]
    lines.append(f"  start((●)) --> n_{script.start}")
    drawn: dict[str, None] = {}
    for owner, routes in (("anywhere", script.always), ("anywhere", script.fallback)):
        for route in routes:
            drawn |= dict.fromkeys(_arrows(script, owner, route.to, route.id, dotted=True))
    for node_id, node in script.nodes.items():
        for route in node.routes:
            drawn |= dict.fromkeys(_arrows(script, f"n_{node_id}", route.to, route.id))
        for kind, name, target in _ways(script, node_id, node):
            if kind in ("else", "skip", "left") or (kind == "silence" and node.silence) or kind == "give_up":
                drawn |= dict.fromkeys(_arrows(script, f"n_{node_id}", target, name, dotted=True))
    drawn |= dict.fromkeys(_arrows(script, "anywhere", script.hang_up, "hang_up", dotted=True))
    drawn |= dict.fromkeys(_arrows(script, "anywhere", script.limits.to, "limits", dotted=True))
    if any("finish([" in line for line in drawn):
        drawn |= {f"  finish --> e_{outcome.to}": None for outcome in script.outcomes}
    return "\n".join([*lines, *drawn]) + "\n"


def _arrows(script: Script, source: str, target: str, name: str, *, dotted: bool = False) -> list[str]:
    if target in (STAY, AGAIN):
        return []
    arrow = f"-. {name} .->" if dotted else f"-- {name} -->"
    shape = {BACK: "back([back])", FINISH: "finish([finish])"}.get(target)
    place = shape or (f"n_{target}" if target in script.nodes else f"e_{target}")
    return [] if place == source else [f"  {source} {arrow} {place}"]


def _label(text: str) -> str:
    """Text that Mermaid takes as a label: short, and nothing that it would read as markup."""
    plain = "".join(" " if char in '"<>[]{}()|#;`' else char for char in text)
    return plain if len(plain) <= LABEL_LENGTH else plain[: LABEL_LENGTH - 1] + "…"
