"""Scope: under which readings words do not mean what they say.

"We can't guarantee a refund" promises nothing; 骗子会说肯定能退 is the scammer's promise; "never tell anyone
your code" asks for no code. Each family of phrases names the readings that cancel it.

| reading | the words stand … |
|---|---|
| `negation` | under a "not" of their own clause, or are denied right after |
| `negation_before` | under a "not" that stands before them in their clause |
| `negation_near` | under a "not" within a few words before them |
| `others_feel` | of somebody else (他很生气, "my wife is worried") or of a general case |
| `question` | in a question |
| `negation_out` | under a "not" outside the found words, or are denied right after |
| `statement` | in a clause that is no question |
| `reported` | in a question that is told of, not asked (换多少由银行认定, "what matters is …") |
| `quotation` | in somebody else's mouth, or between quotation marks |
| `quotation_near` | in somebody else's mouth, said in the same clause or at the end of the one before |
| `condition` | under a condition that others decide ("if the bank agrees") |
| `warning` | in advice against it ("never …", 千万别……) |
| `duty` | in what the law or a rule asks of an institution |
| `retraction` | and are taken back in the same turn |
| `hedge` | with a perhaps |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from recordings.errors import Language
from scoring.clauses import Piece
from scoring.phrasebook import Found
from scoring.phrases import load_yaml
from scoring.raw_patterns import may_match, needed

_NEAR = {"zh": 4, "en": 18}  # evened characters before a hit


class Readings:
    """The readings of one turn, worked out when first asked for.

    Args:
        text: The evened text of the turn.
        pieces: Its clauses.
        language: Of the turn.
    """

    def __init__(self, text: str, pieces: Sequence[Piece], language: Language) -> None:
        self.text = text
        self.pieces = pieces
        self.language: Language = language
        self._masked: str | None = None
        self._open: dict[str, bool] = {}  # whether a word list can match in this turn at all
        self._reports: list[tuple[int, int]] | None = None

    def cancels(self, found: Found, first: Piece, last: Piece) -> bool:
        """Whether any reading that `found`'s family names holds for it."""
        return any(_CHECKS[reading](self, found, first, last) for reading in found.family.scope)

    @property
    def masked(self) -> str:
        """The text with harmless negatives (没关系, "no problem") blotted out, same length."""
        if self._masked is None:
            self._masked = word_list(self.language, "harmless").sub(lambda m: "_" * len(m[0]), self.text)
        return self._masked

    @property
    def reports(self) -> list[tuple[int, int]]:
        """Where somebody else is said to speak ("the bank told you"), in order."""
        if self._reports is None:
            self._reports = [said.span() for said in word_list(self.language, "reporters").finditer(self.text)]
        return self._reports

    def search(self, name: str, start: int, end: int, *, masked: bool = False) -> re.Match[str] | None:
        """First match of the word list `name` in evened characters `start:end`."""
        if name not in self._open:
            self._open[name] = may_match(self.text, _needs(self.language, name))
        if not self._open[name]:
            return None  # none of its words stands in the turn
        return word_list(self.language, name).search(self.masked if masked else self.text, max(start, 0), end)

    def sentence(self, piece: Piece) -> tuple[int, int]:
        """Where the sentence of `piece` begins and ends."""
        same = [other for other in self.pieces if other.sentence == piece.sentence]
        return same[0].start, same[-1].end

    def _negated(self, found: Found, first: Piece, last: Piece) -> bool:
        if self.search("negators", first.start, found.end, masked=True):
            return True
        rest = self.text[found.end : self.sentence(last)[1]]  # cut, so that ^ means: right after
        return word_list(self.language, "denied_after").search(rest) is not None

    def _negated_before(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("negators", first.start, found.start, masked=True) is not None

    def _negated_outside(self, found: Found, first: Piece, last: Piece) -> bool:
        return self._negated_before(found, first, last) or (
            self.search("denied_after", found.end, self.sentence(last)[1]) is not None
        )

    def _negated_near(self, found: Found, first: Piece, last: Piece) -> bool:
        start = max(first.start, found.start - _NEAR[self.language])
        return self.search("negators", start, found.start, masked=True) is not None

    def _of_others(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("others", first.start, found.start) is not None

    def _asked(self, found: Found, first: Piece, last: Piece) -> bool:
        return last.question and not self.search("tags", last.start, last.end)

    def _stated(self, found: Found, first: Piece, last: Piece) -> bool:
        return not last.question

    def _reported(self, found: Found, first: Piece, last: Piece) -> bool:
        marked = self.text[last.mark_end : last.mark_end + 1] == "?"
        return not marked and self.search("told_questions", first.start, last.end) is not None

    def _quoted(self, found: Found, first: Piece, last: Piece) -> bool:
        start, _ = self.sentence(first)
        said = [end for begin, end in self.reports if start <= begin and end <= found.end]
        if said and not self.search("own_voice", said[-1], found.start + 2):
            return True
        if self.language == "en" and self.search("reported_after", found.end, self.sentence(last)[1]):
            return True
        return self.text.count('"', 0, found.start) % 2 == 1 and '"' in self.text[found.end :]

    def _quoted_near(self, found: Found, first: Piece, last: Piece) -> bool:
        if not self._quoted(found, first, last):
            return False
        before = [piece.end for piece in self.pieces if piece.end <= first.start]
        start = before[-1] - _NEAR[self.language] // 2 if before else first.start
        return any(start < end <= found.end for _, end in self.reports)

    def _conditional(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("others_decide", self.sentence(first)[0], found.start) is not None

    def _warned(self, found: Found, first: Piece, last: Piece) -> bool:
        if self.search("warnings", first.start, found.end, masked=True):
            return True
        return self.search("risk_talk", self.sentence(first)[0], found.start) is not None

    def _dutiful(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("duties", first.start, found.end) is not None

    def _retracted(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("retractions", found.end, len(self.text)) is not None

    def _hedged(self, found: Found, first: Piece, last: Piece) -> bool:
        return self.search("hedges", first.start, last.end) is not None


_Check = Callable[[Readings, Found, Piece, Piece], bool]
_CHECKS: dict[str, _Check] = {
    "negation": Readings._negated,
    "negation_before": Readings._negated_before,
    "negation_out": Readings._negated_outside,
    "negation_near": Readings._negated_near,
    "others_feel": Readings._of_others,
    "question": Readings._asked,
    "statement": Readings._stated,
    "reported": Readings._reported,
    "quotation": Readings._quoted,
    "quotation_near": Readings._quoted_near,
    "condition": Readings._conditional,
    "warning": Readings._warned,
    "duty": Readings._dutiful,
    "retraction": Readings._retracted,
    "hedge": Readings._hedged,
}
READINGS = frozenset(_CHECKS)


@cache
def _needs(language: Language, name: str) -> tuple[frozenset[str], ...]:
    return needed(word_list(language, name).pattern)


@cache
def word_list(language: Language, name: str) -> re.Pattern[str]:
    """The word list `name` of `scope.<language>.yaml`, compiled."""
    words = "|".join(load_yaml(f"scope.{language}.yaml")[name])
    return re.compile(words if language == "zh" else rf"\b(?:{words})(?!\w)")
