"""Sound files made on the fly, in any codec that FFmpeg writes."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

SAMPLES = Path(__file__).resolve().parents[2] / "recordings" / "samples"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "audio"
Sound = npt.NDArray[np.float32]
_PIECE = 1 << 16  # samples encoded at a time

# file ending → codec, rate, the most channels it takes
KINDS: dict[str, tuple[str, str, int, int]] = {
    "wav 8 bit": ("wav", "pcm_u8", 8000, 2),
    "wav 16 bit": ("wav", "pcm_s16le", 8000, 2),
    "wav 24 bit": ("wav", "pcm_s24le", 48000, 2),
    "wav 32 bit": ("wav", "pcm_s32le", 44100, 2),
    "wav float": ("wav", "pcm_f32le", 16000, 2),
    "wav mu-law": ("wav", "pcm_mulaw", 8000, 2),
    "wav a-law": ("wav", "pcm_alaw", 8000, 2),
    "mp3": ("mp3", "libmp3lame", 44100, 2),
    "m4a": ("m4a", "aac", 44100, 2),
    "ogg opus": ("ogg", "libopus", 48000, 2),
    "webm opus": ("webm", "libopus", 48000, 2),
    "flac": ("flac", "flac", 22050, 2),
    "amr": ("amr", "libopencore_amrnb", 8000, 1),
}


def tones(seconds: float, *hz: float, rate_hz: int = 16000, level: float = 0.3) -> Sound:
    """One sine a channel: shape (len(hz), n)."""
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.stack([level * np.sin(2 * np.pi * each * at) for each in hz]).astype(np.float32)


def write_sound(path: Path, sound: Sound, *, rate_hz: int = 16000, codec: str = "pcm_s16le", coded_hz: int = 0) -> Path:
    """Encode shape (channels, n) at `rate_hz` into `path`, its container by its ending."""
    layout = {1: "mono", 2: "stereo"}.get(len(sound), f"{len(sound)} channels")
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=coded_hz or rate_hz, layout=layout)
        resampler = av.AudioResampler(
            format=stream.format.name, layout=layout, rate=coded_hz or rate_hz, frame_size=stream.frame_size or 0
        )
        for first in range(0, sound.shape[1], _PIECE):
            piece = np.ascontiguousarray(sound[:, first : first + _PIECE])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
            frame.sample_rate = rate_hz
            for each in resampler.resample(frame):
                out.mux(stream.encode(each))
        for each in (*resampler.resample(None), None):
            out.mux(stream.encode(each))
    return path


def loudest_hz(samples: npt.NDArray[np.float32], rate_hz: int) -> float:
    """The frequency that is strongest in one channel."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate_hz / len(samples))
