"""A call as the scorers see it: every turn read once, who said it but never who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from recordings.errors import Language
from recordings.timeline import Timeline, timeline
from recordings.transcript import Quality, Speaker, Transcript, Turn
from scoring.call_reading import CallReading, read_call
from scoring.claims import RequiredFacts, TurnClaim
from scoring.facts import InstitutionKind, Knowledge
from scoring.findings import FEELINGS, RISKS, Act, ActHit, Signal, Span
from scoring.referral import BodyMention
from scoring.scorecard import Evidence

T = TypeVar("T")
ADVICE: frozenset[Act] = frozenset(("explain_procedure", "explain_right", "give_deadline", "refer", "next_step"))
BRUSH_OFF: frozenset[Act] = frozenset(("dismiss", "overpromise", "refuse_without_path"))  # instead of advice
OTHER_TOPIC = "other"
CLEAR_TOPIC = 0.85  # confidence from which the words contradict a topic that somebody gave; own choice


@dataclass(frozen=True)
class TurnView:
    """One turn with what was found in it.

    `stretch` counts changes of speaker: turns of one speaker in a row share it, however finely a transcript was cut.
    """

    turn: Turn
    stretch: int
    acts: tuple[ActHit, ...] = ()
    signals: tuple[Signal, ...] = ()
    own_facts: Mapping[str, Span] = field(default_factory=dict)  # what belongs to this customer alone
    directives: tuple[Span, ...] = ()  # what the agent tells the customer to do, in words that no act covers
    bodies: tuple[BodyMention, ...] = ()  # that the agent names

    @property
    def index(self) -> int:
        """Place of the turn in the transcript."""
        return self.turn.index

    def does(self, *acts: Act) -> tuple[ActHit, ...]:
        """The hits of any of `acts`, in order of place."""
        return tuple([hit for hit in self.acts if hit.act in acts]) if self.acts else ()


@dataclass(frozen=True)
class CallView:
    """Everything that the criteria look at. `topic` is None where nobody could tell it."""

    language: Language
    quality: Quality
    duration_s: float | None
    turns: tuple[TurnView, ...]
    knowledge: Knowledge | None
    topic: str | None
    topic_confidence: float
    topic_doubted: bool  # somebody gave a topic, and the words clearly say another
    institution: InstitutionKind | None
    claims: tuple[TurnClaim, ...]
    required: RequiredFacts
    timeline: Timeline

    @cached_property
    def _by_speaker(self) -> dict[Speaker, tuple[TurnView, ...]]:
        return {
            speaker: tuple(view for view in self.turns if view.turn.speaker == speaker)
            for speaker in ("agent", "customer", "unknown")
        }

    def once(self, name: str, find: Callable[[CallView], T]) -> T:
        """What `find` makes of this call, made once: several criteria ask the same."""
        if name not in self._found:
            self._found[name] = find(self)
        return cast(T, self._found[name])

    @cached_property
    def _found(self) -> dict[str, object]:
        return {}

    def by(self, speaker: Speaker) -> tuple[TurnView, ...]:
        """The turns of one speaker."""
        return self._by_speaker[speaker]

    def acts(self, *acts: Act) -> Iterator[tuple[TurnView, ActHit]]:
        """Every hit of any of `acts` in the agent's turns, in order."""
        return ((view, hit) for view in self.by("agent") for hit in view.does(*acts))

    def feelings(self) -> Iterator[tuple[TurnView, Signal]]:
        """Every feeling or hardship that the customer voices, in order."""
        return ((view, signal) for view in self.by("customer") for signal in view.signals if signal.kind in FEELINGS)

    def risks(self) -> Iterator[tuple[TurnView, Signal]]:
        """Every risk that anybody but the agent voices, in order: who said it matters less than that it was said."""
        return ((view, signal) for view in self.turns for signal in view.signals if signal.kind in RISKS)

    def agent_turns_after(self, index: int, count: int) -> tuple[TurnView, ...]:
        """The agent's turns after turn `index`, until the agent has had the word `count` times."""
        return _first_stretches([view for view in self.by("agent") if view.index > index], count)

    def agent_turns_before(self, index: int, count: int) -> tuple[TurnView, ...]:
        """The agent's turns before turn `index`, of the last `count` times that the agent had the word."""
        return _first_stretches([view for view in reversed(self.by("agent")) if view.index < index], count)[::-1]

    def first_agent_turns(self, count: int) -> tuple[TurnView, ...]:
        """The agent's turns of the first `count` times that the agent has the word."""
        return self.agent_turns_after(-1, count)

    def last_agent_turns(self, count: int) -> tuple[TurnView, ...]:
        """The agent's turns of the last `count` times that the agent has the word."""
        return self.agent_turns_before(len(self.turns), count)

    def advises(self, view: TurnView) -> bool:
        """Whether an agent's turn tells the customer what to do or what can be done."""
        return bool(view.does(*ADVICE, "personalise")) or view.index in self.directives or view.index in self.informs

    @cached_property
    def informs(self) -> frozenset[int]:
        """The agent's turns that state something which the knowledge base knows."""
        return frozenset(one.turn for one in self.claims if one.claim.verdict != "not_in_kb")

    @cached_property
    def directives(self) -> dict[int, tuple[Span, ...]]:
        """What the agent tells the customer to do, in words that no act covers, by turn."""
        return {view.index: view.directives for view in self.by("agent") if view.directives}

    def first_advice(self) -> tuple[TurnView, Span] | None:
        """Where the agent first answers the matter, with advice or a brush-off; None for never."""
        for view in self.by("agent"):
            hits = [hit for hit in view.does(*ADVICE, *BRUSH_OFF) if hit.act != "refer" or self._sends(view)]
            spans: list[Span] = [*hits, *self.directives.get(view.index, ())]
            if spans:
                return view, min(spans, key=lambda span: span.start)
        return None

    def _sends(self, view: TurnView) -> bool:
        """Whether a turn sends the customer anywhere: a letter "from the court" names a body and sends nobody."""
        return not view.bodies or any(body.directed for body in view.bodies)

    @cached_property
    def share_unknown(self) -> float:
        """Share of the words, by length, of which nobody knows who said them, 0-1."""
        whole = sum(len(view.turn.text) for view in self.turns)
        unknown = sum(len(view.turn.text) for view in self.by("unknown"))
        return unknown / whole if whole else 0.0


