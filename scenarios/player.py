"""The scripted customer: a reply in, the customer's next words out. Pure; all memory is in the state.

What the customer does with a reply, in this order:

1. It is read by the scorer's own finders. What nobody understands leaves the mood alone; the customer asks again,
   and the second time in a row asks what was meant: the trainee then chooses one of three (`choices`), or says it anew.
2. Harm wins: only a route that names it is taken, no question in the same breath is answered, the mood drops.
3. Facts asked about are told, several at once.
4. The first route that holds decides what else is said, and where the call goes; questions that were
   answered earlier are passed over.
5. The customer gives up on a question after `patience` answers that miss it, hangs up when the mood is at its
   lowest, and the call ends in any case after `limits.turns`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from recordings.errors import Language
from scenarios.course import ASK_BACK_AFTER, Step, decide, decide_silence, finished, follow, waiting
from scenarios.effects import SILENCE, after_reply, bounded
from scenarios.errors import RunEnded
from scenarios.reading import Reading, read_reply
from scenarios.routing import settle
from scenarios.script import FINISH, QUESTION, Script
from scenarios.state import Event, Meant, Moment, Reply, Silence, Spoken, State, check_script
from scenarios.voice import say, speak
from scoring.findings import HARMFUL_ACTS, Act

__all__ = [
    "Meant", "Reply", "Silence", "State", "Step", "TakenIn", "choices", "leave", "replay", "rewind", "start",
    "start_at", "step", "take_in",
]  # fmt: skip

FOUND = 1  # points of mood for each fact that the trainee found out: being asked is being cared for
VOLUNTEERED = 2  # facts that an open question brings at once
OFFERED = 3  # things that the trainee may have meant
# What a trainee may have meant where the node doesn't say; own choice: the ordinary steps of a call.
USUAL: tuple[Act, ...] = (
    "acknowledge_feeling", "ask_situation", "confirm_understanding", "explain_procedure", "refer", "next_step",
)  # fmt: skip


def start(script: Script, language: Language, seed: int = 0, variant: str | None = None) -> Step:
    """The beginning of a call: the customer speaks first.

    Args:
        script: The scenario.
        language: In which language it is played.
        seed: Chooses among wordings; the same seed gives the same words.
        variant: Id of one of the script's variants; None, or an id it doesn't have: the persona as it stands.
    """
    script = script.as_variant(variant)
    state = State(
        script=script.reference,
        language=language,
        seed=seed,
        variant=variant,
        node=script.start,
        mood=script.persona.mood.start,
    )
    line = speak(script, state, script.nodes[script.start].lines)
    return waiting(state, (line,) if line else ())


def start_at(script: Script, node_id: str, language: Language, seed: int = 0) -> Step:
    """A call that has just come to a node, with nothing said before: to try a moment of a script on its own."""
    state = start(script, language, seed).state
    line = speak(script, state.model_copy(update={"history": ()}), script.nodes[node_id].lines)
    waiting_there = state.history[-1].model_copy(update={"node": node_id, "customer": (line,) if line else ()})
    state = state.model_copy(update={"node": node_id, "came_from": script.start, "history": (waiting_there,)})
    return Step(state=state, lines=waiting_there.customer)


def step(script: Script, state: State, event: Event) -> Step:
    """What the customer does after a reply or a silence.

    Args:
        script: The scenario that `state` is a run of.
        state: The run so far; it is not changed.
        event: A reply, a silence, or what was meant (one of `choices`). A blank reply is a silence.

    Raises:
        RunEnded: The call is over.
        BadState: The run is of another script.
    """
    check_script(state, script)
    if state.ended:
        raise RunEnded(kind=state.ended)
    script = script.as_variant(state.variant)
    if isinstance(event, Meant):
        return _after_choice(script, state, event)
    if isinstance(event, Reply) and event.text.strip():
        return _after_reply(script, state, event)
    silence = event if isinstance(event, Silence) else Silence(seconds=script.persona.silence_s)
    return _after_silence(script, state, silence)


def choices(script: Script, state: State) -> tuple[Act, ...]:
    """What the trainee may have meant, once the customer has asked; empty while they are understood.

    One is what the moment calls for; their order follows the run's seed. Choosing moves the call on, but
    leaves mood and score alone: it was not said.
    """
    if state.ended or state.unclear < ASK_BACK_AFTER or state.node not in script.nodes:
        return ()
    wanted = [
        act
        for route in script.nodes[state.node].routes
        if route.good
        for act in (*route.when.all, *route.when.any)
        if act in USUAL
    ]
    offered = list(dict.fromkeys([*wanted[:1], *USUAL]))[:OFFERED]
    turn = (state.seed + state.turns) % OFFERED
    return (*offered[turn:], *offered[:turn])


def leave(script: Script, state: State) -> Step | None:
    """The trainee says no more: a customer who has what they need, or was told goodbye, ends the call.

    Returns:
        The end; None where the customer would still be waiting for an answer, or the call is over.
    """
    check_script(state, script)
    if state.ended:
        return None
    script = script.as_variant(state.variant)
    said_goodbye = len(state.history) > 1 and "close" in state.history[-2].acts
    target = script.nodes[state.node].when_left or (FINISH if said_goodbye and script.outcomes else None)
    end = None if target is None else settle(script, state, target)
    if end not in script.ends:
        return None
    return finished(script, state, end, ())


def replay(script: Script, language: Language, seed: int, events: Iterable[Event], variant: str | None = None) -> Step:
    """Play a run from its events. Raises RunEnded where events go on after the end."""
    current = start(script, language, seed, variant)
    for event in events:
        current = step(script, current.state, event)
    return current


def rewind(script: Script, state: State, moment: int) -> Step:
    """The run as it was before the trainee's answer in `moment`, ready for another try.

    Args:
        script: The scenario.
        state: A run of it, ended or not.
        moment: Index in `state.history`, from 0; beyond the last answer it is the run as it stands.
    """
    check_script(state, script)
    return replay(script, state.language, state.seed, state.events[: max(0, moment)], state.variant)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A reply with its effects in the state, before it is decided where the call goes."""

    state: State
    reading: Reading
    found: tuple[str, ...]  # facts that the customer now tells


