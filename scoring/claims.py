"""Claims: what an agent asserts that can be checked, judged against the knowledge base. The door to this family.

`claim_scope` tells what is asserted, `claim_link` which fact is meant, `claim_judge` the verdict;
`claim_quantities`, `claim_sayings` and `claim_bodies` are the three ways in which something is claimed.
"""

from __future__ import annotations

from scoring.claim_find import TurnClaim, claims_of_turns, find_claims
from scoring.facts_given import GivenFact, RequiredFacts, facts_given, required_facts

__all__ = [
    "GivenFact", "RequiredFacts", "TurnClaim", "claims_of_turns", "facts_given", "find_claims", "required_facts",
]  # fmt: skip
