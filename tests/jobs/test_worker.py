from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from desk import calls
from desk.db import Store
from desk.permissions import SYSTEM, Actor
from desk.settings import Settings
from desk.views import CallDetail
from tests.desk.conftest import COLD
from tests.desk.sounds import speech
from tests.jobs.conftest import status, tingxin, until

Start = Callable[..., subprocess.Popen[bytes]]
SUPERVISOR = Actor(id=0, name="x", display_name="x", role="supervisor")


def detail(store: Store, call_id: str) -> CallDetail:
    with store.reading() as session:
        return calls.get_call(session, SUPERVISOR, call_id)


def done(store: Store, call_id: str) -> Callable[[], bool]:
    return lambda: status(store, call_id) in {"done", "failed"}


def test_a_recording_with_its_transcript_beside_it_is_scored_by_the_worker(
    store: Store, settings: Settings, start: Start, tmp_path: Path
) -> None:
    speech(tmp_path / "call.wav")
    (tmp_path / "call.transcript.json").write_text(COLD.to_json(), encoding="utf-8")
    told = tingxin(settings, "ingest", str(tmp_path / "call.wav"), "--agent", "A1024", "--json")
    report = json.loads(told.stdout)
    assert (told.returncode, report["accepted"], report["rejected"]) == (0, 1, [])
    (call_id,) = (call["call_id"] for call in report["calls"])
    worker = start("worker")
    until(done(store, call_id), "the call is done")
    found = detail(store, call_id)
    assert (found.row.status, found.row.engine, found.row.quality) == ("done", "import", "supplied")
    assert found.row.agent == "A1024"
    assert found.row.auto_total is not None
    assert len(found.peaks) == 2
    assert {step.state for step in found.steps} == {"done"}
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0


def test_personal_data_is_hidden_before_scoring(store: Store, settings: Settings, start: Start) -> None:
    said = COLD.model_copy(
        update={"turns": (COLD.turns[0], COLD.turns[1].model_copy(update={"text": "我的手机号是13800138000。"}))}
    )
    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, said, settings=settings, file_name="a.json")
    start("worker")
    until(done(store, added.call_id), "the call is done")
    shown = detail(store, added.call_id).transcript
    assert shown is not None
    assert "13800138000" not in shown.to_json()


def test_a_recording_that_nobody_can_hear_fails_in_words_and_can_be_tried_again(
    store: Store, settings: Settings, start: Start, tmp_path: Path
) -> None:
    # No such engine: transcription is refused with the engine's own words.
    with store.session() as session:
        path = speech(tmp_path / "call.wav")
        added = calls.add_recording(session, SYSTEM, path, settings=settings, file_name="call.wav")
    start("worker", TINGXIN_ENGINE="telepathy")
    until(done(store, added.call_id), "the call has failed")
    row = detail(store, added.call_id).row
    assert (row.status, row.step) == ("failed", "transcribe")
    assert row.error is not None
    assert "telepathy" in row.error.en
    assert row.error.zh != row.error.en
    with store.session() as session:
        calls.retry(session, SUPERVISOR, added.call_id)
    until(done(store, added.call_id), "it was tried again")
    assert status(store, added.call_id) == "failed"


def steps_run(settings: Settings) -> list[tuple[str, int]]:
    """Steps of all workflows with the number of times that each was recorded."""
    engine = create_engine(settings.jobs_url)
    with engine.connect() as connection:
        query = "SELECT function_name, count(*) FROM operation_outputs GROUP BY function_name"
        return [(name, count) for name, count in connection.execute(text(query))]


def test_a_worker_killed_in_the_middle_of_a_call_finishes_it_after_its_restart(
    store: Store, settings: Settings, start: Start, tmp_path: Path
) -> None:
    pytest.importorskip("pocketsphinx")
    with store.session() as session:
        path = speech(tmp_path / "call.wav", 0.0, 14.0)
        added = calls.add_recording(session, SYSTEM, path, settings=settings, file_name="call.wav")
    chosen = {"TINGXIN_ENGINE": "pocketsphinx", "TINGXIN_LANGUAGE": "en"}
    first = start("worker", **chosen)

    def transcribing() -> bool:
        return detail(store, added.call_id).row.step == "transcribe"

    until(transcribing, "transcription has begun")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert status(store, added.call_id) == "running"
    start("worker", **chosen)
    until(done(store, added.call_id), "the call is done", 90)
    row = detail(store, added.call_id).row
    assert (row.status, row.quality, row.error) == ("done", "draft", None)
    # Each step was recorded once: probing was not done again.
    assert dict(steps_run(settings))["probe"] == 1
    assert len(detail(store, added.call_id).scorecards) == 1


def test_a_second_worker_of_the_same_name_is_refused(settings: Settings, store: Store, start: Start) -> None:
    start("worker")
    until((settings.home / "worker-1.lock").exists, "the first worker holds its name")
    refused = tingxin(settings, "worker")
    assert refused.returncode == 2
    assert "A worker named worker-1 is running already." in refused.stderr


def test_queueing_twice_does_the_work_once(store: Store, settings: Settings, start: Start) -> None:
    from jobs.queue import enqueue

    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="a.json")
    start("worker")
    for _ in range(5):
        enqueue(settings, added.call_id)
    until(done(store, added.call_id), "the call is done")
    enqueue(settings, added.call_id)
    assert [card.version for card in detail(store, added.call_id).scorecards] == [1]


def test_calls_whose_queue_was_lost_are_queued_again(store: Store, settings: Settings, start: Start) -> None:
    from desk import processing

    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="a.json")
        processing.set_step(session, added.call_id, "score")  # as if a worker were at it
    start("worker")
    until(done(store, added.call_id), "the call is done")
    assert status(store, added.call_id) == "done"
