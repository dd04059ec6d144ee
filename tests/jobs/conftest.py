"""A real worker process on a store of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.db import Store
from desk.models import Call
from desk.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment without this machine's own settings, so that tests depend on none."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TINGXIN_")}
    return {**clean, "TINGXIN_HOME": str(home), **more}


def until(true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Look again and again until it is so; fails with `what` after `patience_s`."""
    end_s = time.monotonic() + patience_s
    while not true():
        if time.monotonic() > end_s:
            pytest.fail(f"not within {patience_s:g} s: {what}")
        time.sleep(0.05)


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `tingxin …` as a process; what still runs at the end is killed."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str, **more: str) -> subprocess.Popen[bytes]:
        log = (settings.home.parent / f"log-{len(running)}.txt").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "qa_cli", *arguments],
            env=environment(settings.home, **more),
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()


def tingxin(
    settings: Settings, *arguments: str, stdin: str = "", patience_s: float = PATIENCE_S, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `tingxin …` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "qa_cli", *arguments],
        env=environment(settings.home, **more),
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=patience_s,
        check=False,
    )


def status(store: Store, call_id: str) -> str:
    """How a call stands."""
    with store.reading() as session:
        return session.get_one(Call, call_id).status
