"""Finding facts by how a person asks in the middle of a call, where no fact holds every word.

Each fact is a text of all by which it may be known: its statement, topics, aliases, and how it is said rightly and
wrongly. Pieces that texts share with the question count by their rarity, those of the statement half as much again;
what the question resembles among the labelled sayings of facts counts beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from recordings.errors import Language
from scoring.claim_likeness import fact_scores

_HAN = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_WORD = re.compile(r"[a-z0-9]{3,}")
NEAR = 0.5  # share of the best one's score from which a text is found too; own choice
LEAST = 2  # pieces that a text must hold, or half of those that any text holds
LIKE = 0.4  # weight of likeness beside the pieces, both with 1 for the best; chosen on tests/desk/data/look_up.yaml
ENDINGS = ("ing", "edly", "ied", "ies", "ed", "es", "ly", "s")
STEM = 3  # letters that an English word keeps at least
# What questions are made of, whatever they are about.
EMPTY = frozenset(
    [
        "怎么",
        "么办",
        "能不",
        "不能",
        "可以",
        "以吗",
        "多少",
        "什么",
        "会不",
        "会怎",
        "怎样",
        "么样",
        "是不",
        "有没",
        "没有",
        "哪里",
        "哪儿",
        "这个",
        "那个",
        "要不",
        "不要",
        "一下",
        "请问",
        "我的",
        "了吗",
        "的吗",
        "了怎",
        "的钱",
        "还能",
        "能吗",
        "吗能",
        "要我",
        "给我",
        "the",
        "and",
        "can",
        "does",
        "what",
        "how",
        "for",
        "you",
        "they",
        "have",
        "has",
        "will",
        "was",
        "are",
        "this",
        "that",
        "with",
        "from",
        "when",
        "who",
        "why",
        "must",
        "get",
        "got",
        "any",
        "his",
        "her",
        "our",
        "your",
        "not",
        "but",
        "out",
        "about",
        "there",
        "their",
        "them",
        "into",
        "onto",
        "too",
        "its",
        "did",
        "many",
        "much",
        "long",
        "often",
    ]
)


@dataclass(frozen=True, slots=True)
class Searched:
    """A fact as it is searched: everything that is known of it and its statement, in lower case."""

    fact_id: str
    text: str
    statement: str


def closest(question: str, facts: Sequence[Searched]) -> list[int]:
    """The facts that answer a question most likely.

    Args:
        question: As a person types it, in Chinese or English.
        facts: All that there are.

    Returns:
        Their places in `facts`, the closest first; empty where nothing comes near.
    """
    held = [[piece for piece in _pieces(question) if piece in fact.text] for fact in facts]
    spread = Counter(piece for found in held for piece in found)
    weight = {piece: log((1 + len(facts)) / (0.5 + count)) for piece, count in spread.items()}
    near = [at for at, found in enumerate(held) if len(found) >= LEAST or (found and 2 * len(found) >= len(spread))]
    scores = {at: sum(weight[one] * (1.5 if one in facts[at].statement else 1.0) for one in held[at]) for at in near}
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return []
    like = _like(question)
    scores = {at: score / best + LIKE * like.get(facts[at].fact_id, 0.0) for at, score in scores.items()}
    best = max(scores.values())
    return sorted((at for at in near if scores[at] >= NEAR * best), key=lambda at: -scores[at])


def _pieces(question: str) -> list[str]:
    """Pairs of Chinese characters and stems of English words, each once, without those that say nothing."""
    question = question.lower()
    pairs = [pair for pair in _HAN.findall(question) if pair not in EMPTY]
    words = [_stem(word) for word in _WORD.findall(question) if word not in EMPTY]
    return list(dict.fromkeys((*pairs, *words)))


def _stem(word: str) -> str:
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= STEM), "")
    return word.removesuffix(ending)


def language_of(question: str) -> Language:
    """In which language a question is asked."""
    return "zh" if _HAN.search(question) else "en"


def _like(question: str) -> Mapping[str, float]:
    """How like the sayings of each fact, from 0 (as like as most) to 1 (the likest)."""
    scores = fact_scores(question, language_of(question))
    if not scores:
        return {}
    middle = sorted(scores.values())[len(scores) // 2]
    span = max(max(scores.values()) - middle, 0.3)  # where nothing stands out, likeness says little
    return {fact_id: max(0.0, score - middle) / span for fact_id, score in scores.items()}
