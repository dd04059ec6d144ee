"""Which wording the customer uses, and its placeholders filled. The same seed always chooses the same."""

from __future__ import annotations

import re
from zlib import crc32

from recordings.errors import Language
from scenarios.customer import Line
from scenarios.script import Script
from scenarios.state import Spoken, State

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def speak(script: Script, state: State, lines: tuple[Line, ...], *, used: tuple[Spoken, ...] = ()) -> Spoken | None:
    """One of several wordings, preferring those that this run has not heard yet.

    Args:
        script: For the values of placeholders.
        state: The run so far; its seed and length choose.
        lines: The wordings; all say the same.
        used: Lines already said in this breath.

    Returns:
        The line as spoken; None where there are no wordings.
    """
    if not lines:
        return None
    said = [line.id for moment in state.history for line in moment.customer] + [line.id for line in used]
    fewest = min(said.count(line.id) for line in lines)
    fresh = [line for line in lines if said.count(line.id) == fewest]
    if len(fresh) > 1 and fewest:
        latest = max(fresh, key=lambda line: len(said) - said[::-1].index(line.id))
        fresh = [line for line in fresh if line is not latest]
    chosen = fresh[crc32(f"{state.seed}:{len(state.history)}:{lines[0].id}".encode()) % len(fresh)]
    return Spoken(id=chosen.id, text=fill(script, chosen.text(state.language), state.language))


def say(script: Script, state: State, lines: tuple[Line, ...], spoken: list[Spoken]) -> None:
    """Add one of `lines` to what is said in this breath; nothing where there are none."""
    line = speak(script, state, lines, used=tuple(spoken))
    if line is not None:
        spoken.append(line)


def fill(script: Script, text: str, language: Language) -> str:
    """`text` with `{fact}` replaced by the fact's value and `{name}` by the customer's name.

    A placeholder that the script does not define stays as it is; the linter names it.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] == "name":
            return script.persona.name.text(language)
        fact = script.facts.get(match[1])
        return match[0] if fact is None else fact.value.text(language)

    return PLACEHOLDER.sub(value, text)
