"""Every node and end can be reached, and from every node the call can come to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scenarios.findings import Finding
from scenarios.graph import Edge, edges, resolved
from scenarios.script import Node, Script


def check_reach(script: Script) -> Iterator[Finding]:
    """Nodes and ends that nothing leads to, nodes that lead nowhere, and circles of giving up or skipping."""
    if not _sound(script):
        return  # a name stands for nothing; that is said elsewhere
    ways = edges(script)
    reached = _reached(script, ways)
    for key in script.nodes:
        if key not in reached:
            yield Finding(level="error", line=1, where=f"nodes.{key}", code="unreachable_node")
    for key in script.ends:
        if key not in reached | {script.hang_up, script.limits.to}:
            yield Finding(level="error", line=1, where=f"ends.{key}", code="unreachable_end")
    ending = _ending(script, ways)
    for key in script.nodes:
        if key not in ending:
            yield Finding(level="error", line=1, where=f"nodes.{key}", code="no_way_out")
    yield from _circles(script, "gives_up_in_circles", "warning", lambda node: node.give_up or script.give_up)
    yield from _circles(script, "skips_in_circles", "error", lambda node: node.skip.to if node.skip else None)


def _sound(script: Script) -> bool:
    known = {*script.nodes, *script.ends}
    targets = {edge.target for edge in edges(script)} | {script.start, script.hang_up, script.limits.to}
    return targets <= known and script.start in script.nodes


def _reached(script: Script, ways: tuple[Edge, ...]) -> set[str]:
    reached, waiting = {script.start}, [script.start]
    while waiting:
        here = waiting.pop()
        for edge in ways:
            if edge.source == here and edge.target not in reached:
                reached.add(edge.target)
                waiting.append(edge.target)
    return reached


def _ending(script: Script, ways: tuple[Edge, ...]) -> set[str]:
    """Nodes from which some way leads to an end."""
    ending = set(script.ends)
    grown = True
    while grown:
        more = {edge.source for edge in ways if edge.target in ending} - ending
        grown = bool(more)
        ending |= more
    return ending


def _circles(script: Script, code: str, level: str, following: Callable[[Node], str | None]) -> Iterator[Finding]:
    """Nodes whose chain of `following` comes back to where it was."""
    reported: set[frozenset[str]] = set()
    for key in script.nodes:
        chain = [key]
        while chain[-1] in script.nodes:
            target = following(script.nodes[chain[-1]])
            target = resolved(script, chain[-1], target)[0] if target else None
            if target is None:
                break
            if target in chain:
                circle = chain[chain.index(target) :]
                if frozenset(circle) not in reported:
                    reported.add(frozenset(circle))
                    yield Finding(
                        level="error" if level == "error" else "warning",
                        line=1,
                        where=f"nodes.{circle[0]}",
                        code=code,
                        fields={"circle": " → ".join([*circle, circle[0]])},
                    )
                break
            chain.append(target)
