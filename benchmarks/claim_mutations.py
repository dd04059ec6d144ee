"""Statements of the knowledge base said right and said wrong, each wrong one changed in one known way.

Numbers are written by `spoken`, which shares nothing with the reader of numbers. What a changed line means is
known from the change alone, so no label is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.spoken import spoken
from recordings.errors import Language
from scoring.facts import Fact, Knowledge

Wanted = Literal["supported", "contradicted"]

CARRIERS: dict[Language, tuple[str, ...]] = {
    "zh": ("{}", "是这样的，{}", "我跟您说明一下，{}", "您放心，{}", "按照现在的规定，{}"),
    "en": (
        "{}",
        "Well, {}",
        "Let me explain how it works, {}",
        "As things stand today, {}",
        "Under the present rules, {}",
    ),
}
_NUMBER: dict[Language, str] = {
    "zh": r"(?P<n>\d[\d ]*)\s?(?P<unit>个工作日|小时|万元|日|天|年|次|个月)",
    "en": r"(?P<n>\d[\d ]*)\s(?P<unit>working days|days|hours|years?|months|yuan)",
}
_UNITS: dict[Language, dict[str, str]] = {
    "zh": {"day": "日", "year": "年", "month": "个月", "hour": "小时"},
    "en": {"day": "days", "year": "years", "month": "months", "hour": "hours"},
}
_OTHER_UNIT = {"day": "month", "year": "day", "month": "year", "hour": "month"}
_MUST_TO_NEED_NOT: dict[Language, tuple[tuple[str, str], ...]] = {
    "zh": (("应当", "不用"), ("不得", "可以"), ("应在", "不必在"), ("只能对", "可以不只对"), ("不能", "可以"),
        ("由银行举证", "不用银行举证"),
    ),
    "en": (
        ("must tell", "need not tell"), ("Nobody may", "Anybody may"),
        ("nobody may refuse", "anybody may refuse"), ("is for the bank to prove", "is not for the bank to prove"),
        ("needs the person's consent", "does not need the person's consent"), ("need not be repaid", "must be repaid"),
        ("is no crime", "is a crime"), ("There is no general legal cap", "There is a general legal cap"),
        ("There is no rule", "There is a rule"), ("collection stops", "collection goes on"),
        ("may not claw", "may simply claw"), ("has closed", "is still open"), ("is voluntary", "is compulsory"),
        ("may use no violence", "may use violence"), ("tells the person", "need not tell the person"),
    ),
}  # fmt: skip
_BODIES = {"12378": "12363", "12363": "12378", "12386": "12378"}
_BODY_NAMES = {
    "国家金融监督管理总局": "中国人民银行", "中国人民银行": "国家金融监督管理总局",
    "中国证监会": "国家金融监督管理总局",
    "the National Financial Regulatory Administration": "the People's Bank of China",
    "the People's Bank of China": "the National Financial Regulatory Administration",
    "the China Securities Regulatory Commission": "the National Financial Regulatory Administration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line, what was done to the statement, and what it now says of the fact."""

    language: Language
    fact_id: str
    kind: str
    wanted: Wanted
    text: str


def mutants(knowledge: Knowledge, homophones: dict[str, str]) -> list[Mutant]:
    """All lines, without repetition, in order of the base.

    Args:
        knowledge: The base.
        homophones: For a Chinese character another of the same sound.
    """
    found: dict[tuple[str, str], Mutant] = {}
    for fact in knowledge.facts:
        for language in CARRIERS:
            for place, (kind, wanted, text) in enumerate(_versions(fact, language, homophones)):
                carriers = [
                    CARRIERS[language][(place + step) % 5] for step in range(3 if kind == "as it stands" else 2)
                ]
                for carrier in carriers:
                    line = carrier.format(text.rstrip("。."))
                    found.setdefault((language, line), Mutant(language, fact.id, kind, wanted, line))
    return list(found.values())


def _versions(fact: Fact, language: Language, homophones: dict[str, str]) -> Iterator[tuple[str, Wanted, str]]:
    text = re.sub(r"\s*[(（][^)）]*[)）]", "", fact.statement.text(language))
    if language == "zh":
        text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])", "", text)
    yield "as it stands", "supported", text
    yield from _numbers(fact, text, language, homophones)
    yield from _turned(fact, text, language)
    if fact.body is not None:
        yield "body", "contradicted", _swap_body(text, fact.body)
    if fact.modality == "may":
        yield from _must(text, language)


