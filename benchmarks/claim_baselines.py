"""What claims would be judged by without the finder: patterns alone, and likeness alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from recordings.errors import Language
from scoring.facts import Fact, Knowledge
from scoring.normalise import normalise
from scoring.numerals_zh import read as read_zh

Judged = tuple[Literal["supported", "contradicted", "none"], str | None]  # verdict, fact

LEAST_LIKE = 0.3  # cosine below which likeness means nothing
_NUMBER = {
    "zh": re.compile(r"(\d+|[零一二两三四五六七八九十百千万]+)(个?工作日|小时|日|天|年|次|个月|万元|元)"),
    "en": re.compile(r"(\d+|[a-z]+(?:-[a-z]+)?) ((?:working |business )?days|hours|years?|months?|times|yuan)"),
}
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "seventy-two": 72, "ninety": 90}


def numbers_in(text: str, language: Language) -> set[float]:
    """The numbers that stand before a unit, digits or simple words."""
    found = set()
    for word, _ in _NUMBER[language].findall(text):
        if word.isdigit():
            found.add(float(word))
        elif language == "en" and word in _SMALL:
            found.add(float(_SMALL[word]))
        elif language == "zh" and (value := read_zh(word)) is not None and value.low is not None:
            found.add(value.low)
    return found


class RegexOnly:
    """The base's own patterns as plain substrings: no scope, no negation, no bounds, no distance, no sound."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def judge(self, text: str, language: Language) -> Judged:
        """The first fact whose patterns stand in the text; a number near it decides, else right and wrong sayings."""
        even = normalise(text, language).text
        numbers = numbers_in(even, language)
        for fact in self.knowledge.facts:
            if fact.slot is not None and numbers and self._stands(fact.aliases.of(language), even, language):
                return ("supported" if fact.slot.value in numbers else "contradicted"), fact.id
        for fact in self.knowledge.facts:
            if any(self._stands(wrong.cues.of(language), even, language) for wrong in fact.wrong):
                return "contradicted", fact.id
            if self._stands(fact.right.of(language), even, language):
                return "supported", fact.id
        return "none", None

    def _stands(self, patterns: Sequence[str], even: str, language: Language) -> bool:
        return any(all(self._group(group, even, language) for group in pattern.split("+")) for pattern in patterns)

    def _group(self, group: str, even: str, language: Language) -> bool:
        if group.startswith("!"):
            return True
        for term in group.lstrip(">").split("|"):
            listed = self.knowledge.words.get(term.strip().strip("<>")) if term.strip().startswith("<") else None
            words = listed.of(language) if listed else (term,)
            if any(word.strip("* ") in even for word in words if word.strip("* ")):
                return True
        return False


class LikenessOnly:
    """The statement most like the text by character n-grams (TF-IDF); equal numbers support, others contradict."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.language: Language = language
        self.facts: tuple[Fact, ...] = knowledge.facts

    @cached_property
    def _fitted(self):  # type: ignore[no-untyped-def]
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3) if self.language == "zh" else (3, 5))
        return vectors, vectors.fit_transform([fact.statement.text(self.language) for fact in self.facts])

    def judge_all(self, texts: Sequence[str]) -> list[Judged]:
        """One judgement a text."""
        vectors, known = self._fitted
        alike = (vectors.transform(texts) @ known.T).toarray()
        return [self._judge(text, row.argmax(), row.max()) for text, row in zip(texts, alike, strict=True)]

    def _judge(self, text: str, best: int, likeness: float) -> Judged:
        fact = self.facts[best]
        if likeness < LEAST_LIKE:
            return "none", None
        said = numbers_in(text, self.language)
        true = numbers_in(
            fact.statement.text(self.language).replace(" ", "" if self.language == "zh" else " "), self.language
        )
        return ("contradicted" if said - true else "supported"), fact.id
