"""Was the feeling answered? `acknowledge_feeling`."""

from __future__ import annotations

from scoring.call_view import CallView, TurnView, evidence
from scoring.criteria.outcome import ABSENT, Outcome, lowest, scored
from scoring.findings import ActHit, Signal
from scoring.rubric import Criterion

WITHIN = 2  # agent turns; rubric 12363@1


def acknowledge_feeling(call: CallView, criterion: Criterion) -> Outcome:
    """Look whether each voiced feeling is named or validated in the agent's next turns.

    2: at least half of the moments in which the customer voices a feeling are answered; 1: fewer, or only an
    apology; 0: none. A feeling that follows an answered one within as many agent turns needs no second answer.
    """
    within = int(criterion.params.get("within_agent_turns", WITHIN))  # type: ignore[arg-type]
    moments = _moments(call)
    answers = [_answer(call, view, within) for view, _ in moments]
    named = [hit for hit in answers if hit is not None and hit[1].act == "acknowledge_feeling"]
    if named and 2 * len(named) >= len(moments):
        view, hit = named[0]
        return scored(2, "feeling_named", evidence(view, hit), confidence=lowest([hit.confidence]), turn=view.index)
    missed, signal = next((moment for moment, hit in zip(moments, answers, strict=True) if not _named(hit)), moments[0])
    called_for = evidence(missed, signal)
    if named:
        view, hit = named[0]
        return scored(1, "feeling_missed_once", called_for, evidence(view, hit), confidence=ABSENT, said=signal.quote)
    sorry = next((hit for hit in answers if hit is not None), None)
    if sorry is not None:
        view, hit = sorry
        return scored(
            1, "generic_apology_only", called_for, evidence(view, hit), confidence=ABSENT, turn=view.index,
            said=signal.quote,
        )  # fmt: skip
    return scored(0, "feeling_unanswered", called_for, confidence=ABSENT, said=signal.quote, within=within)


def _moments(call: CallView) -> list[tuple[TurnView, Signal]]:
    """The customer's turns that voice a feeling, each with its surest one."""
    best: dict[int, tuple[TurnView, Signal]] = {}
    for view, signal in call.feelings():
        if view.index not in best or signal.confidence > best[view.index][1].confidence:
            best[view.index] = (view, signal)
    return list(best.values())


def _answer(call: CallView, view: TurnView, within: int) -> tuple[TurnView, ActHit] | None:
    """The best answer to a feeling: an acknowledgement soon after (or just before), else an apology."""
    after = call.agent_turns_after(view.index, within)
    before = tuple(turn for turn in call.by("agent") if turn.index < view.index)[-1:]
    for turns, acts in ((after, ("acknowledge_feeling",)), (before, ("acknowledge_feeling",)), (after, ("apologise",))):
        for turn in turns:
            for hit in turn.acts:
                if hit.act in acts:
                    return turn, hit
    return None


def _named(answer: tuple[TurnView, ActHit] | None) -> bool:
    return answer is not None and answer[1].act == "acknowledge_feeling"
