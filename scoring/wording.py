"""Words that exist in both languages."""

from __future__ import annotations

from recordings.errors import Language
from recordings.transcript import Model


class Bilingual(Model):
    """The same thing said in Chinese and in English; neither may be empty."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The words in `language`."""
        return self.zh if language == "zh" else self.en
