"""Learning from labels, on small data made here: texts whose level is plain from one sentence."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path
from random import Random

import numpy as np
import pytest

from scoring.errors import BadLabels, BadModel
from scoring.learning import Example, Learned, evaluate, fit, load_model, save_model
from scoring.learning.fit import Fitted, _worth
from scoring.learning.report import calibration_error, token_f1
from scoring.learning.trial import predict_unseen
from scoring.learning.words import count, runs, sentences, tokens, weigh

KIND = {
    "zh": ("听得出来您很着急。", "我能理解您现在很害怕。", "换了谁遇到这种事都难受。"),
    "en": ("I can hear how worried you are.", "That must be really frightening.", "Anyone would be upset by that."),
}
SORRY = {
    "zh": ("不好意思。", "抱歉给您添麻烦了。", "对不起啊。"),
    "en": ("Sorry about that.", "I apologise.", "My apologies."),
}
PLAIN = {
    "zh": ("材料寄到分行。", "请您带上身份证。", "周三上午办理。", "填表之后等通知。", "柜台在二楼。"),
    "en": (
        "Send the papers to the branch.",
        "Bring your ID card.",
        "It opens on Wednesday.",
        "Fill in the form.",
        "Take the lift.",
    ),
}


def made(number: int, seed: int = 0) -> list[Example]:
    """Level 2 names the feeling, 1 only says sorry, 0 neither; the telling sentence stands anywhere."""
    rng = Random(seed)
    found = []
    for at in range(number):
        language = rng.choice(("zh", "en"))
        level = at % 3
        said = [rng.choice(PLAIN[language]) for _ in range(rng.randint(1, 3))]
        why = () if level == 0 else (rng.choice((SORRY, KIND)[level - 1][language]),)
        for sentence in why:
            said.insert(rng.randint(0, len(said)), sentence)
        found.append(Example(f"call{at // 3}", language, "", " ".join(said), level, why))  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(made(150))


def test_it_learns_what_is_plain_and_points_at_the_sentence(fitted: Fitted) -> None:
    unseen = made(60, seed=1)
    said = fitted.model.predict(unseen)
    report = evaluate(unseen, said, fitted.model.levels)
    assert report.accuracy >= 0.95
    assert (report.weighted_kappa or 0) >= 0.95
    assert (report.evidence_f1 or 0) >= 0.9
    for one, prediction in zip(unseen, said, strict=True):
        assert all(sentence in one.text for sentence in prediction.evidence)
        assert sum(prediction.chances) == pytest.approx(1)


def test_the_same_labels_give_the_same_model(fitted: Fitted) -> None:
    again = fit(made(150))
    assert np.array_equal(again.model.judges.known.weights, fitted.model.judges.known.weights)
    assert np.array_equal(again.held_out, fitted.held_out)


def test_what_is_held_out_is_told_before_anything_was_learned_from_it(fitted: Fitted) -> None:
    assert fitted.held_out.shape == (150, 3)
    assert np.allclose(fitted.held_out.sum(1), 1)


def test_labels_that_mean_nothing_reach_nothing_on_held_out_texts() -> None:
    rng = Random(5)
    noise = [Example(one.group, one.language, "", one.text, rng.randint(0, 2)) for one in made(120)]
    right = fit(noise).held_out.argmax(1) == [one.label for one in noise]
    assert right.mean() < 0.5  # chance is a third; a leak between folds would learn the texts by heart


def test_what_the_scorer_found_already_can_be_learned_from() -> None:
    rng = Random(3)
    texts = ["好的。", "嗯。", "请讲。"]
    examples = [Example(f"c{at}", "zh", "", rng.choice(texts), at % 2, known=(float(at % 2), 0.5)) for at in range(60)]
    assert (fit(examples).held_out.argmax(1) == [one.label for one in examples]).mean() > 0.95


def test_a_model_comes_back_from_its_file(fitted: Fitted, tmp_path: Path) -> None:
    path = tmp_path / "feeling.npz"
    save_model(fitted.model, path, {"n_train": 150})
    again, about = load_model(path)
    assert about == {"n_train": 150}
    unseen = made(30, seed=2)
    for first, second in zip(fitted.model.predict(unseen), again.predict(unseen), strict=True):
        assert first.level == second.level
        assert first.chances == pytest.approx(second.chances, abs=1e-4)
    assert [file.name for file in tmp_path.iterdir()] == ["feeling.npz"]


class Trap:
    def __reduce__(self) -> tuple[type, tuple[str]]:
        return Path, ("/never",)


def test_a_file_that_could_run_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trap.npz"
    np.savez(path, head=np.array([Trap()], dtype=object))
    with pytest.raises(BadModel):
        load_model(path)
    path.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(BadModel):
        load_model(path)


def test_a_damaged_or_missing_model_is_told_in_words(fitted: Fitted, tmp_path: Path) -> None:
    path = tmp_path / "half.npz"
    save_model(fitted.model, path)
    path.write_bytes(path.read_bytes()[:2000])
    for file, words in ((path, "damaged"), (tmp_path / "none.npz", "no such file")):
        with pytest.raises(BadModel, match=words):
            load_model(file)
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(BadModel, match="damaged"):
        load_model(path)


@pytest.mark.parametrize(
    ("examples", "words"),
    [
        (made(9), "at least 10"),
        ([Example(f"c{at}", "zh", "", "好。", 1) for at in range(12)], "at least two levels"),
        ([Example("one", "zh", "", "好。", at % 2) for at in range(12)], "at least two groups"),
        ([Example(f"c{at}", "zh", "", "好。") for at in range(12)], "a label on every text"),
    ],
)
def test_labels_that_nothing_can_be_learned_from_are_told(examples: list[Example], words: str) -> None:
    with pytest.raises(BadLabels, match=words):
        fit(examples)


@pytest.mark.parametrize("rare", [1, 2])
def test_a_level_that_only_one_or_two_texts_have_leaves_the_commoner_one_said(rare: int) -> None:
    examples = [Example(f"c{at}", "zh", "", PLAIN["zh"][at % 5], int(at < rare)) for at in range(40)]
    said = fit(examples).model.predict(examples)
    # Held out together, the rare ones leave the rest with one level; 40 or 38 texts of five sentences are all level 0.
    assert [one.level for one in said[5:]] == [0] * 35
    unseen = predict_unseen(examples, [one.group for one in examples])
    # Where the single rare text is held out, the other 32 of its fold's training are alike: those 8 aren't judged.
    assert sum(one is None for one in unseen) == (8 if rare == 1 else 0)


def test_nothing_to_predict_gives_nothing(fitted: Fitted) -> None:
    assert fitted.model.predict([]) == ()
    (odd,) = fitted.model.predict([Example("x", "en", "", "🙂", None)])  # no word that it knows
    assert odd.level in fitted.model.levels


def test_calibration_by_hand() -> None:
    # Four texts said with .8: three right. Bin .8: |.75 - .8| = .05 for all of them.
    chances = np.array([[0.8, 0.2]] * 4)
    assert calibration_error(chances, np.array([0, 0, 0, 1])) == pytest.approx(0.05)


def test_token_f1_by_hand() -> None:
    # "I hear you" and "I hear how": two tokens shared of three and three: 2 x 2 / 6
    assert token_f1("I hear you", "i hear how") == pytest.approx(2 / 3)
    assert token_f1("您好", "再见") == 0


def test_runs_are_of_chinese_characters_and_of_words() -> None:
    assert tokens("您好,OK?") == ["你", "好", "ok", "?"]  # forms of address are one
    assert list(runs("a b")) == ["a", "b", "a b"]
    assert sentences("第一句。第二句!\nThird one. Fourth") == ("第一句。", "第二句!", "Third one.", "Fourth")
    assert sentences("") == ("",)


def test_rows_are_weighed_to_length_one() -> None:
    table = weigh(count(["a a b", "nothing known"], {"a": 0, "b": 1}), np.array([1.0, 2.0]))
    # a: 1 + ln 2 = 1.693, b: 1 x 2 = 2; length sqrt(1.693^2 + 4) = 2.620
    assert table.toarray() == pytest.approx(np.array([[0.6461, 0.7632], [0, 0]]), abs=1e-3)


def test_a_model_knows_nothing_of_who_spoke() -> None:
    assert set(Example.__slots__) == {
        "group",
        "language",
        "context",
        "text",
        "label",
        "rationale",
        "known",
    }
    model: Learned = fit(made(30)).model
    flipped = [Example("other", one.language, "", one.text, None) for one in made(30)]
    assert [one.level for one in model.predict(flipped)] == [one.level for one in model.predict(made(30))]


def test_what_a_leaning_is_chosen_by_is_scikit_learns() -> None:
    from sklearn.metrics import cohen_kappa_score, f1_score

    rng = np.random.default_rng(3)
    for _ in range(20):
        places, said = rng.integers(0, 3, 40), rng.integers(0, 3, 40)
        wanted = f1_score(places, said, average="macro") + 0.5 * cohen_kappa_score(places, said, weights="quadratic")
        confusion = np.bincount(places * 3 + said, minlength=9).reshape(3, 3)
        assert _worth(confusion) == pytest.approx(wanted)


def canned(number: int, seed: int = 0) -> list[Example]:
    """Agents who say the same few phrases; `known` is what the rules found, right nine times in ten."""
    rng = Random(seed)
    warm = [f"暖话{at}号在此。" for at in "甲乙丙丁戊己"]
    cold = [f"冷话{at}号在此。" for at in "子丑寅卯辰巳"]
    found = []
    for at in range(number):
        level = at % 2
        rule = float(level if rng.random() < 0.9 else 1 - level)
        said = rng.choice(warm if level else cold)
        found.append(Example(f"call{at}", "zh", "", f"您好。{said}再见。", level, known=(rule, 1 - rule)))
    return found


def test_a_phrase_that_was_never_learned_from_is_left_to_what_the_rules_found() -> None:
    model = fit(canned(120)).model
    assert len(model.judges.phrases) == 14  # twelve phrases, a greeting and a goodbye
    familiar = model.predict(canned(40, seed=1))
    assert [one.level for one in familiar] == [at % 2 for at in range(40)]  # phrases are known: nearly always right
    new = [Example("x", "zh", "", "完全没听过的另一句。", None, known=known) for known in ((1.0, 0.0), (0.0, 1.0))]
    assert [one.level for one in model.predict(new)] == [1, 0]


def test_where_hardly_any_sentence_comes_twice_there_is_one_judge() -> None:
    rng = Random(4)
    unlike = [
        Example(f"call{at}", "zh", "", "".join(rng.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张", k=9)), at % 2)
        for at in range(60)
    ]
    model = fit(unlike).model
    assert len(model.judges.phrases) == 0
    assert model.judges.known is model.judges.new
