"""Answers that are a script's model answer word for word: learnt by heart, they show a good memory, not the skill."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import Field
from rapidfuzz import fuzz

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.script import Script
from scenarios.state import Reply, State, check_script
from scoring.normalise import normalise

# Letters that both must have: below, polite formulas and bare facts ("for banks you turn to 12378") meet by chance.
# With these bounds none of the calls that independent authors wrote for the library's tests is taken for a copy.
SHORTEST: dict[Language, int] = {"zh": 22, "en": 70}
ALIKE = 90.0  # per cent of the shorter one's letters that stand in the longer one, in order and together
_LETTERS = re.compile(r"\W+")


class Copied(Model):
    """A reply that repeats a model answer."""

    moment: int = Field(ge=0)  # index in the run's history
    node: str  # whose model answer it is
    quote: str  # the reply


def copied(script: Script, state: State) -> tuple[Copied, ...]:
    """The replies that are a model answer of the script, wholly or in a long piece, with hardly a word changed.

    Says nothing of whether the answer fits, nor of where the trainee has it from.

    Args:
        script: The scenario that `state` is a run of.
        state: The run.

    Raises:
        BadState: The run is of another script.
    """
    check_script(state, script)
    models = _models(script, state.language)
    found: list[Copied] = []
    for position, moment in enumerate(state.history):
        if not isinstance(moment.event, Reply):
            continue
        said = letters(moment.event.text, state.language)
        node = next((node for node, model in models if same(said, model, state.language)), None)
        if node is not None:
            found.append(Copied(moment=position, node=node, quote=moment.event.text))
    return tuple(found)


def same(said: str, model: str, language: Language) -> bool:
    """Whether one stands in the other nearly letter by letter. Both as `letters` gives them."""
    if min(len(said), len(model)) < SHORTEST[language]:
        return False
    return fuzz.partial_ratio(said, model, score_cutoff=ALIKE) >= ALIKE


@lru_cache(maxsize=4096)
def letters(text: str, language: Language) -> str:
    """A text without everything by which the same words may be written differently: case, marks, spaces, fillers."""
    return _LETTERS.sub("", normalise(text, language).text)


def _models(script: Script, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, letters(node.model.text(language), language)) for key, node in script.nodes.items() if node.model
    )
