"""Reading scripts: every mistake is named with its line and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.errors import BadScript, NoScript
from scenarios.load import list_scripts, load_script
from tests.scenarios.tiny import TINY, changed, tiny, written


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def refused(folder: Path, text: str) -> BadScript:
    with pytest.raises(BadScript) as caught:
        load_script(written(folder, text))
    return caught.value


def test_the_library_holds_mr_lee_in_both_languages() -> None:
    script = load_script("li_card_debt")
    assert script.languages == ("zh", "en")
    assert len(script.nodes) >= 12
    assert {end.kind for end in script.ends.values()} == {"resolved", "referred", "calmed", "escalated", "hung_up"}
    assert "li_card_debt" in [item.id for item in list_scripts()]


def test_a_script_loads_from_a_path(tmp_path: Path) -> None:
    assert tiny(tmp_path).reference == "tiny@1"
    assert tiny(tmp_path).required_facts == ("summons",)


def test_an_unknown_id_names_those_that_exist() -> None:
    with pytest.raises(NoScript, match="li_card_debt"):
        load_script("li_car_debt")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadScript, match=r"none\.yaml, line 1: .*no such file"):
        load_script(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("patience: 4", "patience: lots", "persona.patience"),
        ("patience: 4", "patience: 1", "persona.patience"),
        ("kind: resolved", "kind: happy", "allowed: 'resolved', 'referred', 'calmed', 'escalated', 'hung_up'"),
        ("start: opening", "begin: opening", "begin: no such field here; nearest: "),
        ("id: comforts", "id: Comforts!", "is not an id"),
        ("en: Thank you.", 'en: ""', "ends.calm.lines.0.en: the text is empty"),
        ("zh: 谢谢。, en: Thank you.", "", "there must be words in zh or en"),
        ("mood: {start: 40}", "mood: {start: 40, max: 30}", "min < start <= max"),
        ("difficulty: 1", "difficulty: 9", "difficulty"),
        ("value: {zh: 三千, en: three thousand}", "value: {zh: 三千, en: 3000}", "text is needed, not 3000"),
    ],
)
def test_a_mistake_of_form_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    error = refused(tmp_path, changed((old, new)))
    assert words in str(error)
    if new and not new.startswith("begin"):
        assert error.fields["line"] == line_of(TINY, old)
    assert "tiny.yaml 第" in error.text("zh")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must hold keys and values"),
        ("- a\n- b\n", "must hold keys and values"),
        ("id: [", "not YAML"),
        ("id: tiny\nid: other\n", "line 2: the script can't be used: 'id' is given twice"),
        ("id: &a tiny\nversion: *a\n", "line 2: the script can't be used: aliases"),
        ("id: \x07", "not YAML"),
        ("id: !!int x", "not YAML"),
        ("id: " + "[" * 100_000, "nested deeper than 40 levels"),
        ("? [a, b]\n: 1\n", "not YAML"),
        ("id: !!python/object:os.system {}\n", "not YAML"),
    ],
)
def test_what_is_no_script_is_refused_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    error = refused(tmp_path, text)
    assert words in str(error)
    assert "\n" not in str(error)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert tiny(tmp_path).version == 1
    assert tiny(tmp_path, ("version: 1", "version: 22")).version == 22


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(BadScript, match="not UTF-8"):
        load_script(path)


def test_yes_and_no_stay_words(tmp_path: Path) -> None:
    # YAML 1.1 would read `no` as false
    script = tiny(tmp_path, ("en: [income]", "en: [income, no, yes, off]"))
    assert script.facts["income"].asked_by.en == ("income", "no", "yes", "off")
