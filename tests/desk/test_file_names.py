from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk import calls
from desk.db import Store
from desk.errors import BadSettings
from desk.file_names import FileFacts, read_file_name
from desk.models import Call
from desk.permissions import SYSTEM
from desk.settings import Settings
from tests.desk.conftest import COLD

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 11, 23, tzinfo=SHANGHAI)
NINE = datetime(2026, 11, 23, 9, 30, 15, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("name", "pattern", "facts"),
    [
        (
            "A1024_20261123_093015_77801.wav",
            "{agent}_{date}_{time}_{external_id}",
            FileFacts(agent="A1024", external_id="77801", started_at=NINE),
        ),
        ("in/2026-11-23 09.30.15 [A1024].mp3", "{date} {time} [{agent}]", FileFacts(agent="A1024", started_at=NINE)),
        ("张敏-20261123-西宁.wav", "{agent}-{date}-{team}", FileFacts("张敏", "西宁", started_at=MIDNIGHT)),
        ("rec.1795397415.x.wav", "*.{timestamp}.*", FileFacts(started_at=NINE.astimezone(UTC))),
        ("A1_20261323_x.wav", "{agent}_{date}_{external_id}", FileFacts(agent="A1", external_id="x")),  # month 13
        ("holiday.wav", "{agent}_{date}", FileFacts()),
        ("A1024_20261123.wav", "", FileFacts()),
        ("(a+b).wav", "({agent}+b)", FileFacts(agent="a")),
    ],
)  # fmt: skip
def test_a_name_says_what_its_pattern_says(name: str, pattern: str, facts: FileFacts) -> None:
    assert read_file_name(name, pattern, SHANGHAI) == facts


@pytest.mark.parametrize("pattern", ["{who}_{date}", "{agent}_{agent}", "{agent", "{}"])
def test_a_pattern_that_makes_no_sense_is_a_bad_setting_that_names_the_fields(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINGXIN_FILE_NAME_PATTERN", pattern)
    with pytest.raises(BadSettings, match="TINGXIN_FILE_NAME_PATTERN") as caught:
        Settings.load()
    assert "{external_id}" in str(caught.value)


def test_every_door_reads_the_name_and_what_the_sender_says_goes_before(store: Store, settings: Settings) -> None:
    settings = settings.model_copy(update={"file_name_pattern": "{agent}_{date}_{time}_{external_id}"})
    with store.session() as session:
        added = calls.add_transcript(
            session, SYSTEM, COLD, settings=settings, file_name="A7_20261123_093015_555.vtt", external_id="crm-1"
        )
        call = session.get(Call, added.call_id)
        assert call is not None
        assert (call.agent, call.external_id, call.started_at.astimezone(SHANGHAI)) == ("A7", "crm-1", NINE)


def test_a_pattern_takes_no_long_time_on_odd_names() -> None:
    name = "a_" * 120 + ".wav"
    assert read_file_name(name, "{agent}_{team}_{external_id}_{topic}!", SHANGHAI) == FileFacts()


def test_settings_are_documented() -> None:
    assert "TINGXIN_FILE_NAME_PATTERN" in (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
