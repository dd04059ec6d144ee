"""The page of learning and trust, used as a supervisor would over a real store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from desk import accounts, learning, trust
from desk.db import Store
from desk.permissions import Actor
from desk.settings import Settings
from tests.desk.lessons import CRITERION, WARM, reviewed_calls
from tests.ui.conftest import buttons, open_app


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a centre that has learned from 40 reviewed calls."""
    home = tmp_path_factory.mktemp("school")
    store = Store(Settings(home=home))
    store.migrate()
    with store.session() as session:
        mei = accounts.add_user(session, None, "mei", "supervisor", "correct horse", display_name="梅主管")
        accounts.add_user(session, None, "zhou", "manager", "correct horse")
    reviewed_calls(store, store.settings, [mei], 40)
    with store.session() as session:
        run = learning.start(session, mei, "zh")
    learning.run(store, run.id)
    store.dispose()
    return home


@pytest.fixture
def taught(school: Path, settings: Settings) -> dict[str, Actor]:
    """Its people, in a copy of its own."""
    shutil.copytree(school, settings.home, dirs_exist_ok=True)
    with Store(settings).reading() as session:
        found = {user.name: accounts.actor_by_id(session, user.id) for user in accounts.list_users(session, None)}
    return {name: actor for name, actor in found.items() if actor is not None}


def words(at: AppTest) -> str:
    return "\n".join(one.value for one in [*at.markdown, *at.caption])


def test_without_reviews_it_says_how_many_are_needed(people: dict[str, Actor]) -> None:
    for language, said in (("zh", "还差 40 通"), ("en", "40 more are needed")):
        at = open_app(people["supervisor"], "trust", language=language)
        assert said in words(at)
        assert not [one for one in at.button if one.key == "trust_learn"]


def test_a_supervisor_puts_a_version_to_use_trusts_it_and_takes_it_back(
    taught: dict[str, Actor], settings: Settings
) -> None:
    at = open_app(taught["mei"], "trust")
    assert "学到 1 个评分项的新版本" in words(at)
    at = open_app(taught["mei"], "trust", criterion=CRITERION)
    assert "换人测试通过" in words(at)
    assert any(warm in words(at) for warm in WARM)  # the sentences that weighed most
    at.button(key="trust_use_1").click().run()
    assert not at.exception
    assert "学习版本 1 打分" in words(at)
    at.radio(key="trust_mode").set_value("check")
    at.number_input(key="trust_share").set_value(20)
    next(one for one in at.button if one.label == "保存").click().run()
    assert not at.exception
    with Store(settings).reading() as session:
        line = next(one for one in trust.overview(session, taught["mei"], "zh") if one.criterion_id == CRITERION)
    assert (line.mode, line.share, line.model_version, line.by) == ("check", 0.2, 1, "梅主管")
    at.button(key="trust_use_0").click().run()
    assert "规则打分" in words(at)


def test_what_is_not_earned_is_refused_in_words(taught: dict[str, Actor]) -> None:
    at = open_app(taught["mei"], "trust", criterion="opening")
    at.radio(key="trust_mode").set_value("auto")
    next(one for one in at.button if one.label == "保存").click().run()
    assert not at.exception
    assert any("不能改为“自动”" in one.value for one in at.warning)


def test_a_manager_sees_and_changes_nothing(taught: dict[str, Actor]) -> None:
    at = open_app(taught["zhou"], "trust", criterion=CRITERION)
    assert not [label for label in buttons(at) if label in ("保存", "使用")]
    assert "由质检主管设定" in words(at)


def test_learning_is_handed_to_the_worker(taught: dict[str, Actor], settings: Settings) -> None:
    at = open_app(taught["mei"], "trust")
    at.button(key="trust_learn").click().run()
    assert not at.exception
    with Store(settings).reading() as session:
        assert len(learning.waiting(session)) == 1
