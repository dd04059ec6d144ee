"""Where an agent tells the customer to do something, in plain words that no act covers."""

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
def _patterns(kind: str, language: Language) -> re.Pattern[str]:
    content = yaml.safe_load((Path(__file__).parent / "directives.yaml").read_text(encoding="utf-8"))
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
    tells = _patterns("tells", language)
    found = []
    for piece in pieces(even, language):
        clause = even.text[piece.start : piece.end].strip()
        if piece.question or not tells.search(clause) or _patterns("care", language).search(clause):
            continue
        start, end = even.span(piece.start, piece.end)
        found.append(Span(quote=text[start:end], start=start, end=end))
    return tuple(found)
