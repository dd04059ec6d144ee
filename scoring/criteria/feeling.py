"""Was the feeling answered? `acknowledge_feeling`."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.outcome import ABSENT, Outcome, lowest, scored
from scoring.findings import FEELINGS, ActHit, Signal, SignalKind
from scoring.rubric import Criterion
from scoring.scorecard import Evidence

WITHIN = 2  # agent turns; rubric 12363@1
FORMULA_BELOW = (
    0.8  # confidence of the act under which its words fit every call ("我理解您的心情"); set in scoring/phrases
)
_HEAVY: frozenset[SignalKind] = frozenset(("angry", "anxious", "sad", "ashamed"))  # beside confusion and hardship


@dataclass(frozen=True)
class _Answer:
    """What came back to a voiced feeling: 2 named or validated, 1 an apology or a formula, 0 nothing."""

    level: int
    view: TurnView | None = None
    hit: ActHit | None = None

    @property
    def shown(self) -> tuple[Evidence, ...]:
        return (evidence(self.view, self.hit),) if self.view is not None else ()


def acknowledge_feeling(call: CallView, criterion: Criterion) -> Outcome:
    """Look whether each voiced feeling is named or validated in the agent's next turns.

    2: at least half of the moments in which the customer voices a feeling are answered; 1: fewer, or only an
    apology or a phrase that fits every call, however often; 0: none. A feeling that follows an answered one at
    once needs no second answer. Turns of one speaker in a row count as one.
    """
    within = int(criterion.params.get("within_agent_turns", WITHIN))  # type: ignore[arg-type]
    moments = [moment for moment in _moments(call) if call.agent_turns_after(moment[0].index, 1)]
    answers = [_answer(call, view, within) for view, _ in moments]
    named = [answer for answer in answers if answer.level == 2]
    best = max(answers, key=lambda answer: answer.level)
    if named and 2 * len(named) >= len(moments):
        sure = lowest([named[0].hit.confidence] if named[0].hit else [])
        said = moments[answers.index(named[0])]
        return scored(2, "feeling_named", *named[0].shown, evidence(*said), confidence=sure, said=said[1].quote)
    missed = [moment for moment, answer in zip(moments, answers, strict=True) if answer.level < 2]
    view, signal = min(missed, key=lambda moment: moment[1].kind not in _HEAVY)
    called_for = evidence(view, signal)
    also = [evidence(view, other) for other in view.signals if other.kind in FEELINGS and other is not signal][:2]
    if named:
        return scored(1, "feeling_missed_once", called_for, *named[0].shown, confidence=ABSENT, said=signal.quote)
    if best.level == 1 and best.hit is not None:
        code = "generic_apology_only" if best.hit.act == "apologise" else "formula_only"
        quote = best.hit.quote
        return scored(1, code, called_for, *best.shown, confidence=ABSENT, said=signal.quote, quote=quote)
    reply = [evidence(turn) for turn in call.agent_turns_after(view.index, 1)[:1]]
    shown = (called_for, *also, *reply)
    return scored(0, "feeling_unanswered", *shown, confidence=ABSENT, said=signal.quote, within=within)


def _moments(call: CallView) -> list[tuple[TurnView, Signal]]:
    """Each time the customer has the word and voices a feeling, with the weightiest one."""
    best: dict[int, tuple[TurnView, Signal]] = {}
    for view, signal in call.feelings():
        held = best.get(view.stretch)
        if held is None or _weight(signal) > _weight(held[1]):
            best[view.stretch] = (view, signal)
    return list(best.values())


def _weight(signal: Signal) -> tuple[bool, float]:
    return signal.kind in _HEAVY, signal.confidence


def _answer(call: CallView, view: TurnView, within: int) -> _Answer:
    """The best answer to a feeling: an acknowledgement soon after (or just before), else an apology or a formula."""
    after = call.agent_turns_after(view.index, within)
    hits = [(turn, hit) for turn in after for hit in turn.does("acknowledge_feeling", "apologise")]
    hits += [(turn, hit) for turn in call.agent_turns_before(view.index, 1) for hit in turn.does("acknowledge_feeling")]
    found = _Answer(0)
    for turn, hit in hits:
        level = 2 if hit.act == "acknowledge_feeling" and hit.confidence >= FORMULA_BELOW else 1
        if level > found.level:
            found = _Answer(level, turn, hit)
    return found
