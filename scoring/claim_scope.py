"""What of an utterance is asserted: clauses, and whether each is stated, asked, supposed, quoted or read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from recordings.errors import Language
from scoring.claim_scope_words import EN, EN_HOLDS, EN_TRIGGERS, ZH, ZH_TRIGGERS, ScopeWords

Force = Literal["asserted", "question", "condition", "quoted", "hedged", "read_back"]
_HALF_DAY = re.compile(r"\b([ap])\.m\b\.?")
_WORD = re.compile(r"[a-z]+")
_TOLD_OF = ("的", "的人", "的公司", "的中介", "的那个")
_THEN_AFTER = {"zh": 5, "en": 11}  # shortest condition before its consequence, in characters


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of evened text between clause marks. `sentence` counts from 0; `mark` is what ended it."""

    text: str
    start: int
    end: int
    sentence: int
    mark: str
    force: Force = "asserted"
    soft: bool = False  # said with 好像, 可能, I think: still asserted, with less weight

    @property
    def asserted(self) -> bool:
        """Whether the speaker states it as her own."""
        return self.force == "asserted"


@lru_cache(maxsize=512)  # claims, bodies and forbidden phrases read the same turns
def scope(text: str, language: Language) -> tuple[Clause, ...]:
    """Cut evened text into clauses and tell the force of each.

    Args:
        text: Text from `scoring.normalise.normalise`.
        language: Its language.

    Returns:
        Clauses in order; those of white space alone are left out.
    """
    words = ZH if language == "zh" else EN
    if language == "en":  # the dots of p.m. end no sentence
        text = _HALF_DAY.sub(lambda match: (match[1] + "m").ljust(len(match[0])), text)
    clauses = [_forced(piece, words) for clause in _cut(text, words) for piece in _halved(clause, words, language)]
    return tuple(_in_context(clauses, words))


def _cut(text: str, words: ScopeWords) -> list[Clause]:
    clauses: list[Clause] = []
    sentence = start = 0
    for match in words.cuts.finditer(text):
        mark = match[0].strip()
        if not mark and words is EN and _held(text, match.start()):
            continue
        clauses += _clause(text, start, match.start(), sentence, mark[:1])
        start = match.end() if mark else match.start()
        sentence += mark[:1] in (".", "!", "?", ";", "\n") and bool(mark)
    clauses += _clause(text, start, len(text), sentence, "")
    return clauses


def _held(text: str, place: int) -> bool:
    """Whether the pronoun after `place` belongs to the word before: the papers you must bring."""
    following = text[place + 1 : place + 6].split(" ")[0]
    return following in ("they", "you", "we") and text[:place].rsplit(" ", 1)[-1] in EN_HOLDS


def _clause(text: str, start: int, end: int, sentence: int, mark: str) -> list[Clause]:
    body = text[start:end]
    left = len(body) - len(body.lstrip(" \"'、"))
    right = len(body.rstrip(" \"'、"))
    if left >= right:
        return []
    return [Clause(body[left:right], start + left, start + right, sentence, mark)]


def _halved(clause: Clause, words: ScopeWords, language: Language) -> list[Clause]:
    """Cut a clause that opens with a condition where its consequence begins."""
    if not words.condition.match(clause.text):
        return [clause]
    pattern = words.then if clause.mark == "," else words.then_alone
    match = pattern.search(clause.text, _THEN_AFTER[language])
    if match is None:
        return [clause]
    at = match.end() if match[0].isspace() else match.start()
    head, tail = clause.text[:at].rstrip(), clause.text[at:]
    if not tail:
        return [clause]
    return [
        Clause(head, clause.start, clause.start + len(head), clause.sentence, ""),
        Clause(tail, clause.start + at, clause.end, clause.sentence, clause.mark),
    ]


def _forced(clause: Clause, words: ScopeWords) -> Clause:
    text = clause.text
    heard = frozenset(_WORD.findall(text)) if words is EN else None
    force: Force = "asserted"
    if _has(words.hedge, text, "hedge", heard):
        force = "hedged"
    elif clause.mark == "?" or _has(words.question, text, "question", heard):
        force = "question"
    elif _has(words.condition, text, "condition", heard):
        force = "condition"
    elif _has(words.quoted, text, "quoted", heard):
        force = "quoted"
    elif _has(words.read_back, text, "read_back", heard) and not words.rule.search(text):
        force = "read_back"
    soft = force == "asserted" and _has(words.soft, text, "soft", heard)
    return replace(clause, force=force, soft=soft) if soft or force != "asserted" else clause


def _has(pattern: re.Pattern[str], text: str, name: str, heard: frozenset[str] | None) -> bool:
    """Whether a pattern stands in a text; texts without any of its words are not searched."""
    if heard is not None and heard.isdisjoint(EN_TRIGGERS[name]):
        return False
    if heard is None and name in ZH_TRIGGERS and not ZH_TRIGGERS[name].search(text):
        return False
    return pattern.search(text) is not None


def _in_context(clauses: list[Clause], words: ScopeWords) -> list[Clause]:
    """Let quotation and read-back run on to the end of their sentence, and a closing "right?" reach back."""
    out: list[Clause] = []
    running: tuple[int, Force] | None = None
    for clause in clauses:
        if running and (running[0] != clause.sentence or words.contrast.search(clause.text)):
            running = None
        if running and clause.force == "asserted":
            clause = replace(clause, force=running[1])
        if clause.force == "quoted" or words.check.search(clause.text):
            force: Force = "quoted" if clause.force == "quoted" else "read_back"
            told = force == "quoted" and clause.text.endswith(_TOLD_OF)  # those who say so: what follows is our own
            running = None if told else (clause.sentence, force)
            if clause.force == "asserted":
                clause = replace(clause, force=force)
        elif clause.force == "question" and words.quoted.search(clause.text):
            running = (clause.sentence, "quoted")  # 他是不是跟您说: what follows is what he said
        out.append(clause)
    for place, clause in enumerate(out):
        if clause.force == "question" and words.confirm.search(clause.text):
            _reach_back(out, place)
        elif clause.force == "question":
            _suppose_between(out, place)
    return out


def _suppose_between(clauses: list[Clause], place: int) -> None:
    """Mark what stands between a condition and the question that ends its sentence as supposed too."""
    sentence = [n for n in range(place) if clauses[n].sentence == clauses[place].sentence]
    first = next((n for n in sentence if clauses[n].force == "condition"), None)
    if first is None or any(clauses[n].force not in ("condition", "asserted") for n in range(first, place)):
        return
    for between in range(first, place):
        clauses[between] = replace(clauses[between], force="condition")


def _reach_back(clauses: list[Clause], place: int) -> None:
    """Mark what stands before a closing "is that right?" as read back: this sentence, or all of the one before."""
    sentence = clauses[place].sentence
    first = place > 0 and clauses[place - 1].sentence != sentence
    for before in range(place - 1, -1, -1):
        if clauses[before].sentence != sentence - int(first):
            return
        if clauses[before].force == "asserted":
            clauses[before] = replace(clauses[before], force="read_back")
