"""Likeness: what a text resembles among our own labelled lines.

One table of n-grams has a column for each thing that a line may do: the acts of agents (`acts.<language>.json`) or the
signals of customers (`signals.<language>.json`, both in `scoring/examples/`). A stretch of a turn is looked up once,
and all columns are scored together. Signs (a phrase that stands there, a mood) come on top of the words; they are
dear to find, so whoever decides looks for them only where the words make it worth while. The tables are made from the
labelled lines by `python -m scoring.likeness_fit`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from recordings.errors import Language
from scoring.clauses import Piece, pieces
from scoring.normalise import Normalised
from scoring.phrasebook import level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LONGEST = 3  # n-grams of one to so many characters in Chinese, words in English
SHORTEST = {"zh": 6, "en": 6}  # evened characters; fewer are left to the phrases
FLOOR = 1000.0  # squared rarity that every text has besides its n-grams': a few words are little to go by; own choice
# A weight is one of these characters: the middle one is 0, and steps grow towards the ends.
LEVELS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
MIDDLE = len(LEVELS) // 2
_WORD = re.compile(r"[\w']+")
# Who somebody is, and how a region says it, makes no line more like an act: one word stands for all.
_ALIKE: dict[Language, dict[str, str]] = {
    "zh": {
        "女士|小姐|大姐|大哥|大爷|大妈|大叔|阿姨|叔叔|师傅|同志|老师|老爷子|老太太": "先生", "她": "他", "老婆": "老公",
        "女儿": "儿子", "妈妈?|爸": "爸爸", "姐姐?|哥": "哥哥", "小伙子": "姑娘", "咱们": "我们", "咋": "怎么",
        "啥": "什么", "晓得": "知道", "没得": "没有",
    },
    "en": {
        "she": "he", "her|his|hers": "him", "madam|ma'am|miss|mrs|ms|mr|dr": "sir", "father": "mother",
        "dad|mom": "mum", "husband": "wife", "son": "daughter", "brother": "sister", "gonna": "going to",
        "wanna": "want to",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of n-grams and signs, one column an act or signal.

    `rows` is the row of each n-gram in `weights` (n-grams, columns); `rarity` its share in the length of a text,
    `signs` the weights of each sign (columns,), `bias` what every column starts from, and `bounds` what was read off
    the left-out scores, for those who decide.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    rarity: Floats
    signs: Mapping[str, Floats]
    bias: Floats
    bounds: Mapping[str, float]

    def of(self, text: str, language: Language) -> Floats:
        """How like each column the words of an evened text are; about -1 to 1; shape (columns,)."""
        rows = self.rows
        known = [rows[gram] for gram in grams(anybody(text, language), language) if gram in rows]
        if not known:
            return self.bias
        length = float(self.rarity.take(known).sum() + FLOOR) ** 0.5
        scores: Floats = self.weights.take(known, axis=0).sum(axis=0) / length + self.bias
        return scores

    def signed(self, scores: Floats, signs: Iterable[str]) -> Floats:
        """Scores of words, with the signs that stand beside them."""
        known = [self.signs[sign] for sign in signs if sign in self.signs]
        return scores + sum(known) if known else scores


class Stretch(NamedTuple):
    """Clauses of a turn that are looked at together: `text` is evened, `original[start:end]` as it was said."""

    pieces: Sequence[Piece]
    text: str
    start: int
    end: int
    scores: Floats  # of the words alone


def stretches(even: Normalised, language: Language, likeness: Likeness, longest: int) -> list[Stretch]:
    """The clauses of a turn in groups of `longest` evened characters, with what their words are like."""
    parts: list[list[Piece]] = []
    for piece in pieces(even, language):
        if parts and piece.end - parts[-1][0].start <= longest:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    text = level(even.text, language)
    found = []
    for part in parts:
        words = text[part[0].start : part[-1].end]
        found.append(Stretch(part, words, *even.span(part[0].start, part[-1].end), likeness.of(words, language)))
    return found


def anybody(text: str, language: Language) -> str:
    """An evened text said by and of whomever: without gender, form of address and words of a region."""
    words, pattern = _alike(language)
    return pattern.sub(lambda match: words[match.lastindex or 1], text)


@cache
def _alike(language: Language) -> tuple[dict[int, str], re.Pattern[str]]:
    edge = "" if language == "zh" else r"\b"
    pairs = list(_ALIKE[language].items())
    pattern = "|".join(f"({edge}(?:{some}){edge})" for some, _ in pairs)
    return {place: one for place, (_, one) in enumerate(pairs, start=1)}, re.compile(pattern)


def grams(text: str, language: Language) -> dict[str, None]:
    """The different n-grams of an evened text, in order of first appearance; Chinese has its edges marked."""
    pieces = [*f"<{text}>"] if language == "zh" else _WORD.findall(text)
    between = "" if language == "zh" else " "
    runs = pieces
    told = dict.fromkeys(runs)
    for size in range(2, LONGEST + 1):
        runs = [f"{run}{between}{piece}" for run, piece in zip(runs, pieces[size - 1 :], strict=False)]
        told.update(dict.fromkeys(runs))
    return told


@cache
def load_likeness(language: Language, name: str) -> Likeness:
    """The table `name` ("acts" or "signals") of `language`."""
    import numpy as np

    data = json.loads((files("scoring.examples") / f"{name}.{language}.json").read_text(encoding="utf-8"))
    place = np.zeros(128, dtype=np.float32)
    for number, char in enumerate(LEVELS):
        step = (number - MIDDLE) / MIDDLE
        place[ord(char)] = step * abs(step)
    rows = data["grams"]
    levels = place[np.frombuffer("".join(rows.values()).encode("ascii"), dtype=np.uint8).reshape(len(rows), -1)]
    return Likeness(
        columns=tuple(data["columns"]),
        rows={gram: row for row, gram in enumerate(rows)},
        weights=levels[:, 1:] * np.array(data["scale"][1:], dtype=np.float32),
        rarity=levels[:, 0] * data["scale"][0],
        signs={sign: np.array(weights, dtype=np.float32) for sign, weights in data["signs"].items()},
        bias=np.array(data["bias"], dtype=np.float32),
        bounds=data["bounds"],
    )
