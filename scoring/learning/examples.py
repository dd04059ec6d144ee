"""What is learned from: a text, the level that a person gave it, and perhaps the words that made them."""

from __future__ import annotations

from dataclasses import dataclass

from recordings.errors import Language


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text. It says nothing of who spoke: identity, team and history of an agent have no place here.

    Attributes:
        group: What must not be split between training and testing: a call, an author.
        language: Of the text.
        context: What was said before it; may be empty.
        text: What is judged.
        label: The level, 0 the lowest; None where it is to be predicted.
        rationale: The words that the level rests on, if a person marked them.
        known: Numbers that the scorer has found already, such as how often each act stands in it and the value that the
            rules gave; as many in every example of a model. On plain text acts earn nothing beside the words
            themselves (docs/learning.md), so they are not looked for here.
    """

    group: str
    language: Language
    context: str
    text: str
    label: int | None = None
    rationale: tuple[str, ...] = ()
    known: tuple[float, ...] = ()
