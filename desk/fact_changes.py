"""Changing facts with four eyes: one person proposes, another publishes or sends it back.

A change is only words until it is published; then calls and practice are judged by it from the next one on. Scores
that stand are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, knowledge_base, rubric_store
from desk.errors import BadFact, NoSuchChange, NoSuchFact, NotAllowed, OwnChange, StaleFact
from desk.fact_lint import FactFinding, first_error, lint_part
from desk.fact_views import ChangeKind, FactChange
from desk.knowledge import base_name, changes_of, today_of
from desk.knowledge_models import FactChangeRow, PublicationRow
from desk.knowledge_parts import Kind, Raw, key_of, kind_of, with_parts
from desk.models import now
from desk.permissions import Actor, require
from desk.readings import About, reading_of
from desk.texts import said
from desk.what_if import Judge
from recordings.errors import Language
from recordings.transcript import Model
from scoring.facts import Knowledge
from scoring.marked_yaml import parse
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard

MOST_ID = 64  # characters of a fact's id
MOST_NOTE = 2000  # characters of a reason or an answer


class FactText(Model):
    """A fact as it is edited: with the open change where there is one. `seen` goes back with what is saved."""

    text: str
    seen: int  # revision of the open change; 0: none
    note: str


def open_text(session: Session, actor: Actor, fact_id: str) -> FactText:
    """The fact as YAML, to be edited. Needs knowledge.write. Raises `NoSuchFact`."""
    require(actor, "knowledge.write")
    base = base_name(session)
    row = _open_row(session, base, fact_id)
    raw = (row.after or row.before) if row is not None else knowledge_base.raw_part(session, base, fact_id)
    if raw is None:
        raise NoSuchFact(fact_id=fact_id)
    seen, note = (0, "") if row is None else (row.revision, row.note)
    return FactText(text=knowledge_base.as_yaml(raw), seen=seen, note=note)


def look_over(
    session: Session, actor: Actor, text: str, *, fact_id: str | None, kind: Kind = "fact"
) -> tuple[FactFinding, ...]:
    """What the linter says of a part while it is written. `fact_id`: the one it replaces; None: a new one of `kind`."""
    require(actor, "knowledge.write")
    whole = _whole(session, base_name(session))
    return lint_part(whole, text, replacing=fact_id, today=today_of(session), kind=kind)


def propose(
    session: Session, actor: Actor, text: str, note: str, *, fact_id: str | None, seen: int = 0, kind: Kind = "fact"
) -> FactChange:
    """Propose the new text of a fact, a topic or a list of words.

    Args:
        session: The session.
        actor: Needs knowledge.write.
        text: The whole part as YAML.
        note: Why; needed.
        fact_id: The key of what it replaces (`desk.knowledge_parts`); None: a new one.
        seen: `FactText.seen` of what was edited.
        kind: Of a new one.

    Raises:
        BadFact: The text can't stand in the base, or changes nothing.
        StaleFact: Somebody else changed it meanwhile.
        NoSuchFact, NotAllowed: See their words.
    """
    require(actor, "knowledge.write")
    for one in look_over(session, actor, text, fact_id=fact_id, kind=kind):
        if one.level == "error":
            shown = fact_id or "id"
            raise BadFact(fact_id=shown, line=one.line, reason=one.message.en, reason_zh=one.message.zh)
    after = knowledge_base.plain(parse(text, "fact").data)
    key = fact_id or key_of(kind, after["id"])
    if len(key) > MOST_ID:
        reason = (f"the id is longer than {MOST_ID} characters", f"编号超过 {MOST_ID} 个字符")
        raise BadFact(fact_id=key[:MOST_ID], line=1, reason=reason[0], reason_zh=reason[1])
    return _put(session, actor, key, after, note, kind="add" if fact_id is None else "edit", seen=seen)


def retire(session: Session, actor: Actor, fact_id: str, last_day: date, note: str, *, seen: int = 0) -> FactChange:
    """Propose that a fact holds until `last_day` alone: calls up to then are judged by it, later ones only warned."""
    require(actor, "knowledge.write")
    after = _fact(session, fact_id) | {"valid_to": last_day.isoformat()}
    return _put(session, actor, fact_id, after, note, kind="retire", seen=seen)


def remove(session: Session, actor: Actor, fact_id: str, note: str, *, seen: int = 0) -> FactChange:
    """Propose to take out what never was right; its history stays. Raises `BadFact` where others still name it."""
    require(actor, "knowledge.write")
    _working(session, fact_id)
    whole = with_parts(_whole(session, base_name(session)), {fact_id: None})
    if (fault := first_error(whole, today_of(session))) is not None:  # a fact that names the topic, or the words
        raise BadFact(fact_id=fact_id, line=1, reason=fault.message, reason_zh=fault.message_zh)
    return _put(session, actor, fact_id, None, note, kind="remove", seen=seen)


def confirm_checked(session: Session, actor: Actor, fact_id: str, note: str, *, seen: int = 0) -> FactChange:
    """Propose that the fact was seen at its source today and still stands there."""
    require(actor, "knowledge.write")
    after = _fact(session, fact_id) | {"checked_on": today_of(session).isoformat()}
    return _put(session, actor, fact_id, after, note, kind="check", seen=seen)


def withdraw(session: Session, actor: Actor, change_id: int) -> None:
    """Take back an open change that one had a hand in. Raises `NoSuchChange`, `NotAllowed`."""
    require(actor, "knowledge.write")
    row = _row(session, change_id)
    if actor.id not in row.authors:
        raise NotAllowed(role=actor.role, permission="knowledge.withdraw")
    _decide(row, actor, "withdrawn")
    audit.record(session, actor, "fact.withdraw", f"fact:{row.fact_id}", {"change": row.id})


def send_back(session: Session, actor: Actor, change_id: int, answer: str) -> None:
    """Say no to somebody else's open change, and why. Raises `OwnChange`, `NoSuchChange`, `TextNeeded`."""
    require(actor, "knowledge.publish")
    row = _others(session, actor, change_id)
    row.answer = said("answer", answer, MOST_NOTE)
    _decide(row, actor, "rejected")
    audit.record(session, actor, "fact.send_back", f"fact:{row.fact_id}", {"change": row.id})


