"""Facts of the knowledge base: find one, see what became of it, see what is due for a look.

Changing them is in `desk/fact_changes.py`, what they change about past calls in `desk/fact_preview.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import knowledge_base
from desk.db import settings_of
from desk.errors import BadField, NoSuchFact
from desk.fact_search import Searched, closest, language_of
from desk.fact_views import (
    ANY_FACT,
    FACT_SORTS,
    FactChange,
    FactFilter,
    FactPage,
    FactView,
    difference,
    due_of,
    status_of,
)
from desk.judging import base_in_use
from desk.knowledge_models import FactChangeRow, PublicationRow
from desk.knowledge_parts import Raw, title
from desk.models import User, now
from desk.permissions import Actor, require
from recordings.errors import Language
from scoring.facts import Fact, Knowledge

__all__ = [
    "FactChange", "FactFilter", "FactPage", "FactView", "base_name", "count_due", "count_waiting", "export",
    "facts_as_of", "get_fact", "history", "list_facts", "open_changes", "today_of", "waiting",
]  # fmt: skip

SEVEREST_FIRST = ("high", "medium", "low")
NEVER = date.min


def base_name(session: Session) -> str:
    """The base that calls are judged with: id, file or folder, before anything was published over it."""
    return base_in_use(session)


def today_of(session: Session) -> date:
    """This day in the centre's time zone."""
    return now().astimezone(settings_of(session).zone).date()


