"""What a voice sounds like, as numbers: the same person's stretches come out alike.

With the weights of Resemblyzer's speaker encoder (Apache-2.0; the file `pretrained.pt` of its wheel, or
`voices.pt` in the models folder) a small recurrent network does this well. Without them, averages of the
spectrum and of the pitch do, markedly worse.
"""

from __future__ import annotations

import importlib.util
import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from recordings.bounds import RATE_HZ
from recordings.decoding import Samples

Prints = npt.NDArray[np.float32]  # shape (windows, numbers), each row of length 1
Floats = npt.NDArray[np.float64]

_log = logging.getLogger(__name__)
WINDOW_S = 1.2  # seconds of speech that one print is made from
_HOP, _FFT, _MELS = 160, 400, 40  # samples, samples, bands. Source: Wan et al. 2018, "Generalized end-to-end loss"
_FRAMES = round(WINDOW_S * RATE_HZ) // _HOP
_LOUDNESS = 10 ** (-30 / 20)  # root mean square that the encoder was trained at
_BATCH = 256
_PITCH_HZ = (70, 350)  # the range of adult voices


@dataclass(frozen=True)
class Ear:
    """A way to take prints.

    Attributes:
        name: "encoder" or "spectrum".
        prints: Takes n windows, each float32 of shape (WINDOW_S · 16000,), and gives prints of shape (n, k).
    """

    name: Literal["encoder", "spectrum"]
    prints: Callable[[Sequence[Samples]], Prints]

    @property
    def counts(self) -> bool:
        """Whether its prints are good enough to count voices by."""
        return self.name == "encoder"


def find_weights(models_folder: Path | None = None) -> Path | None:
    """The encoder's weights on this machine, or None. Imports nothing."""
    places = [models_folder / "voices.pt"] if models_folder else []
    spec = importlib.util.find_spec("resemblyzer")
    places += [Path(place) / "pretrained.pt" for place in (spec.submodule_search_locations or ())] if spec else []
    return next((place for place in places if place.is_file()), None)


def best_ear(models_folder: Path | None = None) -> Ear:
    """The encoder where its weights are found and can be read, else the plain spectrum."""
    weights = find_weights(models_folder)
    if weights:
        try:
            return Ear("encoder", _encoder(weights))
        except (OSError, RuntimeError, KeyError, EOFError, pickle.UnpicklingError) as error:
            _log.warning("%s is no speaker encoder, going by the spectrum: %s", weights, error)
    return Ear("spectrum", spectrum_prints)


@cache
def _encoder(weights: Path) -> Callable[[Sequence[Samples]], Prints]:
    import torch

    state = torch.load(weights, map_location="cpu", weights_only=True)["model_state"]
    lstm = torch.nn.LSTM(_MELS, 256, 3, batch_first=True)
    linear = torch.nn.Linear(256, 256)
    lstm.load_state_dict({name[5:]: value for name, value in state.items() if name.startswith("lstm.")})
    linear.load_state_dict({name[7:]: value for name, value in state.items() if name.startswith("linear.")})

    def prints(windows: Sequence[Samples]) -> Prints:
        found: list[Prints] = []
        for first in range(0, len(windows), _BATCH):
            bands = mel_power(_levelled(np.stack(windows[first : first + _BATCH]))).astype(np.float32)
            with torch.inference_mode(), _one_thread():
                last: Any = lstm(torch.from_numpy(bands))[1][0][-1]
                found.append(torch.relu(linear(last)).numpy())
        return _unit(np.concatenate(found))

    return prints


