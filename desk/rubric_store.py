"""Which rubrics there are, and which is in use. A published version is found for good: scorecards name it.

Nothing here asks who wants to know: what people do with rubrics is in `desk/rubrics.py`.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.db import settings_of
from desk.models import Meta
from desk.rubric_models import RubricVersionRow
from recordings.errors import Language, UserError
from scoring.rubric import Rubric, load_rubric, parse_rubric, rubric_path, shipped

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MEMO = "rubrics"  # in the session's `info`: what was found before in the same session


def find(session: Session, reference: str) -> Rubric | None:
    """The rubric of `id@version`: the centre's own, else one that ships; None where there is neither."""
    memo: dict[str, Rubric | None] = session.info.setdefault(_MEMO, {})
    if reference not in memo:
        body = own_text(session, reference)
        found = _shipped(session, reference) if body is None else parsed(body)
        if found is None:
            return None
        memo[reference] = found
    return memo[reference]


def text_of(session: Session, reference: str) -> str | None:
    """The text of `id@version` as its author wrote it; None where there is none."""
    body = own_text(session, reference)
    if body is not None:
        return body
    for name in _files(session):
        if _loaded(name, reference) is not None:
            return rubric_path(name).read_text(encoding="utf-8-sig")
    return None


def own_text(session: Session, reference: str) -> str | None:
    """The text of a version that the centre published itself."""
    rubric_id, _, version = reference.partition("@")
    if not version.isdecimal():
        return None
    query = select(RubricVersionRow.body).where(
        RubricVersionRow.rubric_id == rubric_id, RubricVersionRow.version == int(version)
    )
    return session.scalar(query)


def in_use(session: Session, language: Language) -> Rubric:
    """The rubric that calls in `language` are scored on: the chosen one, else that of the settings.

    Raises:
        BadRubric: Nobody chose one, and that of the settings can't be used.
    """
    chosen = session.get(Meta, choice_key(language))
    found = None if chosen is None else find(session, chosen.value)
    return found or load_rubric(settings_of(session).rubric)


def choose(session: Session, rubric: Rubric) -> None:
    """Score calls in the rubric's languages on it from now on."""
    for language in rubric.languages:
        session.merge(Meta(key=choice_key(language), value=rubric.reference))
    session.flush()


def choice_key(language: Language) -> str:
    """The key in `meta` that holds the rubric in use."""
    return f"rubric.{language}"


def known(session: Session) -> tuple[Rubric, ...]:
    """The newest version of every rubric, those in use first."""
    used = [in_use(session, language) for language in LANGUAGES]
    newest: dict[str, Rubric] = {}
    for reference in sorted(references(session), key=_order):
        found = find(session, reference)
        if found is not None:
            newest[found.id] = found
    every = {rubric.reference: rubric for rubric in (*used, *newest.values())}
    return tuple(every.values())


def references(session: Session) -> tuple[str, ...]:
    """`id@version` of everything that can be scored on, by id and version."""
    own = session.execute(select(RubricVersionRow.rubric_id, RubricVersionRow.version))
    found = {f"{rubric_id}@{version}" for rubric_id, version in own}
    found |= {load_rubric(name).reference for name in _files(session)}
    return tuple(sorted(found, key=_order))


def newest_version(session: Session, rubric_id: str) -> int:
    """The highest version of an id; 0 where there is none."""
    return max((version for name, version in map(_order, references(session)) if name == rubric_id), default=0)


@lru_cache(maxsize=64)
def parsed(body: str) -> Rubric:
    """The rubric of a published text."""
    return parse_rubric(body, "rubric")


def _order(reference: str) -> tuple[str, int]:
    rubric_id, _, version = reference.partition("@")
    return rubric_id, int(version)


def _files(session: Session) -> tuple[str, ...]:
    """What ships, and the file of the settings where it names one that can be read."""
    named = settings_of(session).rubric
    if named in shipped():
        return shipped()
    try:
        load_rubric(named)
    except UserError:
        return shipped()
    return (*shipped(), named)


def _shipped(session: Session, reference: str) -> Rubric | None:
    for name in _files(session):
        if (found := _loaded(name, reference)) is not None:
            return found
    return None


def _loaded(name: str, reference: str) -> Rubric | None:
    rubric = load_rubric(name)
    return rubric if rubric.reference == reference else None
