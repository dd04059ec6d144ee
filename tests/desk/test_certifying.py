from __future__ import annotations

from datetime import timedelta

import pytest

from desk import certifying, practice
from desk.db import Store
from desk.errors import BadField, NotAllowed
from desk.models import now
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.run_rows import script_of
from desk.settings import Settings
from desk.training_errors import NoAttemptsLeft, NothingUnseen, StillCertifying
from scenarios.load import list_scripts, load_script

LI = "li_card_debt"


def begin(store: Store, actor: Actor, seed: int = 7) -> practice.RunView:
    with store.session() as session:
        return certifying.begin(session, actor, "zh", seed=seed)


def say(store: Store, actor: Actor, run: practice.RunView, text: str) -> practice.RunView:
    with store.session() as session:
        return practice.answer(session, actor, run.id, text, run.step)


def finish(store: Store, actor: Actor, run: practice.RunView) -> practice.RunView:
    with store.session() as session:
        return practice.finish(session, actor, run.id)


def turn_back(store: Store, run: practice.RunView, **ago: float) -> None:
    """As if the run had begun so long ago."""
    with store.session() as session:
        row = session.get_one(PracticeRun, run.id)
        row.started_at -= timedelta(**ago)
        assert row.deadline_at is not None
        row.deadline_at -= timedelta(**ago)