def _first_stretches(views: list[TurnView], count: int) -> tuple[TurnView, ...]:
    wanted = list(dict.fromkeys(view.stretch for view in views))[:count]
    return tuple(view for view in views if view.stretch in wanted)


def evidence(view: TurnView, span: Span | None = None) -> Evidence:
    """A piece of a turn, or all of it, with the seconds of its words where they are known."""
    turn = view.turn
    if span is None:
        return Evidence(turn=turn.index, quote=turn.text, start_s=turn.start_s, end_s=turn.end_s)
    start_s, end_s = _seconds(turn, span)
    return Evidence(turn=turn.index, quote=turn.text[span.start : span.end], start_s=start_s, end_s=end_s)


def _seconds(turn: Turn, span: Span) -> tuple[float | None, float | None]:
    """When the span is said: by its words, else the whole turn's times."""
    at, inside = 0, []
    for word in turn.words or ():
        place = turn.text.find(word.text, at)
        if place < 0:
            continue
        at = place + len(word.text)
        if place < span.end and at > span.start:
            inside.append(word)
    if not inside:
        return turn.start_s, turn.end_s
    return inside[0].start_s, inside[-1].end_s


def view_call(
    transcript: Transcript,
    knowledge: Knowledge | None,
    *,
    topic: str | None = None,
    today: date | None = None,
    reading: CallReading | None = None,
) -> CallView:
    """Lay out a transcript and what was found in it for all criteria.

    Args:
        transcript: The conversation.
        knowledge: To judge claims against; None: nothing is judged.
        topic: The call's topic where somebody gave it; else it is told from the words.
        today: The day of the call, for facts that have run out; None: dates aren't looked at.
        reading: What `read_call` found with the same arguments; None: it is read here.
    """
    found = reading or read_call(transcript, knowledge, topic=topic, today=today)
    turns = tuple(_views(transcript, found))
    guess = found.guess
    given, sure = (topic, 1.0) if topic is not None or guess is None else (guess.topic, guess.confidence)
    doubted = guess is not None and guess.topic not in (given, OTHER_TOPIC) and guess.confidence >= CLEAR_TOPIC
    return CallView(
        language=transcript.language,
        quality=transcript.quality,
        duration_s=transcript.duration_s,
        turns=turns,
        knowledge=knowledge,
        topic=given if given and given != OTHER_TOPIC else None,
        topic_confidence=sure,
        topic_doubted=doubted,
        institution=None if guess is None else guess.institution_kind,
        claims=found.claims,
        required=found.required,
        timeline=timeline(
            transcript.turns, transcript.language, {view.index for view in turns if view.does("hold_notice")}
        ),
    )


def _views(transcript: Transcript, found: CallReading) -> Iterator[TurnView]:
    stretch, last = -1, None
    for turn, words in zip(transcript.turns, found.turns, strict=True):
        stretch += turn.speaker != last
        last = turn.speaker
        yield TurnView(turn, stretch, words.acts, words.signals, words.own_facts, words.directives, words.bodies)
