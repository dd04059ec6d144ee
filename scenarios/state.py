"""Everything a practice run remembers, as one record that goes to JSON and back."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import Field, ValidationError

from recordings.errors import Language
from recordings.transcript import Model, Speaker, Transcript, Turn
from scenarios.errors import BadState
from scenarios.script import EndKind, Script
from scoring.findings import Act

SAVE_VERSION = 1
OLDEST_LOADABLE = 1  # saves of an older version are refused


class Reply(Model):
    """What the trainee said."""

    kind: Literal["reply"] = "reply"
    text: str


class Silence(Model):
    """The trainee said nothing for so many seconds."""

    kind: Literal["silence"] = "silence"
    seconds: float = Field(8.0, ge=0)


class Meant(Model):
    """Nobody understood what the trainee said; asked what they meant, they chose this."""

    kind: Literal["meant"] = "meant"
    act: Act


Event = Reply | Silence | Meant


class Spoken(Model):
    """A line as the customer said it, placeholders filled."""

    id: str
    text: str


class Moment(Model):
    """One exchange: where the customer stood and what they had said, the answer, and what it did."""

    node: str
    customer: tuple[Spoken, ...]
    event: Event | None = None  # None: still waiting for the trainee
    acts: tuple[Act, ...] = ()
    heard: tuple[str, ...] = ()  # every condition met by the reply: acts, asked：…, told：…, wrong：…, refer：…
    route: str | None = None
    mood: int  # after the event; before it where there is none yet
    found: tuple[str, ...] = ()  # ids of facts that the customer told because of it
    good: bool = False  # the route was one that the node is there to practise
    unclear: bool = False  # nobody could make sense of the reply


class Turned(Model):
    """A transcript turn and the moment it belongs to."""

    turn: Turn
    moment: int


class State(Model):
    """A practice run. The same script, language, seed and events always give the same state."""

    save_version: int = SAVE_VERSION
    script: str  # id@version
    language: Language
    seed: int
    variant: str | None = None  # of the script's persona
    node: str
    came_from: str | None = None  # where an aside leads back to
    mood: int
    history: tuple[Moment, ...] = ()
    said: tuple[str, ...] = ()  # every condition met so far, in order of first time
    counts: dict[str, int] = Field(default_factory=dict)  # how often each act was performed
    found: tuple[str, ...] = ()
    here: int = 0  # replies and silences since this node was entered
    misses: int = 0  # answers in a row that missed the question
    silences: int = 0  # in a row
    unclear: int = 0  # in a row
    waiting: bool = False  # the trainee asked for a moment
    ended: EndKind | None = None
    last: tuple[Spoken, ...] = ()  # the customer's last words

    @property
    def turns(self) -> int:
        """Replies and silences so far."""
        return sum(moment.event is not None for moment in self.history)

    @property
    def customer_said(self) -> str:
        """What the customer has said last, in one breath: what a reply answers."""
        return joined(self.history[-1].customer, self.language) if self.history else ""

    @property
    def events(self) -> tuple[Event, ...]:
        """What the trainee did, in order: enough to play the run again."""
        return tuple(moment.event for moment in self.history if moment.event is not None)

    def to_json(self) -> str:
        """The state as one JSON document."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> State:
        """Read a saved state.

        Raises:
            BadState: Not a saved run, or saved by a version whose runs can't be loaded.
        """
        try:
            found = json.loads(text)
        except ValueError as error:
            raise BadState(reason="it is not JSON", reason_zh="不是 JSON") from error
        version = found.get("save_version") if isinstance(found, dict) else None
        if not isinstance(version, int) or not OLDEST_LOADABLE <= version <= SAVE_VERSION:
            span = f"{OLDEST_LOADABLE}-{SAVE_VERSION}"
            raise BadState(
                reason=f"save version {version!r}, allowed {span}", reason_zh=f"存档版本为 {version!r}，可用 {span}"
            )
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise BadState(reason=f"{place} is wrong", reason_zh=f"{place} 有误") from error

    def spoken(self) -> tuple[Turned, ...]:
        """The conversation as turns without times, each with the moment it belongs to. What was meant is not said."""
        turned: list[Turned] = []

        def add(speaker: Speaker, text: str, moment: int) -> None:
            turned.append(Turned(turn=Turn(index=len(turned), speaker=speaker, text=text), moment=moment))

        for position, moment in enumerate(self.history):
            if moment.customer:
                add("customer", joined(moment.customer, self.language), position)
            if isinstance(moment.event, Reply):
                add("agent", moment.event.text, position)
        if self.last:
            add("customer", joined(self.last, self.language), len(self.history) - 1)
        return tuple(turned)

    def transcript(self, script: Script | None = None) -> Transcript:
        """The run as a transcript, exactly as it was shown. Silence leaves no turn; there are no times.

        Args:
            script: Where given, it must be the one that was played.

        Raises:
            BadState: The run is of another script.
        """
        if script is not None:
            check_script(self, script)
        turns = tuple(item.turn for item in self.spoken())
        return Transcript(language=self.language, engine="practice", quality="supplied", turns=turns)


def check_script(state: State, script: Script) -> None:
    """Raise BadState where `state` is a run of another script or version."""
    if state.script != script.reference:
        raise BadState(
            reason=f"it is a run of {state.script}, not of {script.reference}",
            reason_zh=f"这是 {state.script} 的练习，不是 {script.reference} 的",
        )


def joined(lines: tuple[Spoken, ...], language: Language) -> str:
    """Several lines as they are said in one breath."""
    return ("" if language == "zh" else " ").join(line.text for line in lines)
