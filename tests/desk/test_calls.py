from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desk import calls, processing
from desk.db import Store
from desk.errors import BadField, NoSuchCall, NotAllowed, NotRetryable
from desk.models import Call
from desk.permissions import SYSTEM, Actor
from desk.settings import Settings
from desk.views import CallFilter
from scoring.wording import Bilingual
from tests.desk.conftest import COLD, talk
from tests.desk.hand import add_call, card, rollups_of


def ids(page: calls.CallPage) -> list[str]:
    return [row.file_name for row in page.rows]


@pytest.fixture
def five(store: Store, settings: Settings) -> None:
    """a (agent A1024, 一组, total 100), b (respect failed), c (risk), d (queued), e (failed)."""
    with store.session() as session:
        add_call(session, settings, card(), day=0, name="a.wav", agent="A1024", team="一组", words="信用卡逾期")
        add_call(session, settings, card(respect=0, needs_review=True), day=1, name="b.wav", agent="A1031", team="二组")
        add_call(session, settings, card(["self_harm"], opening=0, closing=0), day=2, name="c.wav", external_id="PBX-7")
        add_call(session, settings, day=3, name="d.wav", agent="A1024", team="一组")
        failed = add_call(session, settings, day=4, name="e.wav")
        processing.set_step(session, failed.id, "transcribe", 0.5)
        processing.fail(session, failed.id, NoSuchCall(call_id="x"))


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("filter", "found"),
    [
        (CallFilter(), "cedba"),
        (CallFilter(agent="A1024"), "da"),
        (CallFilter(team="二组"), "b"),
        (CallFilter(status="queued"), "d"),
        (CallFilter(status="failed"), "e"),
        (CallFilter(needs_review=True), "b"),
        (CallFilter(critical=True), "b"),
        (CallFilter(critical="respect"), "b"),
        (CallFilter(critical="resp"), ""),
        (CallFilter(critical=False), "ceda"),
        (CallFilter(risk="self_harm"), "c"),
        (CallFilter(score_below=50), "b"),
        (CallFilter(score_from=99.9), "a"),
        (CallFilter(from_=date(2026, 3, 3), to=date(2026, 3, 4)), "cb"),
        (CallFilter(text="PBX"), "c"),
        (CallFilter(text="信用卡"), "a"),
        (CallFilter(text="逾期 A.WAV"), "a"),
        (CallFilter(text="100%"), ""),
        (CallFilter(topic="card_debt_sued"), "cba"),
        (CallFilter(language="en"), ""),
        (CallFilter(criterion_failed="opening"), "c"),
        (CallFilter(reviewed=True), ""),
    ],
)
def test_filters_find_what_they_say(store: Store, mei: Actor, filter: CallFilter, found: str) -> None:
    with store.reading() as session:
        page = calls.list_calls(session, mei, filter)
    assert ids(page) == [f"{letter}.wav" for letter in found]
    assert page.total == len(found)


@pytest.mark.usefixtures("five")
def test_calls_without_a_score_come_last_in_both_directions(store: Store, mei: Actor) -> None:
    with store.reading() as session:
        up = ids(calls.list_calls(session, mei, sort="auto_total"))
        down = ids(calls.list_calls(session, mei, sort="-auto_total"))
    # b is 0 (respect fails everything), c lost opening and closing, a is 100; d and e have none.
    assert up[:3] == ["c.wav", "b.wav", "a.wav"]  # c holds a hint of self-harm: first either way
    assert down[:3] == ["c.wav", "a.wav", "b.wav"]
    assert sorted(up[3:]) == sorted(down[3:]) == ["d.wav", "e.wav"]


@pytest.mark.usefixtures("five")
def test_pages_do_not_overlap_and_a_page_past_the_end_is_empty(store: Store, mei: Actor) -> None:
    with store.reading() as session:
        pages = [ids(calls.list_calls(session, mei, page=number, page_size=2)) for number in (1, 2, 3, 4)]
    assert pages == [["c.wav", "e.wav"], ["d.wav", "b.wav"], ["a.wav"], []]  # c holds a hint of self-harm


@pytest.mark.usefixtures("five")
def test_whoever_asks_what_came_last_gets_that(store: Store, mei: Actor) -> None:
    with store.reading() as session:
        first = calls.list_calls(session, mei).rows[0]
        last = calls.list_calls(session, mei, hints_first=False).rows[0]
    assert (first.file_name, last.file_name) == ("c.wav", "e.wav")


def test_an_unknown_sort_names_the_known_ones(store: Store, mei: Actor) -> None:
    with pytest.raises(BadField, match="started_at"), store.reading() as session:
        calls.list_calls(session, mei, sort="password_hash")


@pytest.mark.usefixtures("five")
def test_a_trainee_sees_their_own_calls_and_no_others(store: Store, xiaolin: Actor, mei: Actor) -> None:
    with store.reading() as session:
        assert ids(calls.list_calls(session, xiaolin)) == ["d.wav", "a.wav"]
        own, *_ = calls.list_calls(session, mei, CallFilter(agent="A1024")).rows
        other, *_ = calls.list_calls(session, mei, CallFilter(agent="A1031")).rows
        assert calls.get_call(session, xiaolin, own.id).row.id == own.id
        with pytest.raises(NoSuchCall):
            calls.get_call(session, xiaolin, other.id)
        with pytest.raises(NotAllowed):
            calls.get_call(session, xiaolin, own.id, original=True)