def _numbers(
    fact: Fact, text: str, language: Language, homophones: dict[str, str]
) -> Iterator[tuple[str, Wanted, str]]:
    slot = fact.slot
    if slot is None or slot.quantity not in ("duration", "count") or slot.unit not in (*_UNITS[language], "time"):
        return
    match = next((one for one in re.finditer(_NUMBER[language], text) if _value(one["n"]) == slot.value), None)
    if match is None:
        return
    head, tail, unit, value = text[: match.start()], text[match.end() :], match["unit"], int(slot.value)
    gap = "" if language == "zh" else " "
    words = spoken(value, language)
    yield "digit or word", "supported", f"{head}{words}{gap}{unit}{tail}"
    yield "digit or word", "supported", f"{head}{value}{gap}{unit}{tail}"
    for other in _others(value, slot.also):
        yield "number", "contradicted", f"{head}{other}{gap}{unit}{tail}"
        yield "number", "contradicted", f"{head}{spoken(other, language)}{gap}{unit}{tail}"
    if slot.unit in _OTHER_UNIT:
        for form in (str(value), words):
            yield "unit", "contradicted", f"{head}{form}{gap}{_UNITS[language][_OTHER_UNIT[slot.unit]]}{tail}"
    if slot.unit == "day":
        business = {"zh": ("个工作日", "个自然日"), "en": ("business days", "calendar days")}[language]
        wrong = business[1] if slot.day_type == "business" else business[0]
        for form in (str(value), words):
            yield "day type", "contradicted", f"{head}{form}{gap}{wrong}{tail}"
    if language == "zh":
        for term, alike in _alike(fact, text, homophones):
            yield "homophone", "supported", f"{head}{words}{unit}{tail}".replace(term, alike)
            wrong_words = spoken(_others(value, slot.also)[0], language)
            yield "homophone, number", "contradicted", f"{head}{wrong_words}{unit}{tail}".replace(term, alike)


def _value(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _others(value: int, also: tuple[float, ...]) -> list[int]:
    """Other numbers, none of which sounds like the true one (fifteen and fifty, 十四 and 四十)."""
    wanted = (2 * value + 1, value * 3, value + 7, max(1, value // 3), value + 22)
    alike = {value, value * 10, value // 10, value + 26, *map(int, also)}
    return [other for other in dict.fromkeys(wanted) if other not in alike and other % 10 != 4 and other // 10 != 4]


def _alike(fact: Fact, text: str, homophones: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Up to two terms of the fact that stand in its statement, with one character misheard."""
    terms = {term for pattern in fact.aliases.zh for group in pattern.split("+") for term in group.split("|")}
    long = sorted(
        (term for term in terms if len(term) >= 3 and term in text and not re.search(r"[\d<>!]", term)), key=len
    )
    for term in long[-2:]:
        for place in range(len(term) - 1, -1, -1):
            if term[place] in homophones:
                yield term, term[:place] + homophones[term[place]] + term[place + 1 :]
                break


def _turned(fact: Fact, text: str, language: Language) -> Iterator[tuple[str, Wanted, str]]:
    if fact.modality == "may":
        return
    for old, new in _MUST_TO_NEED_NOT[language]:
        if text.count(old) == 1:
            yield "negation", "contradicted", text.replace(old, new)


def _swap_body(text: str, body: str) -> str:
    for old, new in _BODY_NAMES.items():
        if old in text:
            text = text.replace(old, new, 1)
            break
    return text.replace(body, _BODIES[body])


def _must(text: str, language: Language) -> Iterator[tuple[str, Wanted, str]]:
    for old, new in {"zh": (("可以", "必须"), ("可以", "有义务"), ("可以", "一定会")), "en": (
        ("may", "must"), ("may", "has to"), ("may", "is obliged to"),
    )}[language]:  # fmt: skip
        yield "modality", "contradicted", text.replace(old, new, 1)
    condition = {"zh": r"^.*?的，", "en": r"^Where .*?, "}[language]
    everybody = {"zh": "不管什么情况，所有人都", "en": "in every case, no matter who you are, "}[language]
    rest = re.sub(condition, "", text)
    if rest != text and language == "zh":
        yield "dropped condition", "contradicted", everybody + rest.replace("银行可以", "可以")
