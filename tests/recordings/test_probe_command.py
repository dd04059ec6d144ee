from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.recordings.sounds import SAMPLES, SHARED, write_sound

CALL = SAMPLES / "zh_li_cold" / "audio.ogg"


def tingxin(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa_cli", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, encoding="utf-8")


def test_probe_prints_the_promised_document_and_nothing_else() -> None:
    done = tingxin("probe", CALL, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert done.stderr == ""
    assert {"duration_s", "rate_hz", "channels", "codec", "fake_stereo", "speech_s"} <= found.keys()
    assert (found["channels"], found["codec"], found["fake_stereo"], len(found["speech_s"])) == (2, "opus", False, 2)


def test_probe_speaks_plainly_without_json() -> None:
    assert "2 channel(s)" in tingxin("probe", CALL).stdout


@pytest.mark.parametrize("command", ["probe", "diarize", "transcribe"])
def test_a_text_file_named_wav_is_one_line_and_exit_2(command: str, tmp_path: Path) -> None:
    path = tmp_path / "录音 1.wav"
    path.write_text("not sound\n" * 50, encoding="utf-8")
    done = tingxin(command, path, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "录音 1.wav" in done.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_file_is_one_line_and_exit_2(tmp_path: Path) -> None:
    done = tingxin("probe", tmp_path / "none.wav")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.wav: there is no such file" in done.stderr


def test_diarize_goes_by_channel_in_stereo() -> None:
    segments = json.loads(tingxin("diarize", CALL, "--json").stdout)["segments"]
    assert {segment["speaker"] for segment in segments} == {"A", "B"}
    assert all(segment.keys() == {"start_s", "end_s", "speaker"} for segment in segments)
    assert segments[0]["speaker"] == "A"
    assert segments == sorted(segments, key=lambda segment: segment["start_s"])


def test_diarize_of_silence_is_no_segments(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "silent.wav", np.zeros((1, 32000), np.float32))
    assert json.loads(tingxin("diarize", path, "--json").stdout)["segments"] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared recordings")
def test_diarize_finds_two_voices_in_a_mono_call() -> None:
    segments = json.loads(tingxin("diarize", SHARED / "call40_mono.wav", "--json").stdout)["segments"]
    spoken = {name: sum(s["end_s"] - s["start_s"] for s in segments if s["speaker"] == name) for name in "AB"}
    # by the separate channels both speak about 93 s
    assert spoken["A"] == pytest.approx(93, abs=10)
    assert spoken["B"] == pytest.approx(93, abs=10)


def test_redact_prints_one_row_a_line() -> None:
    done = tingxin("redact", "--language", "zh", "--json", stdin="我叫李建国\n\n您好\n")
    assert json.loads(done.stdout) == [
        {"text": "我叫李建国", "redacted": "我叫[姓名]", "found": [{"kind": "name", "start": 2, "end": 5}]},
        {"text": "", "redacted": "", "found": []},
        {"text": "您好", "redacted": "您好", "found": []},
    ]


def test_redact_without_json_prints_clean_lines() -> None:
    assert tingxin("redact", "--language", "en", stdin="call me at 415-555-0123").stdout == "call me at [phone]\n"


def test_transcribe_of_a_bad_target_says_so_before_it_listens(tmp_path: Path) -> None:
    done = tingxin("transcribe", CALL, "--engine", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert "Traceback" not in done.stderr
