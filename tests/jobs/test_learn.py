from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import accounts, learning, trust
from desk.db import Store
from desk.settings import Settings
from desk.trust_models import LearningRunRow
from scoring.learning import Example, load_model
from tests.desk.lessons import CRITERION, reviewed_calls
from tests.jobs.conftest import tingxin, until
from tests.scoring.test_learning import made

HEAD = ("group", "language", "context", "text", "label", "rationale")


def written(file: Path, examples: list[Example], encoding: str = "utf-8") -> Path:
    with file.open("w", encoding=encoding, newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEAD)
        for one in examples:
            rows.writerow([one.group, one.language, one.context, one.text, one.label, "|".join(one.rationale)])
    return file


def test_learn_prints_the_promised_figures_and_writes_the_model(settings: Settings, tmp_path: Path) -> None:
    train = written(tmp_path / "train.csv", made(90), "utf-8-sig")  # as spreadsheets save it
    test, model = written(tmp_path / "test.csv", made(30, seed=1)), tmp_path / "model.npz"
    done = tingxin(settings, "learn", "--train", str(train), "--test", str(test), "--model", str(model), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["n_train"], found["n_test"], len(found["predictions"]), len(found["evidence"])) == (90, 30, 30, 30)
    assert found["accuracy"] >= 0.9
    assert {"macro_f1", "weighted_kappa", "spearman"} <= set(found)
    assert set(found["seconds"]) == {"fit", "predict_per_1000"}
    learned, about = load_model(model)
    assert [one.level for one in learned.predict(made(30, seed=1))] == found["predictions"]
    assert about["n_train"] == 90


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("group,language,text,label\n", "no column context"),
        ("group,language,context,text,label\na,fr,,hello,1\n", "line 2: language is 'fr'. Allowed: zh, en"),
        ("group,language,context,text,label\na,en,,hello,good\n", "line 2: label is 'good'"),
        ("group,language,context,text,label\na,en,, ,1\n", "line 2: text is"),
        ("group,language,context,text,label\n", "no labelled texts"),
        ("group,language,context,text,label\na,en,,hello,1\n", "at least 10"),
    ],
)
def test_what_nothing_can_be_learned_from_is_told_in_a_line(
    settings: Settings, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(text, encoding="utf-8")
    done = tingxin(settings, "learn", "--train", str(file), "--test", str(file))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_it_learns_from_the_reviews_in_the_store(store: Store, settings: Settings) -> None:
    with store.session() as session:
        mei = accounts.add_user(session, None, "mei", "supervisor", "correct horse")
    few = tingxin(settings, "learn", "--from-reviews")
    assert (few.returncode, len(few.stderr.splitlines())) == (2, 1)
    assert "At least 40" in few.stderr or "至少需要 40" in few.stderr
    reviewed_calls(store, settings, [mei], 40)
    done = tingxin(settings, "learn", "--from-reviews", "--json", patience_s=300)
    told = json.loads(done.stdout)
    assert (told["language"], [one["criterion"] for one in told["learned"]]) == ("zh", [CRITERION])
    assert told["learned"][0]["labels"] == 40
    assert told["learned"][0]["learned"]["items"] == 40
    assert done.stderr == ""
    wrong = tingxin(settings, "learn", "--from-reviews", "--train", "x.csv")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


def test_a_real_worker_takes_up_a_run_that_was_cut_off(
    store: Store, settings: Settings, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    with store.session() as session:
        mei = accounts.add_user(session, None, "mei", "supervisor", "correct horse")
    reviewed_calls(store, settings, [mei], 40)
    with store.session() as session:
        run = learning.start(session, mei, "zh")
        row = session.get_one(LearningRunRow, run.id)
        row.state, row.done = "running", run.total - 1  # all but the last criterion, on which all reviews are alike
    start("worker")

    def state() -> str:
        with store.reading() as session:
            return session.get_one(LearningRunRow, run.id).state

    until(lambda: state() == "done", "the rest of the run", 180)
    with store.reading() as session:
        assert trust.versions(session, mei, "zh", "closing") == ()
