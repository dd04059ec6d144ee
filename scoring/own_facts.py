"""Which of a customer's own facts an agent takes up: amounts, dates, names, circumstances, words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recordings.errors import Language
from recordings.transcript import Model
from scoring.findings import Quantity, Span
from scoring.lexicon import Lexicon
from scoring.normalise import Normalised, normalise
from scoring.numbers import find_quantities
from scoring.numerals_en import read_ordinal
from scoring.own_words import own_words

_TELLING_KINDS = ("money", "duration", "count", "date", "clock", "rate")
LEAST_SUM = 100.0  # from which a bare number (六万多) is an amount of money; own choice
LEAST_DAY = 3  # "the first", "the second" and "the third" are seldom days; own choice
_HOTLINES = frozenset(
    (110.0, 119.0, 120.0, 12306.0, 12315.0, 12345.0, 12348.0, 12356.0, 12363.0, 12378.0, 12386.0, 96110.0)
)
_OWN_KINDS = ("date:", "word:", *(f"{kind}:" for kind in _TELLING_KINDS))  # facts that an agent may bring up first


Told = tuple[int, Mapping[str, Span]]  # index of a turn, and its facts


class Shared(Model):
    """Something the customer said that the agent took up: its kind, and where each said it."""

    key: str
    customer: Span
    agent: Span
    customer_turn: int
    agent_turn: int


class _Words:
    """The patterns of one language, from `scoring/circumstances.yaml` and `scoring/own_facts.yaml`."""

    def __init__(self, language: Language) -> None:
        raw = _data("circumstances.yaml")
        self.circumstances = Lexicon({key: words[language] for key, words in raw.items()}, language)
        own = _data("own_facts.yaml")
        self.dates = re.compile("|".join(own["dates"][language]))
        self.names = re.compile("|".join(own["names"][language]))
        self.no_names = re.compile("|".join(own["no_names"][language]))


@cache
def _data(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return content


@cache
def _words(language: Language) -> _Words:
    return _Words(language)


def facts_in(text: str, language: Language) -> dict[str, Span]:
    """The telling facts of a text: key → first place. Equal facts have equal keys in both speakers' words."""
    words = _words(language)
    even = normalise(text, language)
    found: dict[str, Span] = {}

    def keep(key: str, start: int, end: int) -> None:
        start, end = even.span(start, end)
        found.setdefault(key, Span(quote=text[start:end], start=start, end=end))

    for place in words.circumstances.first(even.text.replace("你", "您")).values():
        keep(*place)
    for match in words.dates.finditer(even.text):
        keep("date:" + re.sub(r"个|\bthe ", "", match[0]), *match.span())
    for key, start, end in _days(even.text, language):
        keep(key, start, end)
    for name, start, end in _names(even, language):
        found.setdefault(f"name:{name}", Span(quote=text[start:end], start=start, end=end))
    for quantity in find_quantities(even.text, language):
        if quantity.kind == "number" and _CODE[language].search(even.text, 0, quantity.start):
            continue  # 工号二零六八
        for key in _keys(quantity):
            keep(key, quantity.start, quantity.end)
    for word, span in own_words(text, language):
        found.setdefault(f"word:{word}", span)
    return found


