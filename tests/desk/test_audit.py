from __future__ import annotations

import threading

import pytest
from sqlalchemy import delete, update

from desk import audit
from desk.db import Store
from desk.errors import NotAllowed
from desk.models import AuditRow
from desk.permissions import SYSTEM, Actor


def fill(store: Store, rows: int) -> None:
    for number in range(rows):
        with store.session() as session:
            audit.record(session, SYSTEM, "test", f"thing:{number}", {"量": number})


def intact(store: Store) -> bool:
    with store.reading() as session:
        return audit.verify(session)


def test_an_untouched_log_is_intact_and_an_empty_one_too(store: Store) -> None:
    assert intact(store)
    fill(store, 3)
    assert intact(store)


def test_a_changed_detail_is_noticed(store: Store) -> None:
    fill(store, 3)
    with store.session() as session:
        session.execute(update(AuditRow).where(AuditRow.id == 2).values(detail='{"量": 7}'))
    assert not intact(store)


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_removed_row_is_noticed_the_last_one_too(store: Store, row: int) -> None:
    fill(store, 3)
    with store.session() as session:
        session.execute(delete(AuditRow).where(AuditRow.id == row))
    assert not intact(store)


def test_writers_at_the_same_time_leave_one_chain_without_holes(store: Store) -> None:
    writers = [threading.Thread(target=fill, args=(store, 10)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.reading() as session:
        ids = [entry.id for entry in audit.list_entries(session, Actor(**READER), page_size=100)]
    assert ids == list(range(40, 0, -1))
    assert intact(store)


def test_a_deed_that_fails_leaves_no_row(store: Store) -> None:
    def deed() -> None:
        with store.session() as session:
            audit.record(session, SYSTEM, "test", "thing")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    with store.reading() as session:
        assert audit.list_entries(session, Actor(**READER)) == ()


def test_a_trainee_does_not_read_the_log(store: Store, xiaolin: Actor) -> None:
    with pytest.raises(NotAllowed), store.reading() as session:
        audit.list_entries(session, xiaolin)


READER = {"id": 0, "name": "reader", "display_name": "reader", "role": "admin"}
