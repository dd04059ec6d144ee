"""Claims known by likeness: what they add, what they never do."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from recordings.errors import Language
from scoring.claim_fit import labelled
from scoring.claims import find_claims
from scoring.explain import templates
from scoring.knowledge import load_knowledge

BASE = load_knowledge("12363")


def test_a_true_saying_in_rare_words_is_known_by_what_it_resembles() -> None:
    (claim,) = find_claims("Being broke isn't a matter for the police.", "en", BASE)
    assert (claim.fact_id, claim.verdict, claim.code) == ("debt_is_no_crime", "supported", "resembles_true")
    assert not claim.certain


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_only_resembles_something_untrue_warns_and_is_no_fault(language: Language) -> None:
    """Of the lines that likeness was fitted to, those that no word of the base shows."""
    found = [claim for _, text in labelled(language) for claim in find_claims(text, language, BASE)]
    warned = [claim for claim in found if claim.code == "resembles_untrue" and claim.verdict == "contradicted"]
    assert len(warned) >= 10
    assert not any(claim.verified or claim.certain for claim in warned)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "您七十二了一个人住,我明白"),
        ("en", "the line's a bit faint, could you say the last four digits again"),
        ("zh", "他跟您说真的记录花钱就能洗掉?"),
        ("en", "Did he say that a true mark can be had off for money?"),
    ],
)
def test_talk_and_questions_resemble_no_claim(language: Language, text: str) -> None:
    assert find_claims(text, language, BASE) == ()


def test_a_number_that_does_not_fit_is_not_taken_for_right_because_the_words_resemble() -> None:
    claims = find_claims("Fifty days from getting the judgment, that's your window.", "en", BASE)
    assert all(claim.verdict != "supported" for claim in claims)


def test_the_reasons_have_words_in_both_languages() -> None:
    for code in ("resembles_true", "resembles_untrue"):
        assert templates()[code].zh
        assert templates()[code].en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_weights_come_from_the_labelled_lines(language: Language) -> None:
    stored = json.loads((files("scoring.examples") / f"claims.{language}.json").read_text(encoding="utf-8"))
    assert stored["classes"] == sorted({name for name, _ in labelled(language)})
    known = {fact.id for fact in BASE.facts}
    assert {name.split("|")[0] for name in stored["classes"]} <= known | {"none"}
