"""The knowledge base: reading, errors with their lines, what ships, what the linter says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from scoring.errors import BadKnowledge
from scoring.knowledge import load_knowledge
from scoring.knowledge_lint import lint_knowledge

GOOD = """\
id: small
version: 1
name: {zh: 小, en: small}
topics:
  - id: records
    name: {zh: 征信, en: credit records}
    keywords: {zh: [征信], en: [credit]}
facts:
  - id: objection
    topics: [records]
    statement: {zh: 二十日内答复, en: answered within 20 days}
    aliases: {zh: [异议], en: [objection]}
    slot: {quantity: duration, op: le, value: 20, unit: day}
    source: {law: {zh: 条例, en: Regulation}, article: "25"}
    checked_on: 2026-11-23
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "base.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture(scope="module")
def base():  # type: ignore[no-untyped-def]
    return load_knowledge("12363")


def test_the_shipped_base_holds_the_brief(base) -> None:  # type: ignore[no-untyped-def]
    assert len(base.facts) >= 60
    assert len(base.topics) == 15
    assert {topic.id for topic in base.topics} >= {
        "card_debt_sued", "paid_still_overdue", "card_misused", "wallet_frozen", "cash_refused",
        "insurance_claim_silent",
    }  # fmt: skip


def test_every_fact_is_said_in_both_languages_and_has_words_to_know_it_by(base) -> None:  # type: ignore[no-untyped-def]
    han = re.compile(r"[\u4e00-\u9fff]")
    for fact in base.facts:
        assert han.search(fact.statement.zh), fact.id
        assert not han.search(re.sub(r"[（(「“].*?[)）」”]", "", fact.statement.en)), fact.id
        for language in ("zh", "en"):
            cues = (fact.aliases, fact.right, *(wrong.cues for wrong in fact.wrong))
            assert fact.body or any(one.of(language) for one in cues), (fact.id, language)


def test_facts_known_from_memory_are_unverified_and_read_ones_are_not(base) -> None:  # type: ignore[no-untyped-def]
    # domain-12363.md: acceptance in 7 working days, court cases, voluntary mediation, claw-back are `memory`.
    for fact_id in (
        "acceptance_7_business_days",
        "court_case_not_accepted",
        "mediation_voluntary",
        "bank_cannot_claw_back",
    ):
        assert not base.fact(fact_id).verified()
    for fact_id in ("body_bank", "instalment_plan_may", "objection_20_days", "insurance_decide_30_days"):
        assert base.fact(fact_id).verified()


def test_every_topic_knows_the_competent_body_and_its_required_facts_exist(base) -> None:  # type: ignore[no-untyped-def]
    for topic in base.topics:
        assert topic.bodies, topic.id
    required = {topic for fact in base.facts for topic in fact.required_for}
    # A merchant's standing is open (refer to a person), so its call requires no fact.
    assert {topic.id for topic in base.topics} - required == {"merchant_fee"}


def test_a_fact_counts_only_within_its_dates(tmp_path: Path) -> None:
    text = GOOD + "    valid_from: 2026-01-01\n    valid_to: 2026-06-30\n"
    fact = load_knowledge(written(tmp_path, text)).fact("objection")
    assert fact.verified(date(2026, 6, 30))  # both ends belong to it
    assert not fact.verified(date(2026, 7, 1))
    assert fact.verified()  # no day given: dates are not looked at


