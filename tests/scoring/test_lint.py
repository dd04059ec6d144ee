"""The rubric linter tells doubts with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.lint import lint_rubric
from scoring.rubric import SHIPPED

SOURCE = (SHIPPED / "12363.yaml").read_text(encoding="utf-8")


def findings(tmp_path: Path, old: str, new: str) -> list[tuple[str, str, int]]:
    assert old in SOURCE
    path = tmp_path / "mine.yaml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    return [(one.level, one.where, one.line) for one in lint_rubric(path)]


def line_of(text: str, after: str = "") -> int:
    lines = SOURCE.splitlines()
    start = next((number for number, line in enumerate(lines) if after in line), 0)
    return next(number for number, line in enumerate(lines, 1) if number > start and text in line)


@pytest.mark.parametrize(
    ("old", "new", "level", "where"),
    [
        ("params: {longest_allowed_s: 10}", "params: {longest: 10}", "error", "dead_air.params.longest"),
        (
            "params: {longest_allowed_s: 10}",
            "params: {longest_allowed_s: -1}",
            "error",
            "dead_air.params.longest_allowed_s",
        ),
        ('knowledge: "12363"', "knowledge: nowhere", "error", "knowledge"),
        ("scorer: privacy", "scorer: respect", "warning", "privacy"),
        ("en: Closes politely.", "en: Closes with a smile.", "warning", "closing.help"),
        ("zh: 礼貌地结束通话。", "zh: 语气真诚地结束通话。", "warning", "closing.help"),
        ("1: {zh: 礼貌结束, en: Polite close}", "1: {zh: 没有礼貌的结束语, en: Polite close}", "warning", "closing"),
    ],
)
def test_a_doubt_is_told_where_it_stands(tmp_path: Path, old: str, new: str, level: str, where: str) -> None:
    found = findings(tmp_path, old, new)
    assert [(one[0], one[1]) for one in found] == [(level, where)]


def test_the_line_is_the_line_of_the_file(tmp_path: Path) -> None:
    found = findings(tmp_path, "scorer: privacy", "scorer: respect")
    assert found[0][2] == line_of("scorer: privacy")


def test_a_rubric_without_knowledge_cannot_tell_facts(tmp_path: Path) -> None:
    found = findings(tmp_path, 'knowledge: "12363"\n', "")
    assert {where for _, where, _ in found} == {
        "facts_correct",
        "facts_complete",
        "right_referral",
        "forbidden_phrases",
    }


def test_a_file_that_is_not_there_is_an_error() -> None:
    assert [one.level for one in lint_rubric("nowhere.yaml")] == ["error"]


@pytest.mark.parametrize("text", ["", "[1, 2]", "id: x\n\tname: y", "just words", "\x00"])
def test_what_is_no_rubric_is_one_error_or_more_and_never_a_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    found = lint_rubric(path)
    assert found
    assert {one.level for one in found} == {"error"}
    assert all("facts" not in one.message for one in found)
