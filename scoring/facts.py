"""Types of the knowledge base: sourced atomic facts, topics, forbidden phrases. Files are read in `knowledge`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scoring.wording import Bilingual

InstitutionKind = Literal["bank", "insurer", "payment", "credit_agency", "securities", "other"]
Body = Literal["12378", "12363", "12386", "police", "court", "mediation", "institution"]
Modality = Literal["may", "must", "must_not", "need_not"]
Op = Literal["le", "ge", "eq", "between"]
Force = Literal["law", "standard", "notice", "practice"]
Severity = Literal["low", "medium", "high"]
T = TypeVar("T")
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]


class Cues(Model):
    """Word patterns per language; any pattern suffices.

    `a|b+c|d` wants (a or b) and (c or d) in one statement; a group `!e|f` wants neither e nor f beside it.
    In `right` and `wrong` sayings the last group is the predicate: a negation before it turns the saying round.
    A group `>g|h` must stand after the group before it, in the same clause.
    `<name>` stands for every word of the base's list of that name.
    English words stand for their plain inflections; `*` at the end of a word leaves the rest open.
    """

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The patterns in `language`."""
        return self.zh if language == "zh" else self.en


class FactSource(Model):
    """Where a fact stands. `force` says whether it binds: a standard is not a law."""

    law: Bilingual
    article: str | None = None
    url: str | None = None
    force: Force = "law"

    def text(self, language: Language) -> str:
        """Law and article in one line."""
        law = self.law.text(language)
        if self.article is None:
            return law
        return f"{law}第{self.article}条" if language == "zh" else f"{law}, art. {self.article}"


class Slot(Model):
    """The number that a fact holds: `value` counts `unit`s; `high` only for `between`; `also` are true besides."""

    quantity: Literal["duration", "money", "rate", "count", "clock"]
    op: Op
    value: float
    high: float | None = None
    also: tuple[float, ...] = ()
    unit: str
    day_type: Literal["business", "calendar"] | None = None


class Condition(Model):
    """What must hold for the fact to apply: its words, and how one hears it mentioned."""

    text: Bilingual
    cues: Cues


class WrongSaying(Model):
    """A known untrue saying about the fact. `code` names the reason text."""

    code: Identifier = "says_otherwise"
    cues: Cues


class Fact(Model):
    """One checkable statement. `checked_on` None means that nobody has seen the source: it can only warn."""

    id: Identifier
    topics: tuple[Identifier, ...] = ()  # none: any
    statement: Bilingual
    aliases: Cues = Cues()
    not_about: Cues = Cues()  # what stands beside the aliases when something else is meant
    actor: Cues = Cues()  # who may or must: the modality is judged only where nobody else is the subject
    slot: Slot | None = None
    modality: Modality | None = None
    institutions: tuple[InstitutionKind, ...] = ()  # kinds that the fact is about; none: any
    body: Body | None = None
    conditions: tuple[Condition, ...] = ()
    right: Cues = Cues()
    wrong: tuple[WrongSaying, ...] = ()
    required_for: tuple[Identifier, ...] = ()
    required_when: Cues = Cues()
    severity: Severity = "medium"
    source: FactSource
    checked_on: date | None
    valid_from: date | None = None
    valid_to: date | None = None

    def verified(self, today: date | None = None) -> bool:
        """Whether a contradiction of this fact may count against an agent on `today` (None: dates not looked at)."""
        if self.checked_on is None:
            return False
        return today is None or self.in_force(today)

    def in_force(self, today: date) -> bool:
        """Whether `today` lies within the validity dates, both inclusive."""
        if self.valid_from is not None and today < self.valid_from:
            return False
        return self.valid_to is None or today <= self.valid_to


class Topic(Model):
    """What a call is about, and which body is competent by kind of institution."""

    id: Identifier
    name: Bilingual
    keywords: Cues
    institution: InstitutionKind | None = None  # what the caller usually complains of, where nothing else tells
    bodies: dict[InstitutionKind | Literal["any"], Body] = Field(default_factory=dict)
    also_fitting: tuple[Body, ...] = ()  # referrals that are right beside the competent body
    feelings: tuple[str, ...] = ()


class Forbidden(Model):
    """A phrase that agents must not say. `unless` patterns beside it make it harmless."""

    id: Identifier
    phrases: Cues
    unless: Cues = Cues()
    instead: Bilingual | None = None


class Knowledge(Model):
    """A whole knowledge base."""

    id: str
    version: int = Field(ge=1)
    name: Bilingual
    words: dict[Identifier, Cues] = Field(default_factory=dict)  # lists of like words that patterns name as <name>
    outside: Cues = Cues()  # matters that no topic covers: wages, parcels, tax
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]
    forbidden: tuple[Forbidden, ...] = ()

    @cached_property
    def _memory(self) -> dict[str, Any]:
        return {}

    def memo(self, key: str, build: Callable[[], T]) -> T:
        """What `build` makes of this base, made once: indexes of its words."""
        if key not in self._memory:
            self._memory[key] = build()
        return cast(T, self._memory[key])

    @cached_property
    def _facts_by_id(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _topics_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    def fact(self, fact_id: str) -> Fact:
        """The fact named `fact_id`. Raises KeyError where the base has none."""
        return self._facts_by_id[fact_id]

    def has_fact(self, fact_id: str) -> bool:
        """Whether the base holds a fact of that name."""
        return fact_id in self._facts_by_id

    def topic(self, topic_id: str) -> Topic:
        """The topic named `topic_id`. Raises KeyError where the base has none."""
        return self._topics_by_id[topic_id]

    def has_topic(self, topic_id: str | None) -> bool:
        """Whether the base knows a topic of that name."""
        return topic_id in self._topics_by_id
