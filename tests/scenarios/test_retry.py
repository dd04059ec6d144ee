"""Whoever takes the debrief's advice and says it in own words scores higher on that turn: in every scenario.

The own words are nobody's model answers: plain lines by criterion (`own_words.yaml`), and where a fact is to be told,
lines of the independent calls in `data`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from recordings.errors import Language
from scenarios import player
from scenarios.copying import copied
from scenarios.debrief import Fix, debrief
from scenarios.load import list_scripts, load_script
from scenarios.reading import read_reply
from scenarios.script import Script
from scenarios.state import Reply, State
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard

DATA = Path(__file__).parent / "data"
NAMES = [script.id for script in list_scripts()]
LONGEST = 30  # replies
WORDS = Path(__file__).parent / "own_words.yaml"
OWN: dict[Language, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
# What is to be heard in a line that tells what a criterion asks for.
TELLING = {
    "facts_correct": "claim:", "facts_complete": "told:", "right_referral": "refer:", "personalised_help": "told:",
}  # fmt: skip


def scored(script: Script, state: State) -> Scorecard:
    knowledge = load_knowledge(script.knowledge)
    return score(state.transcript(script), load_rubric(script.rubric), knowledge, topic=script.topic)


def weakly(script: Script, language: Language) -> State:
    """A call in which every moment gets its weak answer."""
    state = player.start(script, language, seed=1).state
    while state.ended is None and state.turns < LONGEST:
        weak = script.nodes[state.node].weak
        text = weak.text(language) if weak else {"zh": "好的。", "en": "All right."}[language]
        state = player.step(script, state, Reply(text=text)).state
    return state


def in_own_words(script: Script, state: State, fix: Fix, language: Language) -> list[str]:
    """What somebody could say who has understood the advice of a fix."""
    lines = [OWN[language][fix.criterion]] if fix.criterion in OWN[language] else []
    said = {
        "facts_correct": "claim:",
        "facts_complete": "told:",
        "right_referral": "refer:",
        "personalised_help": "told:",
    }
    wanted = said.get(fix.criterion)
    if wanted is None:
        return lines
    calls = [
        file for file in sorted(DATA.glob(f"{script.id}_good_{language}_*.txt")) if re.search(r"_[23]$", file.stem)
    ]
    told = [line for file in calls for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    fresh = [line for line in told if any(one.startswith(wanted) for one in read_reply(script, line, language).heard)]
    return [*lines, *fresh, " ".join(fresh)]  # the last: where one fact of many isn't half of them


def value(card: Scorecard, criterion: str) -> float:
    """The level; between failed and passed where harm is only suspected, in a weak turn that was not retried."""
    found = next(line for line in card.criteria if line.id == criterion)
    if found.explanation.code == "maybe_harmful":
        return 0.5
    return -1.0 if found.value is None else found.value


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_own_words_that_follow_the_advice_score_higher_on_the_retried_turn(name: str, language: Language) -> None:
    script = load_script(name)
    weak = weakly(script, language)
    fixes = debrief(script, weak, scored(script, weak)).fixes
    assert fixes
    for fix in fixes:
        said_then = weak.history[fix.moment].event
        before = player.rewind(script, weak, fix.moment).state
        assert said_then is not None
        then = scored(script, player.step(script, before, said_then).state)
        for text in in_own_words(script, weak, fix, language):
            again = player.step(script, before, Reply(text=text)).state
            card = scored(script, again)
            if value(card, fix.criterion) > value(then, fix.criterion):
                assert copied(script, again) == ()
                assert (card.total or 0) >= (then.total or 0)
                break
        else:
            pytest.fail(f"{fix.criterion}: no own words score higher than “{fix.quote}”")
