"""`tingxin doctor`: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.db import Store
from desk.settings import Settings
from jobs.doctor import Report, examine
from qa_cli import cli
from recordings.engines.errors import BadWeights
from tests.recordings.checkpoint import random_model, save_checkpoint


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TINGXIN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TINGXIN_WHISPER_MODEL", raising=False)
    return Settings(home=tmp_path / "home")


def by_id(report: Report) -> dict[str, tuple[str, str]]:
    """Level and what to do, in English."""
    return {check.id: (check.level, check.todo.en if check.todo else "") for check in report.checks}


def test_a_new_machine_lacks_weights_and_a_store_and_is_told_what_to_do(settings: Settings) -> None:
    report = examine(settings)
    found = by_id(report)
    assert report.ok
    assert found["engine:whisper-ct2"][0] == found["engine:whisper"][0] == found["weights"][0] == "note"
    assert "tingxin model add" in found["engine:whisper-ct2"][1]
    assert found["chinese"][0] == "warning"
    assert "TINGXIN_WHISPER_MODEL" in found["chinese"][1]
    assert found["engine:pocketsphinx"] == ("ok", "")
    assert "make run" in found["store"][1]
    assert "worker" in found["queue"][1]
    assert found["memory"][0] in ("ok", "warning")
    assert found["recordings"] == ("ok", "")
    assert not settings.home.exists()  # looking changes nothing


def test_weights_and_a_store_are_seen(settings: Settings) -> None:
    (settings.home / "models").mkdir(parents=True)
    save_checkpoint(random_model(), settings.home / "models" / "small.pt")
    Store(settings).migrate()
    found = by_id(examine(settings))
    assert found["engine:whisper-ct2"] == found["engine:whisper"] == found["store"] == ("ok", "")
    assert "chinese" not in found
    assert found["weights"][0] == "ok"
    assert "Converted for whisper-ct2 on first use" in found["weights"][1]
    added = CliRunner().invoke(cli, ["model", "add", str(settings.home / "models" / "small.pt"), "--json"])
    assert added.exit_code == 0, added.output
    assert by_id(examine(settings))["weights"] == ("ok", "")


def test_a_database_that_does_not_answer_is_an_error(settings: Settings) -> None:
    report = examine(settings.model_copy(update={"database_url": "postgresql://nobody:geheim@127.0.0.1:9/none"}))
    (store,) = (check for check in report.checks if check.id == "store")
    assert (report.ok, store.level) == (False, "error")
    assert "geheim" not in store.found.en
    assert "TINGXIN_DATABASE_URL" in (store.todo.en if store.todo else "")


def test_a_queue_counts_once_the_worker_has_made_its_tables(settings: Settings) -> None:
    settings.home.mkdir()
    queue = sqlite3.connect(settings.home / "queue.db")
    queue.execute("CREATE TABLE other (a)")
    assert by_id(examine(settings))["queue"][0] == "note"
    queue.execute("CREATE TABLE workflow_status (a)")  # DBOS's own name
    queue.close()
    assert by_id(examine(settings))["queue"] == ("ok", "")
    (settings.home / "queue.db").write_bytes(b"no database at all")
    level, todo = by_id(examine(settings))["queue"]
    assert level == "error"
    assert "TINGXIN_QUEUE_URL" in todo


def test_little_memory_is_told_with_a_way_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "limit").write_text("1000000000\n")
    monkeypatch.setattr("jobs.doctor._CONTAINER_LIMIT", tmp_path / "limit")
    (memory,) = (check for check in examine(settings).checks if check.id == "memory")
    assert (memory.level, memory.found.en) == ("warning", "1000 MB of memory")
    assert "base" in (memory.todo.en if memory.todo else "")


def test_recordings_that_cannot_be_written_are_an_error(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = by_id(examine(settings.model_copy(update={"recordings_url": str(tmp_path / "file" / "recordings")})))
    assert found["recordings"][0] == "error"
    assert "TINGXIN_RECORDINGS_URL" in found["recordings"][1]


@pytest.mark.parametrize(("language", "said"), [("en", "Three ways out"), ("zh", "三种办法")])
def test_the_command_speaks_both_languages(settings: Settings, language: str, said: str) -> None:
    done = CliRunner().invoke(cli, ["doctor", "--language", language])
    assert done.exit_code == 0, done.output
    assert said in done.output
    assert f"{os.cpu_count()}" in done.output


@pytest.mark.parametrize(("locale", "said"), [("C.UTF-8", "Three ways out"), ("zh_CN.UTF-8", "三种办法")])
def test_the_command_speaks_the_terminals_language(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert said in CliRunner().invoke(cli, ["doctor"]).output


def test_the_command_prints_one_json_document(settings: Settings) -> None:
    done = CliRunner().invoke(cli, ["doctor", "--json"])
    assert {check["id"] for check in json.loads(done.output)["checks"]} >= {"machine", "weights", "disk", "fonts"}


def test_model_add_refuses_what_is_no_checkpoint_in_one_line(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "notes.pt").write_text("these are no weights")
    done = CliRunner().invoke(cli, ["model", "add", str(tmp_path / "notes.pt")])
    assert isinstance(done.exception, BadWeights)
    assert str(done.exception).startswith("notes.pt: ")
    assert "\n" not in str(done.exception)
    assert not (settings.home / "models").exists()
