"""Scenarios as a supervisor uses them: read, try a line, play, edit, publish, withdraw; and make one of a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from desk import call_scenarios, practice, scenarios
from desk.db import Store
from desk.permissions import Actor
from tests.ui.conftest import buttons, calm, open_app, shown
from ui.authoring.editor import HELD
from ui.authoring.moments import PICKED

LI = "li_card_debt@1"


def draft_of(store: Store, actor: Actor) -> int:
    with store.session() as session:
        return scenarios.start_draft(session, actor, LI).id


def typed(at: AppTest, old: str, new: str) -> AppTest:
    """What the editor does once the typing stops, short of saving."""
    held = at.session_state[HELD]
    assert old in held.text
    held.text = held.text.replace(old, new, 1)
    return calm(at.run())


def view(at: AppTest, name: str, key: str = "scenario_view") -> AppTest:
    at.segmented_control(key=key).set_value(name)
    return calm(at.run())


def words(at: AppTest) -> str:
    return " ".join(one.value for one in (*at.markdown, *at.caption)).replace("\\", "")


def at_court(actor: Actor, part: str) -> AppTest:
    """Mr Lee's script, in the moment in which he asks about the court."""
    at = open_app(actor, "scenarios", language="en", scenario=LI)
    at.session_state[PICKED] = "court"
    return view(at.run(), part, "scenario_part")


def test_the_library_is_listed_with_what_can_be_practised(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "scenarios")
    assert "李先生：欠了信用卡，被银行告了" in words(at)
    assert "复制后修改" in buttons(at)


def test_a_manager_reads_and_changes_nothing(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "scenarios", language="en")
    assert "Edit a copy" not in buttons(at)
    at = open_app(people["manager"], "scenarios", language="en", scenario=LI)
    assert not {"Edit a copy", "Withdraw it", "Offer it"} & set(buttons(at))


@pytest.mark.parametrize("role", ["trainee", "admin"])
def test_who_would_see_the_answers_is_kept_out(people: dict[str, Actor], role: str) -> None:
    at = open_app(people[role], "scenarios", language="en")
    assert "scenarios.read" in at.warning[0].value


def test_a_scenario_that_is_not_there_is_told(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "scenarios", language="en", scenario="nobody@1")
    assert "There is no scenario nobody@1" in at.warning[0].value


def test_the_graph_holds_every_moment_and_leads_on(people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "scenarios", language="en", scenario=LI)
    graph = shown(at, "scenario_graph")
    assert {"opening", "court", "sent_on"} <= {row["id"] for row in graph["rows"]}
    good = [(edge["from"], edge["to"]) for edge in graph["edges"] if edge["good"]]
    assert ("court", "attend") in good
    assert graph["picked"] == "opening"


def test_a_moment_shows_its_lines_and_what_each_route_means(people: dict[str, Actor]) -> None:
    said = words(at_court(people["supervisor"], "lines"))
    assert "So what do I do about the court?" in said
    assert "tells: A defence within fifteen days" in said
    assert "A strong answer" in said


def test_a_tried_line_names_its_route_and_why_the_others_did_not_hold(people: dict[str, Actor]) -> None:
    at = at_court(people["supervisor"], "try")
    at.text_area(key="scenario_try_court").set_value("You can call 12378 about the bank.")
    said = words(calm(at.run()))
    assert "court.explains_defence" in said
    assert "not heard: tells: A defence within fifteen days" in said
    assert "sends the customer to 12378 (NFRA): “12378”" in said


def test_a_call_is_played_from_the_chosen_moment_and_says_which_route_was_taken(people: dict[str, Actor]) -> None:
    at = at_court(people["supervisor"], "play")
    reply = "You have fifteen days from receiving the papers to file a written defence."
    at.text_input(key="scenario_reply").set_value(reply)
    said = words(calm(at.run()))
    assert "took court.explains_defence" in said
    calm(at.button(key="scenario_silence").click().run())
    assert "took silence" in words(at)
    calm(at.button(key="scenario_again").click().run())
    assert "took" not in words(at)


def test_an_error_is_told_on_its_line_and_blocks_publishing(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"], "scenarios", language="en", draft=str(draft_of(store, people["supervisor"])))
    assert not at.button(key="scenario_publish").disabled
    typed(at, "start: opening", "start: openin")
    found = next(one for one in shown(at, "scenario_editor")["findings"] if "openin" in one["message"])
    assert at.session_state[HELD].text.splitlines()[found["line"] - 1] == "start: openin"
    assert at.button(key="scenario_publish").disabled
    view(at, "moments")
    assert "Put line" in at.info[0].value


def test_what_changed_is_shown_against_the_version_it_came_from(people: dict[str, Actor], store: Store) -> None:
    at = open_app(people["supervisor"], "scenarios", language="en", draft=str(draft_of(store, people["supervisor"])))
    typed(at, "difficulty: 2", "difficulty: 3")
    view(at, "changes")
    assert "2 lines added, 2 taken out" in words(at)
    assert "+difficulty: 3" in at.code[0].value


def test_from_a_copy_to_a_trainee_who_practises_it(people: dict[str, Actor], store: Store) -> None:
    mei, xiaolin = people["supervisor"], people["trainee"]
    at = open_app(mei, "scenarios", language="en", draft=str(draft_of(store, mei)))
    typed(at, "Mr Lee: in debt and sued by his bank", "Mr Lee, told anew")
    at.text_input(key="scenario_note").set_value("a new title")
    calm(at.button(key="scenario_publish").click().run())
    with store.reading() as session:
        made = scenarios.get_version(session, mei, "li_card_debt@2")
    assert (made.note, made.offered) == ("a new title", True)
    at = open_app(xiaolin, "practise", language="en")
    assert "Mr Lee, told anew" in [one.value for one in at.header]
    calm(at.button(key="start_li_card_debt").click().run())
    assert "Mr Lee, told anew" in [one.value for one in at.header]
    at = open_app(mei, "scenarios", language="en", scenario="li_card_debt@2")
    view(at, "history", "scenario_reading")
    assert "Compared with li_card_debt@1" in words(at)
    calm(at.button(key="scenario_withdraw_yes").click().run())
    with store.reading() as session:
        assert "li_card_debt" not in [script.id for script in practice.list_scenarios(session, xiaolin)]
    calm(at.button(key="scenario_offer_yes").click().run())
    with store.reading() as session:
        assert "li_card_debt" in [script.id for script in practice.list_scenarios(session, xiaolin)]


def test_a_call_becomes_a_draft_with_one_choice_of_its_menu(
    people: dict[str, Actor], store: Store, call: Callable[..., str]
) -> None:
    mei = people["supervisor"]
    call_id = call()
    at = open_app(mei, "call", language="en", call=call_id)
    assert "scenario" in str(at.get_by_key("call_more").proto)
    with store.session() as session:
        draft = call_scenarios.draft_of_call(session, mei, call_id)
    at = open_app(mei, "scenarios", language="en", draft=str(draft.id))
    assert "draft, from a call" in at.title[0].value
    assert [one for one in shown(at, "scenario_editor")["findings"] if one["level"] == "error"] == []
    view(at, "moments")
    assert "我现在真的很害怕" in words(at)


def test_a_draft_is_thrown_away(people: dict[str, Actor], store: Store) -> None:
    mei = people["supervisor"]
    draft_id = draft_of(store, mei)
    at = open_app(mei, "scenarios", language="en")
    calm(at.button(key=f"scenarios_discard_yes_{draft_id}").click().run())
    with store.reading() as session:
        assert scenarios.list_drafts(session, mei) == ()
