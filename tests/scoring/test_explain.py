"""Reasons in words: every code is worded in both languages, kindly, with the same fields."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from scoring.explain import explain, templates

CRITERIA = sorted((Path(__file__).resolve().parents[2] / "scoring" / "criteria").glob("*.py"))
MAKERS = {"scored": 1, "cannot_tell": 0, "not_applicable": 0, "Outcome": 0}
UNKIND = ("failed", "bad", "terrible", "you must", "N/A", "unscored", "不合格", "很差", "必须改正")


def codes_of(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            at = MAKERS[node.func.id]
            if len(node.args) > at and isinstance(node.args[at], ast.Constant) and isinstance(node.args[at].value, str):
                found.add(node.args[at].value)
    return found


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("file", CRITERIA, ids=lambda file: file.stem)
def test_every_code_of_a_scorer_is_worded(file: Path) -> None:
    assert codes_of(file) - set(templates()) == set()


@pytest.mark.parametrize("code", sorted(templates()))
def test_both_languages_name_the_same_things(code: str) -> None:
    words = templates()[code]

    def plain(said: str) -> set[str]:
        return {name.removesuffix("_zh").removesuffix("_en") for name in fields(said)}

    assert plain(words.zh) == plain(words.en)
    assert not {name for name in fields(words.zh) if name.endswith("_en")}
    assert not {name for name in fields(words.en) if name.endswith("_zh")}


@pytest.mark.parametrize("code", sorted(templates()))
def test_words_are_kind_and_chinese_has_its_own_punctuation(code: str) -> None:
    words = templates()[code]
    assert not any(word in words.en.lower() or word in words.zh for word in UNKIND)
    assert not any(mark in words.zh for mark in ",;?!")


def test_a_long_quote_is_shortened_in_the_words_alone() -> None:
    said = "很长的话" * 40
    found = explain("blame", quote=said)
    assert found.fields["quote"] == said
    assert "…" in found.text.zh
    assert len(found.text.zh) < 120


def test_a_quote_with_braces_is_shown_as_it_is() -> None:
    assert "{turn}" in explain("blame", quote="{turn}").text.en


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        explain("no_such_code")
