"""Reasons in words: a stable code with fields becomes one kind sentence in each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from scoring.scorecard import Explanation, FieldValue
from scoring.wording import Bilingual

FILES = tuple(f"explanations{part}.yaml" for part in ("", ".claims", ".rubrics", ".judge", ".learned"))
LONGEST_QUOTE = 60  # characters of a quote that are shown inside a sentence; the evidence holds all of it


@cache
def templates() -> Mapping[str, Bilingual]:
    """Every code's words with their named fields in braces."""
    found: dict[str, Bilingual] = {}
    for name in FILES:
        content = yaml.safe_load((files("scoring") / name).read_text(encoding="utf-8"))
        for code, words in content.items():
            if code in found:
                raise ValueError(f"{name}: the code {code} is there twice")
            found[code] = Bilingual.model_validate(words)
    return found


def explain(code: str, **fields: FieldValue) -> Explanation:
    """The words of a code.

    Field values are shown as they are and never parsed; a long quote is shortened in the words, not in
    `fields`. A field that ends in `_zh` or `_en` is for that language's words, and is shown whole.

    Args:
        code: A key of the explanation files.
        **fields: Values of the fields that its words name; more than these are kept, unshown.

    Raises:
        KeyError: No such code, or a field that its words name is missing.
    """
    words = templates()[code]
    shown = {name: value if name.endswith(("_zh", "_en")) else _clipped(value) for name, value in fields.items()}
    text = Bilingual.model_construct(zh=words.zh.format_map(shown), en=words.en.format_map(shown))
    return Explanation.model_construct(code=code, fields=dict(fields), text=text)


def _clipped(value: FieldValue) -> FieldValue:
    if isinstance(value, str) and len(value) > LONGEST_QUOTE:
        return value[: LONGEST_QUOTE - 1].rstrip() + "…"
    return value
