"""The criteria's scorers, one family a file. A rubric names them by these names."""

from __future__ import annotations

from scoring.criteria.accuracy import facts_complete, facts_correct, right_referral
from scoring.criteria.applies import CONDITIONS
from scoring.criteria.by_act import never_says, says
from scoring.criteria.ending import check_resolved, closing, next_steps, opening
from scoring.criteria.feeling import acknowledge_feeling
from scoring.criteria.harm import forbidden_phrases, no_overpromise, privacy, respect
from scoring.criteria.outcome import Outcome, Scorer
from scoring.criteria.personal import personalised_help, reflect_understanding
from scoring.criteria.situation import understand_situation
from scoring.criteria.timing import dead_air, interruptions

__all__ = ["CONDITIONS", "DONE_ANYWAY", "PARAMETERS", "SCORERS", "Outcome", "Scorer"]

SCORERS: dict[str, Scorer] = {
    "acknowledge_feeling": acknowledge_feeling,
    "check_resolved": check_resolved,
    "closing": closing,
    "dead_air": dead_air,
    "facts_complete": facts_complete,
    "facts_correct": facts_correct,
    "forbidden_phrases": forbidden_phrases,
    "interruptions": interruptions,
    "never_says": never_says,
    "next_steps": next_steps,
    "no_overpromise": no_overpromise,
    "opening": opening,
    "personalised_help": personalised_help,
    "privacy": privacy,
    "reflect_understanding": reflect_understanding,
    "respect": respect,
    "right_referral": right_referral,
    "says": says,
    "understand_situation": understand_situation,
}

# Scorers whose highest level counts even where nothing called for it: who asks is not left without the point.
DONE_ANYWAY = frozenset(("check_resolved",))

# What a rubric may set for a scorer; numbers above 0, but for `critical_when` (see `scoring.maths`) and `acts`, a list.
PARAMETERS: dict[str, frozenset[str]] = {
    "acknowledge_feeling": frozenset(("within_agent_turns",)),
    "dead_air": frozenset(("longest_allowed_s",)),
    "facts_correct": frozenset(("critical_when",)),
    "interruptions": frozenset(("per_s",)),
    "never_says": frozenset(("acts",)),
    "personalised_help": frozenset(("full_from",)),
    "says": frozenset(("acts", "first_turns", "last_turns")),
    "understand_situation": frozenset(("full_from",)),
}
