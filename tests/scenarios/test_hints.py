from __future__ import annotations

import pytest

from scenarios import player
from scenarios.errors import NoHint
from scenarios.hints import HINT_COST, MOST_HINTS, Hint, after_hints, next_hint
from scenarios.load import list_scripts
from scenarios.script import Script
from scenarios.state import Reply
from scoring.rubric import load_rubric

LIBRARY = list_scripts()


@pytest.mark.parametrize("script", LIBRARY, ids=lambda script: script.id)
def test_every_moment_of_every_scenario_has_a_hint_that_is_a_criterion_of_its_rubric(script: Script) -> None:
    known = {criterion.id for criterion in load_rubric(script.rubric).criteria}
    for node_id in script.nodes:
        state = player.start_at(script, node_id, "zh").state
        assert next_hint(script, state, ()).criterion in known


def test_a_second_hint_at_the_same_moment_names_the_next_skill_until_none_is_left() -> None:
    script = next(script for script in LIBRARY if script.id == "li_card_debt")
    state = player.start(script, "zh").state
    model = script.nodes[state.node].model
    assert model is not None
    given: list[Hint] = []
    for criterion in model.criteria[:MOST_HINTS]:
        given.append(next_hint(script, state, given))
        assert given[-1].criterion == criterion
    with pytest.raises(NoHint):
        next_hint(script, state, given)


def test_three_hints_are_all_there_are_even_at_another_moment() -> None:
    script = LIBRARY[0]
    state = player.start(script, "zh").state
    given = [Hint(step=0, node="elsewhere", criterion="closing")] * MOST_HINTS
    with pytest.raises(NoHint, match="3 are used"):
        next_hint(script, state, given)


def test_the_words_of_the_model_answer_are_not_in_a_hint() -> None:
    script = LIBRARY[0]
    state = player.step(script, player.start(script, "zh").state, Reply(text="您好，请讲。")).state
    assert set(next_hint(script, state, ()).model_dump()) == {"step", "node", "criterion"}


def test_each_hint_costs_its_points_and_never_more_than_there_are() -> None:
    hint = Hint(step=0, node="a", criterion="closing")
    assert after_hints(72.0, [hint, hint]) == 72.0 - 2 * HINT_COST
    assert after_hints(4.0, [hint]) == 0.0
    assert after_hints(None, [hint]) is None
