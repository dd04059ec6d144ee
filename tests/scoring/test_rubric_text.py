"""Fields change one line of a rubric's text and nothing else."""

from __future__ import annotations

import pytest

from scoring.errors import NotEditable
from scoring.rubric import SHIPPED, parse_rubric
from scoring.rubric_text import criterion_places, with_off, with_version, with_weight

SOURCE = (SHIPPED / "12363.yaml").read_text(encoding="utf-8")


def differing(new: str) -> list[str]:
    old = SOURCE.splitlines()
    return [line.strip() for line in new.splitlines() if line not in old]


def test_a_version_changes_its_line_alone() -> None:
    assert differing(with_version(SOURCE, 7)) == ["version: 7"]


def test_a_weight_is_written_where_it_stands_or_below_the_id() -> None:
    places = criterion_places(SOURCE)
    assert differing(with_weight(SOURCE, places["section:empathy"], 40)) == ["weight: 40"]
    changed = with_weight(SOURCE, places["opening"], 2.5)
    assert differing(changed) == ["weight: 2.5"]
    lines = changed.splitlines()
    assert lines[lines.index("        weight: 2.5") - 1] == "      - id: opening"
    assert with_weight(changed, criterion_places(changed)["opening"], 3).count("weight: 3\n") == 1


def test_a_criterion_goes_off_and_comes_back() -> None:
    off = with_off(SOURCE, criterion_places(SOURCE)["opening"], True)
    assert "opening" not in [line.id for line in parse_rubric(off, "x").criteria]
    back = with_off(off, criterion_places(off)["opening"], False)
    assert parse_rubric(back, "x") == parse_rubric(SOURCE, "x")


def test_comments_at_the_end_of_a_line_stay() -> None:
    text = SOURCE.replace("    weight: 35\n", "    weight: 35 # the owner's\n", 1)
    assert "    weight: 30 # the owner's\n" in with_weight(text, criterion_places(text)["section:empathy"], 30)


def test_what_is_written_on_one_line_is_left_to_the_text() -> None:
    text = "sections: [{id: a, criteria: [{id: b, scorer: privacy}]}]\n"
    with pytest.raises(NotEditable, match="Line 1"):
        with_weight(text, criterion_places(text)["b"], 2)
