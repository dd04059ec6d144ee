"""The scenario script: a scripted customer as data. YAML in, validated and frozen.

What each field means to an author stands in docs/writing-scenarios.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.customer import Fact, Id, Line, Persona, Point, Said, Text, Variant
from scenarios.wrap_up import WrapField
from scoring.findings import HARMFUL_ACTS
from scoring.wording import Bilingual

EndKind = Literal["resolved", "referred", "calmed", "escalated", "hung_up"]
GOOD_ENDS: frozenset[EndKind] = frozenset(("resolved", "referred"))
BAD_ENDS: frozenset[EndKind] = frozenset(("escalated", "hung_up"))
STAY = "stay"  # route target: the customer remains where they are
AGAIN = "again"  # route target: the customer remains and asks their question again
BACK = "back"  # route target: out of an aside, to where the customer was before
FINISH = "finish"  # route target: the first outcome that holds
SPECIAL_TARGETS = (STAY, AGAIN, BACK, FINISH)
QUESTION = "question"  # condition: the reply asks or requests something
Condition = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(:[a-z0-9_]+)?$")]


class Heard(Model):
    """What must be heard in one reply, or in all replies so far. An empty list asks for nothing."""

    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """Every condition named."""
        return self.any + self.all + self.none


class When(Heard):
    """When a route is taken: everything given here must hold."""

    so_far: Heard = Heard()  # the same over the whole call, this reply included
    mood_below: int | None = Field(None, ge=1, le=100)
    mood_at_least: int | None = Field(None, ge=0, le=100)
    facts_found_at_least: int | None = Field(None, ge=1)
    points_told_at_least: int | None = Field(None, ge=1)
    turns_at_least: int | None = Field(None, ge=1)  # replies and silences in the whole call
    here_at_least: int | None = Field(None, ge=1)  # the same in this node since it was entered
    silences_at_least: int | None = Field(None, ge=1)  # in a row, this one included


class Route(Model):
    """What happens next: mood, what the customer says at once, and where the call goes."""

    id: Id
    when: When = When()
    to: Id = STAY
    says: tuple[Line, ...] = ()
    mood: int = Field(0, ge=-100, le=100)
    good: bool = False  # the trainee did here what the node is there to practise


class Turnout(Model):
    """A route without a condition: the last resort of a node."""

    to: Id = STAY
    says: tuple[Line, ...] = ()
    mood: int = Field(0, ge=-100, le=100)


class Skip(Model):
    """A question that need not be asked any more, since its answer was given before.

    Either what was heard over the whole call suffices (`when`), or what the last reply did (`now`).
    """

    when: Heard | None = None
    now: Heard | None = None
    to: Id


class Answer(Said):
    """A model or weak answer to a node, with the reason, and the criteria it shows."""

    why: Bilingual
    criteria: tuple[Id, ...] = ()
    fact: Id | None = None  # of the knowledge base: where it is written


class Node(Model):
    """One moment of the call: what the customer says, and what may follow."""

    lines: tuple[Line, ...] = Field(min_length=1)
    again: tuple[Line, ...] = ()  # the same asked again; without it, `lines`
    aside: bool = False  # a detour that leads `back`
    skip: Skip | None = None
    routes: tuple[Route, ...] = ()
    otherwise: Turnout | None = Field(None, alias="else")
    silence: Turnout | None = None  # without it, the script's
    give_up: Id | None = None  # where patience ends; without it, the script's
    when_left: Id | None = None  # the end, where the trainee leaves the call here
    model: Answer | None = None
    weak: Answer | None = None


class End(Model):
    """How a call ends, and the customer's last words."""

    kind: EndKind
    lines: tuple[Line, ...] = Field(min_length=1)


class Outcome(Model):
    """Which end the call comes to when it is over; the first that holds, the last one without a condition."""

    when: When = When()
    to: Id


class Limits(Model):
    """The cap on every loop: after so many replies and silences the call goes to this end."""

    turns: int = Field(40, ge=5, le=200)
    to: Id


