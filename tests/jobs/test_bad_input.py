"""Folders of unusable files and disks without room: one line each, nothing half-written, the rest goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk.db import Store
from desk.models import Call
from desk.settings import Settings
from jobs.ingest import SOUNDS, find_items, ingest
from tests.desk.sounds import speech
from tests.jobs.conftest import ROOT, environment
from tests.recordings.test_audio import bad_files

NAMESPACE = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"')
UPLOAD = """
import io, sys
from pathlib import Path
from desk.db import Store
from desk.permissions import TERMINAL
from desk.settings import Settings
from ui.intake import About, take_all

class File(io.BytesIO):
    def __init__(self, path):
        super().__init__(path.read_bytes())
        self.name = path.name

settings = Settings.load()
store = Store(settings)
store.migrate()
for outcome in take_all([File(Path(name)) for name in sys.argv[1:]], store, settings, TERMINAL, About()):
    print(outcome.file, "taken" if outcome.error is None else outcome.error.text("zh"))
print(sorted(path.name for path in settings.home.glob("upload-*")))
"""
FILL = "import sys\nwith open(sys.argv[1], 'wb', 0) as file:\n    while True:\n        file.write(bytes(4096))\n"


def kept(settings: Settings) -> list[Path]:
    return [path for path in (settings.home / "recordings").rglob("*") if path.is_file()]


def test_a_folder_of_unusable_files_is_told_file_by_file_and_the_good_call_among_them_is_taken(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "录音 十一月"
    folder.mkdir()
    named = {name for name in bad_files(folder) if (folder / name).is_file() and Path(name).suffix in SOUNDS}
    (folder / "good.wav").unlink()
    speech(folder / "投诉 电话.wav")
    report = ingest(store, settings, find_items([folder]), language="zh")
    assert (report.accepted, report.duplicates) == (1, 0)
    told = {Path(refused.file).name: refused.reason for refused in report.rejected}
    assert told.keys() == named
    assert len(named) > 12
    assert all(reason.startswith(f"{name}：") and "\n" not in reason for name, reason in told.items())
    assert len(kept(settings)) == 1
    with store.reading() as session:
        assert [call.file_name for call in session.query(Call)] == ["投诉 电话.wav"]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where a disk of 2 MB is mounted for a process of its own, which `on_disk` starts."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("unshare") is None or on_disk(place, "true").returncode:
        pytest.skip("needs Linux and leave to mount in a namespace of one's own")
    return place


def on_disk(disk: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*NAMESPACE, str(disk), *command],
        env={**environment(disk / "home"), "LC_ALL": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_uploads_that_find_no_room_are_refused_in_words_and_small_ones_still_come_in(
    disk: Path, tmp_path: Path
) -> None:
    # 60 s of two channels at 16 kHz and 16 bit are 3.8 MB; 3 s are 0.2 MB.
    large, small = speech(tmp_path / "长.wav", seconds=60), speech(tmp_path / "短.wav", 5, 3)
    told = on_disk(disk, sys.executable, "-c", UPLOAD, str(large), str(small))
    reason = "无法保存：磁盘已满。未留下任何内容，请清理磁盘空间后重试。"
    assert told.stdout.splitlines() == [
        f"长.wav 长.wav：{reason}",
        "短.wav taken",
        "[]",
    ]


def test_a_disk_without_room_for_the_databases_own_files_is_called_full(disk: Path, tmp_path: Path) -> None:
    small = speech(tmp_path / "短.wav", 5, 3)
    script = f'"{sys.executable}" -m qa_cli ingest "$1"; "{sys.executable}" -c "$2" "$3" 2> /dev/null; '
    script += f'"{sys.executable}" -m qa_cli ingest "$1"; echo "status $?"'
    told = on_disk(disk, "sh", "-c", script, "sh", str(small), FILL, str(disk / "fill"))
    assert told.stdout.splitlines() == ["1 taken in, 0 known already, 0 rejected", "status 2"]
    (line,) = told.stderr.splitlines()
    assert "磁盘已满" in line
