from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from desk.db import Store
from desk.models import Call
from desk.settings import Settings
from jobs.errors import NoSuchPath
from jobs.ingest import find_items, ingest
from jobs.watch import SETTLED_S, Watcher
from tests.desk.conftest import COLD
from tests.desk.sounds import speech
from tests.jobs.conftest import tingxin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.wav with its transcript, sub/b.vtt, a note, a hidden file, and a text that calls itself sound."""
    root = tmp_path / "in [1]"
    (root / "sub").mkdir(parents=True)
    speech(root / "a.wav")
    (root / "a.transcript.json").write_text(COLD.to_json(), encoding="utf-8")
    (root / "sub" / "b.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Agent>您好,12363\n", encoding="utf-8")
    (root / "notes.md").write_text("nothing", encoding="utf-8")
    (root / ".hidden.wav").write_text("nothing", encoding="utf-8")
    (root / "fake.wav").write_text("nothing", encoding="utf-8")
    return root


def names(folder: Path, *paths: Path) -> list[tuple[str | None, str | None]]:
    items = find_items(paths or (folder,))
    return [(item.sound and item.sound.name, item.text and item.text.name) for item in items]


def test_a_folder_is_searched_all_the_way_down_and_sidecars_join_their_recording(folder: Path) -> None:
    assert names(folder) == [("a.wav", "a.transcript.json"), ("fake.wav", None), (None, "b.vtt")]


def test_a_transcript_named_alone_is_a_call_of_its_own(folder: Path) -> None:
    assert names(folder, folder / "a.transcript.json") == [(None, "a.transcript.json")]


def test_a_file_named_twice_is_taken_once(folder: Path) -> None:
    assert len(find_items([folder, folder / "a.wav", folder])) == 3


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath, match=r"nowhere\.wav"):
        find_items([tmp_path / "nowhere.wav"])


def test_a_bad_file_is_reported_and_the_rest_goes_on(store: Store, settings: Settings, folder: Path) -> None:
    first = ingest(store, settings, find_items([folder]), agent="A1")
    again = ingest(store, settings, find_items([folder]))
    assert (first.accepted, first.duplicates, again.accepted, again.duplicates) == (2, 0, 0, 2)
    assert [Path(refused.file).name for refused in first.rejected] == ["fake.wav"]
    with store.reading() as session:
        assert {(call.file_name, call.status, call.agent) for call in session.query(Call)} == {
            ("a.wav", "queued", "A1"),
            ("b.vtt", "queued", "A1"),
        }


def test_a_watched_file_is_left_until_it_has_stopped_growing(store: Store, settings: Settings, tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    watcher = Watcher(settings, store, [root])
    path = root / "a.vtt"
    path.write_text("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Agent>您好\n", encoding="utf-8")
    written_s = path.stat().st_mtime
    assert watcher.scan(written_s + 10).accepted == 0  # seen for the first time
    with path.open("a", encoding="utf-8") as file:
        file.write("\n00:02.000 --> 00:04.000\n<v Customer>你好\n")
    os.utime(path, (written_s + 11, written_s + 11))
    assert watcher.scan(written_s + 12).accepted == 0  # it grew
    assert watcher.scan(written_s + 11 + SETTLED_S - 0.1).accepted == 0  # too fresh
    assert watcher.scan(written_s + 20).accepted == 1
    assert watcher.scan(written_s + 30).duplicates == 0  # not even looked at again
    assert path.exists()


def test_a_watched_folder_that_is_not_there_yet_is_waited_for(store: Store, settings: Settings, tmp_path: Path) -> None:
    assert Watcher(settings, store, [tmp_path / "later"]).scan().accepted == 0


def test_the_command_prints_the_promised_json_and_reasons_on_stderr(settings: Settings, folder: Path) -> None:
    told = tingxin(settings, "ingest", str(folder), "--json")
    report = json.loads(told.stdout)
    assert told.returncode == 0
    assert (report["accepted"], report["duplicates"]) == (2, 0)
    assert report["rejected"][0]["file"].endswith("fake.wav")
    assert report["rejected"][0]["reason"] in told.stderr


def test_nothing_usable_is_exit_status_2_with_one_line(settings: Settings, folder: Path) -> None:
    told = tingxin(settings, "ingest", str(folder / "fake.wav"))
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1
    assert "Traceback" not in told.stderr
    missing = tingxin(settings, "ingest", str(folder / "no.wav"))
    assert (missing.returncode, len(missing.stderr.strip().splitlines())) == (2, 1)
