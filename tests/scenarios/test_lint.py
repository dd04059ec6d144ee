"""The linter: each mistake is found, with its line, in words of both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.findings import Finding, finding_words
from scenarios.lint import lint_script
from scenarios.load import list_scripts
from tests.scenarios.tiny import TINY, changed, written


def found(folder: Path, *pairs: tuple[str, str]) -> list[Finding]:
    return list(lint_script(written(folder, changed(*pairs))))


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


@pytest.mark.parametrize("name", [script.id for script in list_scripts()])
def test_the_library_has_nothing_to_mend(name: str) -> None:
    assert [f"{item.line} {item.where} {item.words('en')}" for item in lint_script(name)] == []


def test_the_tiny_script_has_nothing_to_mend(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("to: calm, good", "to: clam, good", "unknown_target", "id: explains"),
        ("start: opening", "start: openning", "unknown_start", "start: opening"),
        ("hang_up: gone", "hang_up: court", "unknown_end", "hang_up: gone"),
        ("any: [acknowledge_feeling]", "any: [acknowlege_feeling]", "unknown_condition", "id: comforts"),
        ('all: ["told:defence"]', 'all: ["told:defense"]', "unknown_condition", "id: explains"),
        ('["asked:any"]', '["refer:12387"]', "unknown_condition", "id: answered"),
        ("topic: card_debt_sued", "topic: card_debts", "unknown_topic", "topic: card"),
        ("facts: [defence_15_days]", "facts: [defence_15]", "unknown_fact", "facts: [defence_15_days]"),
        ("fact: defence_15_days", "fact: defence_15", "unknown_fact", "fact: defence_15_days"),
        ("criteria: [acknowledge_feeling]", "criteria: [empathy]", "unknown_criterion", "criteria: [ack"),
        ("id: n_court_2", "id: n_court_1", "duplicate_line", "id: n_court_1, zh: 那"),
        ("en: Thank you.", 'en: "Thank you, {nobody}."', "placeholder_unknown", "id: e_calm"),
        ('en: "It came {summons}."', "en: It came.", "placeholder_differs", "id: f_summons"),
        (", en: Thank you.", "", "missing_language", "id: e_calm"),
        ("{zh: 三千, en: three thousand}", "{zh: 三千}", "missing_language", "value: {zh: 三千"),
        ("else: {to: stay}\n    model:\n      zh: 收", "model:\n      zh: 收", "no_else", "  court:"),
        ("ask_secret, ", "", "harm_not_answered", "always:"),
        ("to: calm, good: true", "to: back, good: true", "back_without_aside", "id: explains"),
        ("to: calm, good: true", "to: finish, good: true", "no_outcomes", "id: explains"),
        ("{any: [acknowledge_feeling]}", "{mood_at_least: 60, mood_below: 50}", "never_holds", "id: comforts"),
        ("{any: [acknowledge_feeling]}", "{any: [greet], none: [greet]}", "never_holds", "id: comforts"),
        ("{any: [acknowledge_feeling]}", "{facts_found_at_least: 3}", "never_holds", "id: comforts"),
        ("asked_by: {zh: [收入], en: [income]}", "asked_by: {zh: [收入]}", "not_asked_for", "asked_by: {zh: [收入]"),
        ("mediate_first, ", "", "fact_not_covered", "points:"),
        ("to: court, good: true", "to: calm, good: true", "unreachable_node", "  court:"),
        ("to: calm, good: true", "to: lost, good: true", "unreachable_end", "calm: {kind"),
    ],
)  # fmt: skip
def test_each_mistake_of_structure_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    findings = [finding for finding in found(tmp_path, (old, new)) if finding.code == code]
    assert findings, f"{code} was not found"
    changed_text = changed((old, new))
    piece = place if place in changed_text else new
    assert findings[0].line == changed_text[: changed_text.index(piece)].count("\n") + 1
    assert findings[0].words("zh")
    assert findings[0].words("en")


def test_a_misspelt_name_comes_with_the_right_one(tmp_path: Path) -> None:
    finding = next(item for item in found(tmp_path, ("to: calm, good", "to: clam, good")))
    assert finding.words("en") == "'clam' is no node and no end of this script; nearest: calm"


def test_a_duplicate_line_names_the_first(tmp_path: Path) -> None:
    finding = next(
        item for item in found(tmp_path, ("id: n_court_2", "id: n_court_1")) if item.code == "duplicate_line"
    )
    first = TINY[: TINY.index("n_court_1")].count("\n") + 1
    assert finding.words("en") == f"the line id 'n_court_1' is used twice; first in line {first}"


def test_a_route_that_an_earlier_one_hides_is_named(tmp_path: Path) -> None:
    extra = "\n      - {id: later, when: {all: [acknowledge_feeling, greet]}, to: court}"
    findings = found(tmp_path, ("to: court, good: true}", "to: court, good: true}" + extra))
    assert [item.fields for item in findings if item.code == "shadowed"] == [{"earlier": "comforts"}]


def test_a_node_without_a_way_out_is_found(tmp_path: Path) -> None:
    # court leads only to itself: its route stays, it has no end of its own, and giving up leads back
    findings = found(tmp_path, ("to: calm, good: true", "to: stay, good: true"), ("give_up: lost", "give_up: court"))
    assert "no_way_out" in codes(findings)
    assert "gives_up_in_circles" in codes(findings)


def test_skips_that_chase_each_other_are_found(tmp_path: Path) -> None:
    skip = '    skip: {when: {any: ["told:defence"]}, to: %s}\n'
    pairs = (
        ("  court:\n", "  court:\n" + skip % "opening"),
        ("  opening:\n", "  opening:\n" + skip % "court"),
    )
    assert "skips_in_circles" in codes(found(tmp_path, *pairs))


def test_a_model_answer_that_misses_is_found(tmp_path: Path) -> None:
    findings = found(tmp_path, ("zh: 我能理解您现在很害怕。", "zh: 三月的天气不错。"))
    wrong = next(item for item in findings if item.code == "model_fails")
    assert wrong.where == "nodes.opening.model.zh"
    assert "good_walk_ends_badly" in codes(findings)


def test_a_weak_answer_that_passes_is_found(tmp_path: Path) -> None:
    findings = found(tmp_path, ("en: Okay, and.", "en: I understand how scared you are."))
    assert [item.where for item in findings if item.code == "weak_passes"] == ["nodes.opening.weak.en"]


def test_a_model_answer_that_does_harm_is_found(tmp_path: Path) -> None:
    findings = found(tmp_path, ("zh: 我能理解您现在很害怕。", "zh: 我能理解您很害怕，我保证一定给您办成。"))
    assert "model_harms" in codes(findings)


def test_a_model_answer_that_is_untrue_is_found(tmp_path: Path) -> None:
    findings = found(tmp_path, ("within fifteen days of", "within thirty days of"))
    assert [item.where for item in findings if item.code == "model_wrong"] == ["nodes.court.model.en"]


def test_every_mistake_of_form_is_listed_at_once(tmp_path: Path) -> None:
    findings = found(tmp_path, ("difficulty: 1", "difficulty: 9"), ("kind: hung_up", "kind: angry"))
    assert [item.code for item in findings] == ["form", "form"]
    assert findings[0].line < findings[1].line


def test_what_is_no_yaml_is_one_finding(tmp_path: Path) -> None:
    findings = lint_script(written(tmp_path, "id: ["))
    assert [(item.level, item.code) for item in findings] == [("error", "form")]


def test_every_sentence_of_the_linter_exists_in_both_languages() -> None:
    for code, words in finding_words().items():
        assert words.zh, code
        assert words.en, code
