"""Files that mean harm, or are only broken: the decoder may die of them, we don't."""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

import pytest

from recordings import bounded, bounds
from recordings.audio import decode
from recordings.bounded import BoundedFile
from recordings.errors import AudioError, TooHard
from tests.recordings.sounds import KINDS, SAMPLES, tones, write_sound

CALL = SAMPLES / "zh_li_cold" / "audio.ogg"
HEADER = 600  # bytes in which containers say what they hold
CASES = 90  # of each kind
FUZZED = ("wav 16 bit", "wav mu-law", "mp3", "m4a", "ogg opus", "webm opus", "flac", "amr")


def pid_of(file: BoundedFile) -> int:
    return file._decoder._process.pid


def refusal(path: Path) -> AudioError | None:
    """Why a file is refused; None where it can be decoded."""
    try:
        assert decode(path, 8000).samples.shape[1] > 0
    except AudioError as error:
        return error
    return None


@pytest.mark.parametrize("kind", FUZZED)
def test_a_mutated_header_is_decoded_or_refused_in_one_line_and_never_hangs(kind: str, tmp_path: Path) -> None:
    ending, codec, rate_hz, channels = KINDS[kind]
    whole = write_sound(
        tmp_path / f"whole.{ending}", tones(0.4, *(440, 880)[:channels]), codec=codec, coded_hz=rate_hz
    ).read_bytes()
    rng = random.Random(kind)
    path = tmp_path / f"mutated.{ending}"
    for _ in range(CASES):
        mutated = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            place = rng.randrange(min(HEADER, len(mutated)))
            mutated[place] = rng.choice([0, 0xFF, 0x7F, rng.randrange(256)])
        path.write_bytes(mutated[: rng.choice([len(mutated), len(mutated), rng.randrange(1, len(mutated))])])
        error = refusal(path)
        assert not isinstance(error, TooHard), path.read_bytes().hex()
        for words in (error.text("zh"), error.text("en")) if error else ():
            assert path.name in words
            assert "\n" not in words
    assert decode(CALL, 4000).channels == 2  # the next call is heard as if nothing had been


def test_a_decoder_serves_file_after_file() -> None:
    with BoundedFile(CALL) as one:
        first = pid_of(one)
        assert sum(block.shape[1] for block in one.blocks(4000)) > 0
    with pytest.raises(AudioError), BoundedFile("missing.wav"):
        pass
    with BoundedFile(CALL) as other:
        assert pid_of(other) == first


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("harm", ["SIGSTOP", "SIGKILL"])
def test_a_decoder_that_hangs_or_dies_costs_one_file(harm: str) -> None:
    decode(CALL, 4000)  # a decoder is warm: opening takes milliseconds
    with BoundedFile(CALL, silent_s=2.0) as file:
        lost = pid_of(file)
        os.kill(lost, getattr(signal, harm))
        with pytest.raises(TooHard) as caught:
            list(file.blocks(16000))
    assert CALL.name in caught.value.text("zh")
    with pytest.raises(ProcessLookupError):
        os.kill(lost, 0)
    assert decode(CALL, 4000).channels == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX process groups")
def test_ctrl_c_at_the_terminal_does_not_reach_the_decoder() -> None:
    # A terminal sends it to its foreground group.
    with BoundedFile(CALL) as file:
        assert os.getpgid(pid_of(file)) != os.getpgid(0)
        list(file.blocks(4000))


def test_waiting_in_all_is_bounded_too() -> None:
    with pytest.raises(TooHard), BoundedFile(CALL, decode_s=0.0) as file:
        list(file.blocks(16000))


def test_a_reader_that_stops_half_way_leaves_no_decoder_behind() -> None:
    with BoundedFile(CALL) as file:
        next(file.blocks(16000))
        left = pid_of(file)
    with pytest.raises(ProcessLookupError):
        os.kill(left, 0)


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="needs Linux")
def test_the_decoder_is_bound_in_memory_and_writes_no_files() -> None:
    with BoundedFile(CALL) as file:
        limits = Path(f"/proc/{pid_of(file)}/limits").read_text()
        list(file.blocks(4000))
    held = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()[1:]}
    assert held["Max address space"] == [str(bounds.DECODER_BYTES)] * 2
    assert held["Max file size"] == ["0", "0"]


def test_spare_decoders_are_few() -> None:
    with BoundedFile(CALL) as one, BoundedFile(CALL) as two, BoundedFile(CALL) as three:
        for file in (one, two, three):
            list(file.blocks(4000))
    assert len(bounded._SPARE) <= 2
