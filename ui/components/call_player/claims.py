"""What the agent claimed, as the player shows it: the verdict as a shape and a word, the fact, its source, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from recordings.errors import Language
from recordings.transcript import Turn
from scoring.facts import Fact, FactSource
from scoring.scorecard import ScoredClaim
from scoring.wording import Bilingual
from ui.i18n import code, language, t
from ui.links import fact_link

VERDICT_SIGNS = {"supported": "✓", "contradicted": "✗", "vague": "~", "possible_asr_error": "?", "not_in_kb": "·"}
GRAVEST_FIRST = ("contradicted", "possible_asr_error", "vague", "supported", "not_in_kb")
_WEB = re.compile(r"^(?:https?://)?([a-z0-9.-]+\.[a-z]{2,}(?:[/?#]\S*)?)$", re.IGNORECASE)


def claim_payload(number: int, claim: ScoredClaim, turn: Turn, fact: Fact | None) -> dict[str, Any]:
    """One claim for the player.

    Args:
        number: Its place among the scorecard's claims, by which the page and the player speak of it.
        claim: What was judged.
        turn: Where it was said.
        fact: The fact as it stood then; None where nothing fits or nobody knows it any more.
    """
    place = turn.text.find(claim.quote) if claim.quote else -1
    return {
        "id": number,
        "from": place if place >= 0 else None,
        "to": place + len(claim.quote) if place >= 0 else None,
        "verdict": claim.verdict,
        "tone": claim_tone(claim, fact),
        "sign": VERDICT_SIGNS[claim.verdict],
        "label": code("common.verdict", claim.verdict),
        "quote": claim.quote,
        "turn": turn.index,
        "start": turn.start_s,
        "why": both(claim.explanation.text),
        "statement": None if fact is None or _told(claim, fact) else both(fact.statement),
        "source": source_of(claim, fact),
        "url": None if fact is None else web_address(fact.source),
        "force": _force(fact),
        "checked": None if fact is None else checked(fact),
        "doubt": None if claim.verified else t("call.claims.unverified"),
        "doubt_help": t("call.claims.unverified_help"),
        "link": None if fact is None else fact_link(fact.id),
    }


def claims_of_turns(
    claims: tuple[ScoredClaim, ...], turns: tuple[Turn, ...], facts: Mapping[str, Fact]
) -> dict[int, list[dict[str, Any]]]:
    """The claims of each turn, the gravest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for number, claim in enumerate(claims):
        if claim.turn < len(turns):
            shown = claim_payload(number, claim, turns[claim.turn], facts.get(claim.fact_id or ""))
            found.setdefault(claim.turn, []).append(shown)
    for shown_there in found.values():
        shown_there.sort(key=lambda one: GRAVEST_FIRST.index(one["verdict"]))
    return found


def source_of(claim: ScoredClaim, fact: Fact | None) -> str | None:
    """Law and article, in the reader's language where the fact is known."""
    return claim.source if fact is None else fact.source.text(language())


def _told(claim: ScoredClaim, fact: Fact) -> bool:
    """Whether the sentence why is the fact itself: what is right needs no saying twice."""
    return claim.verdict == "supported" and fact.statement.zh.rstrip("。") in claim.explanation.text.zh


def claim_tone(claim: ScoredClaim, fact: Fact | None) -> str:
    """How much a claim asks to be looked at; red only where it can cost the section."""
    if claim.verdict == "contradicted" and claim.verified and fact is not None and fact.severity == "high":
        return "critical"
    return {"supported": "good", "not_in_kb": "plain"}.get(claim.verdict, "look")


def both(said: Bilingual) -> list[dict[str, str]]:
    """Words in both languages, the reader's first; once where they are the same."""
    order: tuple[Language, ...] = ("zh", "en") if language() == "zh" else ("en", "zh")
    shown = [{"lang": lang, "text": said.text(lang)} for lang in order]
    return shown[:1] if shown[0]["text"] == shown[1]["text"] else shown


def checked(fact: Fact) -> str:
    """When somebody last saw the source."""
    if fact.checked_on is None:
        return t("call.claims.never_checked")
    return t("call.claims.checked", day=fact.checked_on.isoformat())


def web_address(source: FactSource) -> str | None:
    """A source's address as a link; None where it is no address of the web."""
    found = _WEB.match(source.url.strip()) if source.url else None
    return f"https://{found[1]}" if found else None


def _force(fact: Fact | None) -> str | None:
    """What kind of rule it is, where it is no law: a standard is not one."""
    return None if fact is None or fact.source.force == "law" else code("common.force", fact.source.force)
