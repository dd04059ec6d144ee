"""The scripted customer, on a script of a few lines and on Mr Lee."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.errors import Language
from scenarios.errors import BadState, RunEnded
from scenarios.load import load_script
from scenarios.player import Meant, Reply, Silence, State, Step, choices, leave, replay, rewind, start, start_at, step
from scenarios.reading import read_reply
from scenarios.script import Script
from tests.scenarios.tiny import tiny

COMFORT = "我能理解您现在很害怕。"
DEFENCE = "收到起诉状副本之日起十五日内可以向法院提交答辩状。"
BLAME = "谁让您借钱不还的，这都怪您自己。"
MUMBLE = "这样啊行吧"


def say(script: Script, *texts: str, language: Language = "zh", seed: int = 0) -> Step:
    events = [Reply(text=text) if text else Silence() for text in texts]
    return replay(script, language, seed, events)


def test_the_customer_speaks_first(tmp_path: Path) -> None:
    first = start(tiny(tmp_path), "en")
    assert "sued" in first.text or "suing" in first.text
    assert first.state.mood == 40
    assert first.ended is None


def test_good_answers_lead_to_a_good_end(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), COMFORT, DEFENCE)
    assert [moment.route for moment in last.state.history] == ["opening.comforts", "court.explains"]
    assert last.ended == "resolved"
    assert last.text == "谢谢。"
    assert last.state.mood > 40


def test_a_fact_asked_about_is_told_before_anything_else(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), "我能理解您很害怕。传票是哪天收到的？收入多少？")
    assert last.found == ("summons", "income")
    assert [line.id for line in last.lines][:2] == ["f_summons", "f_income"]
    assert last.lines[0].text == "上周五收到的。"  # {summons} filled
    assert last.lines[2].id.startswith("n_court")


def test_a_question_answered_is_not_followed_by_the_same_question(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), "传票是哪天收到的？")
    assert last.route == "fallback.answered"
    assert [line.id for line in last.lines] == ["f_summons"]


def test_what_nobody_understands_leaves_the_mood_alone(tmp_path: Path) -> None:
    first = say(tiny(tmp_path), MUMBLE)
    assert first.state.mood == 40
    assert first.lines[0].id == "n_opening_a"
    second = step(tiny(tmp_path), first.state, Reply(text=MUMBLE))
    assert second.lines[0].id == "r_unclear"
    assert second.state.mood == 40


def test_patience_ends_after_four_answers_that_miss(tmp_path: Path) -> None:
    # patience: 4
    assert say(tiny(tmp_path), *[MUMBLE] * 3).ended is None
    last = say(tiny(tmp_path), *[MUMBLE] * 4)
    assert (last.route, last.ended) == ("opening.give_up", "escalated")


def test_harm_wins_over_everything_said_beside_it(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), f"{COMFORT}{BLAME}传票是哪天收到的？")
    assert last.route == "always.harmed"
    assert last.state.mood < 40
    assert last.found == ()


def test_the_customer_hangs_up_when_they_have_had_enough(tmp_path: Path) -> None:
    # blame costs 25 of 40 points, so the second time is one too many
    last = say(tiny(tmp_path), BLAME, BLAME)
    assert (last.route, last.ended, last.state.mood) == ("hang_up", "hung_up", 0)


def test_a_silence_moves_the_customer(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), "", "")
    assert last.state.mood == 30  # 5 points each
    assert {last.lines[0].id, last.state.history[1].customer[0].id} == {"r_silence_1", "r_silence_2"}
    assert [turn.speaker for turn in last.state.transcript().turns] == ["customer"] * 3


def test_a_silence_that_was_announced_costs_nothing(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), "请您稍等，我帮您查一下。", "")
    assert last.state.mood == 40


def test_a_blank_reply_is_a_silence(tmp_path: Path) -> None:
    last = step(tiny(tmp_path), start(tiny(tmp_path), "zh").state, Reply(text="  \n"))
    assert isinstance(last.state.history[0].event, Silence)


def test_kindness_repeated_wears_off(tmp_path: Path) -> None:
    # 12 the first time, half the second, then nothing
    script = tiny(tmp_path, ("to: court, good: true", "to: stay, good: true"))
    moods = [moment.mood for moment in say(script, COMFORT, COMFORT, COMFORT).state.history]
    assert moods[:3] == [52, 58, 58]


def test_every_call_ends_after_its_cap_of_turns(tmp_path: Path) -> None:
    script = tiny(tmp_path, ("turns: 12", "turns: 5"), ("patience: 4", "patience: 9"))
    last = say(script, *["传票是哪天收到的？"] * 5)
    assert (last.route, last.ended) == ("limits", "escalated")


def test_nothing_can_be_said_after_the_end(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), COMFORT, DEFENCE)
    with pytest.raises(RunEnded, match="resolved"):
        step(tiny(tmp_path), last.state, Reply(text="再见"))


def test_the_transcript_is_what_was_shown(tmp_path: Path) -> None:
    last = say(tiny(tmp_path), COMFORT, DEFENCE)
    transcript = last.state.transcript(tiny(tmp_path))
    assert transcript.engine == "practice"
    assert [turn.text for turn in transcript.turns][1::2] == [COMFORT, DEFENCE]
    assert transcript.turns[-1].text == "谢谢。"
    assert all(turn.start_s is None and turn.words is None for turn in transcript.turns)


def test_a_run_goes_to_json_and_back(tmp_path: Path) -> None:
    state = say(tiny(tmp_path), COMFORT).state
    assert State.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "save version None"),
        ('{"save_version": 99}', "save version 99, allowed 1-1"),
        ('{"save_version": 1}', "script is wrong"),
    ],
)
def test_a_save_that_is_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadState, match=words):
        State.from_json(text)


def test_a_run_of_another_version_is_refused(tmp_path: Path) -> None:
    state = start(tiny(tmp_path), "zh").state
    with pytest.raises(BadState, match="tiny@1, not of tiny@2"):
        step(tiny(tmp_path, ("version: 1", "version: 2")), state, Reply(text=COMFORT))


def test_the_same_seed_says_the_same_words_and_another_may_not() -> None:
    script = load_script("li_card_debt")
    lines = {seed: start(script, "zh", seed).text for seed in range(12)}
    assert lines == {seed: start(script, "zh", seed).text for seed in range(12)}
    assert len(set(lines.values())) > 1


def test_a_run_can_be_tried_again_from_any_answer(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    last = say(script, MUMBLE, COMFORT, BLAME)
    again = rewind(script, last.state, 2)
    assert again.state == say(script, MUMBLE, COMFORT).state
    assert step(script, again.state, Reply(text=DEFENCE)).ended == "resolved"


def test_leaving_a_customer_who_still_waits_is_no_end(tmp_path: Path) -> None:
    assert leave(tiny(tmp_path), start(tiny(tmp_path), "zh").state) is None
    script = tiny(tmp_path, ("  court:\n    lines:", "  court:\n    when_left: calm\n    lines:"))
    left = leave(script, say(script, COMFORT).state)
    assert left is not None
    assert left.ended == "resolved"
    assert left.state.transcript().turns[-1].text == "谢谢。"


def test_a_question_that_was_answered_earlier_is_passed_over(tmp_path: Path) -> None:
    script = tiny(
        tmp_path,
        ("  court:\n", '  court:\n    skip: {when: {any: ["told:defence"]}, to: calm}\n'),
    )
    assert say(script, DEFENCE, COMFORT).ended == "resolved"


REPLIES: dict[Language, list[str]] = {
    "zh": [
        "", MUMBLE, COMFORT, BLAME, DEFENCE, "您好，12363，工号1031。", "传票哪天收到的？",
        "收入怎么样？能说说具体情况吗？",
        "按第七十条可以跟银行协商个性化分期，最长五年。", "请您打12378。", "我保证银行肯定会同意。", "还有别的问题吗？",
        "感谢来电，再见。", "请稍等。", "对不起，是我说重了。", "不还钱要坐牢的。", "您的意思是想分期还，对吗？",
        "今天先给银行打电话，十五日内交答辩状。",
    ],
    "en": [
        "", "blah", "I understand how scared you must be.", "It's your own fault.", "Hello, 12363, agent 1031.",
        "File a written defence within fifteen days.", "When did the summons arrive?", "Tell me what happened.",
        "Under article 70 the bank may agree a plan of up to five years.", "Please call 12378.", "Is that right?",
        "I guarantee the bank will agree.", "Anything else?", "Thank you for calling, goodbye.", "One moment, please.",
        "I'm sorry, that came out wrong.", "You'll go to prison.", "First call the bank today.",
    ],
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("zh", "en")),
    st.integers(0, 9),
    st.lists(st.integers(0, len(REPLIES["zh"]) - 1) | st.text(max_size=12), max_size=45),
)
def test_a_random_walk_never_breaks(language: Language, seed: int, choices: list[int | str]) -> None:
    """Mood in bounds, JSON round trip at every step, no dead end, the same again when replayed."""
    script = load_script("li_card_debt")
    bounds = script.persona.mood
    state = start(script, language, seed).state
    for choice in choices:
        if state.ended:
            break
        text = choice if isinstance(choice, str) else REPLIES[language][choice]
        current = step(script, state, Reply(text=text))
        state = State.from_json(current.state.to_json())
        assert state == current.state
        assert bounds.min <= state.mood <= bounds.max
        assert current.lines, "the customer always has something to say"
        assert (state.node in script.ends) == (state.ended is not None)
        assert "{" not in current.text.replace(text, "")
    assert state.turns <= script.limits.turns
    assert replay(script, language, seed, state.events).state == state
    json.loads(state.transcript(script).to_json())


def test_after_two_replies_that_nobody_understood_the_trainee_chooses_what_they_meant(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    once, twice = say(script, MUMBLE), say(script, MUMBLE, MUMBLE)
    assert choices(script, once.state) == ()
    offered = choices(script, twice.state)
    assert len(offered) == len(set(offered)) == 3
    assert "acknowledge_feeling" in offered  # what the opening is there to practise
    chosen = step(script, twice.state, Meant(act="acknowledge_feeling"))
    assert chosen.route == "opening.comforts"
    assert chosen.state.mood == twice.state.mood == 40  # it was not said: no credit
    assert not chosen.state.history[-2].good
    assert [turn.speaker for turn in chosen.state.transcript(script).turns].count("agent") == 2


def test_harm_is_never_offered_and_does_nothing_if_chosen(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    twice = say(script, MUMBLE, MUMBLE)
    assert step(script, twice.state, Meant(act="threaten")).state.mood == 40


def test_what_is_offered_does_not_always_begin_with_what_is_wanted(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    assert len({choices(script, say(script, MUMBLE, MUMBLE, seed=seed).state) for seed in range(6)}) == 3


VARIANT = """\
variants:
  - id: worn
    about: {zh: 更累, en: more tired}
    name: {zh: 赵女士, en: Ms Zhao}
    mood_start: 15
    patience: 3
    effects: {apologise: 9}
