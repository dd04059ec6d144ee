"""Conditions of routes in plain words: what a reply must do, never the phrases by which that is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recordings.errors import Language
from scenarios.script import Heard, Script, When
from scoring.errors import BadKnowledge
from scoring.knowledge import load_knowledge
from scoring.wording import Bilingual

NUMBERS = (
    "mood_below", "mood_at_least", "facts_found_at_least", "points_told_at_least", "turns_at_least", "here_at_least",
    "silences_at_least",
)  # fmt: skip
BREAK = {"zh": "；", "en": "; "}


@cache
def condition_words() -> dict[str, dict[str, Bilingual]]:
    """The words of condition_words.yaml, by group and code."""
    text = Path(__file__).with_name("condition_words.yaml").read_text(encoding="utf-8")
    raw: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {group: {code: Bilingual(**words) for code, words in codes.items()} for group, codes in raw.items()}


def in_words(script: Script, condition: str, language: Language) -> str:
    """One condition, such as `asked:income`, in words.

    Args:
        script: Whose facts and points it names.
        condition: As routes name it; one that stands for nothing is given back as it is.
        language: Of the words.
    """
    words = condition_words()
    kind, _, name = condition.partition(":")
    if not name:
        found = words["acts"].get(kind) or words["kinds"].get(kind)
        return condition if found is None else found.text(language)
    if kind not in words["kinds"]:
        return condition
    if name == "any":
        return words["any_of_kind"][kind].text(language)
    return words["kinds"][kind].text(language).format(name=_name(script, kind, name, language))


def when_in_words(script: Script, when: When, language: Language) -> str:
    """A route's whole condition in one sentence; "anything" where it asks for nothing."""
    joins = condition_words()["joins"]
    parts = _tests(script, when, language)
    so_far = _tests(script, when.so_far, language)
    if so_far:
        parts.append(joins["so_far"].text(language).format(test=BREAK[language].join(so_far)))
    parts += [
        joins[name].text(language).format(n=value) for name in NUMBERS if (value := getattr(when, name)) is not None
    ]
    return BREAK[language].join(parts) if parts else joins["anything"].text(language)


def names_in_words(script: Script, conditions: Iterable[str], language: Language, joint: str = "or") -> str:
    """Several conditions, joined by `or` or `and`."""
    between = condition_words()["joins"][joint].text(language)
    return between.join(in_words(script, one, language) for one in conditions)


def _tests(script: Script, test: Heard, language: Language) -> list[str]:
    """What a test asks for, part by part."""
    parts = [
        names_in_words(script, wanted, language, joint)
        for wanted, joint in ((test.any, "or"), (test.all, "and"))
        if wanted
    ]
    if test.none:
        names = names_in_words(script, test.none, language)
        parts.append(condition_words()["joins"]["none"].text(language).format(names=names))
    return parts


def _name(script: Script, kind: str, name: str, language: Language) -> str:
    if kind == "asked":
        return script.facts[name].name.text(language) if name in script.facts else name
    if kind == "told":
        return script.points[name].name.text(language) if name in script.points else name
    if kind == "refer":
        body = condition_words()["bodies"].get(name)
        return name if body is None else body.text(language)
    return _statement(script.knowledge, name, language)


def _statement(knowledge: str, fact_id: str, language: Language) -> str:
    try:
        return load_knowledge(knowledge).fact(fact_id).statement.text(language).rstrip("。.")
    except (BadKnowledge, KeyError):  # the linter names it
        return fact_id