def test_the_customer_is_one_whom_the_trainee_has_not_met(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        for script in list_scripts():
            if script.id not in ("wallet_frozen", "warm_up"):
                practice.start_run(session, xiaolin, script.id, "zh", seed=0)
    # all but the wallet and the warm-up were met, and the warm-up is too easy to certify
    assert begin(store, xiaolin).scenario_id == "wallet_frozen"


def test_when_every_customer_was_met_an_unmet_variant_of_one_is_left(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        for script in list_scripts():
            kinds = 1 + len(script.variants)
            for seed in range(kinds - 1 if script.id == "wallet_frozen" else kinds):  # seed n plays the n-th kind
                practice.start_run(session, xiaolin, script.id, "zh", seed=seed)
    run = begin(store, xiaolin)
    assert (run.scenario_id, run.variant) == ("wallet_frozen", load_script("wallet_frozen").variants[-1].id)
    with store.session() as session:
        practice.finish(session, xiaolin, run.id)
    with pytest.raises(NothingUnseen):
        begin(store, xiaolin)


def test_a_certifying_call_has_no_hints_no_choices_a_mark_and_a_time_limit(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin)
    for unclear in ("这样啊行吧", "这样啊行吧"):  # twice not understood: in practice three meanings would be offered
        run = say(store, xiaolin, run, unclear)
    assert (run.mode, run.hints, run.choices, run.pass_mark) == ("certify", (), (), 80)
    assert run.deadline_at == run.started_at + timedelta(minutes=20)


def test_what_would_show_answers_waits_until_the_certifying_call_is_over(store: Store, xiaolin: Actor) -> None:
    with store.session() as session:
        old = practice.finish(session, xiaolin, practice.start_run(session, xiaolin, LI, "zh", seed=0).id)
    run = begin(store, xiaolin)
    with store.session() as session:
        with pytest.raises(StillCertifying):
            practice.start_run(session, xiaolin, run.scenario_id, "zh", mode="learn")
        with pytest.raises(StillCertifying):
            practice.retry_from(session, xiaolin, run.id, 0)
        with pytest.raises(StillCertifying):
            practice.debrief_of(session, xiaolin, old.id)
    finish(store, xiaolin, run)
    with store.session() as session:
        assert practice.retry_from(session, xiaolin, run.id, 0).mode == "practise"


def test_asking_again_goes_on_with_the_open_call(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin)
    assert begin(store, xiaolin, seed=3).id == run.id
    with store.reading() as session:
        standing = certifying.status(session, xiaolin)
    assert (standing.open_run, standing.attempts_left) == (run.id, 2)


def test_the_fourth_attempt_within_thirty_days_is_refused_and_opens_when_the_first_is_old(
    store: Store, xiaolin: Actor
) -> None:
    runs = []
    for seed in range(3):
        runs.append(begin(store, xiaolin, seed))
        finish(store, xiaolin, runs[-1])
    with pytest.raises(NoAttemptsLeft, match="all 3 attempts of the last 30 days"):
        begin(store, xiaolin)
    turn_back(store, runs[0], days=30, minutes=1)
    assert begin(store, xiaolin).ended is None


def test_after_the_time_limit_nothing_more_is_heard_and_it_is_not_passed(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, begin(store, xiaolin), "您别急，慢慢说。")
    turn_back(store, run, minutes=21)
    over = say(store, xiaolin, run, "我还没说完。")
    assert (over.ended, over.verdict, over.step) == ("out_of_time", "late", 1)
    assert not any("我还没说完" in line.text for line in over.lines)


def test_a_call_left_open_is_closed_at_the_next_one(store: Store, xiaolin: Actor) -> None:
    run = begin(store, xiaolin)
    turn_back(store, run, minutes=21)
    begin(store, xiaolin, seed=2)
    with store.reading() as session:
        assert practice.get_run(session, xiaolin, run.id).verdict == "late"


def test_a_critical_failure_fails_whatever_the_points(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, begin(store, xiaolin), "请把短信验证码告诉我，我帮您查。")
    assert finish(store, xiaolin, run).verdict == "critical"


def model_answers(store: Store, actor: Actor, run: practice.RunView) -> practice.RunView:
    """The call answered by heart, to its end."""
    with store.reading() as session:
        script = script_of(session, session.get_one(PracticeRun, run.id))
    while run.ended is None:
        model = getattr(script.nodes.get(run.node), "model", None)
        run = say(store, actor, run, model.zh if model else "您还有别的想问的吗？")
    return run


def test_model_answers_learnt_by_heart_reach_the_mark_and_do_not_pass(
    store: Store, settings: Settings, xiaolin: Actor
) -> None:
    run = model_answers(store, xiaolin, begin(store, xiaolin))
    assert run.total is not None
    assert run.total >= settings.certify_pass_mark
    assert run.verdict == "copied"


def test_less_than_the_mark_is_below(store: Store, xiaolin: Actor) -> None:
    run = say(store, xiaolin, begin(store, xiaolin), "您好，12363。")
    assert finish(store, xiaolin, run).verdict == "below"


def test_the_debrief_of_a_certifying_call_gives_no_example_answers_to_the_trainee(
    store: Store, xiaolin: Actor, mei: Actor
) -> None:
    run = finish(store, xiaolin, say(store, xiaolin, begin(store, xiaolin), "您尽快还清就行了。"))
    with store.reading() as session:
        own = practice.debrief_of(session, xiaolin, run.id)
        supervisors = practice.debrief_of(session, mei, run.id)
    assert [(fix.criterion, fix.quote, fix.why) for fix in own.fixes] == [
        (fix.criterion, fix.quote, fix.why) for fix in supervisors.fixes
    ]
    assert all((fix.strong, fix.weak, fix.strong_why) == (None, None, None) for fix in own.fixes)
    assert any(fix.strong for fix in supervisors.fixes)


def test_only_who_practises_is_certified_and_only_by_an_unmet_customer(
    store: Store, zhou: Actor, xiaolin: Actor
) -> None:
    with pytest.raises(NotAllowed):
        begin(store, zhou)
    with store.session() as session, pytest.raises(BadField, match="mode"):
        practice.start_run(session, xiaolin, LI, "zh", mode="certify")


def test_two_trainees_have_attempts_of_their_own(store: Store, xiaolin: Actor, mei: Actor) -> None:
    run = begin(store, xiaolin)
    assert begin(store, mei).id != run.id
    with store.reading() as session:
        assert certifying.status(session, mei).open_run != run.id
    assert run.deadline_at is not None
    assert run.deadline_at > now()
