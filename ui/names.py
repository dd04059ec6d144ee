"""What things are called in the reader's language: criteria, sections, topics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import streamlit as st

from desk import rubric_store
from desk.views import CallFilter
from recordings.errors import Language
from scoring.knowledge import load_knowledge
from scoring.rubric import Criterion, Rubric
from scoring.wording import Bilingual
from ui import state
from ui.i18n import language

KEPT_S = 5.0  # seconds for which a session keeps the rubrics: pages ask for names on every line


class _Rubrics(NamedTuple):
    """Rubrics in use and all that there are, the ones in use first."""

    used: tuple[Rubric, ...]
    known: tuple[Rubric, ...]


def _rubrics() -> _Rubrics:
    return state.kept("names_rubrics", KEPT_S, _find_rubrics)


def _find_rubrics() -> _Rubrics:
    with state.reading() as session:
        known = rubric_store.known(session)
        used = {rubric_store.in_use(session, lang).reference for lang in rubric_store.LANGUAGES}
    return _Rubrics(tuple(rubric for rubric in known if rubric.reference in used), known)


def forget() -> None:
    """Look the rubrics up again: one was published or chosen."""
    st.session_state.pop("names_rubrics", None)


def criterion(criterion_id: str, reference: str) -> Criterion | None:
    """The line of the rubric `id@version`; of another that knows it where that version is gone."""
    first = [rubric for rubric in _rubrics().known if rubric.reference == reference]
    if not first:
        with state.reading() as session:
            first = [rubric for rubric in (rubric_store.find(session, reference),) if rubric is not None]
    lines = (line for rubric in (*first, *_rubrics().known) for line in rubric.criteria)
    return next((line for line in lines if line.id == criterion_id), None)


@cache
def _topics(lang: Language) -> dict[str, str]:
    return {topic.id: topic.name.text(lang) for topic in load_knowledge().topics}


def criteria(*, in_use: bool = False) -> dict[str, str]:
    """Criterion id → name, in the order of the rubrics, those in use first; `in_use`: those alone."""
    lines = [line for rubric in _some(in_use) for line in rubric.criteria]
    return _first({line.id: line.name for line in reversed(lines)}, [line.id for line in lines])


def sections(*, in_use: bool = False) -> dict[str, str]:
    """Section id → name, as `criteria`."""
    parts = [section for rubric in _some(in_use) for section in rubric.sections]
    return _first({section.id: section.name for section in reversed(parts)}, [section.id for section in parts])


def _some(in_use: bool) -> tuple[Rubric, ...]:
    return _rubrics().used if in_use else _rubrics().known


def _first(called: Mapping[str, Bilingual], order: list[str]) -> dict[str, str]:
    """Names in the order of `order`, in the reader's language."""
    return {key: called[key].text(language()) for key in order}


def topics() -> dict[str, str]:
    """Topic id → name."""
    return _topics(language())


def of(called: Mapping[str, str], key: str | None) -> str:
    """The name of `key`; readable even where a newer rubric or knowledge base knows more than this one."""
    return "–" if key is None else called.get(key, key.replace("_", " "))


def filter_query(wanted: CallFilter) -> dict[str, str]:
    """A filter as query parameters of the list of calls."""
    return {key: str(value) for key, value in wanted.model_dump(mode="json", exclude_none=True).items()}
