"""An engine hears windows; its words come back at their time in the call, voice by voice."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recordings.engines.protocol import Engine, Heard, Progress
from recordings.errors import Language
from recordings.listening import Sound
from recordings.simplify import simplify
from recordings.transcript import Dropped
from recordings.turns import SpokenWord, in_order
from recordings.windows import Window, to_call_s

_log = logging.getLogger(__name__)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Letters of vocabulary that go into a prompt. Whisper keeps 223 tokens of it: a Chinese character takes one or two,
# four English letters one; and every token of the prompt costs time in every window.
ROOM: Mapping[Language, int] = {"zh": 110, "en": 420}
_COMMA: Mapping[Language, str] = {"zh": "、", "en": ", "}
_STOP: Mapping[Language, str] = {"zh": "。", "en": "."}


@dataclass(frozen=True)
class Spoken:
    """What was said in a recording.

    Attributes:
        voices: For each channel its words, in order of time.
        language: The one that most of the speech is in.
        dropped: What the engine wrote and nobody believes.
    """

    voices: list[list[SpokenWord]]
    language: Language
    dropped: tuple[Dropped, ...]


def prompts_for(vocabulary: Mapping[Language, Sequence[str]] | None) -> dict[Language, str]:
    """What Whisper is told to expect: the hotline's greeting, for the style, and terms as far as there is room.

    Args:
        vocabulary: By language, terms, the most important first; None for the few that ship with the engine.

    Returns:
        One prompt a language; none where the vocabulary names no term in it.
    """
    if vocabulary is None:
        return dict(_shipped())
    return {language: _prompt(language, terms) for language, terms in vocabulary.items() if terms}


def _prompt(language: Language, terms: Sequence[str]) -> str:
    told, room = [], ROOM[language]
    for term in dict.fromkeys(terms):
        room -= len(term) + len(_COMMA[language])
        if room >= 0:
            told.append(term)
    greeting = _shipped()[language].split(_STOP[language])[0]
    between = "" if language == "zh" else " "
    return f"{greeting}{_STOP[language]}{between}{_COMMA[language].join(told)}{_STOP[language]}"


@cache
def _shipped() -> Mapping[Language, str]:
    import yaml

    held = yaml.safe_load((Path(__file__).parent / "engines" / "prompts.yaml").read_text(encoding="utf-8"))
    return {language: str(held[language]) for language in LANGUAGES}


def hear(
    engine: Engine, sound: Sound, language: Language | None, prompts: Mapping[Language, str], told: Progress
) -> Spoken:
    """Hear all windows of all channels together, in order of time.

    Args:
        engine: Who listens.
        sound: What there is to hear.
        language: Of the whole call; None to have it told window by window.
        prompts: By language, words to expect.
        told: Called with the share done, 0..1.
    """
    windows = sound.windows
    heard = engine.transcribe([window for _, window in windows], language, prompts=prompts, progress=told)
    voices: list[list[SpokenWord]] = [[] for _ in sound.channels]
    dropped: list[Dropped] = []
    seconds = dict.fromkeys(LANGUAGES, 0.0)
    for (voice, window), found in zip(windows, heard, strict=True):
        seconds[found.language] += window.duration_s if found.words else 0.0
        voices[voice] += _placed(window, found, voice)
        dropped += _dropped(window, found, voice)
    spoken = language or ("en" if seconds["en"] > seconds["zh"] else "zh")
    _log.info("language %s; seconds by language: %s; dropped: %d", spoken, dict(seconds), len(dropped))
    return Spoken([in_order(words) for words in voices], spoken, tuple(sorted(dropped, key=lambda each: each.start_s)))


def _placed(window: Window, found: Heard, voice: int) -> list[SpokenWord]:
    """Words at their time in the call. A word belongs to the piece that holds its middle."""
    words: list[SpokenWord] = []
    for word, text in zip(found.words, simplify([word.text for word in found.words]), strict=True):
        piece = window.piece_at((word.start_s + word.end_s) / 2)
        start_s, end_s = to_call_s(word.start_s, piece), to_call_s(word.end_s, piece)
        words.append(SpokenWord(text, start_s, end_s, _rounded(word.confidence), voice))
    return words


def _dropped(window: Window, found: Heard, voice: int) -> list[Dropped]:
    dropped: list[Dropped] = []
    for each in found.dropped:
        start_s = to_call_s(each.start_s, window.piece_at(each.start_s))
        end_s = max(start_s, to_call_s(each.end_s, window.piece_at(each.end_s)))
        (text,) = simplify([each.text])
        dropped.append(
            Dropped(text=text, reason=each.reason, channel=voice, start_s=round(start_s, 3), end_s=round(end_s, 3))
        )
    return dropped


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(min(1.0, max(0.0, confidence)), 3)
