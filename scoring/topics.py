"""What a call is about, and of which kind of institution the customer complains."""

from __future__ import annotations

from pydantic import Field

from recordings.transcript import Model, Transcript
from scoring.facts import InstitutionKind, Knowledge


class TopicGuess(Model):
    """The topic (id, or "other") with confidence 0-1, and the kind of institution where it was heard."""

    topic: str
    confidence: float = Field(ge=0, le=1)
    institution_kind: InstitutionKind | None = None


def topic_of(transcript: Transcript, knowledge: Knowledge) -> TopicGuess:
    """The topic of a call from what was said, the customer's words first."""
    return TopicGuess(topic="other", confidence=0.0)
