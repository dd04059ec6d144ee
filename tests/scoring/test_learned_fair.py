"""Learned criteria don't learn who somebody is: names, genders, forms of address and a region's words are swapped."""

from __future__ import annotations

import pytest

from recordings.errors import Language
from recordings.transcript import Transcript
from scoring.knowledge import load_knowledge
from scoring.learning import Example, Learned, fit
from scoring.learning.flip import SWAPS, swapped
from scoring.learning.from_calls import example_of
from scoring.learning.words import tokens
from scoring.rubric import load_rubric
from scoring.score import score
from tests.scoring.reviewed import OWN, read_calls, transcript_of

CALLS = 8  # of each language: each is scored once for every kind of swap
CRITERION = next(one for one in load_rubric().criteria if one.id == "acknowledge_feeling")
SHE, HE = {"zh": "李女士", "en": "Ms Lee"}, {"zh": "李先生", "en": "Mr Lee"}


def conversations(language: Language) -> list[Transcript]:
    found = [transcript_of(call) for call in read_calls(OWN.glob("*.yaml")) if call["language"] == language]
    return found[:CALLS]


def biased(language: Language) -> Learned:
    """Learned from reviewers who give women 2 and men 0 for the very same words."""
    said = {"zh": "{who}，您别着急，我来帮您。", "en": "{who}, don't worry, I'll help you."}[language]
    texts = [(SHE, 2), (HE, 0)] * 20
    return fit(
        [
            Example(f"call{at}", language, "", said.format(who=who[language]) + " 嗯。" * (at % 5), level)
            for at, (who, level) in enumerate(texts)
        ]
    ).model


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reviewers_who_favour_a_gender_teach_nothing_of_it(language: Language) -> None:
    model = biased(language)
    said = {"zh": "{who}，您别着急。", "en": "{who}, don't worry."}[language]
    pair = [Example("x", language, "", said.format(who=who[language])) for who in (SHE, HE)]
    first, second = model.predict(pair)
    assert first.chances == second.chances


@pytest.mark.parametrize("language", ["zh", "en"])
def test_swapping_who_people_are_changes_no_learned_value(language: Language) -> None:
    rubric, knowledge = load_rubric(), load_knowledge()
    calls = conversations(language)
    examples = [
        example_of(str(at), one, score(one, rubric, knowledge), CRITERION, at % 3) for at, one in enumerate(calls)
    ]
    model = fit(examples * 2).model  # levels that have nothing to do with the calls: any word may weigh
    swaps = 0
    for call in calls:
        before = model.predict([example_of("", call, score(call, rubric, knowledge), CRITERION)])[0]
        for kind in SWAPS[language]:
            other = swapped(call, kind)
            if other != call:
                after = model.predict([example_of("", other, score(other, rubric, knowledge), CRITERION)])[0]
                assert after.level == before.level, kind
                swaps += 1
    assert swaps >= CALLS


def test_words_of_who_somebody_is_are_alike_and_others_stay() -> None:
    assert tokens("李先生，您丈夫咋办") == tokens("欧阳女士，你老婆怎么办")
    assert tokens("He told my mum, sir") == tokens("She told my dad, madam")
    assert tokens("其他银行") != tokens("其它银行")
    assert tokens("his loan") != tokens("the loan")
