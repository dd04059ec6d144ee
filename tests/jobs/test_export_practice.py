"""`tingxin export practice`: the runs in every format, as a supervisor takes them away at a terminal."""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path

import openpyxl

from desk import accounts
from desk.db import Store
from desk.settings import Settings
from tests.desk.runs import played
from tests.jobs.conftest import tingxin


def test_runs_are_taken_away_in_every_format(store: Store, settings: Settings, tmp_path: Path) -> None:
    with store.session() as session:
        trainee = accounts.add_user(session, None, "xiaolin", "trainee", "tingxin-test")
    run = played(store, trainee)
    table = tingxin(settings, "export", "practice")
    (row,) = csv.DictReader(io.StringIO(table.stdout))  # read by a program: no mark before the first name
    assert (row["run_id"], row["trainee"]) == (run.id, "xiaolin")
    (told,) = json.loads(tingxin(settings, "export", "practice", "--format", "json").stdout)
    assert told["total"] == run.total
    statements = json.loads(tingxin(settings, "export", "practice", "--format", "xapi").stdout)
    assert [one["verb"]["display"]["en"] for one in statements] == ["initialized", "answered", "completed"]
    opened = tmp_path / "practice.csv"
    assert tingxin(settings, "export", "practice", "--out", str(opened)).returncode == 0
    assert opened.read_bytes() == codecs.BOM_UTF8 + table.stdout.encode().replace(
        b"\n", b"\r\n"
    )  # Excel needs the mark
    file = tmp_path / "practice.xlsx"
    assert tingxin(settings, "export", "practice", "--format", "xlsx", "--out", str(file)).returncode == 0
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert sheet.cell(2, 1).value == run.id
    nothing = tingxin(settings, "export", "practice", "--format", "json", "--to", "2020-01-01")
    assert json.loads(nothing.stdout) == []
