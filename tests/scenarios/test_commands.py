"""`tingxin scenario` and `tingxin play`, as promised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.tiny import changed, written

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"


def tingxin(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa_cli", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_list_names_mr_lee() -> None:
    listed = json.loads(tingxin("scenario", "list", "--json").stdout)
    lee = next(item for item in listed if item["id"] == "li_card_debt")
    assert lee["languages"] == ["zh", "en"]
    assert lee["difficulty"] == 2
    assert set(lee["title"]) == {"zh", "en"}


def test_the_graph_is_mermaid() -> None:
    assert tingxin("scenario", "graph", "li_card_debt").stdout.startswith("flowchart TD")


def test_the_schema_knows_the_fields_as_an_author_writes_them() -> None:
    schema = json.loads(tingxin("scenario", "schema").stdout)
    assert {"lines", "routes", "else"} <= set(schema["$defs"]["Node"]["properties"])


def test_lint_of_a_good_script_is_ok() -> None:
    done = tingxin("scenario", "lint", "li_card_debt", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"ok": True, "findings": []}


def test_lint_of_a_bad_script_names_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, changed(("to: calm, good", "to: clam, good")))
    done = tingxin("scenario", "lint", path, "--json")
    document = json.loads(done.stdout)
    assert document["ok"] is False
    finding = document["findings"][0]
    assert set(finding) >= {"level", "line", "where", "message", "message_zh"}
    assert finding["where"] == "nodes.court.routes.0.to"
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "tiny.yaml" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("scenario", "lint", "nowhere.yaml"), "no such file"),
        (("scenario", "graph", "nobody"), "li_card_debt"),
        (("play", "li_card_debt", "--replies", "nowhere.txt"), "nowhere.txt"),
        (("play", "nobody", "--replies", "nowhere.txt"), "li_card_debt"),
        (("play", "li_card_debt", "--language", "fr", "--replies", "nowhere.txt"), "zh"),
    ],
)
def test_unusable_input_is_one_line_and_no_traceback(arguments: tuple[str, ...], words: str) -> None:
    done = tingxin(*arguments)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_play_prints_the_contract() -> None:
    done = tingxin(
        "play", "li_card_debt", "--language", "zh", "--replies", DATA / "li_card_debt_good_zh_1.txt", "--json"
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["ended"] in ("resolved", "referred")
    assert set(document["steps"][0]) >= {"node", "customer", "reply", "acts", "route", "mood"}
    assert document["scorecard"]["schema"] == "scorecard/1"
    first = (DATA / "li_card_debt_good_zh_1.txt").read_text(encoding="utf-8").splitlines()[0]
    assert document["steps"][0]["reply"] == first


def test_an_empty_line_is_silence_and_the_end_of_the_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "replies.txt"
    path.write_text("您好。\n\n请说。\n", encoding="utf-8")
    document = json.loads(tingxin("play", "li_card_debt", "--replies", path, "--json").stdout)
    assert [item["reply"] for item in document["steps"]] == ["您好。", "", "请说。"]
    assert document["ended"] == "out_of_replies"


def test_the_same_seed_plays_the_same_call(tmp_path: Path) -> None:
    arguments = (
        "play",
        "li_card_debt",
        "--language",
        "en",
        "--replies",
        DATA / "li_card_debt_cold_en_1.txt",
        "--json",
        "--seed",
        "5",
    )
    assert tingxin(*arguments).stdout == tingxin(*arguments).stdout


def test_replies_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "replies.txt"
    path.write_bytes(b"\xff\xfe\x81")
    assert "not UTF-8" in tingxin("play", "li_card_debt", "--replies", path).stderr