def test_a_base_is_read_again_only_after_it_changed(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    first = load_knowledge(file)
    assert load_knowledge(file) is first
    file.write_text(GOOD.replace("version: 1", "version: 22"), encoding="utf-8")
    assert load_knowledge(file).version == 22


def test_a_folder_is_one_base(tmp_path: Path) -> None:
    head, facts = GOOD.split("facts:\n")
    (tmp_path / "base.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text("facts:\n" + facts, encoding="utf-8")
    assert load_knowledge(tmp_path).fact("objection").slot is not None


BROKEN = [
    ("value: 20", "value: twenty", "value: twenty", "objection.slot.value"),
    ("op: le", "op: below", "op: below", "objection.slot.op"),
    ("topics: [records]", "topics: [recrods]", "topics: [recrods]", "no topic is called recrods"),
    ("    checked_on", "    colour: red\n    checked_on", "colour: red", "objection.colour"),
    ("en: answered within 20 days}", "}", "statement:", "objection.statement.en"),
    ("topics:\n  - id: records", "topcs:\n  - id: records", "topcs:", "unknown key topcs"),
    ("version: 1\n", "version: 1\nversion: 2\n", "version: 2", "given twice"),
    ("  - id: objection\n", "  - id: Objection No 1\n", "id: Objection", "Objection No 1.id"),
    ("unit: day}", "unit: day", "source:", "not YAML"),
]


@pytest.mark.parametrize(("old", "new", "at", "says"), BROKEN, ids=[case[1].strip() for case in BROKEN])
def test_a_broken_base_names_its_line(tmp_path: Path, old: str, new: str, at: str, says: str) -> None:
    text = GOOD.replace(old, new, 1)
    with pytest.raises(BadKnowledge) as caught:
        load_knowledge(written(tmp_path, text))
    assert says in str(caught.value)
    assert caught.value.fields["file"] == "base.yaml"
    assert abs(int(str(caught.value.fields["line"])) - line_of(text, at)) <= (1 if says == "not YAML" else 0)


@pytest.mark.parametrize("content", [b"", b"- 1\n", b"\xff\xfe\x00", b"facts: 3\n", b"just words\n"])
def test_what_is_no_base_at_all_gets_a_clear_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(BadKnowledge, match=r"x\.yaml, line 1"):
        load_knowledge(file)


def test_an_unknown_id_says_what_there_is() -> None:
    with pytest.raises(BadKnowledge, match="shipped knowledge bases: 12363"):
        load_knowledge("99999")


def test_the_shipped_base_has_warnings_for_unverified_facts_and_no_errors() -> None:
    findings = lint_knowledge("12363", date(2026, 11, 24))
    assert [one for one in findings if one.level == "error"] == []
    assert {one.where for one in findings} >= {"acceptance_7_business_days", "court_case_not_accepted"}


def test_two_facts_that_cannot_both_hold_are_found(tmp_path: Path) -> None:
    second = (
        GOOD[GOOD.index("  - id: objection") :]
        .replace("id: objection", "id: objection_again")
        .replace("value: 20", "value: 30")
    )
    text = GOOD + second
    errors = [one for one in lint_knowledge(written(tmp_path, text)) if one.level == "error"]
    assert [(one.where, one.line) for one in errors] == [("objection_again", line_of(text, "value: 30"))]
    apart = GOOD + "    valid_to: 2025-12-31\n" + second + "    valid_from: 2026-01-01\n"
    assert [one for one in lint_knowledge(written(tmp_path, apart)) if one.level == "error"] == []


AGAIN = GOOD[GOOD.index("  - id: objection") :].replace("id: objection", "id: again")
CONFLICTS = [
    (
        "the same words in another order",
        "aliases: {zh: [异议], en: [objection]}",
        "aliases: {zh: [异议], en: [x]}",
        "slot",
    ),
    ("may and must not", "slot: {quantity: duration, op: le, value: 20, unit: day}", "modality: may", "modality"),
    ("two bodies", "slot: {quantity: duration, op: le, value: 20, unit: day}", "body: '12378'", "body"),
    (
        "right and wrong",
        "slot: {quantity: duration, op: le, value: 20, unit: day}",
        "right: {zh: [异议+能改]}",
        "wrong",
    ),
]


@pytest.mark.parametrize(
    ("old", "first", "field"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS]
)
def test_other_ways_in_which_two_facts_cannot_both_hold(tmp_path: Path, old: str, first: str, field: str) -> None:
    second = {
        "slot": "aliases: {zh: [异议], en: [y]}",
        "modality": "modality: must_not",
        "body": "body: '12363'",
        "wrong": "wrong: [{cues: {zh: [能改+异议]}}]",
    }[field]
    kinds = "    institutions: [bank]\n"
    again = AGAIN.replace(old, second).replace("value: 20", "value: 21") + kinds
    text = GOOD.replace(old, first) + kinds + again
    errors = [one for one in lint_knowledge(written(tmp_path, text)) if one.level == "error"]
    assert [(one.where, one.line) for one in errors] == [("again", line_of(text, second) + (field == "slot"))]
    assert "objection" in errors[0].message
    assert "objection" in errors[0].message_zh
    other_kind = GOOD.replace(old, first) + kinds + again.replace("[bank]", "[insurer]")
    assert [one for one in lint_knowledge(written(tmp_path, other_kind)) if one.level == "error"] == []


def test_a_pattern_that_names_an_unknown_list_of_words_is_an_error_on_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("[异议]", "[<bank>+异议]")
    (error,) = lint_knowledge(written(tmp_path, text))
    assert (error.level, error.line) == ("error", line_of(text, "aliases:"))
    assert "no list of words is called bank" in error.message
    listed = text + "words: {bank: {zh: [银行], en: [bank]}}\n"
    assert lint_knowledge(written(tmp_path, listed)) == ()
    assert load_knowledge(written(tmp_path, listed)).words["bank"].zh == ("银行",)


def test_expired_and_stale_facts_are_due(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD + "    valid_to: 2026-12-31\n")
    assert lint_knowledge(file, date(2026, 12, 1)) == ()
    later = {one.message.split(" ")[0] for one in lint_knowledge(file, date(2028, 1, 1))}
    assert later == {"not", "last"}  # not in force; last checked more than a year ago


def test_the_linter_tells_every_error_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("value: 20", "value: twenty").replace("topics: [records]", "topics: [nowhere]")
    found = lint_knowledge(written(tmp_path, text))
    assert {one.line for one in found} == {line_of(text, "value: twenty"), line_of(text, "topics: [nowhere]")}
