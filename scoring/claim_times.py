"""Times that set no limit: what went by, what is left, how often, and when something begins."""

from __future__ import annotations

import re

from scoring.claim_link import Link
from scoring.claim_mood import refuted
from scoring.claim_reading import Reading
from scoring.claim_scope import Clause
from scoring.findings import Quantity

_EACH = {  # 一个月一千四, four thousand a month: how often something is paid, not how long it lasts
    "zh": re.compile(
        r"(?:才|就|得|要|能|只|光|大概|也就|差不多)*(?:还|挣|赚|收入|工资|交|付|打|拿|有)?[\d一二两三四五六七八九十几]"
    ),
    "en": re.compile(r"(?:\d|thousand|hundred|yuan|kuai|grand|percent|times|once|twice|calls)\s+(?:yuan |kuai )?$"),
}

_PAID_ZH = re.compile(r"[\d一二两三四五六七八九十几][百千万块元]?(?:百|千|万|块钱?|元|次|通|回)$")  # 一千 before 一个月


_FROM_NOW = {  # so long from today: reckoned for this customer, no rule
    "zh": (re.compile(r"(?:还有|还剩|还差|再过|再等|剩下|剩)$"), re.compile(r"(?!x)x")),
    "en": (re.compile(r"\b(?:another|the remaining)\s$"), re.compile(r"\s(?:from now|left|to go|remaining)\b")),
}


_AFTERWARDS = {  # when something happened or begins: no limit is set by it
    "zh": (re.compile(r"(?!x)x"), re.compile(r"(?:以后|之后|后)(?!的?(?:自动|就?应当|必须))")),
    "en": (re.compile(r"\b(?:after|for|every|once in|over)\s$"), re.compile(r"\s(?:later|on from)\b")),
}


def no_limit(reading: Reading, clause: Clause, quantity: Quantity, linked: Link) -> bool:
    """Whether a quantity that doesn't agree with its fact is told of as past, as too much, or as when to begin."""
    language = reading.language
    if refuted(reading.text[: clause.end], quantity.end, language):
        return True
    slot = linked.fact.slot
    if slot is None or slot.op != "le" or slot.quantity != "duration" or quantity.low != quantity.high:
        return False
    before, after = _AFTERWARDS[language]
    return bool(before.search(reading.text, 0, quantity.start) or after.match(reading.text, quantity.end))


_ELAPSED = {  # time that went by for this customer, no rule: 一个月零五天了, nine weeks ago
    "zh": re.compile(
        r"的?(?:结算单|账单|流水|对账单|工资|房租|收入|单据|小票|明细|生意)"  # how much of something, no time limit
        r"|多?了(?!以后|之后|就|才|再|还|的)(?=$|\W|[您还也都怎谁银他人没])"
    ),
    "en": re.compile(r"\s(?:ago|already|and counting|back\b|now\b)"),
}


def elapsed(reading: Reading, quantity: Quantity) -> bool:
    """Whether so much time went by already."""
    return quantity.kind == "duration" and bool(_ELAPSED[reading.language].match(reading.text, quantity.end))


def from_now(reading: Reading, quantity: Quantity) -> bool:
    """Whether so much time is left, reckoned from today."""
    before, after = _FROM_NOW[reading.language]
    return bool(before.search(reading.text, 0, quantity.start) or after.match(reading.text, quantity.end))


def each(reading: Reading, quantity: Quantity) -> bool:
    """Whether one day, month or year only says how often."""
    if quantity.kind != "duration" or quantity.low != 1 or quantity.high != 1:
        return False
    if reading.language == "zh":
        paid = _PAID_ZH.search(reading.text, 0, quantity.start)
        return bool(paid or _EACH["zh"].match(reading.text, quantity.end))
    return bool(_EACH["en"].search(reading.text, 0, quantity.start))