@contextmanager
def _one_thread() -> Iterator[None]:
    """The network is small: more threads wait for one another longer than they work."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def spectrum_prints(windows: Sequence[Samples]) -> Prints:
    """Prints without weights: mean and spread of the cepstrum, and the pitch, scaled over the call."""
    rows: list[Floats] = []
    for first in range(0, len(windows), _BATCH):
        batch = np.stack(windows[first : first + _BATCH])
        bands = np.log(mel_power(_levelled(batch)) + 1e-8)
        loud = bands.mean(axis=2, keepdims=True) > np.median(bands.mean(axis=2), axis=1)[:, None, None]
        cepstrum = bands @ _cosines()
        heard = np.where(loud, cepstrum, np.nan)
        mean, spread = np.nanmean(heard, axis=1), np.nanstd(heard, axis=1)
        rows.append(np.concatenate([mean, 0.5 * spread, 3 * _pitch(batch)[:, None]], axis=1))
    features = np.concatenate(rows)
    features = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-8)
    features[:, -1] *= 3  # the pitch tells most
    return _unit(features.astype(np.float32))


def mel_power(windows: Samples) -> Floats:
    """Power in 40 mel bands: windows of shape (n, samples) become (n, frames, 40)."""
    padded = np.pad(windows, ((0, 0), (_FFT // 2, _FFT // 2)), mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT, axis=1)[:, ::_HOP][:, :_FRAMES]
    hann = np.hanning(_FFT + 1)[:-1].astype(np.float32)
    spectra = np.fft.rfft(frames * hann, axis=2)
    power = spectra.real**2 + spectra.imag**2
    return np.asarray(power @ _filters().astype(power.dtype), np.float64)


@cache
def _filters() -> Floats:
    """Triangles on Slaney's mel scale, each of area 1: shape (201, 40). Source: Slaney 1998, Auditory Toolbox."""
    edges = _hz(np.linspace(0, _mel(RATE_HZ / 2), _MELS + 2))
    bins = np.linspace(0, RATE_HZ / 2, _FFT // 2 + 1)[:, None]
    up = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(up, down)) * 2 / (edges[2:] - edges[:-2]), np.float64)


def _mel(hz: float) -> float:
    return float(15 + np.log(hz / 1000) * 27 / np.log(6.4)) if hz >= 1000 else hz * 3 / 200


def _hz(mel: Floats) -> Floats:
    return np.where(mel >= 15, 1000 * np.exp((mel - 15) * np.log(6.4) / 27), mel * 200 / 3)


@cache
def _cosines() -> Floats:
    """The cepstrum's 12 directions after the first (loudness): shape (40, 12)."""
    bands = np.arange(_MELS)[:, None]
    return np.asarray(np.cos(np.pi * np.arange(1, 13) * (2 * bands + 1) / (2 * _MELS)), np.float64)


def _pitch(windows: Samples) -> Floats:
    """log2 of the pitch of each window, by autocorrelation of its frames of 64 ms: the median of the clear ones."""
    size = 1024
    frames = np.lib.stride_tricks.sliding_window_view(windows, size, axis=1)[:, :: size // 2].astype(np.float64)
    frames = frames - frames.mean(axis=2, keepdims=True)
    spectra = np.abs(np.fft.rfft(frames * np.hanning(size), 2 * size, axis=2)) ** 2
    echo = np.fft.irfft(spectra, axis=2)
    low, high = RATE_HZ // _PITCH_HZ[1], RATE_HZ // _PITCH_HZ[0]
    near = echo[:, :, low:high] / (echo[:, :, :1] + 1e-9)
    lag = near.argmax(axis=2) + low
    clear = near.max(axis=2) > 0.4
    pitch = np.where(clear, np.log2(RATE_HZ / lag), np.nan)
    common = float(np.nanmedian(pitch)) if clear.any() else 7.0
    return np.array([np.nanmedian(row) if np.isfinite(row).any() else common for row in pitch])


def _levelled(windows: Samples) -> Samples:
    loudness = np.sqrt((windows.astype(np.float64) ** 2).mean(axis=1, keepdims=True))
    return np.asarray(windows * (_LOUDNESS / np.maximum(loudness, 1e-6)), np.float32)


def _unit(rows: Prints) -> Prints:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
