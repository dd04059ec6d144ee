"""Which language is spoken, from Whisper's probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recordings.engines.protocol import LanguageGuess

_CHINESE = ("zh", "yue")  # Cantonese is written as Chinese


def guess_from(probabilities: Sequence[Mapping[str, float]]) -> LanguageGuess:
    """Chinese or English: the one with more probability over all windows.

    Other languages are left out of account, since calls here are in one of the two.

    Args:
        probabilities: For each window, the probability of each language by Whisper's code.

    Returns:
        The language and its share of the two, 0.5..1; English at 0.5 when neither was heard.
    """
    chinese = sum(held.get(code, 0.0) for held in probabilities for code in _CHINESE)
    english = sum(held.get("en", 0.0) for held in probabilities)
    if chinese + english == 0:
        return LanguageGuess("en", 0.5)
    if chinese > english:
        return LanguageGuess("zh", chinese / (chinese + english))
    return LanguageGuess("en", english / (chinese + english))
