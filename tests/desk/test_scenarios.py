"""Scenarios of one's own: drafts, from calls too; published by a supervisor, practised, withdrawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk import audit, call_scenarios, practice, processing, scenarios
from desk.db import Store
from desk.errors import NoSuchDraft, NoSuchScenario, NotAllowed, NothingToReview, StaleDraft, UnfitScenario
from desk.judging import score_transcript
from desk.models import Call
from desk.permissions import TERMINAL, Actor
from desk.scenario_models import ScenarioVersionRow
from desk.settings import Settings
from scenarios.errors import NoScript
from tests.desk.conftest import COLD, talk
from tests.desk.hand import add_call

LI = "li_card_debt"


def from_cold(store: Store, settings: Settings, actor: Actor) -> scenarios.ScenarioDraft:
    with store.session() as session:
        call = add_call(session, settings, day=0, transcript=COLD)
        processing.finish(session, call.id, score_transcript(session, COLD, today=call.day))
        return call_scenarios.draft_of_call(session, actor, call.id)


def published(store: Store, actor: Actor, draft: scenarios.ScenarioDraft) -> str:
    with store.session() as session:
        return scenarios.publish(session, actor, draft.id, draft.revision, "from a bad day").reference


def renamed(store: Store, actor: Actor) -> scenarios.ScenarioDraft:
    """Mr Lee's script as the next version, with another title."""
    with store.session() as session:
        draft = scenarios.start_draft(session, actor, f"{LI}@1")
        body = draft.body.replace("Mr Lee: in debt and sued by his bank", "Mr Lee again")
        return scenarios.save_draft(session, actor, draft.id, body, draft.revision)


def test_the_library_is_there_and_on_offer(store: Store, mei: Actor, xiaolin: Actor) -> None:
    with store.reading() as session:
        versions = {one.script.id: one for one in scenarios.list_versions(session, mei)}
        offered = {script.id for script in practice.list_scenarios(session, xiaolin)}
    assert versions[LI].shipped
    assert versions[LI].offered
    assert offered == set(versions)


def test_a_call_becomes_a_draft_that_says_where_it_comes_from(store: Store, settings: Settings, mei: Actor) -> None:
    draft = from_cold(store, settings, mei)
    with store.reading() as session:
        (call,) = session.scalars(select(Call))
        assert draft.based_on == f"call:{call.id}"
        assert draft.title == "call_card_debt_sued"
        assert [one.level for one in scenarios.findings(session, mei, draft.body) if one.level == "error"] == []
        assert scenarios.list_drafts(session, mei) == (draft,)


def test_a_second_draft_of_the_same_topic_has_a_name_of_its_own(store: Store, settings: Settings, mei: Actor) -> None:
    from_cold(store, settings, mei)
    with store.session() as session:
        again = call_scenarios.draft_of_transcript(session, TERMINAL, COLD, source="call:cold.txt")
    assert again.title == "call_card_debt_sued_2"
    assert again.by == "Terminal"


