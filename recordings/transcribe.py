"""A recording becomes a transcript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from recordings.diarize import VOICES, diarize, voice_of
from recordings.engines.errors import NoSpeech
from recordings.engines.pick import Picked, pick_engine
from recordings.engines.protocol import Engine, Progress
from recordings.errors import Language
from recordings.hearing import Spoken, hear, prompts_for
from recordings.listening import Channel, Sound, listen, whole
from recordings.loudness import loudness_of
from recordings.models import find_places
from recordings.speakers import name_voices
from recordings.transcript import Speaker, Transcript, Voices
from recordings.turns import SpokenWord, interleave, lines_of, write_turns

# Shares of the work, for the progress bar: own measurements on a four-minute call.
_BEGUN, _GATED, _HEARD = 0.01, 0.06, 0.92


def transcribe(
    path: Path | str, engine: str = "auto", language: Language | Literal["auto"] = "auto", model: str | None = None,
    progress: Progress | None = None, *, models_folder: Path | None = None,
    vocabulary: Mapping[Language, Sequence[str]] | None = None, on_engine: Callable[[Picked], None] | None = None,
) -> Transcript:  # fmt: skip
    """Say who said what, and when.

    Only speech is heard: each channel is gated by its own voice detection, so silence and empty channels cost
    nothing and nothing is invented in them. Two channels are two people; one channel (or two that hold the same
    sound) is told apart by voice. A call that mixes Chinese and English is heard window by window in the language of
    each. Chinese comes out simplified. Numbers, marks and capitals stay as the engine heard them
    (`recordings.reading` makes them pleasant to read).

    Args:
        path: A recording.
        engine: "auto" or the name of an engine.
        language: What is spoken; "auto" to have the engine say, for each window of speech.
        model: A size or a file of Whisper weights.
        progress: Called with the share done, 0..1, never falling.
        models_folder: Where weights are; None for where the environment says.
        vocabulary: By language, terms to expect (the knowledge base's), the most important first; None for the few
            that ship with the engine, {} for none.
        on_engine: Called with the engine that was picked and why, before it listens.

    Returns:
        A transcript with times for every word. Its quality is the engine's ("draft" for pocketsphinx).

    Raises:
        AudioError: The recording can't be used.
        NoSpeech: Nobody speaks in it.
        EngineError, NoWeights, BadWeights: No engine; see `recordings.engines.errors`.
    """
    told = progress or (lambda _share: None)
    sound = _sound_of(path, told)
    picked = pick_engine(engine, model, language=language, models_folder=models_folder)
    if on_engine:
        on_engine(picked)
    spoken = _words_of(path, picked.engine, sound, None if language == "auto" else language, vocabulary, told)
    transcript = _named(path, picked.engine, spoken, sound, models_folder)
    told(1.0)
    return transcript


def _sound_of(path: Path | str, told: Progress) -> Sound:
    """The speech in a recording. Raises `AudioError`, `NoSpeech`."""
    told(_BEGUN)
    sound = listen(path)
    if not sound.windows:
        raise NoSpeech(where=Path(path).name)
    told(_GATED)
    return sound


def _words_of(
    path: Path | str, engine: Engine, sound: Sound, language: Language | None,
    vocabulary: Mapping[Language, Sequence[str]] | None, told: Progress,
) -> Spoken:  # fmt: skip
    """What an engine hears in it, channel by channel. Raises `NoSpeech` where that is nothing."""
    spoken = hear(
        engine,
        sound,
        language,
        prompts_for(vocabulary),
        lambda share: told(_GATED + (_HEARD - _GATED) * share),
    )
    if not any(spoken.voices):
        raise NoSpeech(where=Path(path).name)
    return spoken


def _named(path: Path | str, engine: Engine, spoken: Spoken, sound: Sound, models_folder: Path | None) -> Transcript:
    """The words of each speaker: those of one channel are parted by voice first."""
    count: int | None = len(spoken.voices)
    if len(sound.channels) == 1:
        voices, count = _parted(path, sound.channels[0], spoken.voices[0], models_folder)
        spoken = replace(spoken, voices=voices)
    return _assemble(engine, spoken, sound, count)


def _parted(
    path: Path | str, channel: Channel, words: Sequence[SpokenWord], models_folder: Path | None
) -> tuple[list[list[SpokenWord]], int | None]:
    """The words of one channel by voice, the voice that speaks first as number 0; and the number of voices."""
    found = diarize(whole(path, channel.number), channel.spans, models_folder=find_places(folder=models_folder).folder)
    parted: list[list[SpokenWord]] = [[] for _ in range(max(1, found.voices))]
    for word in words:
        voice = VOICES.index(voice_of(found.segments, word.start_s, word.end_s))
        parted[voice].append(replace(word, voice=voice))
    return parted, found.voices if found.counted else None


def _assemble(engine: Engine, spoken: Spoken, sound: Sound, count: int | None) -> Transcript:
    """Name the voices and make turns. Only a channel may be an agent's by default; a voice must say so itself."""
    lines = {voice: lines_of(words) for voice, words in enumerate(spoken.voices)}
    naming = name_voices(lines, spoken.language, default_agent=0 if sound.layout == "stereo" else None)
    turns = interleave(spoken.voices, spoken.language)
    levels: dict[Speaker, float] = {}
    for voice, words in enumerate(spoken.voices):
        channel, speaker = sound.channels[min(voice, len(sound.channels) - 1)], naming.speakers[voice]
        level_db = loudness_of(channel.sound_between(word.start_s, word.end_s) for word in words)
        if level_db is not None and speaker != "unknown":
            levels[speaker] = max(level_db, levels.get(speaker, level_db))
    return Transcript(
        language=spoken.language,
        duration_s=sound.duration_s,
        engine=engine.label,
        quality=engine.info.quality,
        voices=Voices(
            layout=sound.layout,
            count=count,
            role_confidence=naming.confidence,
            by_content=naming.by_content,
            levels_db=levels,
            of_turns=tuple(words[0].voice for words in turns),
            truncated=sound.truncated,
        ),
        turns=write_turns(turns, naming.speakers),
        dropped=spoken.dropped,
    )