@pytest.mark.usefixtures("five")
def test_a_trainee_without_an_agent_id_sees_nothing(store: Store, xiaolin: Actor) -> None:
    with store.reading() as session:
        assert calls.list_calls(session, xiaolin.model_copy(update={"agent": None})).total == 0


def test_an_administrator_sees_no_calls(store: Store, admin: Actor) -> None:
    with pytest.raises(NotAllowed), store.reading() as session:
        calls.list_calls(session, admin)


def test_a_manager_reads_but_changes_nothing(store: Store, settings: Settings, zhou: Actor) -> None:
    with store.session() as session:
        call = add_call(session, settings, card())
        assert calls.get_call(session, zhou, call.id).row.auto_total == 100
        with pytest.raises(NotAllowed):
            calls.swap_speakers(session, zhou, call.id)
        with pytest.raises(NotAllowed):
            calls.delete_call(session, zhou, call.id, settings=settings)


def test_the_words_before_redaction_need_a_permission_and_leave_a_trace(
    store: Store, settings: Settings, mei: Actor, zhou: Actor
) -> None:
    from desk import audit

    said = talk(("customer", "我叫李建国"))
    hidden = talk(("customer", "我叫[姓名]"))
    with store.session() as session:
        call = add_call(session, settings, transcript=said)
        processing.put_redacted(session, call.id, hidden)
        assert calls.get_call(session, mei, call.id).transcript == hidden
        assert calls.get_call(session, mei, call.id, original=True).transcript == said
        with pytest.raises(NotAllowed):
            calls.get_call(session, zhou, call.id, original=True)
        assert [entry.action for entry in audit.list_entries(session, mei, subject=f"call:{call.id}")] == [
            "call.read_original",
            "call.add",
        ]
        assert calls.list_calls(session, mei, CallFilter(text="李建国")).total == 0


def test_the_same_transcript_twice_is_one_call(store: Store, settings: Settings) -> None:
    with store.session() as session:
        first = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="a.json")
    with store.session() as session:
        again = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="b.json")
    assert (first.duplicate, again.duplicate, again.call_id) == (False, True, first.call_id)


def test_the_team_is_looked_up_from_the_agent(store: Store, settings: Settings, xiaolin: Actor) -> None:
    with store.session() as session:
        assert add_call(session, settings, agent="A1024").team == "一组"


@pytest.mark.parametrize(
    "about", [{"agent": "x" * 65}, {"topic": "a\x00b"}, {"external_id": "x" * 129}, {"team": "a\nb"}]
)
def test_fields_that_cannot_be_used_are_named(store: Store, settings: Settings, about: dict[str, str]) -> None:
    with pytest.raises(BadField, match=next(iter(about))), store.session() as session:
        calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="a.json", **about)  # type: ignore[arg-type]


def test_a_file_name_loses_its_folders_and_control_characters(store: Store, settings: Settings) -> None:
    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="..\\..\\etc/pass\x07wd")
        assert session.get_one(Call, added.call_id).file_name == "passwd"


def test_a_failed_call_says_why_in_both_languages_and_can_be_tried_again(
    store: Store, settings: Settings, mei: Actor
) -> None:
    with store.session() as session:
        call = add_call(session, settings)
        processing.set_step(session, call.id, "transcribe", 0.5)
        processing.fail(session, call.id, NoSuchCall(call_id="x"))
        detail = calls.get_call(session, mei, call.id)
        assert detail.row.error == Bilingual(zh="没有编号为 x 的通话。", en="There is no call x.")
        assert [step.state for step in detail.steps] == ["done", "failed", "waiting", "waiting", "waiting", "waiting"]
        row = calls.retry(session, mei, call.id)
        assert (row.status, row.error, row.progress) == ("queued", None, 0.0)
        assert processing.waiting(session) == ((call.id, 1),)
        with pytest.raises(NotRetryable):
            calls.retry(session, mei, call.id)


def test_progress_grows_with_the_steps(store: Store, settings: Settings) -> None:
    with store.session() as session:
        call = add_call(session, settings)
        seen = []
        for step in processing.STEPS:
            processing.set_step(session, call.id, step)
            seen.append(call.progress)
            processing.set_step(session, call.id, step, 2.0)  # beyond the step's end is its end
            seen.append(call.progress)
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0


def test_swapping_speakers_scores_again_and_twice_is_as_before(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        call = add_call(session, settings, transcript=COLD)
        once = calls.swap_speakers(session, mei, call.id)
        twice = calls.swap_speakers(session, mei, call.id)
    assert once.transcript is not None
    assert [turn.speaker for turn in once.transcript.turns][:2] == ["customer", "agent"]
    assert twice.transcript == COLD
    assert [stored.version for stored in twice.scorecards] == [2, 1]


def test_a_deleted_call_leaves_nothing_but_its_trace(
    store: Store, settings: Settings, mei: Actor, zhou: Actor, tmp_path: Path
) -> None:
    with store.session() as session:
        before = rollups_of(session)
        call = add_call(session, settings, card(respect=0), agent="A1")
        calls.delete_call(session, mei, call.id, settings=settings)
    with store.reading() as session:
        assert calls.list_calls(session, mei).total == 0
        assert rollups_of(session) == before == {}


def test_neighbours_are_the_next_older_and_newer_call(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        old, middle, new = (add_call(session, settings, day=day).id for day in range(3))
        detail = calls.get_call(session, mei, middle)
        assert (detail.previous_id, detail.next_id) == (old, new)
        assert calls.get_call(session, mei, new).next_id is None
