"""What the customer makes of harm that the scorer leaves open: docs/decisions/0006-open-harm-in-practice.md."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.findings import HARMFUL_ACTS, Act, ActHit, Claim
from scoring.harm_likeness import LEFT_OPEN

_COURTESY: frozenset[Act] = frozenset(("greet", "thank", "close", "hold_notice"))  # said whatever else is meant
_COLD: frozenset[Act] = frozenset(("blame", "dismiss", "refuse_without_path"))


def heard_acts(
    hits: Sequence[ActHit],
    claims: Sequence[Claim],
    *,
    asked: Sequence[str],
    told: Sequence[str],
    directed: bool,
    declined: bool,
) -> list[ActHit]:
    """The acts that the customer hears: all, but for harm that is left open where much speaks against it.

    What rests on a mere cue is heard only where nothing speaks for the trainee, coldness that is left open not where it
    stands in words of comfort, a refusal not where the trainee says that nothing can be promised or tells a rule.

    Args:
        hits: What the scorer found in the reply.
        claims: The claims in it.
        asked: The customer's facts that were asked about.
        told: The points that were told.
        directed: Whether the customer is directed to somebody.
        declined: Whether the trainee declines to promise, in whatever words.

    Returns:
        Those of `hits` that count, in their order.
    """
    comfort = [hit for hit in hits if hit.act == "acknowledge_feeling"]
    helps = bool(asked or told or directed) or any(hit.act not in HARMFUL_ACTS | _COURTESY for hit in hits)
    reasons: tuple[tuple[bool, frozenset[Act]], ...] = (
        (helps, _COLD),
        (bool(asked), frozenset(("ask_secret",))),
        (bool(comfort), frozenset(("threaten",))),
        (declined, frozenset(("overpromise",))),
    )
    on_a_cue = frozenset(act for holds, acts in reasons if holds for act in acts)
    return [
        hit
        for hit in hits
        if not (hit.act in on_a_cue and hit.confidence < LEFT_OPEN)
        and not (hit.act in _COLD and hit.confidence <= LEFT_OPEN and _in_comfort(hit, comfort))
        and not (hit.act == "refuse_without_path" and ("no_promise" in told or _tells_a_rule(hit, claims)))
    ]


def _tells_a_rule(hit: ActHit, claims: Sequence[Claim]) -> bool:
    """Whether the words are a true claim: a case before a court isn't accepted."""
    right = [claim.quote for claim in claims if claim.verdict == "supported"]
    return any(quote in hit.quote or hit.quote in quote for quote in right)


def _in_comfort(hit: ActHit, comfort: Sequence[ActHit]) -> bool:
    """Whether it stands in the words of comfort themselves: exhausting at your age."""
    return any(hit.start < other.end and other.start < hit.end for other in comfort)
