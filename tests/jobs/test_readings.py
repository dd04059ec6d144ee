"""What was found in a call is kept: another rubric has nothing looked for again, and no reading outlives its words."""

from __future__ import annotations

import pytest

from desk import accounts, calls, judging, rescoring, rubric_store
from desk.db import Store
from desk.models import Call, ReadingRow, TranscriptRow
from desk.permissions import SYSTEM, TERMINAL
from desk.readings import about
from desk.settings import Settings
from jobs import steps
from scoring import call_reading
from scoring.scorecard import Scorecard
from tests.desk.conftest import COLD


@pytest.fixture
def call_id(store: Store, settings: Settings) -> str:
    """A call that went through every step of the pipeline."""
    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="call.txt")
    steps.run_all(steps.Context(settings, store), added.call_id)
    return added.call_id


def judged(store: Store, call_id: str, *, kept: bool) -> tuple[Scorecard, bool]:
    """The call on the rubric in use, and whether something was looked for."""
    with store.reading() as session:
        call, words, row = (session.get(kind, call_id) for kind in (Call, TranscriptRow, ReadingRow))
        assert isinstance(call, Call)
        assert isinstance(words, TranscriptRow)
        one = about(call, words.redacted, row if kept and isinstance(row, ReadingRow) else None)
        card, fresh = judging.judge(session, rubric_store.in_use(session, "zh"), one)
    return card, fresh is not None


def test_a_kept_reading_gives_the_same_scorecard_without_looking_again(store: Store, call_id: str) -> None:
    with_it, looked = judged(store, call_id, kept=True)
    without, looked_then = judged(store, call_id, kept=False)
    assert (looked, looked_then) == (False, True)
    assert with_it == without
    assert with_it.claims
    assert with_it.acts


def test_another_rubric_has_nothing_looked_for_again(
    store: Store, call_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_reading, "read_call", lambda *_, **__: pytest.fail("it was looked for again"))
    with store.session() as session:
        run = rescoring.start(session, TERMINAL, rubric="12363@1", runner=rescoring.TERMINAL)
    while run.state in rescoring.UNDER_WAY:
        run = rescoring.step(store, run.id)
    assert (run.done, run.failed) == (1, 0)


@pytest.mark.parametrize("change", ["words", "topic", "body", "finders"])
def test_what_the_reading_rests_on_has_changed(
    store: Store, call_id: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read anew, and that is kept."""
    with store.session() as session:
        words = session.get_one(TranscriptRow, call_id)
        if change == "words":
            words.redacted = (words.redacted or "").replace("我真的很害怕", "我不怕")
        elif change == "topic":
            call = session.get_one(Call, call_id)
            call.topic, call.topic_given = "cash_refused", True
        elif change == "body":
            session.get_one(ReadingRow, call_id).body = b"\x00damaged"
    if change == "finders":
        monkeypatch.setattr(call_reading, "_finders", lambda: "a newer version")
    assert judged(store, call_id, kept=True)[1]
    with store.session() as session:
        run = rescoring.start(session, TERMINAL, runner=rescoring.TERMINAL)
    rescoring.step(store, run.id)
    with_it, looked = judged(store, call_id, kept=True)
    assert not looked
    assert with_it == judged(store, call_id, kept=False)[0]


def test_it_goes_with_the_call(store: Store, settings: Settings, call_id: str) -> None:
    with store.session() as session:
        mei = accounts.add_user(session, None, "mei", "supervisor", "correct horse")
        calls.delete_call(session, mei, call_id, settings=settings)
    with store.reading() as session:
        assert session.get(ReadingRow, call_id) is None
