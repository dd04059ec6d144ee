from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from recordings.engines.errors import NoSpeech
from recordings.engines.pick import pick_engine
from recordings.engines.status import likely_engine
from recordings.models import find_places
from recordings.reply import SILENT_DB, level, reply_engine, reply_text
from tests.recordings.checkpoint import phrase_sound, random_model, save_checkpoint
from tests.recordings.sounds import write_sound

RATE_HZ = 16_000


def test_a_reply_is_written_in_one_line_by_the_engine_that_ships(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "reply.wav", phrase_sound("en")[None])
    written = reply_text(path, "en", engine="pocketsphinx")
    assert "can" in written.split()  # "Hello, how can I help you today?" in draft quality
    assert "\n" not in written


def test_a_recording_in_which_nobody_speaks_is_told(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "silence.wav", np.zeros((1, RATE_HZ), np.float32))
    with pytest.raises(NoSpeech):
        reply_text(path, "en", engine="pocketsphinx")
    assert level(path).level_db == SILENT_DB


def test_level_is_that_of_a_tone_and_clipping_is_noticed(tmp_path: Path) -> None:
    """A sine of amplitude a has an RMS of a / √2: 0.1 is -23 dB."""
    tone = np.sin(np.arange(RATE_HZ, dtype=np.float32) * 0.2)[None]
    assert level(write_sound(tmp_path / "soft.wav", 0.1 * tone)).level_db == pytest.approx(-23.0, abs=0.2)
    assert not level(write_sound(tmp_path / "full.wav", 0.9 * tone)).clipped
    assert level(write_sound(tmp_path / "over.wav", np.clip(3 * tone, -1, 1))).clipped


def test_a_reply_is_heard_by_one_worker_and_a_call_by_its_own(tmp_path: Path) -> None:
    save_checkpoint(random_model(), tmp_path / "random.pt")
    reply = reply_engine("zh", engine="whisper-ct2", models_folder=tmp_path)
    assert getattr(reply, "workers", None) == 1
    assert pick_engine("whisper-ct2", language="zh", models_folder=tmp_path).engine is not reply
    assert reply_engine("zh", engine="whisper-ct2", models_folder=tmp_path) is reply


def test_which_engine_would_hear_is_known_without_loading_one(tmp_path: Path) -> None:
    places = find_places(folder=tmp_path)
    assert find_spec("pocketsphinx") is not None
    assert likely_engine("auto", "zh", places) is None
    english = likely_engine("auto", "en", places)
    assert english is not None
    assert (english.name, english.quality) == ("pocketsphinx", "draft")
    assert likely_engine("whisper", "en", places) is None
    save_checkpoint(random_model(), tmp_path / "random.pt")
    found = likely_engine("auto", "zh", find_places(folder=tmp_path))
    assert found is not None
    assert found.name == "whisper-ct2"