def test_a_call_without_a_score_makes_no_draft(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        call = add_call(session, settings, day=0, transcript=COLD)
        with pytest.raises(NothingToReview):
            call_scenarios.draft_of_call(session, mei, call.id)


def test_only_a_supervisor_publishes(
    store: Store, settings: Settings, mei: Actor, xiaolin: Actor, zhou: Actor, admin: Actor
) -> None:
    draft = from_cold(store, settings, mei)
    for actor in (xiaolin, zhou, admin, TERMINAL):
        with store.session() as session, pytest.raises(NotAllowed):
            scenarios.publish(session, actor, draft.id, draft.revision)
    for actor in (xiaolin, zhou, admin):
        with store.session() as session, pytest.raises(NotAllowed):
            scenarios.start_draft(session, actor, f"{LI}@1")
    for actor in (xiaolin, admin):
        with store.reading() as session, pytest.raises(NotAllowed):
            scenarios.text_of(session, actor, f"{LI}@1")


def test_what_is_published_can_be_practised_and_is_in_the_audit_log(
    store: Store, settings: Settings, mei: Actor, xiaolin: Actor
) -> None:
    reference = published(store, mei, from_cold(store, settings, mei))
    assert reference == "call_card_debt_sued@1"
    with store.session() as session:
        assert "call_card_debt_sued" in [script.id for script in practice.list_scenarios(session, xiaolin)]
        run = practice.start_run(session, xiaolin, "call_card_debt_sued", "zh", seed=1)
        run = practice.answer(session, xiaolin, run.id, "换了谁都会害怕的，您慢慢说。", run.step)
        assert run.node == "talk"
        actions = [entry.action for entry in audit.list_entries(session, mei)]
        assert {"scenario.draft", "scenario.publish"} <= set(actions)
        assert scenarios.list_drafts(session, mei) == ()


def test_a_run_goes_on_with_the_version_that_it_began_with(store: Store, mei: Actor, xiaolin: Actor) -> None:
    with store.session() as session:
        old = practice.start_run(session, xiaolin, LI, "en", seed=1)
    assert published(store, mei, renamed(store, mei)) == f"{LI}@2"
    with store.session() as session:
        new = practice.start_run(session, xiaolin, LI, "en", seed=1)
        assert new.title.en == "Mr Lee again"
        assert practice.answer(session, xiaolin, old.id, "That must be frightening.", 0).title.en != "Mr Lee again"
        assert practice.finish(session, xiaolin, old.id).ended is not None
        assert practice.debrief_of(session, xiaolin, old.id).facts


def test_a_published_version_never_changes_and_its_number_is_taken(store: Store, mei: Actor) -> None:
    published(store, mei, renamed(store, mei))
    with store.session() as session:
        draft = scenarios.start_draft(session, mei, f"{LI}@1")
        assert "\nversion: 3\n" in draft.body
        taken = draft.body.replace("\nversion: 3\n", "\nversion: 2\n")
        (first, *_) = scenarios.findings(session, mei, taken)
        assert (first.code, first.line) == ("version_taken", taken[: taken.index("version: 2")].count("\n") + 1)
        draft = scenarios.save_draft(session, mei, draft.id, taken, draft.revision)
        with pytest.raises(UnfitScenario, match="next free one is 3"):
            scenarios.publish(session, mei, draft.id, draft.revision)
        assert session.scalars(select(ScenarioVersionRow.version)).all() == [2]


def test_a_scenario_with_an_error_is_not_published(store: Store, mei: Actor) -> None:
    with store.session() as session:
        draft = scenarios.start_draft(session, mei, f"{LI}@1")
        broken = draft.body.replace("start: opening", "start: openin")
        draft = scenarios.save_draft(session, mei, draft.id, broken, draft.revision)
        with pytest.raises(UnfitScenario, match="openin"):
            scenarios.publish(session, mei, draft.id, draft.revision)


def test_withdrawn_is_out_of_the_practice_room_and_may_come_back(store: Store, mei: Actor, xiaolin: Actor) -> None:
    with store.session() as session:
        run = practice.start_run(session, xiaolin, LI, "zh", seed=1)
        scenarios.withdraw(session, mei, LI)
        assert LI not in [script.id for script in practice.list_scenarios(session, xiaolin)]
        with pytest.raises(NoScript):
            practice.start_run(session, xiaolin, LI, "zh")
        with pytest.raises(NoScript):
            scenarios.withdraw(session, mei, LI)
        assert practice.answer(session, xiaolin, run.id, "您慢慢说。", 0).step == 1
        assert scenarios.get_version(session, mei, f"{LI}@1").withdrawn
        scenarios.offer(session, mei, f"{LI}@1")
        assert LI in [script.id for script in practice.list_scenarios(session, xiaolin)]


def test_an_older_version_can_be_offered_again(store: Store, mei: Actor, xiaolin: Actor) -> None:
    published(store, mei, renamed(store, mei))
    with store.session() as session:
        scenarios.offer(session, mei, f"{LI}@1")
        assert practice.start_run(session, xiaolin, LI, "en", seed=1).title.en != "Mr Lee again"


def test_two_windows_cannot_overwrite_each_other(store: Store, mei: Actor) -> None:
    with store.session() as session:
        draft = scenarios.start_draft(session, mei, f"{LI}@1")
        scenarios.save_draft(session, mei, draft.id, "id: x\n", draft.revision)
        with pytest.raises(StaleDraft):
            scenarios.save_draft(session, mei, draft.id, "id: y\n", draft.revision)
        with pytest.raises(StaleDraft):
            scenarios.publish(session, mei, draft.id, draft.revision)
        scenarios.discard_draft(session, mei, draft.id)
        with pytest.raises(NoSuchDraft):
            scenarios.get_draft(session, mei, draft.id)
        with pytest.raises(NoSuchScenario, match=LI):
            scenarios.start_draft(session, mei, "nobody@1")


def test_a_call_of_small_talk_is_refused_in_words(store: Store, settings: Settings, mei: Actor) -> None:
    from scenarios.errors import NothingTold

    with store.session() as session, pytest.raises(NothingTold):
        call_scenarios.draft_of_transcript(
            session, mei, talk(("agent", "您好。")), source="call:x", topic="card_debt_sued"
        )
