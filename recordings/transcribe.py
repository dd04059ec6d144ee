"""A recording becomes a transcript."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from recordings.audio import Audio, decode, sides
from recordings.diarize import VOICES, diarize, voice_of
from recordings.engines.errors import NoSpeech
from recordings.engines.pick import Picked, pick_engine
from recordings.engines.protocol import Engine, HeardWord, Progress
from recordings.errors import Language
from recordings.loudness import loudness_db
from recordings.models import find_places
from recordings.simplify import simplify
from recordings.speakers import name_voices
from recordings.transcript import Layout, Speaker, Transcript, Voices
from recordings.turns import SpokenWord, build_turns, in_order, lines_of
from recordings.vad import SpeechSpan, is_dead, speech_spans
from recordings.windows import Samples, Window, pack, to_call_s

_log = logging.getLogger(__name__)
# Shares of the work, for the progress bar: own measurements on a four-minute call.
_DECODED, _GATED, _HEARD = 0.02, 0.06, 0.92
_ASKED = 2  # windows of each channel that are asked for the language


@dataclass(frozen=True, eq=False)
class _Channel:
    """One channel: its sound, where somebody speaks, and the windows of that."""

    samples: Samples
    spans: tuple[SpeechSpan, ...]
    windows: tuple[Window, ...]


def transcribe(
    path: Path | str,
    engine: str = "auto",
    language: Language | Literal["auto"] = "auto",
    model: str | None = None,
    progress: Progress | None = None,
    *,
    models_folder: Path | None = None,
    prompt: str | None = None,
    on_engine: Callable[[Picked], None] | None = None,
) -> Transcript:
    """Say who said what, and when.

    Only speech is heard: each channel is gated by its own voice detection, so silence and empty
    channels cost nothing and nothing is invented in them. Two channels are two people; one channel
    (or two that hold the same sound) is told apart by voice. Chinese comes out simplified.

    Args:
        path: A recording.
        engine: "auto" or the name of an engine.
        language: What is spoken; "auto" to have the engine say.
        model: A size or a file of Whisper weights.
        progress: Called with the share done, 0..1, never falling.
        models_folder: Where weights are; None for where the environment says.
        prompt: Words to expect; None for the hotline's own, "" for none.
        on_engine: Called with the engine that was picked and why, before it listens.

    Returns:
        A transcript with times for every word. Its quality is the engine's ("draft" for pocketsphinx).

    Raises:
        AudioError: The recording can't be used.
        NoSpeech: Nobody speaks in it.
        EngineError, NoWeights, BadWeights: No engine; see `recordings.engines.errors`.
    """
    told = progress or (lambda _share: None)
    audio = decode(path)
    told(_DECODED)
    picked = pick_engine(engine, model, language=language, models_folder=models_folder)
    if on_engine:
        on_engine(picked)
    channels, layout = _channels(audio)
    if not any(channel.windows for channel in channels):
        raise NoSpeech(where=Path(path).name)
    told(_GATED)
    spoken = language if language != "auto" else _language(picked.engine, channels)
    voices = _hear(picked.engine, channels, spoken, prompt, told)
    if not any(voices):
        raise NoSpeech(where=Path(path).name)
    count: int | None = len(voices)
    if len(channels) == 1:
        voices, count = _parted(channels[0], voices[0], models_folder)
    transcript = _assemble(picked.engine, channels, voices, spoken, round(audio.duration_s, 3), layout, count)
    told(1.0)
    return transcript


def _channels(audio: Audio) -> tuple[list[_Channel], Layout]:
    """The channels worth hearing, and how they are laid out. A channel without speech beside one with is dropped."""
    channels = [_gated(samples) for samples in sides(audio)]
    if len(channels) == 1:
        return channels, "mono" if audio.channels == 1 else "twin"
    alive = [
        channel
        for channel, other in zip(channels, channels[::-1], strict=True)
        if not is_dead(channel.spans, other.spans)
    ]
    return (alive, "one_side") if len(alive) == 1 else (channels, "stereo")


def _gated(samples: Samples) -> _Channel:
    spans = speech_spans(samples)
    return _Channel(samples, spans, pack(samples, spans))


def _language(engine: Engine, channels: Sequence[_Channel]) -> Language:
    """Ask the fullest windows of every channel: greetings alone are a poor sample."""
    asked: list[Window] = []
    for channel in channels:
        asked += sorted(channel.windows, key=lambda window: -window.duration_s)[:_ASKED]
    guess = engine.detect_language(asked)
    _log.info("language %s (%.2f)", guess.language, guess.probability)
    return guess.language


def _hear(
    engine: Engine, channels: Sequence[_Channel], language: Language, prompt: str | None, told: Progress
) -> list[list[SpokenWord]]:
    total_s = sum(window.duration_s for channel in channels for window in channel.windows)
    done_s, voices = 0.0, []
    for voice, channel in enumerate(channels):
        part_s = sum(window.duration_s for window in channel.windows)

        def tell(share: float, done_s: float = done_s, part_s: float = part_s) -> None:
            told(_GATED + (_HEARD - _GATED) * (done_s + share * part_s) / total_s)

        words = _prompt(language) if prompt is None else prompt
        heard = engine.transcribe(channel.windows, language, prompt=words or None, progress=tell)
        voices.append(_placed(channel.windows, heard, voice, language))
        done_s += part_s
    return voices


def _placed(
    windows: Sequence[Window], heard: Sequence[Sequence[HeardWord]], voice: int, language: Language
) -> list[SpokenWord]:
    """Words at their time in the call. A word belongs to the piece that holds its middle."""
    words: list[SpokenWord] = []
    for window, found in zip(windows, heard, strict=True):
        texts = [word.text for word in found]
        for word, text in zip(found, simplify(texts) if language == "zh" else texts, strict=True):
            piece = window.piece_at((word.start_s + word.end_s) / 2)
            start_s, end_s = to_call_s(word.start_s, piece), to_call_s(word.end_s, piece)
            words.append(SpokenWord(text, start_s, end_s, _rounded(word.confidence), voice))
    return in_order(words)


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(min(1.0, max(0.0, confidence)), 3)


@cache
def _prompt(language: Language) -> str:
    import yaml

    held = yaml.safe_load((Path(__file__).parent / "engines" / "prompts.yaml").read_text(encoding="utf-8"))
    return str(held[language])


def _parted(
    channel: _Channel, words: Sequence[SpokenWord], models_folder: Path | None
) -> tuple[list[list[SpokenWord]], int | None]:
    """The words of one channel by voice, the voice that speaks first as number 0; and the number of voices."""
    found = diarize(channel.samples, channel.spans, models_folder=find_places(folder=models_folder).folder)
    parted: list[list[SpokenWord]] = [[] for _ in range(max(1, found.voices))]
    for word in words:
        voice = VOICES.index(voice_of(found.segments, word.start_s, word.end_s))
        parted[voice].append(replace(word, voice=voice))
    return parted, found.voices if found.counted else None


def _assemble(
    engine: Engine,
    channels: Sequence[_Channel],
    voices: Sequence[Sequence[SpokenWord]],
    language: Language,
    duration_s: float,
    layout: Layout,
    count: int | None,
) -> Transcript:
    """Name the voices and make turns. Only a channel may be an agent's by default; a voice must say so itself."""
    lines = {voice: lines_of(words) for voice, words in enumerate(voices)}
    naming = name_voices(lines, language, default_agent=0 if layout == "stereo" else None)
    levels: dict[Speaker, float] = {}
    for voice, words in enumerate(voices):
        sound = channels[voice if len(channels) > 1 else 0].samples
        level_db = loudness_db(sound, [(word.start_s, word.end_s) for word in words])
        if level_db is not None and naming.speakers[voice] != "unknown":
            levels[naming.speakers[voice]] = max(level_db, levels.get(naming.speakers[voice], level_db))
    told = Voices(
        layout=layout,
        count=count,
        role_confidence=naming.confidence,
        by_content=naming.by_content,
        levels_db=levels,
    )
    return Transcript(
        language=language,
        duration_s=duration_s,
        engine=engine.label,
        quality=engine.info.quality,
        voices=told,
        turns=build_turns(voices, naming.speakers, language),
    )