class Script(Model):
    """A whole scenario."""

    id: Id
    version: int = Field(ge=1)
    title: Bilingual
    summary: Bilingual
    difficulty: int = Field(ge=1, le=5)
    languages: tuple[Language, ...] = Field(("zh", "en"), min_length=1)
    knowledge: str = "12363"
    rubric: str = "12363"
    topic: Id
    sources: tuple[Text, ...] = ()
    persona: Persona
    variants: tuple[Variant, ...] = ()
    brief: Bilingual
    goals: tuple[Bilingual, ...] = Field(min_length=1)
    facts: dict[Id, Fact]
    points: dict[Id, Point] = Field(default_factory=dict)
    start: Id
    always: tuple[Route, ...] = ()  # tried before a node's own routes
    fallback: tuple[Route, ...] = ()  # tried after them
    silence: Turnout
    unclear: tuple[Line, ...] = Field(min_length=1)  # after two replies that nobody could make sense of
    dont_know: tuple[Line, ...] = Field(min_length=1)  # asked for something that no fact answers
    give_up: Id
    hang_up: Id
    limits: Limits
    outcomes: tuple[Outcome, ...] = ()
    nodes: dict[Id, Node] = Field(min_length=1)
    ends: dict[Id, End] = Field(min_length=1)
    wrap_up: tuple[WrapField, ...] = ()

    @property
    def reference(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    def as_variant(self, variant_id: str | None) -> Script:
        """The script with a variant's persona, in the title too; itself for None or an id that it doesn't have."""
        return self if variant_id is None else _varied(_Same(self), variant_id)

    @property
    def required_facts(self) -> tuple[str, ...]:
        """Ids of the facts that a good call finds out."""
        return tuple(key for key, fact in self.facts.items() if fact.required)

    def routes_of(self, node_id: str) -> tuple[Route, ...]:
        """Every ordered rule that a reply in this node is tried against, first match wins."""
        return (*self.always, *self.nodes[node_id].routes, *self.fallback)

    def all_lines(self) -> Iterator[tuple[tuple[str | int, ...], Line]]:
        """Every line of the script with its place."""
        yield from _lines(("unclear",), self.unclear)
        yield from _lines(("dont_know",), self.dont_know)
        yield from _lines(("silence", "says"), self.silence.says)
        for key, fact in self.facts.items():
            yield from _lines(("facts", key, "lines"), fact.lines)
            yield from _lines(("facts", key, "again"), fact.again)
        for name, routes in (("always", self.always), ("fallback", self.fallback)):
            for position, route in enumerate(routes):
                yield from _lines((name, position, "says"), route.says)
        for key, node in self.nodes.items():
            yield from _node_lines(key, node)
        for key, end in self.ends.items():
            yield from _lines(("ends", key, "lines"), end.lines)


class _Same:
    """A script as the key of a cache: the same object, not one that is equal."""

    __slots__ = ("script",)

    def __init__(self, script: Script) -> None:
        self.script = script

    def __hash__(self) -> int:
        return id(self.script)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.script is self.script


@lru_cache(maxsize=64)
def _varied(same: _Same, variant_id: str) -> Script:
    """The variant of a script, made once: the player asks at every step."""
    script = same.script
    variant = next((one for one in script.variants if one.id == variant_id), None)
    if variant is None:
        return script
    persona = variant.of(script.persona)
    title = Bilingual(
        zh=script.title.zh.replace(script.persona.name.zh, persona.name.zh),
        en=script.title.en.replace(script.persona.name.en, persona.name.en),
    )
    return script.model_copy(update={"persona": persona, "title": title})


def _lines(place: tuple[str | int, ...], lines: tuple[Line, ...]) -> Iterator[tuple[tuple[str | int, ...], Line]]:
    for position, line in enumerate(lines):
        yield (*place, position), line


def _node_lines(key: str, node: Node) -> Iterator[tuple[tuple[str | int, ...], Line]]:
    yield from _lines(("nodes", key, "lines"), node.lines)
    yield from _lines(("nodes", key, "again"), node.again)
    for position, route in enumerate(node.routes):
        yield from _lines(("nodes", key, "routes", position, "says"), route.says)
    for name, turnout in (("else", node.otherwise), ("silence", node.silence)):
        if turnout is not None:
            yield from _lines(("nodes", key, name, "says"), turnout.says)


def is_harmful(condition: str) -> bool:
    """Whether `condition` names a harmful act."""
    return condition in HARMFUL_ACTS
