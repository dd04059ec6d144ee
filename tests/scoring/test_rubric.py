"""Rubrics: the one that ships is the design's, and a bad one is refused with its line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.criteria import CONDITIONS, SCORERS
from scoring.errors import BadRubric
from scoring.lint import lint_rubric
from scoring.rubric import SHIPPED, load_rubric

SOURCE = (SHIPPED / "12363.yaml").read_text(encoding="utf-8")
DESIGN = {
    "empathy": (
        35,
        ["acknowledge_feeling", "understand_situation", "reflect_understanding", "personalised_help", "respect"],
    ),
    "accuracy": (35, ["facts_correct", "facts_complete", "no_overpromise", "right_referral"]),
    "resolution": (20, ["next_steps", "check_resolved", "dead_air", "interruptions"]),
    "compliance": (10, ["opening", "closing", "privacy", "forbidden_phrases"]),
}  # fmt: skip


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SOURCE
    path = tmp_path / "mine.yaml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_rubric_is_the_one_of_the_design() -> None:
    rubric = load_rubric()
    assert rubric.reference == "12363@1"
    found = {section.id: (section.weight, [line.id for line in section.criteria]) for section in rubric.sections}
    assert found == DESIGN
    critical = {line.id: line.critical for line in rubric.criteria if line.critical != "none"}
    assert critical == {"respect": "all", "facts_correct": "section", "no_overpromise": "all", "privacy": "all"}


def test_every_criterion_has_a_scorer_and_a_condition() -> None:
    for line in load_rubric().criteria:
        assert line.scorer in SCORERS
        assert line.applies_when in CONDITIONS


def test_the_shipped_rubric_has_nothing_to_mend() -> None:
    assert lint_rubric("12363") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scale: 0-2", "scale: 1-5", "scale"),
        ("weight: 35", "weight: -3", "above 0"),
        ("name: {zh: 共情, en: Empathy}", "name: {zh: 共情}", "en"),
        ("version: 1", "version: [", "not YAML"),
        ("id: respect", "id: reflect_understanding", "there twice"),
        ("          2: {zh: 问了两个以上不同的问题, en: Two or more different questions}\n", "", "anchors"),
        ("languages: [zh, en]", "colour: red", "colour"),
    ],
)
def test_a_bad_rubric_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(BadRubric) as caught:
        load_rubric(path)
    assert "mine.yaml, line " in str(caught.value)
    assert said in str(caught.value)
    assert "第" in caught.value.text("zh")
    assert any(one.level == "error" and one.line >= 1 for one in lint_rubric(path))


def test_an_unknown_scorer_is_an_error_on_its_line(tmp_path: Path) -> None:
    path = changed(tmp_path, "scorer: respect", "scorer: kindness")
    found = lint_rubric(path)
    line = path.read_text(encoding="utf-8").splitlines().index("        scorer: kindness") + 1
    assert [(one.level, one.line, one.where) for one in found] == [("error", line, "respect.scorer")]


def test_a_weight_that_cannot_matter_is_a_warning(tmp_path: Path) -> None:
    path = changed(
        tmp_path, "        scorer: forbidden_phrases", "        weight: 0.01\n        scorer: forbidden_phrases"
    )
    assert [(one.level, one.where) for one in lint_rubric(path)] == [("warning", "forbidden_phrases")]


def test_the_command_exits_2_with_findings_on_one_document(tmp_path: Path) -> None:
    path = changed(tmp_path, "scale: 0-2", "scale: 1-5")
    command = [sys.executable, "-m", "qa_cli", "rubric", "lint", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["ok"] is False
    assert "Traceback" not in done.stderr


def test_aliases_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    path.write_text("\n".join(levels), encoding="utf-8")
    with pytest.raises(BadRubric, match="aliases"):
        load_rubric(path)
