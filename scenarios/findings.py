"""What the linter finds: a code with its fields, and the words for it in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scoring.wording import Bilingual

Level = Literal["error", "warning"]


class Finding(Model):
    """One thing to mend. `line` counts from 1; `where` is the place in the script, such as nodes.court.routes.0."""

    level: Level
    line: int = Field(ge=1)
    where: str
    code: str
    fields: dict[str, str | int] = Field(default_factory=dict)
    given: Bilingual | None = None  # words made elsewhere: mistakes of form

    def words(self, language: Language) -> str:
        """The finding in one sentence."""
        if self.given is not None:
            return self.given.text(language)
        return finding_words()[self.code].text(language).format(**self.fields)


@cache
def finding_words() -> dict[str, Bilingual]:
    """The sentence of every code, in both languages."""
    raw = yaml.safe_load(Path(__file__).with_name("lint_words.yaml").read_text(encoding="utf-8"))
    return {code: Bilingual(**words) for code, words in raw.items()}
