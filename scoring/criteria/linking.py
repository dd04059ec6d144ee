"""Which of a customer's own facts an agent takes up: amounts, dates, names, circumstances."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from recordings.errors import Language
from recordings.transcript import Model
from scoring.findings import Quantity, Span
from scoring.numbers import find_quantities

_DATES = {
    "zh": re.compile(
        r"(?:上上|上|这|本|下)(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|(?:上|这|本|下)个月(?:[一二三四五六七八九十\d]+[号日])?"
        r"|去年|前年|昨天|昨晚|前天|今天早上|今早|刚才|[一二三四五六七八九十\d]+月(?:[一二三四五六七八九十\d]+[号日])?"
    ),
    "en": re.compile(
        r"\b(?:last|this|next) (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
        r"|\b(?:yesterday|tonight|this morning)\b"
        r"|\bthe (?:\w+-)?\w+(?:st|nd|rd|th)(?: of \w+)?\b"
        r"|\b(?:in|since|of) (?:january|february|march|april|june|july|august|september|october|november|december)\b",
        re.IGNORECASE,
    ),
}
_NAMES = {
    "zh": re.compile(r"[一-鿿]{2,4}(?:支付|银行|保险|超市|消费金融|证券|基金|公司|贷)"),
    "en": re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-z]{3,}\b"),
}
_COMMON_NAMES = {"zh": {"国家金融监督管理总局"}, "en": set()}
_TELLING_KINDS = ("money", "duration", "count", "date", "clock", "rate")


class Shared(Model):
    """Something the customer said that the agent took up: its kind, and where each said it."""

    key: str
    customer: Span
    agent: Span
    customer_turn: int
    agent_turn: int


@cache
def _circumstances(language: Language) -> dict[str, re.Pattern[str]]:
    raw = yaml.safe_load((Path(__file__).parents[1] / "circumstances.yaml").read_text(encoding="utf-8"))
    edge = r"\b" if language == "en" else ""
    return {
        key: re.compile(edge + "(?:" + "|".join(words[language]).replace("..", ".{0,4}") + ")", re.IGNORECASE)
        for key, words in raw.items()
    }


def facts_in(text: str, language: Language) -> dict[str, Span]:
    """The telling facts of a text: key → first place. Equal facts have equal keys in both speakers' words."""
    found: dict[str, Span] = {}
    for key, pattern in _circumstances(language).items():
        if (match := pattern.search(text)) is not None:
            found[key] = Span(quote=match[0], start=match.start(), end=match.end())
    for match in _DATES[language].finditer(text):
        found.setdefault("date:" + match[0].lower().replace("个", ""), _span(match))
    for match in _NAMES[language].finditer(text):
        found.setdefault("name:" + match[0].lower()[-8:], _span(match))
    for quantity in find_quantities(text, language):
        if quantity.kind in _TELLING_KINDS and quantity.low is not None:
            found.setdefault(_amount_key(quantity), Span(quote=quantity.quote, start=quantity.start, end=quantity.end))
    return found


def _span(match: re.Match[str]) -> Span:
    return Span(quote=match[0], start=match.start(), end=match.end())


def _amount_key(quantity: Quantity) -> str:
    return f"{quantity.kind}:{quantity.low:g}:{quantity.unit}"


def shared_facts(
    customer: Iterable[tuple[int, str]], agent: Iterable[tuple[int, str]], language: Language
) -> tuple[Shared, ...]:
    """Facts that the customer gave and the agent took up later, each once.

    Args:
        customer: Turn index and text of the customer's turns.
        agent: The same of the agent's turns that are looked at.
        language: Of the call.
    """
    given: dict[str, tuple[int, Span]] = {}
    for index, text in customer:
        for key, span in facts_in(text, language).items():
            given.setdefault(key, (index, span))
    found: dict[str, Shared] = {}
    for index, text in agent:
        for key, span in facts_in(text, language).items():
            if key in given and given[key][0] < index and key not in found:
                found[key] = Shared(
                    key=key, customer=given[key][1], agent=span, customer_turn=given[key][0], agent_turn=index
                )
    return tuple(found.values())
