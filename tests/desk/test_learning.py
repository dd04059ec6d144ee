"""Learning from stored reviews: what is learned, what it says of itself, and what it never sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from desk import accounts, alerts, audit, cards, drift, learned, learning, trust
from desk.db import Store
from desk.errors import NotAllowed
from desk.learning_examples import reviewed
from desk.models import Call
from desk.permissions import Actor, Role
from desk.settings import Settings
from desk.trust_errors import LearningRunning, NoSuchVersion, NotTrustworthy, TooFewReviews
from desk.trust_models import LearnedModelRow, LearningRunRow
from scoring.learning.store import from_bytes
from scoring.rubric import load_rubric
from tests.desk.lessons import CRITERION, WARM, call_of, reviewed_calls, scored_call

CALLS = 48


class Centre:
    """A store with its people."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        self.store = Store(self.settings)

    def person(self, name: str, role: Role = "supervisor") -> Actor:
        with self.store.reading() as session:
            known = {one.name: one.id for one in accounts.list_users(session, None)}
            found = accounts.actor_by_id(session, known[name]) if name in known else None
        if found is not None:
            return found
        with self.store.session() as session:
            return accounts.add_user(session, None, name, role, "correct horse")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Centre:
    """`CALLS` reviewed calls, learned from once."""
    centre = Centre(tmp_path_factory.mktemp("school"))
    centre.store.migrate()
    reviewed_calls(centre.store, centre.settings, [centre.person("mei"), centre.person("bo")], CALLS)
    with centre.store.session() as session:
        run = learning.start(session, centre.person("mei"), "zh")
    learning.run(centre.store, run.id)
    centre.store.dispose()
    return centre


@pytest.fixture
def centre(school: Centre, tmp_path: Path) -> Iterator[Centre]:
    """A copy of the school, to change at will."""
    shutil.copytree(school.settings.home, tmp_path / "home")
    copy = Centre(tmp_path / "home")
    yield copy
    copy.store.dispose()


def test_it_learns_what_reviewers_count_and_the_rules_do_not(centre: Centre) -> None:
    with centre.store.reading() as session:
        (version,) = trust.versions(session, centre.person("mei"), "zh", CRITERION)
    report = version.report
    assert (version.version, report.labels, report.levels, report.reviewers) == (1, CALLS, {0: 24, 2: 24}, 2)
    assert report.learned.items == report.rules.items == CALLS  # each call was held out once
    assert report.better
    assert (report.learned.exact or 0) >= 0.9
    assert report.by_reviewer is not None
    assert report.by_reviewer.items == CALLS
    assert report.fair
    assert report.flip_calls > 0
    assert {sample.quote for sample in report.samples if sample.level == 2} <= set(WARM)


def test_a_criterion_on_which_all_are_alike_is_left_to_the_rules(centre: Centre) -> None:
    with centre.store.reading() as session:
        run = learning.latest(session, centre.person("mei"), "zh")
        assert run is not None
        assert (run.state, run.done, run.total) == (
            "done",
            run.total,
            len(learning.labels(session, centre.person("mei"), "zh")),
        )
        assert trust.versions(session, centre.person("mei"), "zh", "opening") == ()


def test_the_model_is_data_and_holds_nobody(centre: Centre) -> None:
    with centre.store.reading() as session:
        row = session.get_one(LearnedModelRow, 1)
    model, about = from_bytes(row.body, "model")  # arrays and JSON alone: loaded with allow_pickle=False
    assert about["labels"] == CALLS
    words = " ".join(model.lexicon.runs)
    assert not [name for name in ("A0", "A1", "一组", "二组", "mei") if name.lower() in words]
    assert all(isinstance(part, np.ndarray) for part in vars(model.judges.new).values())


def test_examples_know_the_call_and_neither_agent_nor_team_nor_history(centre: Centre) -> None:
    rubric = load_rubric()
    criterion = next(one for one in rubric.criteria if one.id == CRITERION)
    with centre.store.session() as session:
        before = reviewed(session, rubric, "zh", [criterion])[CRITERION].examples
        for call in session.query(Call):
            call.agent, call.team = "Z9", "别的组"
    with centre.store.reading() as session:
        assert reviewed(session, rubric, "zh", [criterion])[CRITERION].examples == before


