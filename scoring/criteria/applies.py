"""When a criterion applies. Short, silent and wrong-number calls are not marked down for what they had no room for."""

from __future__ import annotations

import re
from collections.abc import Callable

from scoring.call_view import CallView
from scoring.criteria.outcome import Outcome, cannot_tell, not_applicable

PROBLEM_TOLD = {"zh": 12, "en": 8}  # characters, words: what a customer says at least to have told a problem
MOST_UNKNOWN = 0.3  # share of words by nobody knows whom, above which nothing is told from who said what
_WRONG_NUMBER = {
    "zh": re.compile(r"打错(?:了|电话)|拨错|按错了"),
    "en": re.compile(r"\bwrong number\b|\bmisdial+ed\b|\bdial+ed the wrong\b", re.IGNORECASE),
}


def customer_length(call: CallView) -> int:
    """How much the customer said, in characters (zh) or words (en)."""
    texts = [view.turn.text for view in call.by("customer")]
    if call.language == "zh":
        return sum(len(re.findall(r"[㐀-鿿]|\w+", text)) for text in texts)
    return sum(len(text.split()) for text in texts)


def always(call: CallView) -> Outcome | None:
    """To every call in which the speakers are known and the agent says something."""
    if call.share_unknown > MOST_UNKNOWN:
        return cannot_tell("unknown_speakers")
    if not call.by("agent"):
        return cannot_tell("no_agent")
    return None


def problem_told(call: CallView) -> Outcome | None:
    """To calls in which the customer told a problem."""
    blocked = always(call)
    if blocked is not None:
        return blocked
    if any(_WRONG_NUMBER[call.language].search(view.turn.text) for view in call.by("customer")):
        return not_applicable("not_for_us")
    if customer_length(call) < PROBLEM_TOLD[call.language]:
        return not_applicable("no_problem_told")
    return None


def feeling_voiced(call: CallView) -> Outcome | None:
    """To calls in which the customer voiced a feeling or hardship."""
    blocked = always(call)
    if blocked is None and next(call.feelings(), None) is None:
        return not_applicable("no_feeling_voiced")
    return blocked


def facts_required(call: CallView) -> Outcome | None:
    """To calls whose topic is known to require facts."""
    blocked = problem_told(call)
    if blocked is not None:
        return blocked
    if call.topic is None:
        return cannot_tell("topic_unknown")
    if not call.required.given and not call.required.missing:
        return not_applicable("no_facts_required")
    return None


def times_known(call: CallView) -> Outcome | None:
    """To calls whose turns have times."""
    blocked = always(call)
    if blocked is None and call.timeline.gaps is None:
        return cannot_tell("no_times")
    return blocked


CONDITIONS: dict[str, Callable[[CallView], Outcome | None]] = {
    "always": always,
    "problem_told": problem_told,
    "feeling_voiced": feeling_voiced,
    "facts_required": facts_required,
    "referral_due": problem_told,  # whether one is due its scorer looks up
    "times_known": times_known,
}
