"""A scenario as a graph: its moments down the page, arcs where the call may go. Choosing a moment tells Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from scenarios.graph import own_edges
from scenarios.script import Script
from scenarios.voice import fill
from ui.i18n import language, t

_HERE = Path(__file__).parent
_GRAPH = st.components.v2.component(
    "tingxin_scenario_graph",
    html='<div class="graph"></div>',
    css=(_HERE / "graph.css").read_text(encoding="utf-8"),
    js="\n".join(file.read_text(encoding="utf-8") for file in (_HERE.parent / "node.js", _HERE / "graph.js")),
)


def graph_payload(script: Script, picked: str | None) -> dict[str, Any]:
    """What the graph shows.

    Args:
        script: The scenario.
        picked: The node or end whose arcs stand out.
    """
    spoken = language() if language() in script.languages else script.languages[0]
    rows = [
        {"id": key, "kind": "aside" if node.aside else "node", "text": fill(script, node.lines[0].text(spoken), spoken)}
        for key, node in script.nodes.items()
    ]
    rows += [
        {"id": key, "kind": f"end {end.kind}", "text": t(f"practise.ended.{end.kind}")}
        for key, end in script.ends.items()
    ]
    edges = [
        {"from": edge.source, "to": edge.target, "name": edge.name, "good": edge.good, "quiet": edge.kind != "route"}
        for edge in own_edges(script)
    ]
    words = {name: t(f"scenarios.graph.{name}") for name in ("label", "aside", "leads", "start")}
    return {"rows": rows, "edges": edges, "picked": picked, "start": script.start, "words": words}


def scenario_graph(data: dict[str, Any], *, key: str, on_pick: Callable[[], None]) -> None:
    """Draw it; `picked_node` reads within `on_pick` what was chosen."""
    _GRAPH(key=key, data=data, on_picked_change=on_pick)


def picked_node(key: str) -> str | None:
    """The node or end that was just chosen, within the callback."""
    held = st.session_state.get(key)
    found = None if held is None else held.get("picked")
    return None if found is None else str(found)
