"""Phrases that an agent must not say, from the knowledge base."""

from __future__ import annotations

from recordings.errors import Language
from scoring.facts import Knowledge
from scoring.findings import Span


class ForbiddenHit(Span):
    """A forbidden phrase in a text. `forbidden_id` names the entry in the base."""

    forbidden_id: str


def find_forbidden(text: str, language: Language, knowledge: Knowledge) -> tuple[ForbiddenHit, ...]:
    """Forbidden phrases in one agent utterance, in order of place; quotations of the customer don't count."""
    return ()
