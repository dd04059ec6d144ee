"""Drafts of rubrics and of scenarios: one text that several windows may have open, and only one may save."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from desk.errors import NoSuchDraft, StaleDraft
from desk.models import User, now
from desk.permissions import Actor
from desk.rubric_models import RubricDraftRow
from desk.scenario_models import ScenarioDraftRow

TERMINAL_NAME = "Terminal"  # whose drafts have no account
Row = TypeVar("Row", RubricDraftRow, ScenarioDraftRow)


def row_of(session: Session, table: type[Row], draft_id: int) -> Row:
    """The row, locked. Raises `NoSuchDraft`."""
    row = session.get(table, draft_id, with_for_update=True)
    if row is None:
        raise NoSuchDraft(draft_id=draft_id)
    return row


def fresh_row(session: Session, table: type[Row], draft_id: int, revision: int) -> Row:
    """The row, where it stands as the writer saw it. Raises `NoSuchDraft`, `StaleDraft`."""
    row = row_of(session, table, draft_id)
    if row.revision != revision:
        raise StaleDraft(by=written_by(session, row))
    return row


def save(session: Session, actor: Actor, row: Row, body: str) -> None:
    """Keep the text, right or wrong; the same text is no new state."""
    if row.body != body:
        row.body, row.revision, row.user_id, row.updated_at = body, row.revision + 1, actor.id, now()
        session.flush()


def written_by(session: Session, row: Row) -> str:
    """Who saved it last."""
    return TERMINAL_NAME if row.user_id is None else session.get_one(User, row.user_id).display_name
