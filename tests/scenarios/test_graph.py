"""The script as a graph."""

from __future__ import annotations

from pathlib import Path

from scenarios.graph import edges, mermaid
from scenarios.load import load_script
from tests.scenarios.tiny import tiny


def test_every_way_is_an_edge(tmp_path: Path) -> None:
    ways = {(edge.source, edge.target, edge.kind) for edge in edges(tiny(tmp_path))}
    assert ("opening", "court", "route") in ways
    assert ("court", "calm", "route") in ways
    assert ("opening", "lost", "give_up") in ways


def test_mermaid_draws_every_node_and_end(tmp_path: Path) -> None:
    text = mermaid(tiny(tmp_path), "en")
    assert text.startswith("flowchart TD\n")
    assert "n_opening -- comforts --> n_court" in text
    assert 'e_calm(["calm  resolved "])' in text


def test_no_line_of_the_customer_breaks_the_drawing() -> None:
    # quotation marks and brackets inside a label would end it
    for language in ("zh", "en"):
        for line in mermaid(load_script("li_card_debt"), language).splitlines():  # type: ignore[arg-type]
            assert line.count('"') in (0, 2)
