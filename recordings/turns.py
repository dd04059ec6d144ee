"""Words become turns: one speaker's words between pauses, interleaved by time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from recordings.errors import Language
from recordings.transcript import Speaker, Turn, Word

PAUSE_S = 0.6  # seconds of silence that end a phrase
JOIN_S = 2.0  # seconds up to which one speaker's next phrase belongs to the same turn, if nobody spoke between
_WORDS_PER_MARK = 40  # fewer marks than one in so many words: the engine does not punctuate
_COMMA: Mapping[Language, str] = {"zh": "\uff0c", "en": ","}
_MARKS = ",.!?;:~\u2014\u2026\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f-"


@dataclass(frozen=True)
class SpokenWord:
    """One word in the call.

    Attributes:
        text: As it joins its neighbours: English words begin with a space, Chinese ones don't.
        start_s: Seconds from the start of the call.
        end_s: Seconds from the start of the call.
        confidence: 0..1, None if unknown.
        voice: Whose it is: a channel, or a speaker found in a mono recording.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float | None
    voice: int


def in_order(words: Iterable[SpokenWord]) -> list[SpokenWord]:
    """One voice's words with times that never run back, and empty words left out.

    Args:
        words: In the order in which they were said; times in seconds, perhaps overlapping a little.
    """
    ordered: list[SpokenWord] = []
    now_s = 0.0
    for word in words:
        if word.text.strip():
            start_s = max(word.start_s, now_s)
            now_s = max(word.end_s, start_s)
            ordered.append(replace(word, start_s=round(start_s, 3), end_s=round(now_s, 3)))
    return ordered


def build_turns(
    voices: Sequence[Sequence[SpokenWord]], speakers: Mapping[int, Speaker], language: Language
) -> tuple[Turn, ...]:
    """Interleave what the voices said, and name who said it. See `interleave`.

    Args:
        voices: For each voice its words, in order of time.
        speakers: Who a voice is; "unknown" for those left out.
        language: Of the commas that stand for pauses within a turn, where the engine writes no marks at all.

    Returns:
        Turns sorted by start, without gaps in their numbers. A turn's text is its words' text.
    """
    return write_turns(interleave(voices, language), speakers)


def interleave(voices: Sequence[Sequence[SpokenWord]], language: Language) -> list[list[SpokenWord]]:
    """What the voices said, as turns of one voice each.

    A voice's words are one phrase until it pauses for `PAUSE_S`. Phrases are sorted by their start;
    a phrase joins the one before it when the same voice goes on within `JOIN_S`. A phrase said
    while the other voice talks stands after the phrase that it falls into.

    Args:
        voices: For each voice its words, in order of time.
        language: Of the commas that stand for pauses within a turn, where the engine writes no marks at all.

    Returns:
        The words of each turn, sorted by start.
    """
    phrases = sorted((phrase for words in voices for phrase in _phrases(words)), key=lambda phrase: phrase[0].start_s)
    bare = _is_bare([word for words in voices for word in words])
    joined: list[list[SpokenWord]] = []
    for phrase in phrases:
        last = joined[-1][-1] if joined else None
        if last and last.voice == phrase[0].voice and phrase[0].start_s - last.end_s <= JOIN_S:
            joined[-1][-1] = _marked(last, language) if bare else last
            joined[-1].extend(phrase)
        else:
            joined.append(phrase)
    return joined


def write_turns(spoken: Sequence[list[SpokenWord]], speakers: Mapping[int, Speaker]) -> tuple[Turn, ...]:
    """Turns from the words of each; `speakers`: who a voice is, "unknown" for those left out."""
    return tuple(_turn(index, words, speakers) for index, words in enumerate(spoken))


def lines_of(words: Sequence[SpokenWord]) -> list[str]:
    """What one voice said, phrase by phrase."""
    return ["".join(word.text for word in phrase).strip() for phrase in _phrases(words)]


def _phrases(words: Iterable[SpokenWord]) -> list[list[SpokenWord]]:
    phrases: list[list[SpokenWord]] = []
    for word in words:
        if phrases and word.start_s - phrases[-1][-1].end_s < PAUSE_S:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _is_bare(words: Sequence[SpokenWord]) -> bool:
    """Whether an engine wrote words without marks, as pocketsphinx does, and Whisper now and then."""
    marks = sum(word.text.rstrip()[-1] in _MARKS for word in words)
    return marks < len(words) / _WORDS_PER_MARK


def _marked(word: SpokenWord, language: Language) -> SpokenWord:
    """The word with a comma, for the pause after it."""
    text = word.text.rstrip()
    return word if text[-1] in _MARKS else replace(word, text=text + _COMMA[language])


def _turn(index: int, words: list[SpokenWord], speakers: Mapping[int, Speaker]) -> Turn:
    known = [word.confidence for word in words if word.confidence is not None]
    return Turn(
        index=index,
        speaker=speakers.get(words[0].voice, "unknown"),
        text="".join(word.text for word in words).strip(),
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        confidence=round(sum(known) / len(known), 3) if known else None,
        words=tuple(
            Word(text=word.text.strip(), start_s=word.start_s, end_s=word.end_s, confidence=word.confidence)
            for word in words
        ),
    )
