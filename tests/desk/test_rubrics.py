"""Rubrics of one's own: copy, edit, publish, use; and calls scored anew on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from desk import audit, calls, processing, rescoring, reviews, rubric_store, rubrics
from desk.cards import all_cards
from desk.db import Store
from desk.errors import NoSuchDraft, NoSuchRubric, NotAllowed, RescoreRunning, StaleDraft, UnfitRubric
from desk.judging import score_transcript
from desk.models import Call, ScorecardRow
from desk.permissions import Actor
from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.rubric_text import criterion_places, with_off
from tests.desk.conftest import COLD, talk
from tests.desk.hand import add_call, rollups_of

HALF = "12363@2"


def publish_copy(store: Store, actor: Actor, change: Callable[[str], str] = lambda body: body) -> str:
    with store.session() as session:
        draft = rubrics.start_draft(session, actor, "12363@1")
        draft = rubrics.save_draft(session, actor, draft.id, change(draft.body), draft.revision)
        return rubrics.publish(session, actor, draft.id, draft.revision, "less weight on the greeting").reference


def without_opening(body: str) -> str:
    return with_off(body, criterion_places(body)["opening"], True)


def scored(store: Store, settings: Settings, transcript: Transcript = COLD, day: int = 0) -> str:
    with store.session() as session:
        call = add_call(session, settings, day=day, transcript=transcript)
        processing.finish(session, call.id, score_transcript(session, transcript, today=call.day))
        return call.id


def run_to_end(store: Store, actor: Actor, batch: int = 50, **what: object) -> rescoring.RescoreRun:
    with store.session() as session:
        run = rescoring.start(session, actor, **what)  # type: ignore[arg-type]
    while run.state in rescoring.UNDER_WAY:
        run = rescoring.step(store, run.id, batch=batch)
    return run


def test_what_ships_is_there_and_12363_is_in_use(store: Store, xiaolin: Actor) -> None:
    with store.reading() as session:
        found = rubrics.list_versions(session, xiaolin)
    assert [(one.reference, one.shipped, one.used_for) for one in found] == [
        ("12363@1", True, ("zh", "en")),
        ("service_en@1", True, ()),
    ]


def test_a_copy_is_the_next_version_with_its_comments(store: Store, mei: Actor) -> None:
    with store.session() as session:
        draft = rubrics.start_draft(session, mei, "12363@1")
        before = rubrics.text_of(session, mei, "12363@1")
    assert draft.body == before.replace("\nversion: 1\n", "\nversion: 2\n", 1)
    assert draft.body.startswith("# Rubric of the 12363")


def test_a_published_version_is_used_only_once_it_is_chosen(store: Store, mei: Actor) -> None:
    reference = publish_copy(store, mei, without_opening)
    assert reference == HALF
    with store.session() as session:
        assert rubric_store.in_use(session, "zh").reference == "12363@1"
        assert rubrics.use(session, mei, reference).used_for == ("zh", "en")
        rubric = rubric_store.in_use(session, "zh")
    assert rubric.reference == HALF
    assert "opening" not in [line.id for line in rubric.criteria]
    with store.reading() as session:
        assert rubrics.get_version(session, mei, HALF).note == "less weight on the greeting"
        assert rubrics.list_drafts(session, mei) == ()


def test_an_english_rubric_is_used_for_english_calls_alone(store: Store, mei: Actor) -> None:
    with store.session() as session:
        rubrics.use(session, mei, "service_en@1")
        assert rubric_store.in_use(session, "en").id == "service_en"
        assert rubric_store.in_use(session, "zh").id == "12363"


def test_a_version_that_is_published_cannot_be_published_again(store: Store, mei: Actor) -> None:
    publish_copy(store, mei)
    with store.session() as session:
        draft = rubrics.start_draft(session, mei, "12363@1")
        assert "version: 3" in draft.body
        draft = rubrics.save_draft(session, mei, draft.id, draft.body.replace("version: 3", "version: 2"), 1)
        (found,) = rubrics.findings(session, mei, draft.body)
        assert (found.code, found.suggestion) == ("version_taken", "Write `version: 3`.")
        assert draft.body.splitlines()[found.line - 1] == "version: 2"
        with pytest.raises(UnfitRubric):
            rubrics.publish(session, mei, draft.id, draft.revision)


def test_a_rubric_with_an_error_is_kept_as_a_draft_but_not_published(store: Store, mei: Actor) -> None:
    with store.session() as session:
        draft = rubrics.start_draft(session, mei, "12363@1")
        draft = rubrics.save_draft(session, mei, draft.id, "id: [", draft.revision)
        with pytest.raises(UnfitRubric) as caught:
            rubrics.publish(session, mei, draft.id, draft.revision)
    assert "Line 1" in caught.value.text("en")
    assert "第 1 行" in caught.value.text("zh")


def test_two_windows_do_not_overwrite_each_other(store: Store, mei: Actor) -> None:
    with store.session() as session:
        draft = rubrics.start_draft(session, mei, "12363@1")
        rubrics.save_draft(session, mei, draft.id, draft.body + "\n# mine\n", draft.revision)
        with pytest.raises(StaleDraft):
            rubrics.save_draft(session, mei, draft.id, draft.body + "\n# theirs\n", draft.revision)
        rubrics.discard_draft(session, mei, draft.id)
        with pytest.raises(NoSuchDraft):
            rubrics.get_draft(session, mei, draft.id)


@pytest.mark.parametrize("who", ["xiaolin", "zhou"])
def test_only_a_supervisor_changes_rubrics(store: Store, who: str, request: pytest.FixtureRequest) -> None:
    actor: Actor = request.getfixturevalue(who)
    with store.session() as session:
        for deed in (
            lambda: rubrics.start_draft(session, actor, "12363@1"),
            lambda: rubrics.use(session, actor, "12363@1"),
            lambda: rubrics.list_drafts(session, actor),
            lambda: rescoring.start(session, actor),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_every_deed_stands_in_the_audit_log(store: Store, mei: Actor) -> None:
    reference = publish_copy(store, mei)
    with store.session() as session:
        rubrics.use(session, mei, reference)
        rescoring.start(session, mei)
        done = [entry.action for entry in audit.list_entries(session, mei)][::-1]
    wanted = ["rubric.draft", "rubric.publish", "rubric.use", "rubric.rescore"]
    assert [action for action in done if action.startswith("rubric.")] == wanted


def test_an_unknown_rubric_is_told_with_those_that_there_are(store: Store, mei: Actor) -> None:
    with store.session() as session, pytest.raises(NoSuchRubric, match="12363@1, service_en@1"):
        rubrics.use(session, mei, "12363@9")


def test_the_preview_names_what_would_change(store: Store, settings: Settings, mei: Actor) -> None:
    call_id = scored(store, settings)
    with store.reading() as session:
        body = rubrics.text_of(session, mei, "12363@1")
        made = rubrics.what_would_change(session, mei, rubric_store.parsed(without_opening(body)))
        cards = all_cards(session, call_id)
    assert [move.key for move in made.comparison.movers] == [call_id]
    assert [move.id for move in made.comparison.movers[0].criteria] == ["opening"]
    assert len(cards) == 1


def test_scoring_anew_appends_and_leaves_the_review_alone(store: Store, settings: Settings, mei: Actor) -> None:
    call_id = scored(store, settings)
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 0, "没有报工号")
        human = reviews.accept(session, mei, call_id)
    reference = publish_copy(store, mei, without_opening)
    run = run_to_end(store, mei, rubric=reference)
    assert (run.state, run.total, run.done, run.changed, run.failed) == ("done", 1, 1, 1, 0)
    with store.reading() as session:
        cards = all_cards(session, call_id)
        assert [(card.source, card.version, card.scorecard.rubric) for card in cards] == [
            ("auto", 2, HALF), ("human", 1, "12363@1"), ("auto", 1, "12363@1"),
        ]  # fmt: skip
        assert session.get_one(Call, call_id).human_total == human.total
        assert reviews.holding(cards) == human
        draft = reviews.get_draft(session, mei, call_id)
    assert "opening" not in [value.criterion_id for value in draft.values]


def test_a_swap_after_it_makes_the_review_void_as_ever(store: Store, settings: Settings, mei: Actor) -> None:
    call_id = scored(store, settings)
    with store.session() as session:
        reviews.accept(session, mei, call_id)
        calls.swap_speakers(session, mei, call_id)
    with store.reading() as session:
        assert reviews.holding(all_cards(session, call_id)) is None


def test_a_call_that_scores_the_same_gets_no_new_card(store: Store, settings: Settings, mei: Actor) -> None:
    scored(store, settings)
    assert run_to_end(store, mei).changed == 0


def test_a_run_goes_on_where_it_stopped_and_touches_no_call_twice(store: Store, settings: Settings, mei: Actor) -> None:
    for day in range(5):
        scored(store, settings, talk(*[(turn.speaker, turn.text) for turn in COLD.turns], ("agent", f"{day}。")), day)
    reference = publish_copy(store, mei, without_opening)
    with store.session() as session:
        run = rescoring.start(session, mei, rubric=reference, runner=rescoring.TERMINAL)
    first = rescoring.step(store, run.id, batch=2)
    assert (first.state, first.done) == ("running", 2)
    with store.session() as session:  # the process died here; the same command is given again
        again = rescoring.start(session, mei, rubric=reference, runner=rescoring.TERMINAL)
    assert (again.id, again.done) == (run.id, 2)
    last = again
    while last.state in rescoring.UNDER_WAY:
        last = rescoring.step(store, run.id, batch=2)
    with store.reading() as session:
        versions = list(session.scalars(select(ScorecardRow.version).where(ScorecardRow.rubric == reference)))
    assert (last.done, last.changed, versions) == (5, 5, [2] * 5)


def test_the_figures_stand_as_if_counted_from_the_beginning(store: Store, settings: Settings, mei: Actor) -> None:
    from desk import rollups

    for day in range(3):
        scored(store, settings, talk(*[(turn.speaker, turn.text) for turn in COLD.turns], ("agent", f"{day}。")), day)
    run_to_end(store, mei, rubric=publish_copy(store, mei, without_opening))
    with store.session() as session:
        after = rollups_of(session)
        rollups.rebuild(session)
        assert rollups_of(session) == after


def test_days_and_languages_choose_the_calls(store: Store, settings: Settings, mei: Actor) -> None:
    for day in range(3):
        scored(store, settings, talk(*[(turn.speaker, turn.text) for turn in COLD.turns], ("agent", f"{day}。")), day)
    with store.reading() as session:
        days = sorted(call.day for call in session.scalars(select(Call)))
    assert run_to_end(store, mei, from_day=days[1], to_day=days[1]).total == 1
    assert run_to_end(store, mei, rubric="service_en").total == 0


def test_words_that_cannot_be_read_stop_nothing(store: Store, settings: Settings, mei: Actor) -> None:
    scored(store, settings)
    bad = scored(store, settings, talk(("agent", "您好"), ("customer", "另一通")), 1)
    with store.session() as session:
        session.execute(text("UPDATE transcripts SET redacted = '{' WHERE call_id = :id"), {"id": bad})
    run = run_to_end(store, mei)
    assert (run.state, run.done, run.failed) == ("done", 2, 1)


def test_the_worker_has_one_run_at_a_time_and_it_can_be_stopped(store: Store, settings: Settings, mei: Actor) -> None:
    scored(store, settings)
    with store.session() as session:
        run = rescoring.start(session, mei)
        assert rescoring.start(session, mei).id == run.id
        with pytest.raises(RescoreRunning):
            rescoring.start(session, mei, rubric="service_en@1")
        rescoring.stop(session, mei, run.id)
        assert rescoring.waiting(session) == ()
    assert rescoring.step(store, run.id).state == "stopped"
