from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import BadSettings
from desk.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_each_setting_stands_in_the_docs_with_its_words(name: str) -> None:
    described = Settings.model_fields[name].description
    assert described
    line = next(line for line in DOCS.read_text(encoding="utf-8").splitlines() if f"`TINGXIN_{name.upper()}`" in line)
    assert described in line


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "99999"), ("TIMEZONE", "Mars/Olympus"), ("LANGUAGE", "fr"), ("RETENTION_DAYS", "0")]
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TINGXIN_{name}", value)
    with pytest.raises(BadSettings, match=f"TINGXIN_{name}"):
        Settings.load()


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGXIN_PORT", "")
    assert Settings.load().port == 8501


def test_everything_lies_under_home_unless_said_otherwise(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert settings.store_url == f"sqlite:///{tmp_path}/tingxin.db"
    assert settings.jobs_url == f"sqlite:///{tmp_path}/queue.db"
    assert settings.recordings_root == f"{tmp_path}/recordings"


def test_the_settings_at_hand_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGXIN_PORT", "9001")
    first = Settings.current()
    assert Settings.current() is first
    monkeypatch.setenv("TINGXIN_PORT", "9002")
    assert (first.port, Settings.current().port) == (9001, 9002)
