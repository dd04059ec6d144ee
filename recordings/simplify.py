"""Chinese as the hotline writes it: simplified characters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def simplify(texts: Sequence[str]) -> list[str]:
    """Turn traditional characters into simplified ones.

    The texts are read as one, since some characters depend on their neighbours (乾隆 but 干杯), and
    cut again where they were cut.

    Args:
        texts: What follows one another in speech, for instance the words of a phrase.

    Returns:
        As many texts, each the simplified form of its own.
    """
    whole = _converter().convert("".join(texts))
    ends = list(accumulate(len(text) for text in texts))
    if ends and len(whole) == ends[-1]:
        return [whole[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]
    return [_converter().convert(text) for text in texts]


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
