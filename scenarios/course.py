"""Where the call goes next: what is decided after an event, and following it to the customer's next words."""

from __future__ import annotations

from dataclasses import dataclass

from recordings.transcript import Model
from scenarios.customer import Line
from scenarios.effects import bounded
from scenarios.reading import Reading
from scenarios.routing import candidates, choose, holds, settle
from scenarios.script import AGAIN, BACK, STAY, EndKind, Route, Script, Turnout
from scenarios.state import Moment, Spoken, State, joined
from scenarios.voice import say
from scoring.findings import Act

ASK_BACK_AFTER = 2  # replies in a row that nobody understood; then the customer asks what was meant


class Step(Model):
    """What came of an event."""

    state: State
    lines: tuple[Spoken, ...]  # what the customer says now
    route: str | None = None  # None at the start
    acts: tuple[Act, ...] = ()
    found: tuple[str, ...] = ()  # facts told because of the event
    ended: EndKind | None = None

    @property
    def text(self) -> str:
        """The customer's lines in one breath."""
        return joined(self.lines, self.state.language)


@dataclass(frozen=True, slots=True)
class Course:
    """What was decided: its name, where to, what is said at once, and whether the question is asked again."""

    name: str
    to: str
    says: tuple[Line, ...] = ()
    mood: int = 0
    good: bool = False
    asks_again: bool = False


def decide(script: Script, state: State, reading: Reading) -> Course:
    """What follows a reply that was read as `reading`; its effects are already in `state`."""
    tired = state.misses >= script.persona.patience
    if state.mood <= script.persona.mood.min:
        return _hang_up(script)
    if reading.clear:
        chosen = choose(script, state, reading)
        if chosen is not None and not (tired and chosen[1].to in (STAY, AGAIN)):
            return _course(*chosen)
    if tired:
        return Course(f"{state.node}.give_up", script.nodes[state.node].give_up or script.give_up)
    if reading.clear:
        return _turnout(f"{state.node}.else", script.nodes[state.node].otherwise, asks_again=not reading.asks)
    if state.unclear >= ASK_BACK_AFTER:
        return Course("unclear", STAY, script.unclear)
    return Course(f"{state.node}.unclear", STAY, asks_again=True)


def decide_silence(script: Script, state: State) -> Course:
    """What follows a silence; its effects are already in `state`."""
    node = script.nodes[state.node]
    if state.mood <= script.persona.mood.min:
        return _hang_up(script)
    for name, route in candidates(script, state):
        if route.when.silences_at_least and holds(route.when, state, ()):
            return _course(name, route)
    return _turnout(f"{state.node}.silence" if node.silence else "silence", node.silence or script.silence)


def _hang_up(script: Script) -> Course:
    return Course("hang_up", script.hang_up)


def _course(name: str, route: Route) -> Course:
    return Course(name, route.to, route.says, route.mood, route.good, asks_again=route.to == AGAIN)


def _turnout(name: str, turnout: Turnout | None, *, asks_again: bool = True) -> Course:
    turnout = turnout or Turnout()
    asks_again = turnout.to == AGAIN or (asks_again and not turnout.says)
    return Course(name, turnout.to, turnout.says, turnout.mood, asks_again=asks_again)


def follow(script: Script, state: State, course: Course, answers: tuple[Spoken, ...]) -> Step:
    """Follow what was decided: mood, words, place, and the end where it comes to that.

    Args:
        script: The scenario.
        state: The run, with the event's effects in it.
        course: What was decided.
        answers: What the customer says first: answers to the trainee's questions.
    """
    state = state.model_copy(update={"mood": bounded(script, state.mood + course.mood)})
    target = settle(script, state, course.to)
    if target not in script.ends and state.mood <= script.persona.mood.min:
        course, target = _hang_up(script), script.hang_up
    elif target not in script.ends and state.turns >= script.limits.turns:
        course, target = Course("limits", script.limits.to), script.limits.to
    spoken = list(answers)
    say(script, state, course.says, spoken)
    state = _noted(state, course)
    if target in script.ends:
        return finished(script, state, target, tuple(spoken))
    say(script, state, _question(script, state, target, course, spoken), spoken)
    return waiting(_moved(script, state, target), tuple(spoken))


def _question(script: Script, state: State, target: str, course: Course, spoken: list[Spoken]) -> tuple[Line, ...]:
    """What the customer says in the place where the call now is; nothing where they stay and were answered."""
    node = script.nodes[target]
    if target != state.node or course.to not in (STAY, AGAIN):
        return node.again if course.to == BACK and node.again else node.lines
    return (node.again or node.lines) if course.asks_again or not spoken else ()


def _noted(state: State, course: Course) -> State:
    """The last moment with what came of it."""
    moment = state.history[-1].model_copy(update={"route": course.name, "mood": state.mood, "good": course.good})
    return state.model_copy(update={"history": (*state.history[:-1], moment)})


def _moved(script: Script, state: State, target: str) -> State:
    """The state in its new node; counts of the old one are dropped."""
    if target == state.node:
        return state
    came_from = state.came_from
    if script.nodes[target].aside and not script.nodes[state.node].aside:
        came_from = state.node
    return state.model_copy(update={"node": target, "came_from": came_from, "here": 0, "misses": 0, "unclear": 0})


def waiting(state: State, lines: tuple[Spoken, ...]) -> Step:
    """The customer has spoken and waits."""
    done = state.history[-1] if state.history else None
    moment = Moment(node=state.node, customer=lines, mood=state.mood)
    state = state.model_copy(update={"history": (*state.history, moment)})
    if done is None:
        return Step(state=state, lines=lines)
    return Step(state=state, lines=lines, route=done.route, acts=done.acts, found=done.found)


def finished(script: Script, state: State, end_id: str, lines: tuple[Spoken, ...]) -> Step:
    """The customer says their last words, and the call is over."""
    end = script.ends[end_id]
    spoken = list(lines)
    say(script, state, end.lines, spoken)
    done = state.history[-1]
    state = state.model_copy(update={"node": end_id, "ended": end.kind, "last": tuple(spoken)})
    return Step(state=state, lines=tuple(spoken), route=done.route, acts=done.acts, found=done.found, ended=end.kind)
