"""Every word that a page uses exists in both languages, with the same fields, written as the language wants it."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from desk.views import CallSource, CallStatus, StepName
from recordings.transcript import Quality
from scoring.findings import ACTS, FEELINGS, RISKS, Verdict

UI = Path(__file__).resolve().parents[2] / "ui"
LOCALES = sorted((UI / "locale").glob("*.yaml"))
HAN = r"[\u3400-\u9fff]"


def leaves(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if set(node) == {"zh", "en"} and not isinstance(node["zh"], dict):
        yield path, node
        return
    for key, below in node.items():
        assert isinstance(key, str), f"{path}: YAML reads {key!r} as no text; choose another key"
        assert isinstance(below, dict), f"{path}.{key} is neither words nor a group of words"
        yield from leaves(below, f"{path}.{key}")


def all_words() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in LOCALES:
        found.update(leaves(yaml.safe_load(file.read_text(encoding="utf-8")), file.stem))
    return found


WORDS = all_words()


def fields(said: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


def english(said: Any) -> list[str]:
    return list(said.values()) if isinstance(said, dict) else [said]


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_are_there_with_the_same_fields(key: str) -> None:
    words = WORDS[key]
    assert isinstance(words["zh"], str)
    assert words["zh"].strip()
    for said in english(words["en"]):
        assert said.strip()
        # The singular may leave the number out ("one call waits").
        assert fields(words["zh"]) - {"n"} <= fields(said) <= fields(words["zh"])
    if isinstance(words["en"], dict):
        assert set(words["en"]) == {"one", "other"}


@pytest.mark.parametrize("key", sorted(WORDS))
def test_chinese_uses_full_width_punctuation(key: str) -> None:
    said = WORDS[key]["zh"]
    assert not re.search(rf"{HAN}[,?!;:]|[,?!;:]{HAN}", said), said


def named(node: ast.expr) -> Iterator[str]:
    """The keys that an argument of `t` amounts to; of an f-string, its beginning."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from named(node.body)
        yield from named(node.orelse)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield f"{node.values[0].value}*"


def used_keys() -> Iterator[tuple[str, str]]:
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                for key in named(node.args[0]):
                    yield f"{file.relative_to(UI)}:{node.lineno}", key


@pytest.mark.parametrize(("where", "key"), sorted(set(used_keys())))
def test_every_key_that_a_page_names_has_words(where: str, key: str) -> None:
    if key.endswith("*"):
        assert any(known.startswith(key[:-1]) for known in WORDS)
    else:
        assert key in WORDS


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("common.status", get_args(CallStatus)),
        ("common.step", get_args(StepName)),
        ("common.source", get_args(CallSource)),
        ("common.quality", get_args(Quality)),
        ("common.act", ACTS),
        ("common.risk", sorted(RISKS)),
        ("common.feeling", sorted(FEELINGS)),
        ("common.verdict", get_args(Verdict)),
        ("common.role", ("trainee", "supervisor", "manager", "admin", "service")),
        ("common.speaker", ("agent", "customer", "unknown")),
    ],
)
def test_every_code_of_the_core_has_words(group: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if f"{group}.{code}" not in WORDS] == []
