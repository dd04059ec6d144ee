"""With the setting on, who may not read the original words hears them beeped out."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import accounts, calls, media
from desk.db import Store
from desk.errors import AudioGone
from desk.permissions import SYSTEM
from desk.settings import Settings
from jobs import steps
from recordings.audio import decode
from recordings.beep import BEEP_HZ
from recordings.transcript import Transcript, Turn
from tests.desk.sounds import speech
from tests.jobs.conftest import tingxin
from tests.recordings.sounds import loudest_hz

SAID = Transcript(
    language="zh",
    duration_s=3,
    turns=(Turn(index=0, speaker="customer", text="我叫李建国", start_s=0.5, end_s=2),),
)


def test_the_original_is_for_those_with_permission_and_others_hear_the_beeped_copy(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    beeping = settings.model_copy(update={"beep": True})
    source = speech(tmp_path / "a.wav")
    with store.session() as session:
        mei = accounts.add_user(session, None, "mei", "supervisor", "long-enough-1")
        hu = accounts.add_user(session, None, "hu", "manager", "long-enough-1")
        added = calls.add_recording(session, SYSTEM, source, settings=beeping, file_name="a.wav", transcript=SAID)
    with store.reading() as session, pytest.raises(AudioGone):  # not processed yet: nothing rather than the original
        media.sign_audio(session, hu, added.call_id, beeping)
    steps.run_all(steps.Context(beeping, store), added.call_id)
    with store.reading() as session:
        whole = media.open_audio(media.sign_audio(session, mei, added.call_id, beeping), beeping)
        beeped = media.open_audio(media.sign_audio(session, hu, added.call_id, beeping), beeping)
        assert whole.read_bytes() == source.read_bytes()
        heard = decode(beeped).samples[0]
        assert loudest_hz(heard[8000:32000], 16000) == pytest.approx(BEEP_HZ, abs=1)
        assert media.sign_audio(session, hu, added.call_id, settings)  # without the setting, as before
    with store.session() as session:
        calls.delete_call(session, mei, added.call_id, settings=beeping)
    assert not beeped.exists()
    assert not whole.exists()


def test_the_command_writes_a_beeped_copy_or_says_in_one_line_why_not(settings: Settings, tmp_path: Path) -> None:
    source, said = speech(tmp_path / "a.wav"), tmp_path / "a.transcript.json"
    said.write_text(SAID.to_json(), encoding="utf-8")
    told = tingxin(settings, "beep", str(source), str(said), "--out", str(tmp_path / "b.flac"))
    assert (told.returncode, told.stdout.strip()) == (0, "1 stretch(es), 2.0 s beeped")
    assert decode(tmp_path / "b.flac").channels == decode(source).channels
    for out in (tmp_path / "nowhere" / "b.flac", tmp_path / "b.mp3"):
        told = tingxin(settings, "beep", str(source), str(said), "--out", str(out))
        assert (told.returncode, len(told.stderr.strip().splitlines())) == (2, 1)