def publish(session: Session, actor: Actor, change_ids: Sequence[int]) -> int:
    """Publish somebody else's open changes: a new version of the base that holds from the next call on.

    Returns:
        The new version of the base.

    Raises:
        OwnChange: The actor had a hand in one of them.
        BadFact: Together they make a base that can't be used.
        NoSuchChange, NotAllowed: See their words.
    """
    require(actor, "knowledge.publish")
    if not change_ids:
        raise NoSuchChange()
    rows = [_others(session, actor, change_id) for change_id in change_ids]
    base = base_name(session)
    whole = _whole(session, base, rows)
    if (fault := first_error(whole, today_of(session))) is not None:
        raise BadFact(fact_id=fault.where, line=fault.line, reason=fault.message, reason_zh=fault.message_zh)
    key = knowledge_base.key_of(base)
    number = knowledge_base.published_number(session, key) + 1
    made = PublicationRow(base=key, number=number, user_id=actor.id)
    session.add(made)
    session.flush()
    for row in rows:
        row.before = knowledge_base.raw_part(session, base, row.fact_id)
    for row in rows:
        row.publication_id = made.id
        _decide(row, actor, "published")
    session.flush()
    version = int(_whole(session, base)["version"])
    named = ",".join(row.fact_id for row in rows)
    audit.record(session, actor, "knowledge.publish", f"knowledge:{key}", {"version": version, "facts": named})
    return version