def take_in(script: Script, state: State, event: Reply) -> TakenIn:
    """Read a reply: what was understood, what it does to the mood, which facts it brings."""
    reading = read_reply(script, event.text, state.language, state.customer_said)
    found = () if reading.harmful else _facts_told(script, state, reading)
    mood = bounded(script, after_reply(script, state, reading) + FOUND * len(found))
    news = [item for item in reading.heard if item not in state.said]
    counts = dict(state.counts)
    for act in reading.acts:
        counts[act] = counts.get(act, 0) + 1
    missed = not news and not found
    history = (*state.history[:-1], _answered(state, event, reading, found))
    state = state.model_copy(
        update={
            "history": history, "mood": mood, "counts": counts, "said": (*state.said, *news),
            "found": (*state.found, *found), "here": state.here + 1, "silences": 0,
            "misses": state.misses + 1 if missed else 0, "unclear": 0 if reading.clear else state.unclear + 1,
            "waiting": "hold_notice" in reading.acts,
        }
    )  # fmt: skip
    return TakenIn(state, reading, found)


def _after_reply(script: Script, state: State, event: Reply) -> Step:
    taken = take_in(script, state, event)
    answers = () if taken.reading.harmful else _answers(script, taken.state, taken.reading, taken.found)
    return follow(script, taken.state, decide(script, taken.state, taken.reading), answers)


def _answered(state: State, event: Event, reading: Reading, found: tuple[str, ...]) -> Moment:
    """The waiting moment, filled in as far as the reading goes."""
    update = {
        "event": event,
        "acts": reading.acts,
        "heard": reading.heard,
        "found": found,
        "unclear": isinstance(event, Reply) and not reading.clear,
    }
    return state.history[-1].model_copy(update=update)


def _facts_told(script: Script, state: State, reading: Reading) -> tuple[str, ...]:
    """Facts that the customer tells for the first time: those asked about, or some after an open question."""
    asked = tuple(key for key in reading.asked if key not in state.found)
    if asked or not reading.asks_at_large or "close" in reading.acts:
        return asked
    waiting = [key for key, fact in script.facts.items() if fact.volunteered and key not in state.found]
    return tuple(waiting[: VOLUNTEERED if reading.open_question else 1])


def _answers(script: Script, state: State, reading: Reading, found: tuple[str, ...]) -> tuple[Spoken, ...]:
    """The customer's answers: what is new; else, where only known things were asked, those once more."""
    spoken: list[Spoken] = []
    if reading.unanswerable and "close" not in reading.acts:
        say(script, state, script.dont_know, spoken)
    for key in found or reading.asked:
        fact = script.facts[key]
        say(script, state, fact.lines if key in found else fact.again or fact.lines, spoken)
    return tuple(spoken)


def _after_choice(script: Script, state: State, event: Meant) -> Step:
    """Go on as if it had been said, but with no effect on mood, facts or score. Harm can't be chosen."""
    heard = () if event.act in HARMFUL_ACTS else (event.act, *([QUESTION] if event.act == "ask_situation" else []))
    reading = Reading(acts=heard[:1], heard=heard) if heard else Reading()
    history = (*state.history[:-1], state.history[-1].model_copy(update={"event": event, "heard": heard}))
    state = state.model_copy(update={"history": history, "here": state.here + 1, "silences": 0, "unclear": 0})
    course = decide(script, state, reading)
    return follow(script, state, replace(course, mood=0, good=False), ())


def _after_silence(script: Script, state: State, event: Silence) -> Step:
    effect = 0 if state.waiting else SILENCE
    state = state.model_copy(
        update={
            "history": (*state.history[:-1], _answered(state, event, Reading(), ())),
            "mood": bounded(script, state.mood + effect),
            "here": state.here + 1,
            "silences": state.silences + 1,
            "waiting": False,
        }
    )
    return follow(script, state, decide_silence(script, state), ())
