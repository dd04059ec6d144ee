"""Personal data out of words: a first version by rules, Chinese and English.

Takes out residents' numbers, bank cards, telephone numbers, e-mail and street addresses, number plates and
names that somebody introduces. Leaves public hotlines, amounts, deadlines, case numbers and the ends of
numbers (尾号1234): reviewers and scorers need them. Does not see a name that nobody introduces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recordings.errors import Language
from recordings.personal import Found, Kind, find_numbers, find_written, load_lists
from recordings.piecemeal import find_piecemeal
from recordings.transcript import Transcript, Turn, Word
from recordings.whereabouts import find_addresses, find_names

__all__ = ["Found", "Kind", "Redacted", "redact", "redact_transcript", "tokens"]

_STRONGEST_FIRST: tuple[Kind, ...] = ("email", "id_card", "bank_card", "phone", "plate", "address", "name")


@dataclass(frozen=True)
class Redacted:
    """A text without personal data.

    Attributes:
        text: With a token such as [电话] or [phone] for each finding.
        found: What stood where in the original, in order, apart from one another.
    """

    text: str
    found: tuple[Found, ...]


def tokens(language: Language) -> dict[Kind, str]:
    """What stands in a redacted text instead of each kind of personal data."""
    return {kind: said[language] for kind, said in load_lists().tokens.items()}


def redact(text: str, language: Language, *, names: Iterable[str] = ()) -> Redacted:
    """Take personal data out of a text.

    Both languages are looked for whatever `language` is; it chooses the tokens.

    Args:
        text: What was said.
        language: Of the tokens.
        names: Names known from elsewhere in the call, taken out wherever they stand.
    """
    found = find_personal(text, names)
    return Redacted(_replaced(text, found, language, 0, len(text)), found)


def redact_transcript(transcript: Transcript) -> Transcript:
    """Take personal data out of every turn and its words; times stay.

    A name introduced in one turn is taken out of all. Words that fall into a finding become one word, the
    token, with their time. Where words can't be matched with their turn's text, they are dropped.
    """
    names = _names_in_turns(transcript.turns)
    found = find_in_turns(transcript.turns)
    pairs = zip(transcript.turns, found, strict=True)
    turns = tuple(_redacted_turn(turn, each, transcript.language) for turn, each in pairs)
    dropped = tuple(
        each.model_copy(update={"text": redact(each.text, transcript.language, names=names).text})
        for each in transcript.dropped
    )
    return transcript.model_copy(update={"turns": turns, "dropped": dropped})


def find_in_turns(turns: Sequence[Turn]) -> tuple[tuple[Found, ...], ...]:
    """What personal data stands where in each turn of a call: names and numbers are followed from turn to turn."""
    names = _names_in_turns(turns)
    pieces = find_piecemeal(turns)
    return tuple(find_personal(turn.text, names, pieces.get(turn.index, ())) for turn in turns)


def find_personal(text: str, names: Iterable[str] = (), known: Iterable[Found] = ()) -> tuple[Found, ...]:
    """What personal data stands where, in order, apart from one another.

    Args:
        text: What was said.
        names: Names known from elsewhere in the call.
        known: What is known from elsewhere to stand in the text.
    """
    candidates = [*known, *find_written(text), *find_numbers(text), *find_addresses(text), *find_names(text)]
    for name in names:
        candidates += _everywhere(text, name)
    taken: list[Found] = []
    for found in sorted(candidates, key=lambda each: (_STRONGEST_FIRST.index(each.kind), each.start - each.end)):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda each: each.start))


def _names_in_turns(turns: Sequence[Turn]) -> set[str]:
    return {name for turn in turns for name in _names_in(turn.text)}


def _names_in(text: str) -> set[str]:
    """Names worth looking for elsewhere: a surname alone is too short to be told from a word."""
    names = {text[found.start : found.end] for found in find_personal(text) if found.kind == "name"}
    parts = {part for name in names for part in name.split() if part[:1].isupper() and len(part) > 2}
    return {name for name in names | parts if len(name) > (2 if name.isascii() else 1)}


def _everywhere(text: str, name: str) -> Iterable[Found]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        inside = name.isascii() and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        if not inside:
            yield Found("name", start, end)
        start = text.find(name, end)


def _replaced(text: str, found: Sequence[Found], language: Language, start: int, end: int) -> str:
    """`text[start:end]` with tokens; every finding lies wholly inside or outside."""
    pieces: list[str] = []
    for each in found:
        if start <= each.start and each.end <= end:
            pieces += [text[start : each.start], load_lists().tokens[each.kind][language]]
            start = each.end
    return "".join([*pieces, text[start:end]])


def _redacted_turn(turn: Turn, found: Sequence[Found], language: Language) -> Turn:
    if not found:
        return turn
    text = _replaced(turn.text, found, language, 0, len(turn.text))
    return turn.model_copy(update={"text": text, "words": _redacted_words(turn, found, language)})


def _redacted_words(turn: Turn, found: Sequence[Found], language: Language) -> tuple[Word, ...] | None:
    places = places_of(turn)
    if turn.words is None or places is None:
        return None
    redacted: list[Word] = []
    held: list[int] = []  # words that share a finding
    for index in range(len(places)):
        held.append(index)
        start, end = places[held[0]][0], places[held[-1]][1]
        if index + 1 < len(places) and any(each.start < end and each.end > places[index + 1][0] for each in found):
            continue
        redacted.append(
            _one_word([turn.words[place] for place in held], _covering(turn.text, found, language, start, end))
        )
        held = []
    return tuple(redacted)


def _covering(text: str, found: Sequence[Found], language: Language, start: int, end: int) -> str:
    """The words' text with tokens; a finding that reaches a little beyond them (a comma) counts as inside."""
    touching = [each for each in found if each.start < end and each.end > start]
    if not touching:
        return text[start:end]
    start, end = min(start, touching[0].start), max(end, touching[-1].end)
    return _replaced(text, touching, language, start, end)


def _one_word(words: Sequence[Word], text: str) -> Word:
    known = [word.confidence for word in words if word.confidence is not None]
    return Word(
        text=text,
        start_s=words[0].start_s,
        end_s=max(word.end_s for word in words),
        confidence=min(known) if len(known) == len(words) else None,
    )


def places_of(turn: Turn) -> list[tuple[int, int]] | None:
    """Where each word stands in the turn's text; None where one can't be found in order."""
    places: list[tuple[int, int]] = []
    cursor = 0
    for word in turn.words or ():
        said = word.text.strip()
        start = turn.text.find(said, cursor)
        if start < 0:
            return None
        cursor = start + len(said)
        places.append((start, cursor))
    return places
