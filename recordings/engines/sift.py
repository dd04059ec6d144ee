"""Words that Whisper wrote are kept or dropped; what is dropped is kept on record.

Lines learnt from subtitles and the same phrase over and over are dropped only where the sound is faint: a caller who
says "no no no no" out loud, or "thank you for watching over it", stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from recordings.engines.guards import is_ghost, is_silence, letters, repeats_itself
from recordings.engines.protocol import DroppedText, HeardWord
from recordings.transcript import DropReason
from recordings.windows import Window

FAINT_DB = 15.0  # dB below the channel's usual speech from which a phrase is faint; own choice, turns differ by 6
HUSHED_DB = -55.0  # dB of full scale below which any phrase is faint; telephone speech lies above -40
REPEATS = 3  # times in a row that a phrase stands there before it counts as repeated
_LONGEST_PHRASE = 12  # words of a phrase that is looked for again
_ENDS = "。.!?！？…"


def sift(
    words: Sequence[HeardWord], window: Window, log_prob: float, no_speech: float
) -> tuple[tuple[HeardWord, ...], tuple[DroppedText, ...]]:
    """Keep what may stand in a transcript.

    A window that the model itself calls silent while it guesses is dropped whole. Of a phrase repeated `REPEATS`
    times or more nothing is kept where it is faint, and its first time where the whole window is a loop. A sentence
    that is a known ghost is dropped where it is faint.

    Args:
        words: Of the window, in order of time.
        window: The sound.
        log_prob: Mean log-probability per token, at most 0.
        no_speech: Probability that nobody speaks, 0..1.

    Returns:
        The words that are kept and the texts that are not, both in order.
    """
    if is_silence(log_prob, no_speech):
        return (), _dropped(words, dict.fromkeys(range(len(words)), "no_speech"))
    reasons: dict[int, DropReason] = {}
    loop = repeats_itself("".join(word.text for word in words))
    for first, length, times in _repeats(words):
        run = range(first, first + length * times)
        if is_faint(window, words[run[0]].start_s, words[run[-1]].end_s):
            reasons.update(dict.fromkeys(run, "loop"))
        elif loop:
            reasons.update(dict.fromkeys(run[length:], "loop"))
    for sentence in _sentences(words, window):
        held = [words[number] for number in sentence]
        if is_ghost("".join(word.text for word in held)) and is_faint(window, held[0].start_s, held[-1].end_s):
            reasons.update(dict.fromkeys(sentence, "ghost"))
    return tuple(word for number, word in enumerate(words) if number not in reasons), _dropped(words, reasons)


def is_faint(window: Window, start_s: float, end_s: float) -> bool:
    """Whether a stretch of a window is too soft to be somebody who speaks into a telephone."""
    level_db = window.level_db(start_s, end_s)
    return level_db < HUSHED_DB or level_db < window.speech_db - FAINT_DB


def _repeats(words: Sequence[HeardWord]) -> Iterator[tuple[int, int, int]]:
    """Runs of one phrase: the first word's number, the phrase's length, how often it stands there."""
    said = [letters(word.text) for word in words]
    at = 0
    while at < len(said):
        length, times = max(
            ((length, _times(said, at, length)) for length in range(1, min(_LONGEST_PHRASE, len(said) - at) + 1)),
            key=lambda run: (run[1] >= REPEATS, run[0] * run[1]),
        )
        if times >= REPEATS:
            yield at, length, times
            at += length * times
        else:
            at += 1


def _times(said: Sequence[str], at: int, length: int) -> int:
    phrase, times = said[at : at + length], 1
    while said[at + times * length : at + (times + 1) * length] == phrase:
        times += 1
    return times


def _sentences(words: Sequence[HeardWord], window: Window) -> list[list[int]]:
    """Word numbers by sentence: one ends with its mark, or where the call was cut."""
    sentences: list[list[int]] = []
    ended, last = True, None
    for number, word in enumerate(words):
        piece = window.piece_at((word.start_s + word.end_s) / 2)
        if ended or piece is not last:
            sentences.append([])
        sentences[-1].append(number)
        ended, last = word.text.rstrip().endswith(tuple(_ENDS)), piece
    return sentences


def _dropped(words: Sequence[HeardWord], reasons: dict[int, DropReason]) -> tuple[DroppedText, ...]:
    """Neighbours that are dropped for the same reason become one text."""
    found: list[DroppedText] = []
    for (_, reason), group in groupby(
        ((number, reasons[number]) for number in sorted(reasons)), key=lambda pair: (_run(reasons, pair[0]), pair[1])
    ):
        held = [words[number] for number, _ in group]
        found.append(DroppedText("".join(w.text for w in held).strip(), reason, held[0].start_s, held[-1].end_s))
    return tuple(found)


def _run(reasons: dict[int, DropReason], number: int) -> int:
    """The number at which the unbroken run that holds `number` begins."""
    while number - 1 in reasons:
        number -= 1
    return number
