"""Who calls: the customer of a script, what they know and say, and what a trainee should tell them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from recordings.errors import Language
from recordings.transcript import Model
from scoring.findings import Act
from scoring.wording import Bilingual

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Said(Model):
    """Words in the languages that the script is played in; the linter asks for each of these."""

    zh: Text | None = None
    en: Text | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.zh is None and self.en is None:
            raise ValueError("there must be words in zh or en")
        return self

    def has(self, language: Language) -> bool:
        """Whether there are words in `language`."""
        return (self.zh if language == "zh" else self.en) is not None

    def text(self, language: Language) -> str:
        """The words in `language`, placeholders still in them; those in the other where it has none."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second or ""


class Line(Said):
    """One wording of something the customer says. `{fact}` stands for a fact's value."""

    id: Id


class Words(Model):
    """Phrases in both languages. English ones match whole words; * lets a word go on."""

    zh: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The phrases of `language`."""
        return self.zh if language == "zh" else self.en


class Mood(Model):
    """The customer's mood: 0 has had enough, 100 is at ease. At `min` they hang up."""

    start: int = Field(40, ge=1, le=100)
    min: int = Field(0, ge=0, le=99)
    max: int = Field(100, ge=1, le=100)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.min < self.start <= self.max:
            raise ValueError(f"mood must keep min < start <= max, not {self.min}, {self.start}, {self.max}")
        return self


class Persona(Model):
    """Who is calling."""

    name: Bilingual
    about: Bilingual
    mood: Mood = Mood()
    patience: int = Field(4, ge=3, le=9)  # answers to one question that miss it before the customer gives up
    silence_s: float = Field(8.0, ge=2, le=60)  # seconds of silence after which the customer speaks again
    effects: dict[Act, int] = Field(default_factory=dict)  # mood effect of an act, where it differs from ours


class Variant(Model):
    """The same customer on another day, or another customer with the same story: what differs from `persona`."""

    id: Id
    about: Bilingual
    name: Bilingual | None = None
    mood_start: int | None = Field(None, ge=1, le=100)
    patience: int | None = Field(None, ge=3, le=9)
    silence_s: float | None = Field(None, ge=2, le=60)
    effects: dict[Act, int] = Field(default_factory=dict)  # beside those of `persona`

    def of(self, persona: Persona) -> Persona:
        """`persona` with what differs."""
        changed = {
            field: value for field in ("name", "patience", "silence_s") if (value := getattr(self, field)) is not None
        }
        if self.mood_start is not None:
            changed["mood"] = persona.mood.model_copy(update={"start": self.mood_start})
        return persona.model_copy(update={**changed, "effects": {**persona.effects, **self.effects}})


class Fact(Model):
    """Something true of this customer, told only when asked."""

    name: Bilingual
    value: Said
    asked_by: Words
    lines: tuple[Line, ...] = Field(min_length=1)
    again: tuple[Line, ...] = ()  # said when asked a second time; without it, `lines`
    required: bool = False
    volunteered: bool = False  # may come as answer to an open question ("tell me what happened")


class Point(Model):
    """Something the trainee should tell: recognised by a claim about these facts, or by these words."""

    name: Bilingual
    facts: tuple[Id, ...] = ()  # ids in the knowledge base
    words: Words = Words()
    required: bool = True

    @model_validator(mode="after")
    def _recognisable(self) -> Self:
        if not self.facts and not (self.words.zh and self.words.en):
            raise ValueError("a point needs facts of the knowledge base, or words in both languages")
        return self
