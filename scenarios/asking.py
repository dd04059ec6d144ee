"""Where a reply asks or requests something, as opposed to stating it.

Coarser than the scorer's `ask_situation`: this only finds the stretches in which a scenario then looks for the
words of its facts, so "收到传票后十五天内可以答辩" does not ask about the summons and "传票是哪天收到的" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordings.errors import Language
from scenarios.asking_words import (
    EN_FORM,
    EN_REPORTED,
    EN_REQUEST,
    EN_RHETORICAL,
    EN_TAG,
    EN_WORD,
    ZH_CLOSED,
    ZH_FORM,
    ZH_NOTED,
    ZH_REPORTED,
    ZH_REQUEST,
    ZH_RHETORICAL,
    ZH_TAG,
    ZH_TOLD,
    ZH_WORD,
)  # fmt: skip
from scoring.normalise import normalise

NEAR = 10  # characters: a Chinese clause this short before a question is its subject (您的收入,大概多少)


def asked_spans(text: str, language: Language) -> tuple[str, ...]:
    """The stretches of a reply, evened by `scoring.normalise`, that ask or request something.

    Args:
        text: What the trainee said.
        language: In which language.

    Returns:
        The stretches in order; empty where nothing is asked.
    """
    even = normalise(text, language).text
    find = _zh_spans if language == "zh" else _en_spans
    return tuple(span for sentence, marked in _sentences(even) for span in find(sentence, marked))


def _sentences(even: str) -> Iterator[tuple[list[str], bool]]:
    """The clauses of each sentence, and whether it ends in a question mark."""
    for sentence in re.finditer(r"[^.!?;\n]+[.!?;\n]*", even):
        clauses = [clause.strip() for clause in re.split(r"[,:]", re.sub(r"[.!?;\n]+$", "", sentence[0]))]
        clauses = [clause for clause in clauses if clause]
        if clauses:
            yield clauses, "?" in sentence[0]


def _zh_spans(clauses: list[str], marked: bool) -> Iterator[str]:
    requested = False
    told = not marked and ZH_TOLD.search(",".join(clauses)) is not None
    for position, clause in enumerate(clauses):
        last = position == len(clauses) - 1
        if ZH_TAG.search(clause):
            continue
        if ZH_REQUEST.search(clause) and not ZH_REPORTED.search(clause):
            requested = True
        asks = _zh_asks(clause, marked=marked and last) and not (told and not ZH_CLOSED.search(clause))
        if requested or asks:
            before = clauses[position - 1] if asks and position and len(clauses[position - 1]) <= NEAR else ""
            yield f"{before},{clause}" if before and not requested else clause


def _zh_asks(clause: str, *, marked: bool) -> bool:
    """Whether a clause asks: never where it is rhetorical; by a question word only where that isn't reported."""
    if ZH_RHETORICAL.search(clause):
        return False
    if marked or ZH_CLOSED.search(clause):
        return True
    if ZH_REPORTED.search(clause) or ZH_NOTED.search(clause):
        return False
    return bool(ZH_FORM.search(clause) or ZH_WORD.search(clause))


def _en_spans(clauses: list[str], marked: bool) -> Iterator[str]:
    requested = False
    for position, clause in enumerate(clauses):
        last = position == len(clauses) - 1
        if EN_TAG.search(clause):
            continue
        requested = requested or bool(EN_REQUEST.search(clause))
        if requested or _en_asks(clause, marked=marked and last):
            yield clause


def _en_asks(clause: str, *, marked: bool) -> bool:
    """Whether a clause asks; as in Chinese."""
    if EN_RHETORICAL.search(clause):
        return False
    return bool(marked or EN_FORM.search(clause) or (EN_WORD.search(clause) and not EN_REPORTED.search(clause)))
