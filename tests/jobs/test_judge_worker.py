"""A call judged by a language model in the pipeline: beside the automatic score, never instead of it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from desk import cards
from desk.db import Store
from desk.models import AuditRow, Call
from desk.settings import Settings
from jobs.ingest import find_items, ingest
from jobs.steps import Context, judge, run_all
from tests.desk.conftest import COLD
from tests.jobs.judge_server import Raw, serving
from tests.jobs.test_judge import saying


def taken_in(settings: Settings, store: Store, folder: Path) -> str:
    file = folder / "call.transcript.json"
    file.write_text(COLD.to_json(), encoding="utf-8")
    ingest(store, settings, find_items((file,)))
    with store.reading() as session:
        return session.scalars(select(Call.id)).one()


def test_the_judges_card_stands_beside_the_automatic_one(settings: Settings, store: Store, tmp_path: Path) -> None:
    call_id = taken_in(settings, store, tmp_path)
    quote = next(turn for turn in COLD.turns if turn.speaker == "agent")
    with serving(saying(0, quote.index, quote.text[:6])) as endpoint:
        context = Context(settings.model_copy(update={"judge_url": endpoint.url, "judge_model": "tiny"}), store)
        run_all(context, call_id)
        judge(context, call_id)
    with store.reading() as session:
        auto, judged = cards.latest(session, call_id, "auto"), cards.latest(session, call_id, "judge")
        call = session.get_one(Call, call_id)
        assert auto is not None
        assert judged is not None
        assert call.auto_total == auto.total  # the lists show the automatic score still
        assert judged.source == "judge"
        assert "call.judged" in session.scalars(select(AuditRow.action)).all()


def test_a_judge_that_fails_leaves_the_call_as_it_is(settings: Settings, store: Store, tmp_path: Path) -> None:
    call_id = taken_in(settings, store, tmp_path)
    with serving(lambda body: Raw(401)) as endpoint:
        context = Context(settings.model_copy(update={"judge_url": endpoint.url}), store)
        run_all(context, call_id)
        judge(context, call_id)
    with store.reading() as session:
        assert cards.latest(session, call_id, "judge") is None
        assert cards.latest(session, call_id, "auto") is not None


def test_without_an_address_nobody_is_asked(settings: Settings, store: Store, tmp_path: Path) -> None:
    call_id = taken_in(settings, store, tmp_path)
    context = Context(settings, store)
    run_all(context, call_id)
    judge(context, call_id)
    with store.reading() as session:
        assert cards.latest(session, call_id, "judge") is None
