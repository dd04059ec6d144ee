from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.settings import Settings
from tests.jobs.conftest import tingxin

YES_NO = "item,rater,value\na,mei,2\na,lin,2\nb,mei,0\nb,lin,1\nc,mei,1\nc,lin,1\nd,mei,na\nd,lin,1\n"


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    file = tmp_path / "ratings.csv"
    file.write_text(YES_NO, encoding="utf-8")
    return file


def test_agree_prints_the_promised_figures(settings: Settings, ratings: Path) -> None:
    done = tingxin(settings, "agree", str(ratings), "--json")
    found = json.loads(done.stdout)
    assert {"krippendorff_alpha", "weighted_kappa", "exact", "within_one", "ci95"} <= set(found)
    # a, b, c are compared: 2 of 3 the same, all within one; d was scored by one of the two.
    assert (round(found["exact"], 4), found["within_one"], found["items"]) == (0.6667, 1.0, 3)
    assert found["na_confusion"] == {"both_scored": 3, "one_scored": 1, "none_scored": 0}
    assert found["enough"] is False


def test_ratings_that_a_spreadsheet_saved_with_a_mark_are_read_the_same(settings: Settings, ratings: Path) -> None:
    plain = tingxin(settings, "agree", str(ratings), "--json").stdout
    ratings.write_text(YES_NO, encoding="utf-8-sig")
    assert tingxin(settings, "agree", str(ratings), "--json").stdout == plain


def test_in_words_it_says_that_three_items_are_few_instead_of_figures(settings: Settings, ratings: Path) -> None:
    said = tingxin(settings, "agree", str(ratings)).stdout
    assert "fewer than 20 items" in said
    assert "weighted_kappa" not in said


def test_in_words_enough_items_have_figures_with_intervals(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "twenty.csv"
    rows = [f"{at},{rater},{at % 3}" for at in range(20) for rater in ("mei", "lin")]
    file.write_text("\n".join(["item,rater,value", *rows]), encoding="utf-8")
    said = " ".join(tingxin(settings, "agree", str(file)).stdout.split())
    assert "krippendorff_alpha 1.000 [1.000, 1.000]" in said  # the two never differ
    assert "fewer than" not in said


def test_words_can_be_compared_as_names(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text("item,rater,value\na,x,bank\na,y,bank\nb,x,insurer\nb,y,bank\n", encoding="utf-8")
    assert json.loads(tingxin(settings, "agree", str(file), "--level", "nominal", "--json").stdout)["exact"] == 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("item,rater\na,x\n", "line 1: no column value"),
        ("item,rater,value\na,x,good\na,y,1\n", "item a, rater x: 'good' is no number"),
        ("item,rater,value\na,x,1\na,x,2\n", "item a is rated 2 times by x"),
        ("item,rater,value\na,x\n", "line 2: fewer cells than columns"),
        ("item,rater,value\n", "no ratings"),
    ],
)
def test_what_is_no_table_of_ratings_is_told_in_one_line(
    settings: Settings, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    done = tingxin(settings, "agree", str(file))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
