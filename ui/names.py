"""What things are called in the reader's language: criteria, sections, topics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from desk.views import CallFilter
from recordings.errors import Language
from scoring.knowledge import load_knowledge
from scoring.rubric import Rubric, load_rubric
from ui.i18n import language


@cache
def rubric() -> Rubric:
    """The rubric that calls are scored on."""
    return load_rubric()


@cache
def _criteria(lang: Language) -> dict[str, str]:
    return {criterion.id: criterion.name.text(lang) for criterion in rubric().criteria}


@cache
def _sections(lang: Language) -> dict[str, str]:
    return {section.id: section.name.text(lang) for section in rubric().sections}


@cache
def _topics(lang: Language) -> dict[str, str]:
    return {topic.id: topic.name.text(lang) for topic in load_knowledge().topics}


def criteria() -> dict[str, str]:
    """Criterion id → name, in the rubric's order."""
    return _criteria(language())


def sections() -> dict[str, str]:
    """Section id → name, in the rubric's order."""
    return _sections(language())


def topics() -> dict[str, str]:
    """Topic id → name."""
    return _topics(language())


def of(called: Mapping[str, str], key: str | None) -> str:
    """The name of `key`; readable even where a newer rubric or knowledge base knows more than this one."""
    return "–" if key is None else called.get(key, key.replace("_", " "))


def filter_query(wanted: CallFilter) -> dict[str, str]:
    """A filter as query parameters of the list of calls."""
    return {key: str(value) for key, value in wanted.model_dump(mode="json", exclude_none=True).items()}
