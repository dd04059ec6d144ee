"""docs/rubrics.md tells every scorer with its scale, condition and parameters, and its examples are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring.criteria import PARAMETERS, SCORERS
from scoring.criteria.traits import TRAITS
from scoring.lint import lint_text
from scoring.rubric import load_rubric

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "rubrics.md").read_text(encoding="utf-8")
ROWS = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \| (?:0-2|yes_no) \|.*$", TEXT, flags=re.M)}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.S)


@pytest.mark.parametrize("name", sorted(SCORERS))
def test_every_scorer_stands_there_as_it_is(name: str) -> None:
    traits, row = TRAITS[name], ROWS[name]
    assert f"| {traits.scale} |" in row
    assert traits.applies_when == "always" or f"`{traits.applies_when}`" in row
    assert all(f"`{one}" in row for one in PARAMETERS.get(name, ()))
    assert traits.needs_knowledge == ("needs a knowledge base" in row)


def test_what_is_told_of_a_scorer_is_what_the_shipped_rubrics_do() -> None:
    for rubric in (load_rubric("12363"), load_rubric("service_en")):
        for line in rubric.criteria:
            traits = TRAITS[line.scorer]
            assert traits.scale == line.scale, line.id
            assert traits.applies_when in (line.applies_when, "always"), line.id


def test_the_examples_have_nothing_to_mend() -> None:
    whole, one = EXAMPLES
    assert [finding.message for finding in lint_text(whole, "example")] == []
    assert [finding.message for finding in lint_text(whole + one, "example")] == []