def list_facts(
    session: Session,
    actor: Actor,
    filter: FactFilter = ANY_FACT,
    *,
    page: int = 1,
    page_size: int = 20,
    sort: str = "topic",
) -> FactPage:
    """One page of the facts in use. Needs knowledge.read.

    Args:
        session: The session.
        actor: Who looks; open changes are shown only to those who may write or decide.
        filter: Which facts.
        page: Counts from 1; past the last one, the last one.
        page_size: From 1.
        sort: One of `FACT_SORTS`, `-` before it for the other way round.

    Raises:
        BadField: `sort` is none of `FACT_SORTS`.
    """
    require(actor, "knowledge.read")
    if sort.removeprefix("-") not in FACT_SORTS:
        raise BadField(field="sort", value=sort, allowed=", ".join(FACT_SORTS))
    base = knowledge_base.in_use(session, base_name(session))
    found = [view for view in _views(session, actor, base) if _fits(view, filter, base)]
    found.sort(key=lambda view: _key(view, sort.removeprefix("-"), base), reverse=sort.startswith("-"))
    pages = max(1, -(-len(found) // page_size))
    page = min(max(page, 1), pages)
    rows = tuple(found[(page - 1) * page_size : page * page_size])
    return FactPage(rows=rows, total=len(found), page=page, pages=pages, version=base.version)


def look_up(session: Session, actor: Actor, question: str, *, most: int = 5) -> tuple[FactView, ...]:
    """Facts in use that hold every word of a question; where none does, those that come closest, best first.

    For whoever asks in mid-call. Needs knowledge.read.
    """
    exact = list_facts(session, actor, FactFilter(text=question), page_size=most).rows
    if exact or not question.strip():
        return exact
    base = knowledge_base.in_use(session, base_name(session))
    views = _views(session, actor, base)
    found = closest(question, [_searched(view.fact, base, language_of(question)) for view in views])
    return tuple(views[at] for at in found[:most])


def get_fact(session: Session, actor: Actor, fact_id: str) -> FactView:
    """One fact of the base in use. Needs knowledge.read. Raises `NoSuchFact`."""
    require(actor, "knowledge.read")
    base = knowledge_base.in_use(session, base_name(session))
    view = next((view for view in _views(session, actor, base) if view.fact.id == fact_id), None)
    if view is None:
        raise NoSuchFact(fact_id=fact_id)
    return view


def count_due(session: Session, actor: Actor) -> int:
    """How many facts somebody should look at again. Needs knowledge.read."""
    return list_facts(session, actor, FactFilter(due=True), page_size=1).total


def waiting(session: Session, actor: Actor) -> tuple[FactChange, ...]:
    """Open changes, oldest first. Needs knowledge.publish."""
    require(actor, "knowledge.publish")
    return tuple(_open(session, knowledge_base.key_of(base_name(session))).values())


def count_waiting(session: Session, actor: Actor) -> int:
    """How many open changes this person may decide on. Needs knowledge.publish."""
    return sum(not change.mine(actor.id) for change in waiting(session, actor))


def history(session: Session, actor: Actor, fact_id: str) -> tuple[FactChange, ...]:
    """What became of a fact, newest first.

    Needs knowledge.read; whoever only looks facts up sees what was published.
    """
    require(actor, "knowledge.read")
    key = knowledge_base.key_of(base_name(session))
    query = select(FactChangeRow).where(FactChangeRow.base == key, FactChangeRow.fact_id == fact_id)
    if not _sees_changes(actor):
        query = query.where(FactChangeRow.state == "published")
    rows = list(session.scalars(query.order_by(FactChangeRow.id.desc())))
    return changes_of(session, rows)


def export(session: Session, actor: Actor) -> str:
    """The base in use as one YAML file. Needs knowledge.read."""
    require(actor, "knowledge.read")
    base = base_name(session)
    key = knowledge_base.key_of(base)
    over, number = knowledge_base.overlay(session, key), knowledge_base.published_number(session, key)
    return knowledge_base.as_yaml(knowledge_base.document(base, over, number))


def facts_as_of(session: Session, actor: Actor, ids: Iterable[str], moment: datetime) -> dict[str, Fact]:
    """Facts as they stood when something was judged by them; ones that nobody knows any more are left out.

    Needs knowledge.read. A fact that this centre never changed is given as it ships today.
    """
    require(actor, "knowledge.read")
    base = base_name(session)
    wanted = set(ids)
    found = {fact.id: fact for fact in knowledge_base.in_use(session, base).facts if fact.id in wanted}
    query = (
        select(FactChangeRow)
        .where(
            FactChangeRow.base == knowledge_base.key_of(base),
            FactChangeRow.state == "published",
            FactChangeRow.fact_id.in_(wanted),
            FactChangeRow.decided_at > moment,
        )
        .order_by(FactChangeRow.id.desc())
    )
    for row in session.scalars(query):  # back through time: the oldest change after the moment has the last word
        if row.before is None:
            found.pop(row.fact_id, None)
        elif (fact := _fact(row.before)) is not None:
            found[row.fact_id] = fact
    return found


def changes_of(session: Session, rows: list[FactChangeRow]) -> tuple[FactChange, ...]:
    """The records of some rows, with the names of who had a hand in them."""
    people = {user for row in rows for user in (*row.authors, row.decided_by) if user is not None}
    names = {user.id: user.display_name for user in session.scalars(select(User).where(User.id.in_(people)))}
    numbers = {row.publication_id for row in rows if row.publication_id is not None}
    published = {
        row.id: row.number for row in session.scalars(select(PublicationRow).where(PublicationRow.id.in_(numbers)))
    }
    return tuple(_change(row, names, published) for row in rows)


def _change(row: FactChangeRow, names: dict[int, str], published: dict[int, int]) -> FactChange:
    shown: Raw = row.after or row.before or {}
    return FactChange.model_validate(
        {
            "id": row.id,
            "fact_id": row.fact_id,
            "kind": row.kind,
            "state": row.state,
            "note": row.note,
            "by": tuple(names.get(user, "–") for user in row.authors),
            "author_ids": tuple(row.authors),
            "at": row.updated_at,
            "revision": row.revision,
            "statement": title(row.fact_id, shown),
            "fields": difference(row.before, row.after),
            "decided_by": None if row.decided_by is None else names.get(row.decided_by, "–"),
            "decided_at": row.decided_at,
            "answer": row.answer,
            "version": None if row.publication_id is None else published.get(row.publication_id),
        }
    )


def _open(session: Session, key: str) -> dict[str, FactChange]:
    query = select(FactChangeRow).where(FactChangeRow.base == key, FactChangeRow.state == "open")
    found = changes_of(session, list(session.scalars(query.order_by(FactChangeRow.id))))
    return {change.fact_id: change for change in found}


def _views(session: Session, actor: Actor, base: Knowledge) -> list[FactView]:
    today = today_of(session)
    ours = knowledge_base.overlay(session, base.id)
    changes = open_changes(session, actor)
    return [
        FactView(
            fact=fact,
            status=status_of(fact, today),
            due=due_of(fact, today),
            ours=fact.id in ours,
            change=changes.get(fact.id),
        )
        for fact in base.facts
    ]


def open_changes(session: Session, actor: Actor) -> dict[str, FactChange]:
    """Open changes by key; none for somebody who may neither write nor decide."""
    return _open(session, knowledge_base.key_of(base_name(session))) if _sees_changes(actor) else {}


def _sees_changes(actor: Actor) -> bool:
    return actor.may("knowledge.write") or actor.may("knowledge.publish")


def _fits(view: FactView, wanted: FactFilter, base: Knowledge) -> bool:
    fact = view.fact
    return (
        (wanted.topic is None or wanted.topic in (*fact.topics, *fact.required_for))
        and (wanted.status is None or wanted.status == view.status)
        and (wanted.severity is None or wanted.severity == fact.severity)
        and (wanted.due is None or wanted.due == bool(view.due))
        and (wanted.waiting is None or wanted.waiting == (view.change is not None))
        and (not wanted.text or all(word in _text_of(fact, base) for word in wanted.text.lower().split()))
    )


def _searched(fact: Fact, base: Knowledge, language: Language) -> Searched:
    """A fact with how it is said in a language, rightly and wrongly."""
    sayings = (fact.aliases, fact.right, *(wrong.cues for wrong in fact.wrong))
    topics = (base.topic(topic).name for topic in fact.topics if base.has_topic(topic))
    known = (*(name.text(language) for name in topics), *(text for each in sayings for text in each.of(language)))
    statement = f"{fact.statement.zh} {fact.statement.en}".lower()
    return Searched(fact.id, f"{statement} {' '.join(known)}".lower(), statement)


def _text_of(fact: Fact, base: Knowledge) -> str:
    """Everything by which a person may look for a fact, in lower case."""
    topics = [base.topic(topic).name for topic in fact.topics if base.has_topic(topic)]
    said = (fact.statement, fact.source.law, *topics, *(condition.text for condition in fact.conditions))
    words = [text for each in said for text in (each.zh, each.en)]
    known = "|".join((*fact.aliases.zh, *fact.aliases.en)).replace("*", "")
    return " ".join((fact.id, *words, fact.source.article or "", known)).lower()


def _key(view: FactView, sort: str, base: Knowledge) -> tuple[str | int, ...]:
    fact = view.fact
    if sort == "severity":
        return (SEVEREST_FIRST.index(fact.severity), fact.id)
    if sort == "checked_on":
        return ((fact.checked_on or NEVER).toordinal(), fact.id)
    if sort == "statement":
        return (fact.statement.zh, fact.id)
    order = [topic.id for topic in base.topics]
    place = order.index(fact.topics[0]) if fact.topics and fact.topics[0] in order else len(order)
    return (place, SEVEREST_FIRST.index(fact.severity), fact.id)


def _fact(raw: Raw) -> Fact | None:
    try:
        return Fact.model_validate(raw)
    except ValidationError:  # written for an older Tingxin
        return None
