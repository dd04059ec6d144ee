"""What the customer of a real call told: sentences without personal data, their facts, their questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recordings.errors import Language
from recordings.redact import find_in_turns, tokens
from recordings.transcript import Transcript, Turn
from scenarios.asking import asked_spans
from scoring.facts import Fact
from scoring.findings import Span
from scoring.normalise import normalise
from scoring.own_facts import facts_in

ASKS_ABOUT = 2  # shared words from which a question of the customer is about a rule
LEAST = {"zh": 5, "en": 14}  # characters; a shorter sentence tells nothing
FACTS = Path(__file__).with_name("draft_facts.yaml")
TEMPLATE = Path(__file__).with_name("draft_template.yaml")
_SENTENCE = re.compile(r"[^。！？!?；;.\n]+(?:\.\d[^。！？!?；;.\n]*)*[。！？!?；;.\n]*")
_PHATIC = {
    "zh": re.compile(r"在吗|在不在|听得见|听得到|听见了?吗|你好|您好|请问一下$"),
    "en": re.compile(r"\b(?:are you there|can you hear|hello|is that all right|pardon)\b", re.IGNORECASE),
}
_NO_MATTER = {
    "zh": re.compile(r"姓|我叫|你好|您好|^喂|^嗯|^请问|12363"),
    "en": re.compile(r"^(?:hi|hello|good \w+|yes|well)\b|\bname\b|12363|speaking", re.IGNORECASE),
}
MATTER_CLAUSES = 3  # clauses of the first words that are said back to the customer
_SURNAME = re.compile(r"(?<=姓)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the customer, with the turn it was said in."""

    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class ToldFact:
    """Something the customer told: its kind, the sentence, and the words that are its value."""

    kind: str
    sentence: Sentence
    value: str  # an amount, a day or a name, as it stands in the sentence; else the sentence
    slot: bool  # whether the value stands in the sentence


@cache
def draft_data(path: Path) -> Mapping[str, Any]:
    """One of the two files that drafts are made from."""
    content: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def without_personal(transcript: Transcript) -> tuple[Turn, ...]:
    """The turns with a slot or neutral words where personal data stood, or its token: `{name}`, "this number"."""
    template, language = draft_data(TEMPLATE), transcript.language
    turns: list[Turn] = []
    for turn, found in zip(transcript.turns, find_in_turns(transcript.turns), strict=True):
        places = [(one.start, one.end, str(one.kind)) for one in found]
        places += [
            (match.start(), match.end(), kind)
            for kind, token in tokens(language).items()
            for match in re.finditer(re.escape(token), turn.text)
        ]
        pieces, at = [], 0
        for start, end, kind in sorted(places):
            if start < at:
                continue
            before = turn.text[at:start]
            surname = kind == "name" and _SURNAME.search(before)
            said = template["surname"] if surname else template["tokens"][kind]
            pieces += [before, str(said[language])]
            at = end
        turns.append(turn.model_copy(update={"text": "".join([*pieces, turn.text[at:]]), "words": None}))
    return tuple(turns)


def sentences(turns: Sequence[Turn], language: Language) -> tuple[Sentence, ...]:
    """The customer's sentences, in order, short ones left out."""
    return tuple(
        Sentence(piece.strip(), turn.index)
        for turn in turns
        if turn.speaker != "agent"
        for piece in _SENTENCE.findall(turn.text)
        if len(_PHATIC[language].sub("", piece).strip(" ，,。.？?！!")) >= LEAST[language]
    )


def matter(said: Sequence[Sentence], language: Language) -> str:
    """What the customer calls about, in their own first words without greeting and name, to be said back to them."""
    clauses = [piece for one in said for piece in re.split(r"[，,。！？!?；;.]\s*", one.text) if piece.strip()]
    chosen = [piece for piece in clauses if not _NO_MATTER[language].search(piece)] or clauses
    first = ("，" if language == "zh" else ", ").join(piece.strip() for piece in chosen[:MATTER_CLAUSES])
    if language == "zh":
        return first.replace("我", "您").replace("{name}", "您")
    return re.sub(
        r"\b(?:I was|I'm|I am|I|my|me|mine)\b", lambda match: _YOURS[match[0]], first.replace("{name}", "you")
    )


_YOURS = {
    "I was": "you were",
    "I'm": "you're",
    "I am": "you are",
    "I": "you",
    "my": "your",
    "me": "you",
    "mine": "yours",
}


def questions(said: Sequence[Sentence], language: Language) -> tuple[Sentence, ...]:
    """Those of them that ask something: by a question mark, or where none was written, by their words."""
    marked = any(mark in one.text for one in said for mark in "?？")
    return tuple(one for one in said if (one.text.rstrip()[-1] in "?？" if marked else asked_spans(one.text, language)))


def facts_told(said: Sequence[Sentence], language: Language) -> tuple[ToldFact, ...]:
    """At most one fact of each kind, each from a sentence of its own, in the order of the file."""
    found = {one: facts_in(one.text, language) for one in said}
    taken: set[Sentence] = set()
    told: list[ToldFact] = []
    for kind, about in draft_data(FACTS).items():
        fact = next((fact for one in said if one not in taken and (fact := _fact(kind, about, one, found[one]))), None)
        if fact is not None:
            taken.add(fact.sentence)
            told.append(fact)
    return tuple(told)


def _fact(kind: str, about: Mapping[str, Any], sentence: Sentence, found: Mapping[str, Span]) -> ToldFact | None:
    for key, span in found.items():
        if key in about.get("families", ()):
            return ToldFact(kind, sentence, sentence.text.rstrip("。！？!?；;., "), slot=False)
        if key.partition(":")[0] == about.get("finds"):
            name = key.partition(":")[2]  # without what stands before it: 叫顺达支付
            value = name if about.get("finds") == "name" and name in span.quote else span.quote
            return ToldFact(kind, sentence, value, slot=True)
    return None


def asked_about(said: Sequence[Sentence], rules: Sequence[Fact], language: Language) -> dict[str, Sentence]:
    """For each rule the customer's question that shares most words with it, if it shares any; no question twice."""
    shared = [
        (
            _shared(one.text, f"{rule.statement.text(language)} {' '.join(rule.aliases.of(language))}", language),
            rule,
            one,
        )
        for rule in rules
        for one in said
    ]
    found: dict[str, Sentence] = {}
    for count, rule, one in sorted(shared, key=lambda item: -item[0]):
        if count >= ASKS_ABOUT and rule.id not in found and one not in found.values():
            found[rule.id] = one
    return found


def _shared(question: str, words: str, language: Language) -> int:
    """How many words (Chinese: pairs of characters) two texts share."""

    def pieces(text: str) -> set[str]:
        even = normalise(text, language).text
        if language == "en":
            return {word for word in re.findall(r"[a-z]{4,}", even) if word not in _COMMON_EN}
        plain = re.sub(r"[^一-鿿]", " ", even)
        return {plain[at : at + 2] for at in range(len(plain) - 1)} - _COMMON_ZH

    return sum(" " not in piece for piece in pieces(question) & pieces(words))


_COMMON_ZH = frozenset({"可以", "能不", "不能", "这个", "那个", "什么", "我们", "他们", "是不", "不是", "没有", "怎么"})
_COMMON_EN = frozenset({"that", "this", "with", "from", "have", "will", "what", "when", "they", "them", "your", "does"})
