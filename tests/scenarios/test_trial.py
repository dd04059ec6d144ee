"""Trying a line: which way, why, and by which words; and what the moments of a script mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import routes
from recordings.errors import Language
from scenarios.conditions import in_words, when_in_words
from scenarios.listing import list_nodes
from scenarios.load import list_scripts, load_script
from scenarios.script import Heard, Route, When
from scenarios.trial import reason, try_line
from tests.scenarios.tiny import tiny

GOOD = "收到起诉状副本之日起十五日内可以向法院提交答辩状。"


def test_the_route_that_holds_is_named_and_those_after_it_are_not_looked_at(tmp_path: Path) -> None:
    tried = try_line(tiny(tmp_path), "court", GOOD, "zh")
    assert [(one.name, one.outcome) for one in tried.routes] == [
        ("always.harmed", "missed"), ("court.explains", "held"), ("fallback.answered", "later"),
    ]  # fmt: skip
    assert (tried.moment.route, tried.node) == ("court.explains", "calm")


def test_a_route_that_does_not_hold_says_what_was_not_heard(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    tried = try_line(script, "court", "您别着急。", "zh")
    explains = next(one for one in tried.routes if one.name == "court.explains")
    assert reason(script, explains, "en") == "not heard: tells: defence"
    assert reason(script, explains, "zh") == "没有听到：讲到：答辩"
    assert tried.moment.route == "court.unclear"


def test_after_harm_only_routes_that_name_it_are_tried(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    tried = try_line(script, "court", f"{GOOD}再不还就等着坐牢吧。", "zh")
    assert {one.name: one.outcome for one in tried.routes}["court.explains"] in ("harm_first", "later")
    assert tried.routes[0].outcome == "held"


def test_what_was_understood_comes_with_its_words(tmp_path: Path) -> None:
    found = try_line(tiny(tmp_path), "court", "您的传票是哪天收到的？", "zh").evidence
    assert ("asked:summons", "传票") in [(one.condition, one.quote) for one in found]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_condition_heard_has_its_words(language: Language) -> None:
    for script in list_scripts():
        for key, node in script.nodes.items():
            if node.model is not None:
                trial = try_line(script, key, node.model.text(language), language)
                assert {one.condition for one in trial.evidence} == set(trial.moment.heard)


def test_conditions_are_told_by_their_meaning_and_never_by_their_phrases() -> None:
    script = load_script("li_card_debt")
    assert in_words(script, "asked:income", "en") == "asks about: Income"
    assert in_words(script, "refer:12378", "zh") == "指引到 12378（金融监管总局）"
    when = When(any=("blame", "told:any"), so_far=Heard(none=("close",)), mood_below=30)
    said = when_in_words(script, when, "en")
    assert (
        said
        == "blames the customer (harm), or tells any point; so far in the call but not: says goodbye; mood below 30"
    )
    listed = list_nodes(script, "zh").model_dump_json()
    assert "还款能力" in script.facts["income"].asked_by.zh
    assert "还款能力" not in listed


def test_every_condition_of_the_library_has_words() -> None:
    for script in list_scripts():
        for key in script.nodes:
            for route in script.routes_of(key):
                for condition in (*route.when.conditions, *route.when.so_far.conditions):
                    for language in ("zh", "en"):
                        assert in_words(script, condition, language) != condition


def test_a_route_for_silence_says_so(tmp_path: Path) -> None:
    script = tiny(tmp_path)
    quiet = Route(id="quiet", when=When(silences_at_least=2))
    court = script.nodes["court"].model_copy(update={"routes": (quiet,)})
    script = script.model_copy(update={"nodes": {**script.nodes, "court": court}})
    found = next(one for one in try_line(script, "court", "您好。", "zh").routes if one.name == "court.quiet")
    assert reason(script, found, "zh") == "只在沉默时走"


def unseen(folder: Path, *rows: str) -> Path:
    (folder / "1.zh.tsv").write_text("\n".join(["script\tnode\treply\troute", *rows]) + "\n", encoding="utf-8")
    return folder


def test_the_bench_tells_right_wrong_and_accused(tmp_path: Path) -> None:
    folder = unseen(
        tmp_path,
        "li_card_debt\topening\t您先别慌，换谁都紧张。\topening.listens",
        "li_card_debt\topening\t嗯。\topening.listens|opening.offers_to_listen",
        "li_card_debt\tjail\t再不还就等着坐牢吧。\tjail.reassures",
        "li_card_debt\tjail\t再不还就等着坐牢吧。\talways.threatened",
    )
    found = routes.judged("zh", folder)
    assert found is not None
    assert [(one.right, one.accused) for one in found] == [(True, False), (False, False), (False, True), (True, False)]
    assert routes.judged("en", folder) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("li_card_debt\tnowhere\t嗯。\ta.b", "line 2: li_card_debt has no node nowhere"),
        ("li_card_debt\tjail\t嗯。\tjail.nowhere", "jail has no route jail.nowhere"),
        ("li_card_debt\tjail\t嗯。", "3 columns, not 4"),
    ],
)
def test_a_line_that_names_nothing_is_told(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        routes.lines("zh", unseen(tmp_path, row))
