from __future__ import annotations

import codecs
import csv
import io
import json
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from desk import accounts
from desk.db import Store
from desk.exports import neutral
from desk.settings import Settings
from tests.desk.hand import add_call, card
from tests.jobs.conftest import tingxin, until

Start = Callable[..., subprocess.Popen[bytes]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def test_an_account_is_made_with_a_password_from_stdin_and_signs_in(store: Store, settings: Settings) -> None:
    told = tingxin(settings, "user", "add", "mei", "--role", "supervisor", "--password-stdin", stdin="correct horse\n")
    assert told.returncode == 0
    assert "correct horse" not in told.stdout
    with store.session() as session:
        assert accounts.sign_in(session, "mei", "correct horse", settings=settings).role == "supervisor"


def test_without_a_terminal_a_password_is_made_and_shown_once(store: Store, settings: Settings) -> None:
    told = tingxin(settings, "user", "add", "zhou", "--role", "manager")
    password = told.stdout.strip().rpartition(" ")[2]
    with store.session() as session:
        assert accounts.sign_in(session, "zhou", password, settings=settings).role == "manager"


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "Mei Mei", "--role", "manager"),
        ("user", "add", "mei", "--role", "boss"),
        ("user", "add", "mei", "--role", "manager", "--password-stdin"),
        ("user", "off", "nobody"),
        ("user", "token", "none", "--revoke"),
        ("export", "scorecards", "--from", "yesterday"),
    ],
)
def test_what_cannot_be_used_is_exit_status_2_with_one_line(settings: Settings, arguments: tuple[str, ...]) -> None:
    told = tingxin(settings, *arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert len(told.stderr.strip().splitlines()) == 1


def test_a_bad_setting_stops_every_command_in_one_line(settings: Settings) -> None:
    told = tingxin(settings, "demo", TINGXIN_PORT="99999")
    assert told.returncode == 2
    assert "TINGXIN_PORT" in told.stderr


# ── export ───────────────────────────────────────────────────────────────────────────────────────
EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def two_calls(store: Store, settings: Settings) -> None:
    with store.session() as session:
        add_call(session, settings, card(opening=0, right_referral=None), day=0, name="a.wav", agent=EVIL)
        add_call(session, settings, card(respect=0), day=9, name="b.wav")


@pytest.mark.usefixtures("two_calls")
def test_csv_holds_a_line_per_scorecard_and_no_formula(settings: Settings) -> None:
    told = tingxin(settings, "export", "scorecards", "--format", "csv")
    first, second = csv.DictReader(io.StringIO(told.stdout))
    assert (first["file_name"], first["agent"], first["total"]) == ("a.wav", f"'{EVIL}", "97.5")
    assert (first["criterion.opening"], first["criterion.right_referral"]) == ("0", "na")
    assert (second["critical_failed"], second["total"], second["total_before_critical"]) == ("respect", "0.0", "93.0")


@pytest.mark.usefixtures("two_calls")
def test_a_csv_file_has_one_mark_by_which_excel_knows_utf_8(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    assert tingxin(settings, "export", "scorecards", "--out", str(path)).returncode == 0
    assert path.read_bytes().startswith(codecs.BOM_UTF8 + b"call_id,")


@pytest.mark.usefixtures("two_calls")
def test_days_bound_the_export_at_both_ends(settings: Settings) -> None:
    # DAY_1 is 2 March 2026, ten o'clock in Shanghai; the second call is nine days later.
    for first, last, found in (("2026-03-02", "2026-03-02", 1), ("2026-03-03", "2026-03-11", 1), ("2026-03-12", "", 0)):
        more = ("--to", last) if last else ()
        told = tingxin(settings, "export", "scorecards", "--format", "json", "--from", first, *more)
        assert len(json.loads(told.stdout)) == found


@pytest.mark.usefixtures("two_calls")
def test_json_carries_whole_scorecards(settings: Settings) -> None:
    told = tingxin(settings, "export", "scorecards", "--format", "json")
    first = json.loads(told.stdout)[0]
    assert first["call"]["file_name"] == "a.wav"
    assert (first["scorecard"]["schema"], first["scorecard"]["rubric"]) == ("scorecard/1", "12363@1")


@pytest.mark.usefixtures("two_calls")
def test_excel_opens_the_sheet_with_numbers_as_numbers_and_text_as_text(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "cards.xlsx"
    assert tingxin(settings, "export", "scorecards", "--format", "xlsx", "--out", str(path)).returncode == 0
    head, first, _second = load_workbook(path).active.iter_rows()  # type: ignore[union-attr]
    column = {cell.value: number for number, cell in enumerate(head)}
    assert first[column["total"]].value == 97.5
    assert first[column["agent"]].data_type == "s"
    assert first[column["agent"]].value == f"'{EVIL}"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r1", "\uff1d1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "", -1, 2.5, None, True, "客户-1"])
def test_everything_else_is_left_alone(value: str | float | None) -> None:
    assert neutral(value) == value


# ── serve ────────────────────────────────────────────────────────────────────────────────────────
def test_a_store_where_nobody_can_sign_in_is_not_served(settings: Settings) -> None:
    told = tingxin(settings, "serve")
    assert told.returncode == 2
    assert "tingxin user add" in told.stderr


@pytest.mark.parametrize("more", [{}, {"TINGXIN_DEMO": "true"}])
def test_demo_accounts_alone_are_not_served_to_other_machines(
    store: Store, settings: Settings, more: dict[str, str]
) -> None:
    with store.session() as session:
        accounts.add_user(session, None, "mei", "supervisor", "tingxin-demo", is_demo=True)
    told = tingxin(settings, "serve", TINGXIN_HOST="0.0.0.0", **more)
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_said_before_anything_starts(store: Store, settings: Settings) -> None:
    with store.session() as session:
        accounts.add_user(session, None, "root", "admin", "correct horse")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = tingxin(settings, "serve", TINGXIN_PORT=str(port))
    assert told.returncode == 2
    assert str(port) in told.stderr


def child(settings: Settings, parent: int, word: str) -> int | None:
    """The process id of a child of `parent` whose command line holds `word`."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines()[1:]:
        pid, parent_id, arguments = line.split(None, 2)
        if int(parent_id) == parent and word in arguments:
            return int(pid)
    return None


def test_serve_answers_starts_a_dead_worker_again_and_ends_with_its_children(
    store: Store, settings: Settings, start: Start
) -> None:
    with store.session() as session:
        accounts.add_user(session, None, "root", "admin", "correct horse")
    port = free_port()
    served = start("serve", TINGXIN_PORT=str(port))

    def healthy() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).json() == {"status": "ok"}
        except httpx.HTTPError:
            return False

    until(healthy, "the app answers")
    until(lambda: child(settings, served.pid, "qa_cli worker") is not None, "the worker runs")
    first = child(settings, served.pid, "qa_cli worker")
    assert first is not None
    subprocess.run(["kill", "-9", str(first)], check=True)
    until(lambda: child(settings, served.pid, "qa_cli worker") not in {None, first}, "a new worker runs")
    served.send_signal(signal.SIGTERM)
    assert served.wait(20) == 0
    assert child(settings, served.pid, "python") is None
    assert not healthy()
