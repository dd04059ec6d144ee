"""`tingxin serve`: the worker and the web app together, until somebody stops them."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click

from desk.accounts import UserView, only_demo_accounts
from desk.db import Store
from desk.demo_accounts import demo_people
from desk.models import Meta
from desk.settings import Settings
from jobs.demo import DEMO_KEY, PASSWORD
from jobs.errors import DemoExposed, NobodyCanSignIn, PortInUse

READY_S = 60.0  # seconds that the web app may take to answer
STOP_S = 10.0  # seconds that a process gets to end by itself
WORKER_PAUSE_S = (1.0, 30.0)  # first and longest pause before a dead worker is started again
STEADY_S = 60.0  # a worker that lived this long starts again without a growing pause
WORKER_BUSY = 2  # exit status where another worker of this name runs: leave it to that one


@dataclass
class Served:
    """The processes and what stops them."""

    settings: Settings
    stop: threading.Event = field(default_factory=threading.Event)
    worker: subprocess.Popen[bytes] | None = None
    web: subprocess.Popen[bytes] | None = None


def serve(settings: Settings, say: Callable[[str], None] = click.echo) -> int:
    """Start worker and web app, and keep them up until a signal.

    Args:
        settings: The settings; `demo` is set where the store holds the demo and nobody else.
        say: Where to tell what is going on.

    Returns:
        0 after a signal; 1 where the web app ended by itself.

    Raises:
        PortInUse, DemoExposed, NobodyCanSignIn: Before anything is started.
    """
    store = Store(settings)
    store.migrate()
    settings = _in_demo(settings, store)
    people = _check(settings, store)
    store.dispose()
    served = Served(settings)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: served.stop.set())
    try:
        served.web = subprocess.Popen(_web_command(settings), env=_environment(settings), cwd=_launcher().parent)
        served.worker = _start_worker(served)
        if _wait_ready(served):
            _welcome(settings, people, say)
        return _keep_up(served, say)
    finally:
        _end(served)


def _in_demo(settings: Settings, store: Store) -> Settings:
    """Demo mode goes on by itself where the demo was loaded and nobody else could sign in."""
    with store.reading() as session:
        loaded = session.get(Meta, DEMO_KEY) is not None
        if settings.demo or not loaded or not only_demo_accounts(session):
            return settings
    return settings.model_copy(update={"demo": True})


def _check(settings: Settings, store: Store) -> tuple[UserView, ...]:
    """Refuse what would be unsafe or useless. Returns the demo accounts that may sign in."""
    if settings.demo and not settings.loopback:
        raise DemoExposed(host=settings.host)
    with store.reading() as session:
        people = demo_people(session, settings)
        if only_demo_accounts(session) and not people:
            raise NobodyCanSignIn()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortInUse(host=settings.host, port=settings.port) from error
    return people


def _launcher() -> Path:
    found = importlib.util.find_spec("qa_app")
    if found is None or found.origin is None:
        raise RuntimeError("qa_app.py is not installed")
    return Path(found.origin)


def _web_command(settings: Settings) -> list[str]:
    options = {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": "true",
        "server.maxUploadSize": settings.max_upload_mb,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(_launcher()), *flags]


def _environment(settings: Settings) -> dict[str, str]:
    """The processes run elsewhere: paths are made absolute, and the demo mode is passed on."""
    paths = {"TINGXIN_HOME": str(settings.home.absolute())}
    if settings.watch is not None:
        paths["TINGXIN_WATCH"] = str(settings.watch.absolute())
    for name in ("RECORDINGS_URL", "WHISPER_MODEL", "RUBRIC"):
        value = os.environ.get(f"TINGXIN_{name}", "")
        if value and "://" not in value and Path(value).exists():
            paths[f"TINGXIN_{name}"] = str(Path(value).absolute())
    return {**os.environ, **paths, "TINGXIN_DEMO": str(settings.demo).lower(), "PYTHONUNBUFFERED": "1"}


def _start_worker(served: Served) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "qa_cli", "worker"]
    return subprocess.Popen(command, env=_environment(served.settings), cwd=_launcher().parent)


def _wait_ready(served: Served) -> bool:
    """Whether the web app came to answer on its port."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until and not served.stop.wait(0.1):
        if served.web is None or served.web.poll() is not None:
            return False
        try:
            with socket.create_connection((served.settings.host, served.settings.port), timeout=1):
                return True
        except OSError:
            continue
    return False


def _welcome(settings: Settings, people: tuple[UserView, ...], say: Callable[[str], None]) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    say(f"\n  Tingxin 听心: http://{'localhost' if settings.loopback else host}:{settings.port}\n")
    if people:
        say(f"  Demo mode, this machine only. Sign in with one click, or with the password {PASSWORD}:")
        for person in people:
            say(f"    {person.name:<9} {person.role:<11} {person.display_name}")
    else:
        say("  Sign in with your account; `tingxin user add NAME --role R` makes more.")
    say("  Ctrl-C stops it.\n")


def _keep_up(served: Served, say: Callable[[str], None]) -> int:
    """Start a dead worker again, ever more slowly; end when the web app does or a signal comes."""
    pause_s, born_s, due_s = WORKER_PAUSE_S[0], time.monotonic(), 0.0
    while not served.stop.wait(0.2):
        if served.web is None or served.web.poll() is not None:
            say("The web app has stopped; its last lines above say why.")
            return 1
        status = None if served.worker is None else served.worker.poll()
        if served.worker is not None and status is not None:
            served.worker = None
            if status == WORKER_BUSY:
                say("Another worker of this name runs already; it does the work.")
                due_s = float("inf")
                continue
            pause_s = WORKER_PAUSE_S[0] if time.monotonic() - born_s > STEADY_S else min(2 * pause_s, WORKER_PAUSE_S[1])
            due_s = time.monotonic() + pause_s
            say(f"The worker ended (status {status}); it is started again.")
        if served.worker is None and time.monotonic() >= due_s:
            served.worker, born_s = _start_worker(served), time.monotonic()
    return 0


def _end(served: Served) -> None:
    """Ask both to end, and make them after `STOP_S`."""
    processes = [process for process in (served.web, served.worker) if process is not None and process.poll() is None]
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_S
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
