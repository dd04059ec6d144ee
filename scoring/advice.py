"""Plain words that no act covers: telling the customer to do something, asking how things are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from recordings.errors import Language
from scoring.clauses import pieces
from scoring.findings import Span
from scoring.normalise import normalise


@cache
def _patterns(file: str, kind: str, language: Language) -> re.Pattern[str]:
    content = yaml.safe_load((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{piece})" for piece in content[kind][language]))


def find_directives(text: str, language: Language) -> tuple[Span, ...]:
    """The clauses of an agent's turn that tell the customer what to do.

    Does not tell good advice from poor; questions and words of care are none.

    Args:
        text: One agent turn.
        language: Of the turn.

    Returns:
        Clauses in order; `text[span.start:span.end] == span.quote`.
    """
    even = normalise(text, language)
    tells, care = (_patterns("directives.yaml", kind, language) for kind in ("tells", "care"))
    found = []
    for piece in pieces(even, language):
        clause = even.text[piece.start : piece.end].strip()
        if piece.question or not tells.search(clause) or care.search(clause):
            continue
        start, end = even.span(piece.start, piece.end)
        found.append(Span(quote=text[start:end], start=start, end=end))
    return tuple(found)


def find_commitments(text: str, language: Language) -> tuple[Span, ...]:
    """The clauses of an agent's turn that say what the agent or the hotline will do; questions are none.

    Args:
        text: One agent turn.
        language: Of the turn.

    Returns:
        Clauses in order; `text[span.start:span.end] == span.quote`.
    """
    even = normalise(text, language)
    commits = _patterns("directives.yaml", "commits", language)
    refuses = _patterns("directives.yaml", "refuses", language)
    found = []
    for piece in pieces(even, language):
        clause = even.text[piece.start : piece.end].strip()
        if not piece.question and commits.search(clause) and not refuses.search(clause):
            start, end = even.span(piece.start, piece.end)
            found.append(Span(quote=text[start:end], start=start, end=end))
    return tuple(found)


def find_questions(text: str, language: Language) -> tuple[Span, ...]:
    """The clauses of an agent's turn that ask something about the customer's own circumstances.

    Left out: for a name or number, which institution it is, whether that is right or clear, how to help, and
    questions that blame ("why did you…").

    Args:
        text: One agent turn.
        language: Of the turn.

    Returns:
        Clauses in order; `text[span.start:span.end] == span.quote`.
    """
    even = normalise(text, language)
    kinds = ("institution", "not_own", "rhetorical")
    left_out = [_patterns("questions.yaml", kind, language) for kind in kinds]
    asks = _patterns("questions.yaml", "asks", language)
    found = []
    for piece in pieces(even, language):
        clause = even.text[piece.start : piece.end].strip()
        if not (piece.question or asks.search(clause)) or any(pattern.search(clause) for pattern in left_out):
            continue
        start, end = even.span(piece.start, piece.end)
        found.append(Span(quote=text[start:end], start=start, end=end))
    return tuple(found)


def asks_which_institution(text: str, language: Language) -> bool:
    """Whether a clause asks which institution it is about, and nothing else."""
    even = normalise(text, language).text.strip(" ,.?!")
    return _patterns("questions.yaml", "institution", language).search(even) is not None


def blames(text: str, language: Language) -> bool:
    """Whether a question is no question: "who told you to…", 怪谁呢."""
    even = normalise(text, language).text.strip(" ,.?!")
    return _patterns("questions.yaml", "rhetorical", language).search(even) is not None
