from __future__ import annotations

import pytest

from desk import audit, calls, reviews
from desk.db import Store
from desk.errors import BadValue, NoSuchCriterion, NotAllowed, NothingToReview
from desk.permissions import Actor
from desk.settings import Settings
from desk.views import CallFilter
from tests.desk.hand import add_call, card


@pytest.fixture
def call_id(store: Store, settings: Settings) -> str:
    """The opening failed (compliance 10 of 100: 3 of 4 scored criteria right → 75, total 97.5)."""
    with store.session() as session:
        return add_call(session, settings, card(opening=0, needs_review=True)).id


def test_a_fresh_draft_is_what_the_machine_gave(store: Store, mei: Actor, call_id: str) -> None:
    with store.reading() as session:
        draft = reviews.get_draft(session, mei, call_id)
    assert not any(value.overridden for value in draft.values)
    # total = (35·100 + 35·100 + 20·100 + 10·75) / 100
    assert draft.total == 97.5
    assert draft.sections["compliance"] == 75.0


def test_an_override_changes_the_drafts_total_and_nothing_else(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        draft = reviews.set_value(session, mei, call_id, "opening", "scored", 1, "报了热线名称")
        assert draft.total == 100.0
        assert draft.value("opening").auto_value == 0
        assert calls.get_call(session, mei, call_id).row.human_total is None
        assert calls.get_call(session, mei, call_id).row.auto_total == 97.5


def test_failing_a_critical_criterion_by_hand_zeroes_the_total_and_keeps_what_it_was(
    store: Store, mei: Actor, call_id: str
) -> None:
    with store.session() as session:
        draft = reviews.set_value(session, mei, call_id, "respect", "scored", 0, "嘲讽客户")
    # empathy: four criteria at 2/2 and respect at 0/1 → 80; before: (35·80 + 35·100 + 20·100 + 10·75) / 100 = 90.5
    assert (draft.total, draft.total_before_critical, draft.critical_failed) == (0.0, 90.5, ("respect",))


@pytest.mark.parametrize(
    ("status", "value", "reason"),
    [("scored", 3, "x"), ("scored", -1, "x"), ("scored", None, "x"), ("na", 1, "x"), ("scored", 1, "  ")],
)
def test_values_outside_the_scale_or_without_a_reason_are_refused(
    store: Store, mei: Actor, call_id: str, status: str, value: int | None, reason: str
) -> None:
    with pytest.raises(BadValue), store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", status, value, reason)  # type: ignore[arg-type]


def test_a_comment_alone_needs_no_reason(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        draft = reviews.set_value(session, mei, call_id, "closing", "scored", 1, "", "结束语很好")
    assert draft.value("closing").comment == "结束语很好"


def test_an_unknown_criterion_and_a_call_without_score_are_named(
    store: Store, settings: Settings, mei: Actor, call_id: str
) -> None:
    with store.session() as session:
        with pytest.raises(NoSuchCriterion, match="courage"):
            reviews.set_value(session, mei, call_id, "courage", "scored", 1, "x")
        bare = add_call(session, settings, day=5)
        with pytest.raises(NothingToReview):
            reviews.get_draft(session, mei, bare.id)


def test_not_applicable_leaves_numerator_and_denominator(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        draft = reviews.set_value(session, mei, call_id, "opening", "na", None, "转接来的电话")
    assert draft.sections["compliance"] == 100.0  # three of three


def test_clearing_goes_back_to_the_machines_value(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "x")
        draft = reviews.clear_value(session, mei, call_id, "opening")
    assert draft.total == 97.5
    assert not draft.value("opening").overridden


def test_publishing_adds_a_human_scorecard_and_leaves_the_machines_alone(
    store: Store, mei: Actor, call_id: str
) -> None:
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "报了热线名称")
        published = reviews.accept(session, mei, call_id)
        detail = calls.get_call(session, mei, call_id)
    assert (published.source, published.total, published.needs_review) == ("human", 100.0, False)
    assert published.criterion("opening").explanation.text.zh == "报了热线名称"
    assert [(stored.source, stored.scorecard.total, stored.by) for stored in detail.scorecards] == [
        ("human", 100.0, "梅主管"),
        ("auto", 97.5, None),
    ]
    assert (detail.row.auto_total, detail.row.human_total, detail.row.needs_review) == (97.5, 100.0, False)


def test_publishing_again_appends_a_version(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        reviews.accept(session, mei, call_id)
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "x")
        reviews.accept(session, mei, call_id)
        detail = calls.get_call(session, mei, call_id)
    assert [(stored.source, stored.version) for stored in detail.scorecards] == [
        ("human", 2),
        ("human", 1),
        ("auto", 1),
    ]


def test_history_keeps_every_deed_and_the_next_review_starts_from_the_published_one(
    store: Store, mei: Actor, call_id: str
) -> None:
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "报了", "下次说工号")
        reviews.accept(session, mei, call_id)
        draft = reviews.get_draft(session, mei, call_id)
        events = reviews.history(session, mei, call_id)
    assert [(event.action, event.old, event.new, event.total) for event in events] == [
        ("accept", None, None, 100.0),
        ("override", "0", "1", None),
    ]
    # The next review starts from the published one.
    assert (draft.updated_at, draft.total, draft.value("opening").value) == (None, 100.0, 1)
    assert draft.value("opening").reason == "报了"


def test_going_back_to_the_machine_after_publishing_is_a_change_of_its_own(
    store: Store, mei: Actor, call_id: str
) -> None:
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "x")
        reviews.set_value(session, mei, call_id, "closing", "scored", 0, "y")
        reviews.accept(session, mei, call_id)
        # opening back to 0, closing stays at 0: compliance 2 of 4, total (35 + 35 + 20) + 10 · 0.5
        assert reviews.clear_value(session, mei, call_id, "opening").total == 95.0
        assert reviews.accept(session, mei, call_id).total == 95.0


def test_two_reviewers_have_a_draft_each(store: Store, mei: Actor, call_id: str, person) -> None:  # type: ignore[no-untyped-def]
    other = person("lan", "supervisor")
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "x")
        assert reviews.get_draft(session, other, call_id).total == 97.5


@pytest.mark.parametrize("who", ["xiaolin", "zhou", "admin"])
def test_only_supervisors_review(store: Store, call_id: str, who: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed), store.session() as session:
        reviews.set_value(session, actor, call_id, "opening", "scored", 1, "x")


def test_every_deed_of_a_review_stands_in_the_audit_log(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        reviews.set_value(session, mei, call_id, "opening", "scored", 1, "x")
        reviews.clear_value(session, mei, call_id, "opening")
        reviews.accept(session, mei, call_id)
        entries = audit.list_entries(session, mei, subject=f"call:{call_id}")
        assert audit.verify(session)
    assert [entry.action for entry in entries[:3]] == ["review.accept", "review.clear", "review.override"]


def test_a_reviewed_call_is_found_as_such(store: Store, mei: Actor, call_id: str) -> None:
    with store.session() as session:
        reviews.accept(session, mei, call_id)
        assert calls.list_calls(session, mei, CallFilter(reviewed=True)).total == 1
        assert calls.list_calls(session, mei, CallFilter(needs_review=True)).total == 0
