"""A stereo recording of two hours: probed, decoded, its speech found and cut out, ready to be heard."""

from __future__ import annotations

import tempfile
import wave
from pathlib import Path

import numpy as np

from benchmarks.child import Watch, in_child
from benchmarks.table import Row

HOURS, RATE_HZ = 2.0, 8000
BAR_S, BAR_MB = 60.0, 600.0
SAMPLES = Path(__file__).resolve().parents[1] / "recordings" / "samples"


def rows() -> list[Row]:
    """Time and memory, beside decoding it whole and asking faster-whisper for the speech of each channel."""
    with tempfile.TemporaryDirectory(prefix="tingxin-bench-") as folder:
        path = Path(folder) / "long.wav"
        write_long(path)
        ours = in_child("benchmarks.long_call:ours", path=str(path))
        whole = in_child("benchmarks.long_call:whole", path=str(path))
    return [
        Row(
            f"{HOURS:g} h of stereo: probe, decode, voice detection",
            f"{ours.seconds:.0f} s ({ours.cpu_s:.0f} s of processor)",
            f"decoded whole, one channel after the other: {whole.seconds:.0f} s ({whole.cpu_s:.0f} s of processor)",
            f"{whole.seconds / ours.seconds:.2f} × faster",
            f"≤ {BAR_S:.0f} s",
            ours.seconds <= BAR_S,
        ),
        Row(
            "the same, peak memory, decoder process included",
            f"{ours.peak_mb:.0f} MB",
            f"decoded whole: {whole.peak_mb:.0f} MB",
            f"{ours.peak_mb / whole.peak_mb:.0%}",
            f"≤ {BAR_MB:.0f} MB",
            ours.peak_mb <= BAR_MB,
        ),
    ]


def write_long(path: Path) -> None:
    """Our sample calls one after another, as a telephone recorder writes them: 8 kHz, 16 bit, two channels."""
    from recordings.audio import decode

    calls = [decode(call, RATE_HZ).samples for call in sorted(SAMPLES.glob("*/audio.ogg"))]
    pcm = [(np.clip(call, -1, 1) * 32767).astype("<i2").T.tobytes() for call in calls if call.shape[0] == 2]
    left = round(HOURS * 3600 * RATE_HZ) * 4
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        number = 0
        while left > 0:
            bit = pcm[number % len(pcm)][:left]
            file.writeframesraw(bit)
            left -= len(bit)
            number += 1


def ours(path: str) -> tuple[int, Watch]:
    """What `tingxin probe` does and what `tingxin transcribe` does before an engine hears anything."""
    from recordings.audio import probe
    from recordings.listening import listen

    with Watch() as watch:
        probe(path)
        windows = listen(path).windows
    return len(windows), watch


def whole(path: str) -> tuple[int, Watch]:
    """The plain way with faster-whisper's own functions."""
    from faster_whisper.audio import decode_audio
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    with Watch() as watch:
        spans = [len(get_speech_timestamps(channel, VadOptions())) for channel in decode_audio(path, split_stereo=True)]
    return sum(spans), watch
