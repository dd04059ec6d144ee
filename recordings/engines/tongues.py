"""Which language is spoken, from Whisper's probabilities: of each window, and of the call where a window can't tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recordings.errors import Language

CLEAR = 0.9  # share from which a window's own language counts against the call's; own choice
_CHINESE = ("zh", "yue")  # Cantonese is written as Chinese


class Tongues:
    """Keeps count over a call, so that a short or mumbled window is heard in the language of the others.

    Languages other than Chinese and English are left out of account, since calls here are in one of the two.

    Args:
        languages: What the engine can hear.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self._only: Language | None = languages[0] if len(languages) == 1 else None
        self._chinese = self._english = 0.0

    @property
    def of_call(self) -> Language:
        """The language with more probability over all windows so far; English before any."""
        return self._only or ("zh" if self._chinese > self._english else "en")

    def tell(self, probabilities: Sequence[Mapping[str, float]]) -> list[Language]:
        """The language of each of some windows, in the light of those before and beside them.

        Args:
            probabilities: For each window, the probability of each language by Whisper's code.
        """
        shares = [_chinese_share(held) for held in probabilities]
        self._chinese += sum(chinese for chinese, _ in shares)
        self._english += sum(english for _, english in shares)
        return [self._of_window(chinese, english) for chinese, english in shares]

    def _of_window(self, chinese: float, english: float) -> Language:
        if self._only is None and max(chinese, english) >= CLEAR * (chinese + english) > 0:
            return "zh" if chinese > english else "en"
        return self.of_call


def _chinese_share(held: Mapping[str, float]) -> tuple[float, float]:
    return sum(held.get(code, 0.0) for code in _CHINESE), held.get("en", 0.0)
