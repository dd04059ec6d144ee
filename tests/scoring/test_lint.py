"""The rubric linter tells doubts with their line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring.lint import RubricFinding, lint_rubric, lint_text, lint_words
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
        ("        scorer: privacy\n", "", "error", "privacy"),
        ("scorer: privacy", "scorer: privcy", "error", "privacy.scorer"),
        ("applies_when: feeling_voiced", "applies_when: feelings", "error", "acknowledge_feeling.applies_when"),
        ("        applies_when: feeling_voiced\n", "", "warning", "acknowledge_feeling"),
        ("name: {zh: 保护隐私, en: Privacy}", "name: {zh: 保护隐私}", "error", "privacy.name"),
        ("name: {zh: 保护隐私, en: Privacy}", 'name: {zh: 保护隐私, en: " "}', "error", "privacy.name"),
        ("name: {zh: 保护隐私, en: Privacy}", "name: {zh: Keeps privacy, en: Privacy}", "warning", "privacy.name"),
        ("name: {zh: 保护隐私, en: Privacy}", "name: {zh: 保护隐私, en: 保护隐私}", "warning", "privacy.name"),
        ("name: {zh: 保护隐私, en: Privacy}", "name: {zh: 结束语, en: Privacy}", "warning", "privacy"),
        ("          1: {zh: 没有索要, en: Asks for none}\n", "", "error", "privacy"),
        ("1: {zh: 没有索要, en: Asks for none}", "1: {zh: 没有索要, en: Asks, never}", "error", "privacy.anchors.1"),
        ("zh: 礼貌地结束通话。", "zh: 不索要密码、卡背三位码、短信验证码和口令。", "warning", "privacy"),
        ("weight: 10", "weight: 0.5", "warning", "compliance"),
        ("en: Closes politely.", "en: Closes with a smile.", "warning", "closing.help"),
        ("en: Closes politely.", "en: Logs the complaint in the CRM.", "warning", "closing.help"),
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


def one_finding(tmp_path: Path, old: str, new: str) -> RubricFinding:
    path = tmp_path / "mine.yaml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    (found,) = lint_rubric(path)
    return found


def test_a_scale_that_its_scorer_does_not_give_is_an_error(tmp_path: Path) -> None:
    """Silences are marked 0 to 2: on a yes/no scale two of one would be 200 %."""
    anchors = "          2: {zh: 没有, en: None}\n"
    text = SOURCE.replace(anchors, "", 1)
    start = text.index("- id: dead_air")
    path = tmp_path / "mine.yaml"
    path.write_text(text[:start] + text[start:].replace("scale: 0-2", "scale: yes_no", 1), encoding="utf-8")
    assert [(one.level, one.code) for one in lint_rubric(path)] == [("error", "wrong_scale")]


def test_a_weight_that_is_too_small_is_told_with_the_least_that_would_do(tmp_path: Path) -> None:
    """Compliance is 10 of 100 with three others of weight 1: 10 · w / (w + 3) ≥ 1 from w = 1/3 on."""
    found = one_finding(tmp_path, "        scorer: closing", "        weight: 0.1\n        scorer: closing")
    assert (found.code, found.where) == ("small_weight", "closing")
    assert "at least 0.34" in found.suggestion
    text = SOURCE.replace("        scorer: closing", "        weight: 0.34\n        scorer: closing", 1)
    assert lint_text(text, "mine.yaml") == ()


def test_the_only_criterion_of_a_section_needs_no_weight() -> None:
    start = SOURCE.index("      - id: closing")
    text = SOURCE[:start].replace("        scorer: opening", "        weight: 3\n        scorer: opening")
    assert [(one.code, one.where) for one in lint_text(text, "mine.yaml")] == [("lone_weight", "opening")]


BLAMES = """      - id: no_blame
        name: {zh: 不责怪, en: No blame}
        help: {zh: 从头到尾没有怪罪过来电的人。, en: Nobody who calls is told that it serves them right.}
        scale: yes_no
        anchors: {0: {zh: 怪罪了, en: Blames}, 1: {zh: 没有怪罪, en: Doesn't}}
        scorer: never_says
        params: {acts: [blame]}
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", "same_acts"),  # `respect` looks for blame, too
        ("acts: [blame]", "acts: [blame, shout]", "bad_acts"),
        ("acts: [blame]", "first_turns: 2", "unknown_parameter"),
        ("params: {acts: [blame]}", "params: {}", "no_acts"),
    ],
)
def test_criteria_made_of_acts_are_looked_over(old: str, new: str, code: str) -> None:
    found = lint_text(SOURCE + BLAMES.replace(old, new, 1), "mine.yaml")
    assert code in [one.code for one in found]


def test_what_is_off_is_not_looked_at_and_the_lines_after_it_stay_right() -> None:
    text = SOURCE.replace("      - id: opening\n", "      - id: opening\n        off: true\n", 1)
    text = text.replace("en: Closes politely.", "en: Closes with a smile.", 1)
    (found,) = lint_text(text, "mine.yaml")
    assert text.splitlines()[found.line - 1].strip() == "en: Closes with a smile."


def test_every_finding_speaks_both_languages_and_says_what_to_do() -> None:
    for code, parts in lint_words().items():
        for part in ("message", "advice"):
            assert re.search(r"[\u3400-\u9fff]|^\{reason_zh\}$", parts[part].zh), code
            assert not re.search(r"[\u3400-\u9fff]", parts[part].en), code
            assert parts[part].en[-1] == "." if part == "advice" else parts[part].en, code


def test_a_mistake_of_form_is_told_in_the_readers_language() -> None:
    (found,) = lint_text(SOURCE.replace("scale: yes_no", "scale: maybe", 1), "mine.yaml")
    assert found.words("zh") == "不允许“maybe”；可用：'yes_no', '0-2'"
    assert found.advice("zh")


@pytest.mark.parametrize("number", range(0, len(SOURCE.splitlines()), 7))
def test_a_line_that_is_lost_never_breaks_the_linter(number: int) -> None:
    lines = SOURCE.splitlines()
    del lines[number]
    for one in lint_text("\n".join(lines), "mine.yaml"):
        assert 1 <= one.line <= len(lines)
        assert one.message
        assert one.suggestion_zh