"""


def test_a_variant_has_another_mood_and_name_and_comes_back_from_json(tmp_path: Path) -> None:
    brief = "brief: {zh: 接电话, en: Answer}"
    script = tiny(
        tmp_path, (brief, VARIANT + brief), ("title: {zh: 小, en: Tiny}", "title: {zh: 王女士：小, en: Tiny Ms Wang}")
    )
    first = start(script, "zh", 0, "worn")
    assert first.state.mood == 15
    played = step(script, State.from_json(first.state.to_json()), Reply(text="不好意思。"))
    assert played.state.mood == 24  # 15 + 9 of this variant's own effects
    assert rewind(script, played.state, 0).state == first.state
    assert script.as_variant("worn").persona.name.zh == "赵女士"
    assert script.as_variant("worn").title.text("zh") == "赵女士：小"
    assert script.as_variant("worn").title.text("en") == "Tiny Ms Zhao"
    assert script.as_variant(None) is script


@pytest.mark.parametrize("text", ["烧得厉害不？大概还剩多大一块嘛？", "您别再说对不起老人家了，您也不是故意的。"])
def test_kind_words_that_look_cold_are_not_held_against_a_trainee(text: str) -> None:
    assert read_reply(load_script("burnt_notes"), text, "zh").harmful == ()


def test_a_plain_promise_beside_help_is_still_one() -> None:
    reading = read_reply(load_script("wrong_transfer"), "您先去柜台要凭条，下周三钱准到，您放心。", "zh")
    assert "overpromise" in reading.harmful


def test_a_short_answer_is_read_as_an_answer_to_what_was_asked() -> None:
    script = load_script("account_limited")
    asked = start_at(script, "time_limit", "en")  # how long do they have to answer?
    heard = step(script, asked.state, Reply(text="Ninety days.")).state.history[0].heard
    assert "wrong:reply_15_days" in heard
    assert "wrong:reply_15_days" not in read_reply(script, "Ninety days.", "en").heard


@pytest.mark.parametrize("text", ["Twenty days.", "Twenty days at most.", "It's twenty days."])
def test_a_right_short_answer_is_not_judged_by_a_rule_of_another_topic(text: str) -> None:
    script = load_script("unknown_loan")
    heard = step(script, start_at(script, "how_long", "en").state, Reply(text=text)).state.history[0].heard
    assert not [condition for condition in heard if condition.startswith("wrong:")]
