"""The app over a real store in a folder of its own, with the people of a small centre and a call or two."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from desk import accounts, calls
from desk.db import Store
from desk.permissions import SYSTEM, Actor
from desk.settings import Settings
from jobs import steps
from recordings.transcript import Transcript, Turn

MAIN = Path(__file__).resolve().parents[2] / "ui" / "main.py"
PASSWORD = "correct horse"
COLD = (
    ("agent", "您好,12363,请讲。"),
    ("customer", "我姓李,我收到法院的传票了,银行把我给告了,我现在真的很害怕。"),
    ("agent", "什么银行?"),
    ("customer", "就是我那个信用卡的银行。我去年下岗了,信用卡欠了六万多,实在是还不上。"),
    ("agent", "欠银行的钱那肯定要还的,您尽快还清欠款就行了。"),
    ("customer", "家里老人还在住院,我都快撑不住了。"),
    ("agent", "那您赶紧想办法借钱还上。法院都起诉了,找我们也没用。"),
    ("customer", "没有别的办法了吗?"),
    ("agent", "好的,再见。"),
)


@pytest.fixture(scope="session", autouse=True)
def _one_scan() -> Iterator[None]:
    """Streamlit looks through every installed package for components whenever an app starts: here, once."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def people(store: Store) -> dict[str, Actor]:
    """By role: 梅主管 (supervisor), 小林 (trainee A1024), 周经理 (manager), root (admin)."""
    with store.session() as session:
        made = (
            accounts.add_user(session, None, "mei", "supervisor", PASSWORD, display_name="梅主管", team="一组"),
            accounts.add_user(session, None, "xiaolin", "trainee", PASSWORD, display_name="小林", agent="A1024"),
            accounts.add_user(session, None, "zhou", "manager", PASSWORD, display_name="周经理"),
            accounts.add_user(session, None, "root", "admin", PASSWORD, display_name="管理员"),
        )
    return {actor.role: actor for actor in made}


def talk(lines: tuple[tuple[str, str], ...] = COLD, *, timed: bool = True, **rest: Any) -> Transcript:
    """A transcript of (speaker, text) lines; five seconds each where timed."""
    turns = tuple(
        Turn(
            index=i,
            speaker=speaker,  # type: ignore[arg-type]
            text=text,
            start_s=i * 5.0 if timed else None,
            end_s=i * 5.0 + 4.5 if timed else None,
        )
        for i, (speaker, text) in enumerate(lines)
    )
    return Transcript(language="zh", duration_s=len(turns) * 5.0 if timed else None, turns=turns, **rest)


@pytest.fixture
def call(store: Store, settings: Settings) -> Callable[..., str]:
    """Takes in a transcript and runs the pipeline's own steps on it: `call()`, `call(talk(…), agent="A1024")`."""

    def make(transcript: Transcript | None = None, *, done: bool = True, **about: Any) -> str:
        about = {"file_name": "call.txt", **about}
        with store.session() as session:
            added = calls.add_transcript(session, SYSTEM, transcript or talk(), settings=settings, **about)
        if done:
            steps.run_all(steps.Context(settings, store), added.call_id)
        return added.call_id

    return make


def open_app(actor: Actor | None, page: str | None = None, *, language: str = "zh", **query: str) -> AppTest:
    """The app as `actor` sees it, on a page of it."""
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.session_state["language"] = language
    if actor is not None:
        at.session_state["actor_id"] = actor.id
    at.run()
    if page is not None:
        at.switch_page(f"app_pages/{page}.py")
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
    return calm(at)


def calm(at: AppTest) -> AppTest:
    """Nothing went wrong that a person can't act on."""
    assert not at.exception
    assert [error.value for error in at.error] == []
    return at


def shown(at: AppTest, key: str) -> dict[str, Any]:
    """What a component was given to show."""
    return json.loads(at.get_by_key(key).proto.json)


def buttons(at: AppTest) -> list[str]:
    return [button.label for button in at.button]
