"""The words that an engine is told to expect come from the knowledge base."""

from __future__ import annotations

from jobs.vocabulary import hotline_vocabulary
from recordings.hearing import ROOM, prompts_for
from scoring.knowledge import load_knowledge


def test_the_bases_own_terms_are_found_and_ways_of_saying_are_not() -> None:
    found = hotline_vocabulary(load_knowledge("12363"))
    assert {"个性化分期", "停息挂账", "起诉状", "支付机构"} <= set(found["zh"])
    assert {"credit report", "credit repair"} <= set(found["en"])
    assert "给您分期" not in found["zh"]
    assert not any("*" in term or "+" in term for terms in found.values() for term in terms)


def test_a_prompt_greets_and_names_as_many_terms_as_there_is_room_for() -> None:
    prompts = prompts_for({"zh": ["个性化分期", "停息挂账"], "en": [f"term number {n}" for n in range(100)]})
    assert prompts["zh"] == "您好，12363金融消费权益保护热线。个性化分期、停息挂账。"
    greeting, terms = prompts["en"].split(". ", 1)
    assert greeting == "Hello, 12363 financial consumer protection hotline"
    assert terms.startswith("term number 0, term number 1, ")
    assert len(terms) <= ROOM["en"]


def test_prompts_of_the_shipped_base_fit_into_what_whisper_keeps() -> None:
    from whisper.tokenizer import get_tokenizer

    for language, prompt in prompts_for(hotline_vocabulary(load_knowledge("12363"))).items():
        assert len(get_tokenizer(True, language=language).encode(" " + prompt)) <= 223


def test_no_vocabulary_means_the_shipped_words_and_an_empty_one_means_none() -> None:
    assert "征信报告" in prompts_for(None)["zh"]
    assert prompts_for({}) == {}
