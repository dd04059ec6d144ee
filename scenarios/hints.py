"""Hints in mid-call: which skill the moment calls for. Never the sentence, and never for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from recordings.transcript import Model
from scenarios.errors import NoHint
from scenarios.script import Script
from scenarios.state import State

MOST_HINTS = 3  # in a call, as the best of the trade give (Second Nature)
# Points of the total that each costs. Own choice: a little less than the average criterion is worth (100 points over
# the seventeen of rubric 12363), so that whoever takes the hint and then does it still gains.
HINT_COST = 5.0


class Hint(Model):
    """A skill that was named to the trainee."""

    step: int = Field(ge=0)  # replies and silences given before it
    node: str
    criterion: str  # of the rubric


def next_hint(script: Script, state: State, given: Sequence[Hint]) -> Hint:
    """The skill that this moment is there to practise and that was not named here yet.

    It is the first criterion that the moment's model answer shows; the answer itself stays hidden. In a detour
    without a model answer it is the moment that the call will come back to.

    Args:
        script: The scenario that `state` is a run of.
        state: The run so far.
        given: Hints of this call, in order.

    Raises:
        NoHint: All are spent, the call is over, or nothing is left to name here.
    """
    if len(given) >= MOST_HINTS:
        raise NoHint(reason=f"all {MOST_HINTS} are used", reason_zh=f"{MOST_HINTS} 次都用完了")
    named = {hint.criterion for hint in given if hint.node == state.node}
    for node_id in (state.node, state.came_from):
        node = None if node_id is None or state.ended else script.nodes.get(node_id)
        for criterion in node.model.criteria if node is not None and node.model is not None else ():
            if criterion not in named:
                return Hint(step=state.turns, node=state.node, criterion=criterion)
    raise NoHint(reason="this moment asks for nothing more", reason_zh="这一刻没有更多可以提示的了")


def after_hints(total: float | None, given: Sequence[Hint]) -> float | None:
    """The total of a practice run, 0-100: the scorer's, less what the hints cost. None where nothing was scored."""
    return None if total is None else max(0.0, total - HINT_COST * len(given))