def test_a_version_gives_the_value_once_it_is_put_to_use_and_can_be_taken_back(centre: Centre) -> None:
    mei = centre.person("mei")
    said = call_of(Random(9), warm=True, number="x")
    said = said.model_copy(
        update={
            "turns": (
                *said.turns[:2],
                said.turns[2].model_copy(update={"text": f"柜台在二楼。{WARM[0]}"}),
                said.turns[3],
            )
        }
    )
    with centre.store.session() as session:
        first = cards.latest(session, scored_call(session, centre.settings, said, 1).id, "auto")
        trust.use_version(session, mei, "zh", CRITERION, 1)
        later = said.model_copy(update={"duration_s": 99.0})
        second = cards.latest(session, scored_call(session, centre.settings, later, 2).id, "auto")
    assert first is not None
    assert second is not None
    rules, learned_line = first.criterion(CRITERION), second.criterion(CRITERION)
    assert (rules.value, rules.engine, rules.model, rules.policy) == (0, "rules", None, None)
    assert (learned_line.value, learned_line.engine, learned_line.model) == (2, "learned", "1")
    assert learned_line.policy == "assist"
    assert learned_line.rules is not None
    assert (learned_line.rules.value, learned_line.rules.confidence) == (0, rules.confidence)
    assert [(one.turn, one.quote) for one in learned_line.evidence] == [(2, WARM[0])]
    assert (second.total or 0) > (first.total or 0)
    with centre.store.session() as session:
        trust.use_version(session, mei, "zh", CRITERION, None)
        again = said.model_copy(update={"duration_s": 98.0})
        third = cards.latest(session, scored_call(session, centre.settings, again, 3).id, "auto")
        assert third is not None
        assert (third.criterion(CRITERION).value, third.criterion(CRITERION).engine) == (0, "rules")
        with pytest.raises(NoSuchVersion):
            trust.use_version(session, mei, "zh", CRITERION, 7)
    with centre.store.reading() as session:
        deeds = [one.action for one in audit.list_entries(session, mei) if one.subject.endswith(CRITERION)]
    assert deeds == ["trust.version", "trust.version", "trust.learned"]


def test_a_version_that_swaps_change_is_never_put_to_use(centre: Centre) -> None:
    with centre.store.session() as session:
        row = session.get_one(LearnedModelRow, 1)
        (version,) = trust.versions(session, centre.person("mei"), "zh", CRITERION)
        row.report = version.report.model_copy(update={"flip_changed": 1}).model_dump_json()
        session.flush()
        with pytest.raises(NotTrustworthy, match="swapping who people are"):
            trust.use_version(session, centre.person("mei"), "zh", CRITERION, 1)


def test_only_supervisors_learn_and_move(centre: Centre) -> None:
    zhou, xiaolin = centre.person("zhou", "manager"), centre.person("xiaolin", "trainee")
    with centre.store.session() as session:
        assert trust.overview(session, zhou, "zh")
        for person in (zhou, xiaolin):
            with pytest.raises(NotAllowed):
                learning.start(session, person, "zh")
            with pytest.raises(NotAllowed):
                trust.set_mode(session, person, "zh", CRITERION, "check")
            with pytest.raises(NotAllowed):
                trust.use_version(session, person, "zh", CRITERION, 1)
        with pytest.raises(NotAllowed):
            trust.overview(session, xiaolin, "zh")


def test_too_few_reviews_and_a_run_under_way_are_said(centre: Centre) -> None:
    with centre.store.session() as session:
        with pytest.raises(TooFewReviews, match="At least 40"):
            learning.start(session, centre.person("mei"), "en")
        learning.start(session, centre.person("mei"), "zh")
        with pytest.raises(LearningRunning):
            learning.start(session, centre.person("mei"), "zh")


def test_a_run_that_was_cut_off_goes_on_after_its_last_criterion(centre: Centre) -> None:
    with centre.store.session() as session:
        run = learning.start(session, centre.person("mei"), "zh")
        first = run.total - 1
        row = session.get(LearningRunRow, run.id)
        assert row is not None
        row.done, row.state = first, "running"
    seen: list[str] = []
    done = learning.run(centre.store, run.id, seen.append)
    assert (len(seen), done.state, done.done) == (1, "done", run.total)
    with centre.store.reading() as session:
        assert len(learned.versions(session, "12363", "zh", CRITERION)) == 1  # not learned twice


def test_a_trusted_criterion_goes_back_by_itself_when_reviews_no_longer_bear_it_out(centre: Centre) -> None:
    mei = centre.person("mei")
    with centre.store.session() as session:
        trust.use_version(session, mei, "zh", CRITERION, 1)
        trust.set_mode(session, mei, "zh", CRITERION, "auto")
    reviewed_calls(centre.store, centre.settings, [mei], 19, seed=5, contrary=True)
    with centre.store.session() as session:
        assert drift.watch(session, load_rubric(), "zh") == ()  # 19 reviews say nothing yet
    reviewed_calls(centre.store, centre.settings, [mei], 1, seed=6, contrary=True)
    with centre.store.session() as session:
        assert drift.watch(session, load_rubric(), "zh") == (CRITERION,)
        line = next(one for one in trust.overview(session, mei, "zh") if one.criterion_id == CRITERION)
        assert (line.mode, line.share, line.by) == ("assist", 1.0, None)
        (alert,) = alerts.list_open(session, mei)
        assert (alert.kind, alert.fields["criterion"], alert.fields["reviews"]) == ("trust_drift", CRITERION, 20)
        assert audit.list_entries(session, mei)[0].action == "trust.drift"
        alerts.close(session, mei, alert.id)
        assert alerts.list_open(session, mei) == ()


def test_reviews_that_agree_move_nothing(centre: Centre) -> None:
    mei = centre.person("mei")
    with centre.store.session() as session:
        trust.use_version(session, mei, "zh", CRITERION, 1)
        trust.set_mode(session, mei, "zh", CRITERION, "check", share=0.5)
    reviewed_calls(centre.store, centre.settings, [mei], 22, seed=7)
    with centre.store.session() as session:
        assert drift.watch(session, load_rubric(), "zh") == ()
