from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from desk.db import Store
from desk.models import Call
from desk.settings import Settings
from jobs.errors import NoSuchPath
from jobs.ingest import find_items, ingest
from jobs.watch import AGAIN_S, SETTLED_S, Door, Watcher
from tests.desk.conftest import COLD
from tests.desk.sounds import speech
from tests.jobs.conftest import environment, tingxin
from tests.recordings.sounds import write_sound


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


def all_changed_at(folder: Path, second: int) -> int:
    for path in folder.rglob("*"):
        os.utime(path, (second, second))
    return second


def names(folder: Path, *paths: Path) -> list[tuple[str | None, str | None]]:
    items = find_items(paths or (folder,))
    return [(item.sound and item.sound.name, item.text and item.text.name) for item in items]


def test_a_folder_is_searched_all_the_way_down_and_sidecars_join_their_recording(folder: Path) -> None:
    assert names(folder) == [("a.wav", "a.transcript.json"), ("fake.wav", None), (None, "b.vtt")]


def test_a_folder_of_chats_is_taken_in_and_notes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("坐席:您好,12363\n客户:我的卡被冻结了\n", encoding="utf-8")
    (tmp_path / "table.csv").write_text("speaker,text\nagent,hello\ncustomer,my card is blocked\n", encoding="utf-8")
    (tmp_path / "call.json").write_text(COLD.to_json(), encoding="utf-8")
    (tmp_path / "todo.txt").write_text("todo: call the bank\n", encoding="utf-8")
    (tmp_path / "rejects.csv").write_text("file,reason\na.wav,broken\n", encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert names(tmp_path) == [(None, "call.json"), (None, "chat.txt"), (None, "table.csv")]


def test_captions_beside_a_recording_are_what_was_said_in_it(folder: Path) -> None:
    speech(folder / "sub" / "b.wav")
    (folder / "sub" / "b.srt").write_text("1\n00:00:00,000 --> 00:00:02,000\nagent: hello\n", encoding="utf-8")
    (folder / "a.txt").write_text("坐席:您好\n客户:喂\n", encoding="utf-8")
    assert names(folder) == [("a.wav", "a.transcript.json"), ("fake.wav", None), ("b.wav", "b.vtt")]


def test_a_transcript_named_alone_is_a_call_of_its_own(folder: Path) -> None:
    assert names(folder, folder / "a.transcript.json") == [(None, "a.transcript.json")]


def test_a_link_to_nowhere_is_refused_and_not_passed_over(store: Store, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "gone.wav").symlink_to(tmp_path / "nowhere.wav")
    (tmp_path / "in" / "note.md").symlink_to(tmp_path / "nowhere.md")
    told = ingest(store, settings, find_items([tmp_path / "in"]))
    assert [Path(one.file).name for one in told.rejected] == ["gone.wav"]


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


def test_metadata_beside_a_file_says_what_is_known_and_the_sender_goes_before(
    store: Store, settings: Settings, folder: Path
) -> None:
    about = {"agent": "A9", "team": "一组", "started_at": "2026-11-23T09:30:15", "external_id": "77801"}
    (folder / "a.meta.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "sub" / "b.meta.json").write_text('{"agent": "A9"}', encoding="utf-8")
    ingest(store, settings, find_items([folder / "a.wav"]))
    ingest(store, settings, find_items([folder / "sub"]), agent="A1")
    with store.reading() as session:
        a, b = (session.query(Call).filter_by(file_name=name).one() for name in ("a.wav", "b.vtt"))
        assert (a.agent, a.team, a.external_id) == ("A9", "一组", "77801")
        # half past nine in the settings' own zone, Shanghai: eight hours before is UTC
        assert a.started_at.astimezone(UTC).isoformat() == "2026-11-23T01:30:15+00:00"
        assert b.agent == "A1"


@pytest.mark.parametrize("content", ['{"agent": 3}', '{"who": "A1"}', "[", "", '{"started_at": "soon"}'])
def test_metadata_that_makes_no_sense_rejects_its_call_alone(
    store: Store, settings: Settings, folder: Path, content: str
) -> None:
    (folder / "a.meta.json").write_text(content, encoding="utf-8")
    report = ingest(store, settings, find_items([folder]), language="zh")
    assert report.accepted == 1
    assert any("a.meta.json" in refused.reason and "可用字段" in refused.reason for refused in report.rejected)


def test_ctrl_c_stops_between_calls_and_the_same_again_goes_on(store: Store, settings: Settings, folder: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    first = ingest(store, settings, find_items([folder]), on_done=stop)
    assert (first.accepted, first.stopped) == (1, True)
    second = ingest(store, settings, find_items([folder]))
    assert (second.accepted, second.duplicates, second.stopped) == (1, 1, False)


def test_what_was_taken_in_is_known_again_without_being_decoded(
    store: Store, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, settings, find_items([folder / "a.wav"]))
    monkeypatch.setattr("recordings.bounded.sys.executable", "/nowhere/python")  # no decoder could be started
    monkeypatch.setattr("recordings.bounded._SPARE", [])
    assert ingest(store, settings, find_items([folder / "a.wav"])).duplicates == 1


def test_a_full_disk_is_one_line_and_nothing_is_left_behind(settings: Settings, tmp_path: Path) -> None:
    # A limit on the size of files stands for the full disk: the system refuses to write on in the same way.
    sound = write_sound(tmp_path / "西宁 投诉.wav", np.zeros((2, 8000 * 260), np.float32), rate_hz=8000)
    sound.with_suffix(".transcript.json").write_text(COLD.to_json(), encoding="utf-8")
    assert sound.stat().st_size > 6 << 20
    code = "import resource, sys, qa_cli; resource.setrlimit(resource.RLIMIT_FSIZE, (6 << 20, 6 << 20)); qa_cli.main()"
    told = subprocess.run(
        [sys.executable, "-c", code, "ingest", str(sound)],
        env={**os.environ, "TINGXIN_HOME": str(settings.home), "LC_ALL": "zh_CN.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1
    assert "西宁 投诉.wav" in told.stderr
    assert "无法保存" in told.stderr
    assert [path for path in (settings.home / "recordings").rglob("*") if path.is_file()] == []
    with Store(settings).reading() as session:
        assert session.query(Call).count() == 0


def test_what_may_not_be_read_is_refused_and_the_rest_goes_on(settings: Settings, folder: Path) -> None:
    """A file and a folder without permission; root is made to give up its rights first."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may read everything")
    closed = folder / "关闭的"
    closed.mkdir()
    speech(closed / "within.wav")
    locked = speech(folder / "locked.wav")
    locked.chmod(0)
    closed.chmod(0)
    humble = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    told = subprocess.run(
        [*humble, sys.executable, "-m", "qa_cli", "ingest", str(folder), str(locked), str(closed / "within.wav")],
        env=environment(settings.home, LC_ALL="zh_CN.UTF-8"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    closed.chmod(0o700)
    said = sorted(told.stderr.splitlines())
    assert len(said) == 4, told.stderr  # fake.wav is the fourth
    assert any("关闭的" in line and "没有权限查看这个文件夹" in line for line in said)
    assert [line.split("：")[0] for line in said if "没有读取权限" in line] == [
        "tingxin: locked.wav",
        "tingxin: within.wav",
    ]
    assert told.stdout.startswith("2 taken in")


def test_rejects_can_be_written_to_a_table(settings: Settings, folder: Path, tmp_path: Path) -> None:
    told = tingxin(settings, "ingest", str(folder), "--rejects", str(tmp_path / "rejects.csv"))
    assert told.returncode == 0
    written = (tmp_path / "rejects.csv").read_text(encoding="utf-8")
    assert written.startswith("\ufefffile,")
    header, row = written.lstrip("\ufeff").splitlines()
    assert header == "file,reason"
    assert "fake.wav" in row


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


def test_what_still_grows_when_watching_begins_is_left_to_the_watch(
    store: Store, settings: Settings, folder: Path
) -> None:
    told: list[str] = []
    watcher = Watcher(settings, store, [folder], Door(on_refused=lambda refused: told.append(refused.file)))
    now_s = all_changed_at(folder, 1_800_000_000) + SETTLED_S
    os.utime(folder / "sub" / "b.vtt", (now_s - 1, now_s - 1))
    begun = watcher.begin(find_items([folder]), now_s)
    assert [Path(taken.file).name for taken in begun.calls] == ["a.wav"]
    assert [Path(name).name for name in told] == ["fake.wav"]
    watcher.scan(now_s)
    later = watcher.scan(now_s + SETTLED_S)
    assert [Path(taken.file).name for taken in later.calls] == ["b.vtt"]
    assert len(told) == 1  # what was refused is not told again


def test_what_a_full_disk_refused_is_tried_again_after_a_minute(store: Store, settings: Settings, folder: Path) -> None:
    told: list[str] = []
    watcher = Watcher(settings, store, [folder], Door(on_refused=lambda refused: told.append(refused.code)))
    settings.home.mkdir(parents=True, exist_ok=True)
    (settings.home / "recordings").write_text("in the way", encoding="utf-8")  # nothing can be written there
    now_s = all_changed_at(folder, 1_800_000_000) + SETTLED_S
    assert watcher.begin(find_items([folder / "a.wav"]), now_s).accepted == 0
    assert told == ["NoRoom"]
    (settings.home / "recordings").unlink()
    (folder / "sub" / "b.vtt").unlink()
    for after_s, accepted in ((1, 0), (AGAIN_S - 1, 0), (AGAIN_S, 1), (AGAIN_S + 1, 0)):
        assert watcher.scan(now_s + after_s).accepted == accepted


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
