"""From a call to a scenario: the draft lints, plays, holds no personal data, and teaches what the base says."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from recordings.formats import parse_transcript, read_transcript
from recordings.redact import find_personal, redact_transcript
from recordings.transcript import Transcript, Turn
from scenarios.errors import NothingTold
from scenarios.from_call import CallDraft, draft_from_call
from scenarios.lint_answers import walk
from scenarios.load import parse_script
from scenarios.player import Reply, start, step
from scenarios.script import GOOD_ENDS
from scenarios.told import without_personal
from scoring.knowledge import load_knowledge
from scoring.rubric import load_rubric
from scoring.score import score

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "recordings" / "samples"
CALLS = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "call.transcript.json").is_file())


def made(transcript: Transcript, topic: str | None = None) -> CallDraft:
    rubric, knowledge = load_rubric("12363"), load_knowledge("12363")
    return draft_from_call(transcript, score(transcript, rubric, knowledge, topic), rubric, knowledge, topic=topic)


@cache
def sample(name: str) -> CallDraft:
    return made(read_transcript(SAMPLES / name / "call.transcript.json"))


def call(*lines: tuple[str, str], language: str = "zh") -> Transcript:
    turns = tuple(Turn(index=at, speaker=who, text=text) for at, (who, text) in enumerate(lines))  # type: ignore[arg-type]
    return Transcript(language=language, turns=turns)  # type: ignore[arg-type]


LI = (
    ("agent", "您好，12363，请讲。"),
    ("customer", "你好，我叫陈建国，手机号13912345678。我收到法院的传票了，信用卡欠了银行六万三，我真的很害怕。"),
    ("agent", "欠债还钱，您赶紧还上就行了。"),
    ("customer", "我去年下岗了，现在打零工。传票是上周五收到的。"),
    ("customer", "能不能跟银行商量分期慢慢还？"),
    ("agent", "这个我们管不了。"),
)


@pytest.mark.parametrize("name", CALLS)
def test_every_sample_call_gives_a_draft_without_errors_that_plays(name: str) -> None:
    draft = sample(name)
    assert [one.words("en") for one in draft.findings if one.level == "error"] == []
    language = draft.script.languages[0]
    assert walk(draft.script, language, "model").state.ended in GOOD_ENDS
    assert walk(draft.script, language, "weak").state.ended not in GOOD_ENDS


@pytest.mark.parametrize("name", CALLS)
def test_what_is_written_is_what_was_checked(name: str) -> None:
    draft = sample(name)
    assert parse_script(draft.text, "draft") == draft.script


@pytest.mark.parametrize("name", CALLS)
def test_every_draft_has_facts_to_ask_for_goals_and_the_customers_own_words(name: str) -> None:
    script = sample(name).script
    said = " ".join(turn.text for turn in read_transcript(SAMPLES / name / "call.transcript.json").turns)
    opening = script.nodes["opening"].lines[0].text(script.languages[0])
    assert opening[-12:] in said
    assert script.facts
    assert script.goals


def test_personal_data_is_replaced_by_slots_and_neutral_words() -> None:
    draft = made(call(*LI))
    assert "陈建国" not in draft.text
    assert "13912345678" not in draft.text
    assert "{name}" in draft.script.nodes["opening"].lines[0].text("zh")
    assert "这个号码" in draft.text
    assert start(draft.script, "zh").lines[0].text.startswith("你好，我叫王宁")


def test_a_call_that_was_redacted_before_gives_the_same_words() -> None:
    transcript = call(*LI)
    again = without_personal(redact_transcript(transcript))
    assert [turn.text for turn in again] == [turn.text for turn in without_personal(transcript)]
    assert not any(find_personal(turn.text) for turn in again if "{name}" not in turn.text)


def test_a_surname_alone_is_replaced_by_another() -> None:
    (turn,) = without_personal(call(("customer", "您好，我姓李，我想投诉。")))
    assert turn.text == "您好，我姓王，我想投诉。"


def test_what_the_customer_told_must_be_asked_for_and_a_day_is_a_slot() -> None:
    script = made(call(*LI)).script
    assert {"work", "date"} <= set(script.facts)
    assert script.facts["date"].value.text("zh") == "上周五"
    assert script.facts["date"].lines[0].text("zh") == "传票是{date}收到的。"
    answer = step(script, start(script, "zh").state, Reply(text="传票是什么时候收到的？"))
    assert "传票是上周五收到的。" in answer.text


def test_rules_of_the_topic_become_points_whose_model_answer_is_the_bases_own_sentence() -> None:
    script, base = made(call(*LI)).script, load_knowledge("12363")
    model = script.nodes["about_defence_15_days"].model
    assert model is not None
    assert (model.zh, model.fact) == (base.fact("defence_15_days").statement.zh, "defence_15_days")
    assert base.fact("defence_15_days").checked_on is not None


def test_a_rule_that_nobody_has_verified_is_not_taught() -> None:
    base = load_knowledge("12363")
    taught = {point for name in CALLS for point in sample(name).script.points if point != "no_promise"}
    assert taught
    assert all(base.fact(point).checked_on is not None for point in taught)


def test_the_customers_question_stands_where_its_rule_is_and_the_agents_answer_is_the_weak_one() -> None:
    node = made(call(*LI)).script.nodes["about_instalment_plan_may"]
    assert [line.zh for line in node.lines] == ["能不能跟银行商量分期慢慢还？"]
    assert node.weak is not None
    assert node.weak.zh == "这个我们管不了。"


def test_the_agents_weak_points_are_the_goals_worst_first() -> None:
    goals = [goal.zh for goal in made(call(*LI)).script.goals]
    rubric = {line.id: line.name.zh for line in load_rubric("12363").criteria}
    assert goals[0].startswith(rubric["respect"])  # a failure for the whole call comes first
    assert len(goals) == 4


def test_a_good_agents_words_are_never_shown_as_a_bad_example() -> None:
    for name in ("zh_li_model", "en_card_misuse"):
        said = {turn.text for turn in read_transcript(SAMPLES / name / "call.transcript.json").turns}
        weak = [node.weak for node in sample(name).script.nodes.values() if node.weak is not None]
        assert not [one for one in weak if one.text(sample(name).script.languages[0]) in said]


def test_labelled_text_in_english_works_as_well() -> None:
    text = (
        "Agent: 12363, go ahead.\n"
        "Customer: Somebody used my debit card, eight thousand yuan is gone and I'm terrified.\n"
        "Agent: You should have been more careful.\n"
        "Customer: I've told the police already. Who has to prove that it wasn't me?\n"
    )
    draft = made(parse_transcript(text.encode()))
    assert draft.script.languages == ("en",)
    assert draft.script.topic == "card_misused"
    assert not [one for one in draft.findings if one.level == "error"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((("agent", "您好。"),), "next to nothing"),
        ((("customer", "今天天气真不错啊，是不是？"),), "none of the knowledge"),
    ],
)
def test_a_call_without_a_matter_makes_no_scenario(lines: tuple[tuple[str, str], ...], words: str) -> None:
    topic = "card_debt_sued" if "nothing" in words else None
    with pytest.raises(NothingTold) as caught:
        made(call(*lines), topic)
    assert words in caught.value.text("en")
    assert "无法改成场景" in caught.value.text("zh")


def test_the_command_prints_yaml_that_the_linter_takes(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_text("".join(f"{'坐席' if who == 'agent' else '客户'}：{text}\n" for who, text in LI), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "qa_cli",
        "scenario",
        "from-call",
        str(path),
        "--json",
        "--out",
        str(tmp_path / "d.yaml"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    document = json.loads(done.stdout)
    assert (document["topic"], document["draft"]) == ("card_debt_sued", None)
    assert document["yaml"] == (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert parse_script(document["yaml"], "draft").id == document["id"]
