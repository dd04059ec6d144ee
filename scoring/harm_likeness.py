"""Harmful acts by phrase, cue and likeness together: no one of them tells one alone.

A harmful act is told where words of a phrase family of it stand, or a weak cue of it
(`scoring/phrases/cues.<language>.yaml`), and the stretch is like our labelled lines that do harm and unlike their
near-misses. In what mood the words stand (denied, asked, quoted, warned of …) is a sign beside them. Where it is less
clear, the act is left open for a person; without a phrase or a cue, words may be as like as they will: nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.findings import HARMFUL_ACTS
from scoring.likeness import Likeness, Stretch
from scoring.matching import Hit, Reading
from scoring.normalise import Normalised
from scoring.phrasebook import Found, load_phrasebook
from scoring.scope import word_list

if TYPE_CHECKING:
    from scoring.likeness import Floats

HARM = tuple(sorted(HARMFUL_ACTS))
ANY = "any_harm"  # the column of "some harm, whichever"
PLAIN, PLAIN_TO = 0.95, -0.45  # a phrase so sure (我保证一定给您办成) is left open down to this score; own choice
BY_CUE = 0.7  # confidence of a harm that no phrase knows: used, and looked at by a person; own choice
SHORT = {"zh": 10, "en": 25}  # evened characters; in fewer, a phrase is most of what there is, and stands
SHORT_TO = -0.3  # … down to this score; own choice
LEFT_OPEN = 0.5  # confidence of a harm that a person should look at; below `criteria.outcome.LEAST_SURE_HIT`
OPEN_BY_CUE = 0.45  # the same where no phrase of it stands, only a cue
_MOODS = (
    "negators", "reporters", "others_decide", "warnings", "risk_talk", "duties", "retractions", "hedges", "own_voice",
)  # fmt: skip


def signs_of(text: str, language: Language, *, question: bool, cues: Collection[Found], reading: Reading) -> set[str]:
    """Signs of a stretch: moods (`~`), cues (`?`), and kinds that phrases found (`=`) or found and denied (`-`)."""
    told = {f"~{name}" for name in _MOODS if word_list(language, name).search(text)}
    if question:
        told.add("~question")
    told |= {f"?{cue.family.kind}.{cue.family.name}" for cue in cues}
    told |= {f"-{kind}" for kind, _, _ in reading.denied}
    return told | {f"={hit.kind}" for hit in reading.hits}


def settle_harm(
    reading: Reading, parts: Sequence[Stretch], even: Normalised, language: Language, likeness: Likeness
) -> Reading:
    """Add the harm that cue and likeness tell together; drop or leave open what likeness denies.

    Args:
        reading: What the phrases found; soft acts are handed through.
        parts: The stretches of the turn.
        even: The turn.
        language: Of the turn.
        likeness: The table of acts.

    Returns:
        The reading with its harmful hits settled, by place, then by kind.
    """
    hits: list[Hit] = []
    for part in parts:
        here = [hit for hit in reading.hits if part.start <= hit.start < part.end]
        harmful = any(hit.kind in HARMFUL_ACTS for hit in here)
        if not harmful and max(like_of(part.scores, likeness).values()) < likeness.bounds["near"]:
            hits += here  # most turns end here: so unlike harm that no sign can change it
        else:
            hits += _settled(here, reading, part, even, language, likeness)
    return replace(reading, hits=tuple(sorted(hits, key=lambda hit: (hit.start, hit.kind))))


def like_of(scores: Floats, likeness: Likeness) -> dict[str, float]:
    """How like each harmful act: half the likeness to any harm, half that to the act; about -1 to 1."""
    columns = likeness.columns
    some = float(scores[columns.index(ANY)])
    return {act: (some + float(scores[columns.index(act)])) / 2 for act in HARM}


def _settled(
    here: Sequence[Hit], reading: Reading, part: Stretch, even: Normalised, language: Language, likeness: Likeness
) -> Iterator[Hit]:
    """The hits of one stretch."""
    first, last = part.pieces[0].start, part.pieces[-1].end
    cues = load_phrasebook(language, "cues").find(part.text)
    nearby = Reading(tuple(here), tuple(one for one in reading.denied if first <= one[1] < last))
    question = any(piece.question for piece in part.pieces)
    signs = signs_of(part.text, language, question=question, cues=cues, reading=nearby)
    like = like_of(likeness.signed(part.scores, signs), likeness)
    told = set()
    for hit in here:
        if hit.kind not in HARMFUL_ACTS:
            yield hit
        elif len(part.text) < SHORT[language] and like[hit.kind] >= SHORT_TO:
            told.add(hit.kind)
            yield hit
        elif (confidence := by_phrase(hit.confidence, like[hit.kind], likeness)) is not None:
            told.add(hit.kind)
            yield replace(hit, confidence=confidence)
    standing = {cue.family.kind for cue in cues} - told
    if told or not standing:
        return
    act = max(standing, key=lambda kind: (like[kind], kind))
    if (sure := by_cue(like[act], likeness)) is not None:
        yield _quoted(act, [cue for cue in cues if cue.family.kind == act], part, even, language, likeness, sure)


def by_phrase(confidence: float, like: float, likeness: Likeness) -> float | None:
    """How sure a phrase's harm is, given how like harm its stretch is; None where likeness denies it."""
    if like >= likeness.bounds["keeps"]:
        return confidence
    least = PLAIN_TO if confidence >= PLAIN else likeness.bounds["opens_kept"]
    return LEFT_OPEN if like >= least else None


def by_cue(like: float, likeness: Likeness) -> float | None:
    """The same where only a cue of the act stands there."""
    if like >= likeness.bounds["tells"]:
        return BY_CUE
    return OPEN_BY_CUE if like >= likeness.bounds["opens"] else None


def _quoted(
    act: str,
    cues: Sequence[Found],
    part: Stretch,
    even: Normalised,
    language: Language,
    likeness: Likeness,
    confidence: float,
) -> Hit:
    """The act, with the clause for its words that holds a cue and is most like it."""
    offset = part.pieces[0].start
    clauses = [
        piece
        for piece in part.pieces
        if any(offset + cue.start < piece.end and piece.start < offset + cue.end for cue in cues)
    ]
    column = likeness.columns.index(act)
    clause = max(
        clauses or part.pieces,
        key=lambda piece: float(likeness.of(part.text[piece.start - offset : piece.end - offset], language)[column]),
    )
    start, end = even.span(clause.start, clause.end)
    quote = even.original[start:end].strip()
    start = even.original.index(quote, start)
    return Hit(act, quote, start, start + len(quote), round(confidence, 2))
