"""What all tests share: a store of their own, and no waiting for what is slow on purpose."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings as hypothesis_settings

from desk import accounts
from desk.db import Store
from desk.settings import Settings

# No deadline: the first example of a property pays for compiling phrase files, and machines differ.
hypothesis_settings.register_profile("tingxin", deadline=None)
hypothesis_settings.load_profile("tingxin")


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as ever, but quick: a good part of the time of these tests was spent on being slow."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: quick)
    accounts._nobody_hash.cache_clear()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a home in a folder of its own; nothing of this machine's own settings."""
    for name in [name for name in os.environ if name.startswith("TINGXIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TINGXIN_HOME", str(tmp_path / "home"))
    return Settings.load()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with all its tables and nothing in them. To be copied: the tables are made once."""
    made = Store(Settings(home=tmp_path_factory.mktemp("empty")))
    made.migrate()
    made.dispose()
    return Path(made.url.database or "")


@pytest.fixture
def store(settings: Settings, empty_store: Path) -> Iterator[Store]:
    opened = Store(settings)
    if opened.url.get_backend_name() == "sqlite":
        shutil.copy(empty_store, opened.url.database or "")
    opened.migrate()
    yield opened
    opened.dispose()
