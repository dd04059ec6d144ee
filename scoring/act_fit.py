"""What the likeness of acts is fitted on: soft acts and harm share their n-grams; run by `scoring.likeness_fit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from recordings.errors import Language
from scoring.clauses import pieces
from scoring.examples import SOFT_ACTS, TUNED, Example, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.harm_likeness import ANY, HARM, signs_of
from scoring.likeness import anybody, grams
from scoring.likeness_fit import Fitted, Lines, Seen, as_data, lines_of, solve
from scoring.matching import Hit, read_families
from scoring.normalise import normalise
from scoring.phrasebook import level, load_phrasebook
from scoring.soft_likeness import ADDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# Harm may be told, or left open for a person, in so many near-misses at most (on top of what is told), where a phrase
# stands (`keeps`) or only a cue (`tells`); and where only a cue stands, in so many lines of ordinary talk. Read off
# left-out scores. Own choice: rather miss than accuse.
FALSE = {"keeps": 0.006, "tells": 0.004, "opens_kept": 0.02, "opens": 0.015}
FALSE_IN_TALK = {"tells": 0.0005, "opens": 0.002}
REACH = 0.25  # so much at most signs add to the words of a line that is left open, but for one in a hundred
FRIENDLY = 0.2  # weight of a line of soft acts beside one of harm or its near-misses; own choice on left-out scores
TOGETHER = (("c", TUNED),)  # an author whose other lines stand among the tuned ones


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled line with what phrases and cues say of it."""

    example: Example
    talk: bool  # ordinary talk, labelled for soft acts
    hits: tuple[Hit, ...]
    cues: frozenset[str]
    seen: Seen


def read_line(example: Example, language: Language, *, talk: bool) -> Read:
    """Look at one line; what phrases say of a line that they were made from is no sign of anything."""
    even = normalise(example.text, language)
    reading = read_families(even, language, "acts")
    text = level(even.text, language)
    cues = load_phrasebook(language, "cues").find(text)
    question = any(piece.question for piece in pieces(even, language))
    signs = signs_of(text, language, question=question, cues=cues, reading=reading)
    if example.author == TUNED:
        signs = {sign for sign in signs if sign[0] not in "=-"}
    return Read(
        example,
        talk,
        reading.hits,
        frozenset(cue.family.kind for cue in cues),
        Seen(list(grams(anybody(text, language), language)), frozenset(signs)),
    )


def fit_harm(lines: Lines, harm: Sequence[Example], soft: Sequence[Example]) -> Fitted:
    """The columns of harm, on all lines."""
    acts = [example.acts & HARMFUL_ACTS for example in (*harm, *soft)]
    return solve(
        lines,
        [[*(act in told for act in HARM), bool(told)] for told in acts],
        [example.author for example in (*harm, *soft)],
        [1.0] * len(harm) + [FRIENDLY] * len(soft),
        TOGETHER,
    )


def fit_soft(lines: Lines, soft: Sequence[Example]) -> Fitted:
    """The columns of soft acts, on the lines that are labelled for them; moods are no signs of these."""
    import numpy as np
    from scipy.sparse import diags

    kept = np.array([1.0] * len(lines.grams) + [float(sign[0] == "=") for sign in lines.signs])
    own = Lines(lines.matrix[-len(soft) :] @ diags(kept), lines.grams, lines.signs, lines.rarity)
    return solve(own, [[act in line.acts for act in SOFT_ACTS] for line in soft], [line.author for line in soft])


def acts_as_data(language: Language) -> dict[str, Any]:
    """The content of `acts.<language>.json`."""
    import numpy as np

    soft, harm = load_examples(language), load_harm_examples(language)
    read = [read_line(example, language, talk=number >= len(harm)) for number, example in enumerate((*harm, *soft))]
    lines = lines_of([line.seen for line in read])
    of_harm, of_soft = fit_harm(lines, harm, soft), fit_soft(lines, soft)
    both = Fitted(
        lines.grams, lines.signs, lines.rarity,
        np.hstack([of_soft.weights, of_harm.weights]),
        np.hstack([of_soft.of_signs, of_harm.of_signs]),
        np.hstack([of_soft.bias, of_harm.bias]),
        np.zeros(0),
    )  # fmt: skip
    bounds = harm_bounds(read, of_harm) | _precisions(soft, of_soft)
    return as_data(both, (*SOFT_ACTS, *HARM, ANY), bounds, (*harm, *soft))


def harm_bounds(read: Sequence[Read], fitted: Fitted) -> dict[str, float]:
    """Read off the left-out scores of the lines that nothing else was tuned on."""
    rows = [
        (bool(line.example.acts & HARMFUL_ACTS), line.talk, liked(line, row))
        for line, row in zip(read, fitted.left_out, strict=True)
        if line.example.author != TUNED
    ]
    near = [like for harm, talk, like in rows if not harm and not talk]
    talks = [like for _, talk, like in rows if talk]
    bounds = {
        "keeps": _above([like.phrase for like in near], FALSE["keeps"]),
        "opens_kept": _above([like.phrase for like in near], FALSE["keeps"] + FALSE["opens_kept"]),
    }
    bounds |= {
        name: max(_above([like.cue for like in near], share), _above([like.cue for like in talks], FALSE_IN_TALK[name]))
        for name, share in (("tells", FALSE["tells"]), ("opens", FALSE["tells"] + FALSE["opens"]))
    }
    return bounds | {"near": bounds["opens"] - REACH}


def _above(scores: Sequence[float | None], share: float) -> float:
    """A bound that a `share` of all passes; None never does."""
    found = sorted((score for score in scores if score is not None), reverse=True)
    return found[min(int(share * len(scores)), len(found) - 1)] + 0.001


class Liked(NamedTuple):
    """How like harm a line is where a phrase stands, or else where a cue does; None where there is none."""

    phrase: float | None
    cue: float | None


def liked(line: Read, scores: Array) -> Liked:
    """How like harm the left-out `scores` of a line say it is."""
    like: dict[str, float] = {act: float(scores[-1] + scores[place]) / 2 for place, act in enumerate(HARM)}
    by_phrase = [like[hit.kind] for hit in line.hits if hit.kind in like]
    if by_phrase:
        return Liked(max(by_phrase), None)
    return Liked(None, max((like[kind] for kind in line.cues), default=None))


def _precisions(soft: Sequence[Example], fitted: Fitted) -> dict[str, float]:
    """How often words alone were right, by act."""
    found = {}
    for place, act in enumerate(SOFT_ACTS):
        right = [act in line.acts for line, row in zip(soft, fitted.left_out, strict=True) if row[place] >= ADDS]
        found[f"right.{act}"] = sum(right) / len(right) if right else 0.5
    return found
