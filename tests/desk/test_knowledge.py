"""Facts: proposing, four eyes, publishing, history, and who judges by them from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy.orm import Session

import qa_cli
from desk import audit, fact_changes, fact_lint, judging, knowledge, knowledge_base, practice, what_if
from desk.db import Store
from desk.errors import BadFact, NoSuchChange, NoSuchFact, NotAllowed, OwnChange, StaleFact, TextNeeded
from desk.fact_views import FactChange
from desk.knowledge_parts import template
from desk.permissions import Actor
from desk.settings import Settings
from scoring.facts import Fact
from scoring.knowledge import load_knowledge
from tests.desk.conftest import talk
from tests.desk.hand import add_call

FIVE_YEARS = "instalment_plan_5_years"  # 个性化分期还款协议最长不超过 5 年
SAYS_FIVE = talk(("agent", "您好，12363。"), ("customer", "信用卡还不上了。"), ("agent", "个性化分期最长可以分五年。"))


@pytest.fixture
def lan(person: Callable[..., Actor]) -> Actor:
    return person("lan", "supervisor", display_name="兰主管")


def changed(session: Session, actor: Actor, old: str, new: str, fact_id: str = FIVE_YEARS) -> FactChange:
    """Propose the fact with `old` in its text replaced."""
    held = fact_changes.open_text(session, actor, fact_id)
    assert old in held.text
    text = held.text.replace(old, new)
    return fact_changes.propose(session, actor, text, "法规改了", fact_id=fact_id, seen=held.seen)


def to_three_years(session: Session, mei: Actor, lan: Actor) -> int:
    change = changed(session, mei, "value: 5", "value: 3")
    return fact_changes.publish(session, lan, [change.id])


def verdict(session: Session) -> str:
    card = judging.score_transcript(session, SAYS_FIVE, topic="card_debt_sued")
    return next(claim.verdict for claim in card.claims if claim.fact_id == FIVE_YEARS)


# ── who may ──────────────────────────────────────────────────────────────────────────────────────
def test_an_open_change_is_no_business_of_a_trainees(store: Store, mei: Actor, xiaolin: Actor) -> None:
    with store.session() as session:
        changed(session, mei, "value: 5", "value: 3")
        assert knowledge.get_fact(session, xiaolin, FIVE_YEARS).change is None
        assert knowledge.history(session, xiaolin, FIVE_YEARS) == ()
        assert knowledge.get_fact(session, mei, FIVE_YEARS).change is not None


def test_four_eyes_whoever_had_a_hand_in_a_change_cannot_decide_on_it(
    store: Store, mei: Actor, lan: Actor, admin: Actor
) -> None:
    with store.session() as session:
        change = changed(session, mei, "value: 5", "value: 3")
        with pytest.raises(OwnChange):
            fact_changes.publish(session, mei, [change.id])
        with pytest.raises(OwnChange):
            fact_changes.send_back(session, mei, change.id, "不对")
        changed(session, lan, "value: 3", "value: 4")  # a second hand in the same change
        for author in (mei, lan):
            with pytest.raises(OwnChange):
                fact_changes.publish(session, author, [change.id])
        assert (knowledge.count_waiting(session, mei), knowledge.count_waiting(session, admin)) == (0, 1)
        fact_changes.publish(session, admin, [change.id])  # the way out in a centre with one supervisor
        assert knowledge.count_waiting(session, admin) == 0


def test_one_of_ones_own_among_several_publishes_none(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        hers = changed(session, mei, "value: 5", "value: 3")
        own = fact_changes.confirm_checked(session, lan, "reply_15_days", "看过原文")
        with pytest.raises(OwnChange):
            fact_changes.publish(session, lan, [hers.id, own.id])
        session.rollback()
    with store.reading() as session:
        assert knowledge.get_fact(session, lan, FIVE_YEARS).fact.slot == load_knowledge().fact(FIVE_YEARS).slot


# ── changing ─────────────────────────────────────────────────────────────────────────────────────
def test_from_publishing_on_calls_are_judged_by_the_new_fact(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        assert verdict(session) == "supported"
        change = changed(session, mei, "value: 5", "value: 3")
        assert verdict(session) == "supported"  # proposed is not published
        assert fact_changes.publish(session, lan, [change.id]) == load_knowledge("12363").version + 1
        assert verdict(session) == "contradicted"


def test_practice_and_the_command_line_of_this_home_use_the_published_base_too(
    store: Store, settings: Settings, mei: Actor, lan: Actor, xiaolin: Actor, tmp_path: Path
) -> None:
    with store.session() as session:
        to_three_years(session, mei, lan)
        run = practice.start_run(session, xiaolin, "li_card_debt", "zh", seed=1)
        practice.answer(session, xiaolin, run.id, "个性化分期最长可以分五年。", 0)
        practice.finish(session, xiaolin, run.id)
        card = practice.scorecard_of(session, xiaolin, run.id)
    assert [claim.verdict for claim in card.claims if claim.fact_id == FIVE_YEARS] == ["contradicted"]

    said = ["claims", "--language", "zh", "--json"]
    ours = CliRunner().invoke(qa_cli.cli, said, input="个性化分期最长可以分五年。\n")
    other = {"TINGXIN_HOME": str(tmp_path / "other"), "TINGXIN_DATABASE_URL": ""}
    theirs = CliRunner().invoke(qa_cli.cli, said, input="个性化分期最长可以分五年。\n", env=other)
    assert '"contradicted"' in ours.stdout
    assert '"supported"' in theirs.stdout
    assert not (tmp_path / "other").exists()  # asking makes no store
    assert settings.home.exists()


def test_the_exported_base_is_the_one_in_use_and_can_be_linted_and_read_again(
    store: Store, mei: Actor, lan: Actor, tmp_path: Path
) -> None:
    with store.session() as session:
        to_three_years(session, mei, lan)
        text = knowledge.export(session, mei)
        used = knowledge_base.in_use(session, "12363")
    (tmp_path / "base.yaml").write_text(text, encoding="utf-8")
    read = load_knowledge(tmp_path / "base.yaml")
    assert read == used
    assert read.fact(FIVE_YEARS).slot.value == 3  # type: ignore[union-attr]
    others = [fact for fact in read.facts if fact.id != FIVE_YEARS]
    assert others == [fact for fact in load_knowledge("12363").facts if fact.id != FIVE_YEARS]


def test_a_retired_fact_holds_to_its_last_day_and_only_warns_after_it(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        change = fact_changes.retire(session, mei, FIVE_YEARS, date(2026, 6, 30), "新办法七月一日施行")
        fact_changes.publish(session, lan, [change.id])
        fact = knowledge.get_fact(session, mei, FIVE_YEARS)
    assert fact.fact.valid_to == date(2026, 6, 30)
    assert fact.fact.verified(date(2026, 6, 30))
    assert not fact.fact.verified(date(2026, 7, 1))


def test_a_fact_can_be_added_and_taken_out(store: Store, mei: Actor, lan: Actor) -> None:
    new = yaml.safe_load(template("fact", "cooling_off")) | {
        "statement": {"zh": "冷静期十五天。", "en": "Fifteen days to think it over."},
        "aliases": {"zh": ["冷静期"], "en": ["cooling off"]},
        "source": {"law": {"zh": "内部口径", "en": "House rule"}},
    }
    with store.session() as session:
        added = fact_changes.propose(session, mei, knowledge_base.as_yaml(new), "新规定", fact_id=None)
        out = fact_changes.remove(session, mei, FIVE_YEARS, "本就不对")
        assert (added.kind, out.kind) == ("add", "remove")
        fact_changes.publish(session, lan, [added.id, out.id])
        ids = [fact.id for fact in knowledge_base.in_use(session, "12363").facts]
        with pytest.raises(NoSuchFact):
            knowledge.get_fact(session, mei, FIVE_YEARS)
        assert [change.kind for change in knowledge.history(session, mei, FIVE_YEARS)] == ["remove"]
    assert "cooling_off" in ids
    assert FIVE_YEARS not in ids


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("severity: high", "severity: grave", True),
        ("op: le", "op: less", True),
        ("card_debt_sued", "no_such_topic", True),
        (f"id: {FIVE_YEARS}", "id: another", True),
        ("statement:", "statement: [", True),
        ("value: 5", "value: 5", False),  # nothing changed
    ],
)
def test_what_cannot_stand_in_the_base_is_refused_with_its_line_in_both_languages(
    store: Store, mei: Actor, old: str, new: str, line: bool
) -> None:
    with store.session() as session:
        text = fact_changes.open_text(session, mei, FIVE_YEARS).text
        where = text[: text.index(old)].count("\n") + 1
        with pytest.raises(BadFact) as caught:
            fact_changes.propose(session, mei, text.replace(old, new, 1), "x", fact_id=FIVE_YEARS)
        assert knowledge.get_fact(session, mei, FIVE_YEARS).change is None
    assert caught.value.text("zh") != caught.value.text("en")
    if line:
        assert abs(int(str(caught.value.fields["line"])) - where) <= 2  # a bracket is missed lines after it opened


def test_two_facts_that_cannot_both_hold_are_refused(store: Store, mei: Actor) -> None:
    with store.session() as session:
        text = fact_changes.open_text(session, mei, FIVE_YEARS).text
        twin = text.replace(f"id: {FIVE_YEARS}", "id: twin").replace("value: 5", "value: 4")
        found = fact_changes.look_over(session, mei, twin, fact_id=None)
    assert any(one.level == "error" and FIVE_YEARS in one.message.en for one in found)


def test_two_people_at_one_fact_do_not_overwrite_each_other(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        hers = fact_changes.open_text(session, mei, FIVE_YEARS)
        theirs = fact_changes.open_text(session, lan, FIVE_YEARS)
        text = hers.text.replace("value: 5", "value: 3")
        fact_changes.propose(session, mei, text, "甲", fact_id=FIVE_YEARS, seen=hers.seen)
        with pytest.raises(StaleFact):
            fact_changes.propose(session, lan, text, "乙", fact_id=FIVE_YEARS, seen=theirs.seen)


def test_a_change_can_be_taken_back_or_sent_back_with_a_reason(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        first = changed(session, mei, "value: 5", "value: 3")
        with pytest.raises(NotAllowed):
            fact_changes.withdraw(session, lan, first.id)
        fact_changes.withdraw(session, mei, first.id)
        second = changed(session, mei, "value: 5", "value: 4")
        with pytest.raises(TextNeeded):
            fact_changes.send_back(session, lan, second.id, "  ")
        fact_changes.send_back(session, lan, second.id, "出处不对")
        with pytest.raises(NoSuchChange):
            fact_changes.publish(session, lan, [second.id])
        newest, oldest = knowledge.history(session, mei, FIVE_YEARS)
    assert (oldest.state, newest.state, newest.answer, newest.decided_by) == (
        "withdrawn", "rejected", "出处不对", "兰主管",
    )  # fmt: skip


def test_a_change_needs_a_reason(store: Store, mei: Actor) -> None:
    with store.session() as session, pytest.raises(TextNeeded):
        fact_changes.confirm_checked(session, mei, FIVE_YEARS, " ")


# ── history ──────────────────────────────────────────────────────────────────────────────────────
def test_the_history_says_who_changed_what_from_what_when_and_who_published_it(
    store: Store, mei: Actor, lan: Actor
) -> None:
    with store.session() as session:
        version = to_three_years(session, mei, lan)
        (entry,) = knowledge.history(session, mei, FIVE_YEARS)
        deeds = [entry.action for entry in audit.list_entries(session, mei) if not entry.action.startswith("user")]
        assert audit.verify(session)
    assert (entry.by, entry.decided_by, entry.note, entry.version) == (("梅主管",), "兰主管", "法规改了", 1)
    assert [(field.place, field.old, field.new) for field in entry.fields] == [("slot.value", "5", "3")]
    assert deeds[:2] == ["knowledge.publish", "fact.propose"]
    assert version == 2


def test_a_fact_is_shown_as_it_stood_when_the_call_was_judged(store: Store, mei: Actor, lan: Actor) -> None:
    before = datetime.now(UTC)
    with store.session() as session:
        to_three_years(session, mei, lan)
        then = knowledge.facts_as_of(session, mei, [FIVE_YEARS, "no_such"], before)
        today = knowledge.facts_as_of(session, mei, [FIVE_YEARS], datetime.now(UTC) + timedelta(seconds=1))
    assert then[FIVE_YEARS].slot.value == 5  # type: ignore[union-attr]
    assert today[FIVE_YEARS].slot.value == 3  # type: ignore[union-attr]
    assert "no_such" not in then


# ── before publishing ────────────────────────────────────────────────────────────────────────────
def test_before_publishing_one_sees_which_past_calls_would_be_judged_differently(
    store: Store, settings: Settings, mei: Actor, lan: Actor, admin: Actor
) -> None:
    with store.session() as session:
        touched = add_call(session, settings, judging.score_transcript(session, SAYS_FIVE), transcript=SAYS_FIVE)
        add_call(session, settings, judging.score_transcript(session, talk(("agent", "您好。"))), day=1)
        change = changed(session, mei, "value: 5", "value: 3")
        told: list[float] = []
        found = what_if.preview(session, lan, *fact_changes.judges(session, lan, [change.id]), progress=told.append)
        with pytest.raises(NotAllowed):  # an administrator may publish, but sees nobody's calls
            what_if.preview(session, admin, *fact_changes.judges(session, admin, [change.id]))
        assert verdict(session) == "supported"  # looking changes nothing
    assert found.comparison.calls == 2
    assert [move.key for move in found.comparison.movers] == [touched.id]
    assert "facts_correct" in [one.id for one in found.comparison.movers[0].criteria]
    assert told[-1] == 1


def test_a_fact_of_a_newer_tingxin_comes_along_and_a_centres_own_stays(store: Store, mei: Actor, lan: Actor) -> None:
    with store.session() as session:
        to_three_years(session, mei, lan)
        over = knowledge_base.overlay(session, "12363")
    newer = knowledge_base.document("12363", over, 1)
    shipped = {fact["id"]: fact for fact in knowledge_base.document("12363", {})["facts"]}
    ours = {fact["id"]: fact for fact in newer["facts"]}
    assert [name for name, fact in ours.items() if fact != shipped[name]] == [FIVE_YEARS]
    assert fact_lint.first_error(newer, date(2026, 11, 25)) is None
    assert Fact.model_validate(ours[FIVE_YEARS]).slot.value == 3  # type: ignore[union-attr]
