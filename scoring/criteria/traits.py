"""What an author of rubrics needs to know of a scorer: its levels, when it makes sense, what it looks at."""

from __future__ import annotations

from recordings.transcript import Model
from scoring.findings import Act
from scoring.rubric import Scale


class Traits(Model):
    """Of one scorer. `acts`: what it looks for, where acts are all that it looks for."""

    scale: Scale
    applies_when: str = "always"
    needs_knowledge: bool = False
    acts: frozenset[Act] = frozenset()


TRAITS: dict[str, Traits] = {
    "acknowledge_feeling": Traits(scale="0-2", applies_when="feeling_voiced"),
    "check_resolved": Traits(scale="yes_no", applies_when="problem_told", acts=frozenset(("check_resolved",))),
    "closing": Traits(scale="yes_no", acts=frozenset(("close", "thank"))),
    "dead_air": Traits(scale="0-2"),
    "facts_complete": Traits(scale="0-2", applies_when="facts_required", needs_knowledge=True),
    "facts_correct": Traits(scale="0-2", needs_knowledge=True),
    "forbidden_phrases": Traits(scale="yes_no", needs_knowledge=True),
    "interruptions": Traits(scale="0-2"),
    "never_says": Traits(scale="yes_no"),
    "next_steps": Traits(scale="0-2", applies_when="problem_told"),
    "no_overpromise": Traits(scale="yes_no", acts=frozenset(("overpromise",))),
    "opening": Traits(scale="yes_no"),
    "personalised_help": Traits(scale="0-2", applies_when="problem_told"),
    "privacy": Traits(scale="yes_no", acts=frozenset(("ask_secret",))),
    "reflect_understanding": Traits(scale="0-2", applies_when="problem_told"),
    "respect": Traits(scale="yes_no", acts=frozenset(("blame", "threaten", "dismiss"))),
    "right_referral": Traits(scale="yes_no", applies_when="referral_due", needs_knowledge=True),
    "says": Traits(scale="yes_no"),
    "understand_situation": Traits(scale="0-2", applies_when="problem_told"),
}  # fmt: skip
