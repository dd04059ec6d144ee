"""A store in a file of its own, the people of a small centre, and scorecards made by hand."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import make_url

from desk import accounts
from desk.db import Store
from desk.permissions import Actor, Role
from desk.settings import Settings
from recordings.transcript import Transcript, Turn

PASSWORD = "correct horse"


def new_database(server: str) -> str:
    """A database of its own on a PostgreSQL server, for runs of these tests on one."""
    import psycopg

    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """As everywhere, on a server where one is given."""
    if server := os.environ.get("TEST_POSTGRES"):  # such as postgresql://postgres@/postgres?host=/tmp/pg
        monkeypatch.setenv("TINGXIN_DATABASE_URL", new_database(server))
    return Settings.load()


@pytest.fixture
def person(store: Store) -> Callable[..., Actor]:
    """Makes an account: `person("mei", "supervisor")`."""

    def make(name: str, role: Role, **rest: str) -> Actor:
        with store.session() as session:
            return accounts.add_user(session, None, name, role, PASSWORD, **rest)  # type: ignore[arg-type]

    return make


@pytest.fixture
def mei(person: Callable[..., Actor]) -> Actor:
    return person("mei", "supervisor", display_name="梅主管", team="一组")


@pytest.fixture
def xiaolin(person: Callable[..., Actor]) -> Actor:
    return person("xiaolin", "trainee", team="一组", agent="A1024")


@pytest.fixture
def zhou(person: Callable[..., Actor]) -> Actor:
    return person("zhou", "manager")


@pytest.fixture
def admin(person: Callable[..., Actor]) -> Actor:
    return person("root", "admin")


def talk(*lines: tuple[str, str], engine: str = "import") -> Transcript:
    """A transcript of (speaker, text) lines, one second each."""
    turns = tuple(
        Turn(index=i, speaker=speaker, text=text, start_s=float(i), end_s=i + 0.9)  # type: ignore[arg-type]
        for i, (speaker, text) in enumerate(lines)
    )
    return Transcript(language="zh", duration_s=float(len(turns)), engine=engine, turns=turns)


COLD = talk(
    ("agent", "您好，12363，请讲。"),
    ("customer", "我收到法院传票了，我真的很害怕，信用卡欠了五万多还不上。"),
    ("agent", "欠银行的钱肯定要还的，您尽快还清就行了。"),
    ("customer", "我是真没钱。"),
    ("agent", "那我们管不了。再见。"),
)
