"""Which body a customer is sent to, and which one is competent."""

from __future__ import annotations

from recordings.errors import Language
from scoring.facts import Body, InstitutionKind, Knowledge
from scoring.findings import Span


class BodyMention(Span):
    """A body named in a text. `directed`: the speaker sends the listener there; `negated`: says not to go there."""

    body: Body
    directed: bool
    negated: bool = False


def find_bodies(text: str, language: Language) -> tuple[BodyMention, ...]:
    """Every body that a text names: 12378, 12363, 12386, police, court, mediation, the institution itself."""
    return ()


def referral_due(topic: str | None, institution_kind: InstitutionKind | None, knowledge: Knowledge) -> Body | None:
    """The body competent for a topic and kind of institution; None where no referral is due or it can't be told."""
    return None