def judges(session: Session, actor: Actor, change_ids: Sequence[int]) -> tuple[Judge, Judge]:
    """How calls are scored now, and how they would be with these open changes. Needs knowledge.publish or write."""
    if not actor.may("knowledge.publish"):
        require(actor, "knowledge.write")
    base = base_name(session)
    whole = _whole(session, base, [_row(session, change_id) for change_id in change_ids])
    if (fault := first_error(whole, today_of(session))) is not None:
        raise BadFact(fact_id=fault.where, line=fault.line, reason=fault.message, reason_zh=fault.message_zh)
    rubrics = {language: rubric_store.in_use(session, language) for language in rubric_store.LANGUAGES}
    now_used = knowledge_base.in_use(session, base)
    return _judge(rubrics, now_used), _judge(rubrics, Knowledge.model_validate(whole))


def _judge(rubrics: dict[Language, Rubric], knowledge: Knowledge) -> Judge:
    from scoring.score import score

    def judge(about: About) -> Scorecard:
        rubric = rubrics[about.transcript.language]
        judged_by = None if rubric.knowledge is None else knowledge
        reading, _ = reading_of(about, judged_by)
        return score(about.transcript, rubric, judged_by, topic=about.topic, today=about.today, reading=reading)

    return judge


def _whole(session: Session, base: str, rows: Sequence[FactChangeRow] = ()) -> Raw:
    """The base in use, with some open changes on top."""
    key = knowledge_base.key_of(base)
    over = knowledge_base.overlay(session, key) | {row.fact_id: row.after for row in rows}
    return knowledge_base.document(base, over, knowledge_base.published_number(session, key))


def _working(session: Session, fact_id: str) -> Raw:
    """The fact as it would be with its open change. Raises `NoSuchFact`."""
    base = base_name(session)
    row = _open_row(session, base, fact_id)
    raw = row.after if row is not None else knowledge_base.raw_part(session, base, fact_id)
    if raw is None:
        raise NoSuchFact(fact_id=fact_id)
    return knowledge_base.plain(raw)


def _fact(session: Session, fact_id: str) -> Raw:
    """As `_working`, of a fact: nothing else has days."""
    if kind_of(fact_id) != "fact":
        raise NoSuchFact(fact_id=fact_id)
    return _working(session, fact_id)


def _put(
    session: Session, actor: Actor, fact_id: str, after: Raw | None, note: str, *, kind: ChangeKind, seen: int
) -> FactChange:
    """Keep the change as the fact's open one."""
    base = base_name(session)
    note = said("note", note, MOST_NOTE)
    before = knowledge_base.raw_part(session, base, fact_id)
    row = _open_row(session, base, fact_id)
    if (0 if row is None else row.revision) != seen:
        raise StaleFact(fact_id=fact_id)
    if after == before:
        raise BadFact(fact_id=fact_id, line=1, reason="nothing was changed", reason_zh="内容没有变化")
    if row is None:
        row = FactChangeRow(base=knowledge_base.key_of(base), fact_id=fact_id, authors=[], revision=0, before=before)
        session.add(row)
    row.kind = "add" if before is None else kind
    row.after, row.note, row.updated_at = after, note, now()
    row.revision += 1
    row.authors = list(dict.fromkeys((*row.authors, actor.id)))
    session.flush()
    audit.record(session, actor, "fact.propose", f"fact:{fact_id}", {"change": row.id, "kind": row.kind})
    return changes_of(session, [row])[0]


def _open_row(session: Session, base: str, fact_id: str) -> FactChangeRow | None:
    query = select(FactChangeRow).where(
        FactChangeRow.base == knowledge_base.key_of(base),
        FactChangeRow.fact_id == fact_id,
        FactChangeRow.state == "open",
    )
    return session.scalar(query.with_for_update())


def _row(session: Session, change_id: int) -> FactChangeRow:
    row = session.get(FactChangeRow, change_id, with_for_update=True)
    if row is None or row.state != "open":
        raise NoSuchChange()
    return row


def _others(session: Session, actor: Actor, change_id: int) -> FactChangeRow:
    row = _row(session, change_id)
    if actor.id in row.authors:
        raise OwnChange(fact_id=row.fact_id)
    return row


def _decide(row: FactChangeRow, actor: Actor, state: str) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.id, now()
