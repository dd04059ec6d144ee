"""Engines on one telephone call, with random weights of base size: how fast and how large, not how right.

Random weights end no text by themselves, so every window takes its whole budget of tokens. All runs get the same
number of tokens over the call (naive decoding, which hears silence too, takes as many a window).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.child import Done, Watch, in_child
from benchmarks.table import Row

SHARED = Path(__file__).resolve().parents[2] / "shared" / "audio"
STEREO, MONO = SHARED / "call40_stereo.wav", SHARED / "call40_mono.wav"
A_WINDOW = 48  # tokens; telephone speech gives some 50 to 100 in 30 s
BASE = {
    "n_audio_state": 512,
    "n_audio_head": 8,
    "n_audio_layer": 6,
    "n_text_state": 512,
    "n_text_head": 8,
    "n_text_layer": 6,
}
FASTER, SMALLER, STEREO_COST, BEYOND_PLAIN = 4.0, 0.7, 1.3, 1.2


def rows() -> list[Row]:
    """Three comparisons; none where the recordings are not here."""
    if not STEREO.is_file():
        return [Row("engines on a telephone call", "skipped", f"needs {STEREO.name} in ../shared/audio")]
    with tempfile.TemporaryDirectory(prefix="tingxin-bench-") as folder:
        in_child("benchmarks.engines:prepare", folder=folder)
        plain = in_child("benchmarks.engines:plain", folder=folder, audio=str(STEREO), a_window=A_WINDOW)
        windows = in_child("benchmarks.engines:count", audio=str(STEREO)).result
        a_window = -(-plain.result // windows)  # rounded up: never less work for ours
        ours, mono, naive = (
            in_child("benchmarks.engines:hear", folder=folder, audio=str(audio), a_window=a_window, gated=gated)
            for audio, gated in ((STEREO, True), (MONO, True), (STEREO, False))
        )
        torch = in_child(
            "benchmarks.engines:hear", folder=folder, audio=str(STEREO), a_window=a_window, engine="whisper"
        )
    return [*_against_whisper(ours, torch), _against_mono(ours, mono, naive), _against_plain(ours, plain)]


def _against_whisper(ours: Done, torch: Done) -> list[Row]:
    return [
        Row(
            f"whisper-ct2 on a 4-minute stereo call, {ours.result} tokens",
            _time(ours),
            f"whisper, {torch.result} tokens: {_time(torch)}",
            f"{torch.seconds / ours.seconds:.1f} × faster",
            f"≥ {FASTER:g} ×",
            torch.seconds / ours.seconds >= FASTER,
        ),
        Row(
            "whisper-ct2, peak memory (weights converted before)",
            f"{ours.peak_mb:.0f} MB",
            f"whisper: {torch.peak_mb:.0f} MB",
            f"{ours.peak_mb / torch.peak_mb:.0%}",
            f"≤ {SMALLER:.0%}",
            ours.peak_mb <= SMALLER * torch.peak_mb,
        ),
    ]


def _against_mono(ours: Done, mono: Done, naive: Done) -> Row:
    return Row(
        "the stereo call, each channel heard where it speaks",
        _time(ours),
        f"its mono mix: {_time(mono)}; both channels from end to end: {_time(naive)}",
        f"{ours.seconds / mono.seconds:.2f} × the mix (naive: {naive.seconds / mono.seconds:.2f} ×)",
        f"≤ {STEREO_COST:g} ×",
        ours.seconds <= STEREO_COST * mono.seconds,
    )


def _against_plain(ours: Done, plain: Done) -> Row:
    return Row(
        "our loop on the stereo call, voice detection included",
        _time(ours),
        f"faster-whisper's own, vad_filter, channel by channel, {plain.result} tokens: {_time(plain)}",
        f"{plain.seconds / ours.seconds:.2f} × faster (processor: {plain.cpu_s / ours.cpu_s:.2f} ×)",
        f"≥ {BEYOND_PLAIN:g} ×",
        plain.seconds >= BEYOND_PLAIN * ours.seconds,
    )


def _time(done: Done) -> str:
    return f"{done.seconds:.1f} s ({done.cpu_s:.0f} s of processor)"


def prepare(folder: str) -> tuple[None, Watch]:
    """Make the weights and convert them."""
    from recordings.engines.convert import convert_once
    from tests.recordings.checkpoint import random_model, save_checkpoint

    with Watch() as watch:
        weights = save_checkpoint(random_model(**BASE), _weights(folder))
        convert_once(weights, Path(folder) / "ct2")
    return None, watch


def count(audio: str) -> tuple[int, Watch]:
    """How many windows of speech there are."""
    from recordings.listening import listen

    with Watch() as watch:
        windows = listen(audio).windows
    return len(windows), watch


def hear(
    folder: str, audio: str, a_window: int, engine: str = "whisper-ct2", *, gated: bool = True
) -> tuple[int, Watch]:
    """Hear a recording with one of our engines, from the file on; gives the number of tokens."""
    from recordings.engines.loop import Effort
    from recordings.engines.whisper import WhisperEngine
    from recordings.engines.whisper_ct2 import WhisperCt2Engine
    from recordings.models import Weights

    weights, effort = Weights(_weights(folder), "random"), Effort(longest=a_window, temperatures=(0.0,))
    ear: Any = (
        WhisperEngine(weights, effort=effort)
        if engine == "whisper"
        else WhisperCt2Engine(weights, Path(folder) / "ct2", effort=effort)
    )
    tokens: list[int] = []
    decode = ear.decode

    def counted(*given: Any, **options: Any) -> Any:
        found = decode(*given, **options)
        tokens.extend(len(each.tokens) for each in found)
        return found

    ear.decode = counted
    with Watch() as watch:
        ear.transcribe(_windows(audio, gated=gated), "en")
    return sum(tokens), watch


def _windows(audio: str, *, gated: bool) -> list[Any]:
    from recordings.audio import decode
    from recordings.listening import listen
    from recordings.vad import SpeechSpan
    from recordings.windows import pack

    if gated:
        return [window for _, window in listen(audio).windows]
    sound = decode(audio)
    return [window for channel in sound.samples for window in pack(channel, [SpeechSpan(0.0, sound.duration_s)])]


def plain(folder: str, audio: str, a_window: int) -> tuple[int, Watch]:
    """Hear both channels, one after the other, as faster-whisper does by itself; gives the number of tokens."""
    from faster_whisper import WhisperModel
    from faster_whisper.audio import decode_audio

    from recordings.engines.whisper_ct2 import _processors

    (converted,) = (Path(folder) / "ct2").iterdir()
    model = WhisperModel(str(converted), device="cpu", cpu_threads=_processors(), local_files_only=True)
    tokens = 0
    with Watch() as watch:
        for channel in decode_audio(audio, split_stereo=True):
            segments, _ = model.transcribe(
                channel, language="en", beam_size=5, vad_filter=True, word_timestamps=True, without_timestamps=True,
                condition_on_previous_text=False, temperature=[0.0], log_prob_threshold=None,
                compression_ratio_threshold=None, no_speech_threshold=None,
                max_new_tokens=2 * a_window - 4,  # CTranslate2 gives half of this and of the prompt's four tokens
            )  # fmt: skip
            tokens += sum(len(segment.tokens) for segment in segments)
    return tokens, watch


def _weights(folder: str) -> Path:
    return Path(folder) / "base-random.pt"