_CODE = {  # what stands before a number that is a name of something, and no amount
    "zh": re.compile(r"(?:工号|坐席|座席|客服|单号|尾号|编号|案号|电话|热线|打|拨)(?:是|为|就是|一下)?$"),
    "en": re.compile(r"\b(?:agent|number|no|line|hotline|call|ring|dial|on|code|ticket)\s?$"),
}
_BARE_DAY = re.compile(
    r"\bthe (?P<day>(?:twenty[- ]|thirty[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
    r"|\d{1,2}(?:st|nd|rd|th))\b(?! (?:time|thing|one|step|floor|place|question|point|half|party|letter|call|day))"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = re.compile(rf"\b(?:in|since|of|from|until|till|by|last|back in|early|late) (?P<month>{'|'.join(_MONTHS)})\b")


def _days(text: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """English days and months that stand alone: the sixth, in May."""
    if language == "zh":
        return
    for match in _BARE_DAY.finditer(text):
        day = read_ordinal(match["day"])
        if day is not None and (day > LEAST_DAY or match["day"][0].isdigit()):
            yield f"date:{day}:d", match.start("day"), match.end("day")
    for match in _MONTH.finditer(text):
        yield f"date:{100 * (_MONTHS.index(match['month']) + 1)}:m", match.start("month"), match.end("month")


def _keys(quantity: Quantity) -> Iterator[str]:
    """Keys of a quantity; a date is also known by its month and by its day alone (十一月十号: 十号)."""
    amount = _amount_key(quantity)
    if amount is None:
        return
    yield amount
    if quantity.kind == "date" and quantity.low is not None and "d" in quantity.unit and quantity.low >= 100:
        yield f"date:{quantity.low % 100:g}:d"
    if quantity.kind == "date" and quantity.low is not None and "m" in quantity.unit and quantity.low % 100:
        yield f"date:{quantity.low // 100 % 100 * 100:g}:m"


def _names(even: Normalised, language: Language) -> Iterator[tuple[str, int, int]]:
    """Names in lower case with their places in the original text; English ones are known by their capitals."""
    words = _words(language)
    text = even.text if language == "zh" else even.original
    for match in words.names.finditer(text):
        core = match[0][-len(match[1]) - 2 :] if match.lastindex else match[0]  # 叫顺达支付 → 顺达支付
        if words.no_names.search(core) is None:
            yield core.lower(), *(even.span(*match.span()) if language == "zh" else match.span())


_SPELT = re.compile(r"[零〇幺一二三四五六七八九]{3,}")


def _amount_key(quantity: Quantity) -> str | None:
    """Equal for equal amounts; None for what tells nothing, such as one of a thing (一次还清, one thing, 一个月)."""
    low, kind, unit = quantity.low, quantity.kind, quantity.unit
    low = quantity.high if low is None else low  # 十五日内
    if low is None or (low == 1 and kind in ("count", "duration")):
        return None
    spelt = _SPELT.fullmatch(quantity.quote)  # 二零六八 is read out digit by digit: no amount
    if kind == "number" and low >= LEAST_SUM and low not in _HOTLINES and not spelt:
        kind, unit = "money", "yuan"
    return f"{kind}:{low:g}:{unit}" if kind in _TELLING_KINDS else None


def given_facts(customer: Iterable[Told], agent: Iterable[Told]) -> dict[str, tuple[int, Span]]:
    """The customer's own facts: key → turn and place where first told.

    An amount or a date that the agent named first is the agent's: a customer who repeats it ("fifteen days?") has
    told nothing.

    Args:
        customer: Turn index and `facts_in` of the customer's turns.
        agent: The same of all the agent's turns.
    """
    first: dict[str, int] = {}
    for index, facts in agent:
        for key in facts:
            first.setdefault(key, index)
    given: dict[str, tuple[int, Span]] = {}
    for index, facts in customer:
        for key, span in facts.items():
            if not (key.startswith(_OWN_KINDS) and first.get(key, index) < index):
                given.setdefault(key, (index, span))
    return given


def shared_facts(given: Mapping[str, tuple[int, Span]], agent: Iterable[Told]) -> tuple[Shared, ...]:
    """Facts that the customer gave and the agent took up later, each once, and one for the same words.

    Args:
        given: From `given_facts`.
        agent: Turn index and `facts_in` of the agent's turns that are looked at.
    """
    found: dict[str, Shared] = {}
    for index, facts in agent:
        for key, span in facts.items():
            if key in given and given[key][0] < index and key not in found:
                turn, said = given[key]
                found[key] = Shared(key=key, customer=said, agent=span, customer_turn=turn, agent_turn=index)
    kept: list[Shared] = []
    for one in sorted(found.values(), key=lambda one: one.customer.start - one.customer.end):  # the longest words first
        if not any(
            one.customer_turn == other.customer_turn and _overlap(one.customer, other.customer) for other in kept
        ):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (one.agent_turn, one.agent.start)))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
