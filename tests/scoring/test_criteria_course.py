"""Steps, endings, openings, silences and interruptions, harm."""

from __future__ import annotations

import pytest

from tests.scoring.talk import card, judged, line_of, view

TOLD = "c: 我的钱包余额被支付公司冻结了，两千八百块。"


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("a: 我给您登记，转给支付公司，十五日内会答复您。", 2),
        ("a: 我给您登记，转给支付公司。", 1),
        ("a: 嗯，知道了。", 0),
        ("a: 您自己想办法吧。", 0),
    ],
)
def test_who_does_what_by_when(reply: str, value: int) -> None:
    assert judged("next_steps", view("zh", TOLD, reply)).value == value


def test_asked_if_resolved_with_room_to_answer() -> None:
    lines = (TOLD, "a: 我给您登记。", "c: 好。", "a: 还有别的问题吗？", "c: 没有了。", "a: 感谢来电，再见。")
    assert judged("check_resolved", view("zh", *lines)).code == "asked_if_resolved"


def test_asked_and_gone_in_one_breath_is_looked_at() -> None:
    found = card("zh", TOLD, "a: 我给您登记。", "c: 好。", "a: 还有别的问题吗？没有的话再见。")
    line = found.criterion("check_resolved")
    assert (line.value, line.explanation.code) == (1, "asked_without_waiting")
    assert "low_confidence" in found.review_reasons


def test_a_customer_who_hangs_up_leaves_the_end_open() -> None:
    lines = ("zh", TOLD, "a: 是哪天冻结的？", "c: 我不跟你说了！")
    assert line_of("check_resolved", *lines).status == "unscored"  # type: ignore[arg-type]
    assert line_of("closing", *lines).status == "unscored"  # type: ignore[arg-type]


def test_a_recording_that_starts_midway_shows_no_opening() -> None:
    lines = ("c: 那怎么办？", "c: 你说。", "u: 嗯。", "c: 我等了半天。", "a: 您可以打12378。")
    assert judged("opening", view("zh", *lines)).status == "unscored"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("您好，12363金融消费权益保护热线，工号1024。", 1),
        ("您好，请讲。", 0),
        ("12363。", 0),
        ("您好，幺二三六三热线。", 1),
    ],
)
def test_a_greeting_holds_the_hotlines_name(said: str, value: int) -> None:
    assert judged("opening", view("zh", f"a: {said}", TOLD)).value == value


def test_one_dead_silence_earns_half_with_its_seconds() -> None:
    # 5.0 to 18.0 s: 13 s after an agent turn that announced nothing
    times = [(0.0, 3.0), (3.5, 5.0), (18.0, 20.0)]
    found = judged("dead_air", view("zh", TOLD, "a: 嗯。", "a: 查到了。", times=times))
    assert (found.value, found.fields["longest"]) == (1, 13.0)
    assert (found.evidence[0].start_s, found.evidence[0].end_s) == (5.0, 18.0)


def test_a_silence_of_ten_seconds_is_none_yet() -> None:
    times = [(0.0, 3.0), (3.5, 5.0), (15.0, 20.0)]
    assert judged("dead_air", view("zh", TOLD, "a: 嗯。", "a: 查到了。", times=times)).value == 2


def test_a_customer_who_looks_for_an_answer_makes_no_dead_air() -> None:
    times = [(0.0, 3.0), (3.5, 5.0), (19.0, 20.0)]
    assert judged("dead_air", view("zh", TOLD, "a: 投诉单号是多少？", "c: 找到了。", times=times)).value == 2


def test_an_announced_wait_is_no_dead_air() -> None:
    times = [(0.0, 3.0), (3.5, 5.0), (40.0, 42.0)]
    assert judged("dead_air", view("zh", TOLD, "a: 请您稍等，我查一下。", "a: 查到了。", times=times)).value == 2


def test_two_interruptions_in_a_minute_earn_half() -> None:
    # the allowance is one for each begun 5 minutes; the agent cuts in at 5 s and at 25 s for 3 s each
    times = [(0.0, 10.0), (5.0, 8.0), (20.0, 30.0), (25.0, 28.0), (31.0, 33.0)]
    lines = (
        TOLD * 1,
        "a: 您先听我把话说完好吧。",
        "c: 我还没说完呢，他们一直不理我。",
        "a: 您这个我知道的不用说了。",
        "c: 唉。",
    )
    found = judged("interruptions", view("zh", *lines, times=times))
    assert (found.value, found.fields["count"], found.fields["allowed"]) == (1, 2, 1)


def test_warning_of_codes_is_care() -> None:
    assert judged("privacy", view("zh", TOLD, "a: 验证码千万别告诉任何人。")).value == 1


def test_asking_for_the_code_fails_the_whole_call() -> None:
    found = card("zh", TOLD, "a: 把验证码报给我，我帮您查。")
    assert (found.total, found.critical_failed) == (0.0, ("privacy",))


def test_a_forbidden_phrase_is_quoted() -> None:
    found = judged("forbidden_phrases", view("zh", TOLD, "a: 这个我们管不了。"))
    assert found.value == 0
    assert found.evidence[0].quote in "这个我们管不了。"


def test_a_call_that_is_passed_on_is_not_marked_down() -> None:
    found = card(
        "en",
        "a: 12363 hotline, good morning.",
        "c: My wallet app froze two thousand yuan of mine.",
        "a: Let me transfer you to a colleague.",
    )
    statuses = {found.criterion(key).status for key in ("personalised_help", "next_steps", "check_resolved", "closing")}
    assert statuses == {"na"}
