from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from desk.permissions import Actor
from tests.ui.conftest import COLD, buttons, calm, open_app, talk
from tests.ui.test_calls import CALM

NOW = datetime.now(UTC)


def figures(at: object) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}  # type: ignore[attr-defined]


def test_without_calls_the_page_says_what_fills_it(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "overview")
    assert at.info[0].value == "这段时间还没有评过分的通话。 可以上传录音，或者选一段更长的时间。"
    assert not at.metric


def test_the_headline_counts_calls_and_gives_their_mean(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW)
    call(talk(CALM), started_at=NOW - timedelta(days=1))
    at = open_app(people["manager"], "overview")
    shown = figures(at)
    assert shown["通话"] == "2"
    assert 0 <= int(shown["质量"]) <= 100
    assert any("共 2 通" in markdown.value for markdown in at.markdown)
    assert "天数还太少" in next(markdown.value for markdown in at.markdown if "共 2 通" in markdown.value)


def test_english_words_for_an_english_reader(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW)
    at = open_app(people["manager"], "overview", language="en")
    assert at.title[0].value == "Quality and risk"
    assert "Calls" in figures(at)
    assert "Open the calls" in buttons(at)


def test_a_number_opens_the_calls_behind_it(people: dict[str, Actor], call: Callable[..., str]) -> None:
    risky = (*COLD[:5], ("customer", "我真的不想活了。"), ("agent", "哦。"))
    call(talk(risky), started_at=NOW)
    call(talk(CALM), started_at=NOW)
    at = open_app(people["manager"], "overview")
    at.button(key="open_risk").click().run()
    assert calm(at).title[0].value == "通话"
    assert "1 通" in [caption.value for caption in at.caption]


def test_all_calls_of_the_period_open_too(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW)
    call(talk(CALM), started_at=NOW - timedelta(days=60))
    at = open_app(people["manager"], "overview")
    assert figures(at)["通话"] == "1"
    at.button(key="open_all").click().run()
    assert "1 通" in [caption.value for caption in calm(at).caption]


def test_a_longer_period_holds_more_calls_and_is_remembered(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW)
    call(talk(CALM), started_at=NOW - timedelta(days=60))
    at = open_app(people["manager"], "overview")
    at.session_state["overview_days"] = 90
    at.run()
    assert figures(calm(at))["通话"] == "2"


def test_a_team_alone(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW, team="一组")
    call(talk(CALM), started_at=NOW, team="二组")
    at = open_app(people["manager"], "overview")
    at.selectbox(key="overview_team").set_value("二组").run()
    assert figures(calm(at))["通话"] == "1"


def test_reviewed_scores_without_a_review_have_no_mean(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(), started_at=NOW)
    at = open_app(people["manager"], "overview")
    at.session_state["overview_source"] = "human"
    at.run()
    assert not at.exception


def test_where_nothing_critical_happened_that_is_said(people: dict[str, Actor], call: Callable[..., str]) -> None:
    call(talk(CALM), started_at=NOW)
    at = open_app(people["manager"], "overview")
    assert "这段时间没有。" in [caption.value for caption in at.caption]
    assert not [button for button in at.button if button.key == "open_critical"]


@pytest.mark.parametrize("role", ["trainee", "admin"])
def test_who_may_not_see_figures_is_told_in_words(people: dict[str, Actor], role: str) -> None:
    at = open_app(people[role], "overview")
    assert any("无权" in warning.value for warning in at.warning)
    assert not at.metric
