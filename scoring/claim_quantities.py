"""Claims that hold a number: each asserted quantity linked to a fact and compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scoring.claim_judge import SOFT, Finding, by_fit
from scoring.claim_link import Asked, Link, link
from scoring.claim_mood import moods
from scoring.claim_reading import Reading
from scoring.claim_scope import Clause
from scoring.claim_times import each, elapsed, from_now, no_limit
from scoring.findings import Quantity

_NEGATED = {
    "zh": re.compile(r"(?:不是|并非|并不是|不止|不只|没有|不用|而不是|不到)(?:说)?$"),
    "en": re.compile(r"\b(?:not|rather than|instead of|never|is no|not a|not just)\s+$"),
}
_POINTED = {  # a figure already spoken of, not one that is claimed now
    "zh": re.compile(
        r"(?:都|已经?|整整|足足|前前后后|这|那|您的|你的|上述|前面的|刚才的|[打等交花转付催拖还欠收补要骂过]了(?:有|快|将近)?"
        r"|[打催问来去拨发寄找跑查借]过)$"
    ),
    "en": re.compile(r"\b(?:the|these|those|this|that|your|his|her|their|my|our|all)\s+$"),
}
VAGUE = {
    "zh": re.compile(r"很快|尽快|过一段时间|一段时间|过一阵子|一阵子|早晚|不久|近期|过些日子|过段时间|迟早|过几天"),
    "en": re.compile(
        r"\b(?:soon|shortly|some time|a while|before long|in due course|eventually|sooner or later|quickly)\b"
    ),
}
_OWN_PROMISE = {
    "zh": re.compile(
        r"(?:我们?|我这边|这边|咱们|专员|工作人员|同事).{0,12}(?:回电|回访|联系您|打给您|打电话给您|给您打"
        r"|回复您|给您回|给您登记|给您发|发短信|跟进|反馈给您|帮您)|请您?(?:等|稍)|稍等|等我"
    ),
    "en": re.compile(
        r"\b(?:i|we|i will|we will|our (?:colleague|staff|team)s?|a colleague|somebody from"
        r"|someone from)\b.{0,30}\b(?:call|ring|phone|contact|text|write to|get back to|follow up|send|email"
        r"|transfer|register|pass)\b|\b(?:wait|hold|bear with|one moment|a moment)\b"
    ),
}
_CHECKABLE = {
    "zh": re.compile(r"银行|机构|保险公司|支付公司|法院|规定|法律|条例|办法|征信|依法|商家|公司|监管|他们|对方"),
    "en": re.compile(
        r"\b(?:banks?|insurers?|institutions?|courts?|law|rules?|regulations?|compan(?:y|ies)|they|lenders?"
        r"|agenc(?:y|ies)|shops?|regulator|issuer|provider)\b"
    ),
}
_DUTY = {
    "zh": re.compile(r"应当|应该|必须|要在|会在|内|以内|不得|不超过|最长|最多|至少|需要|规定|保留|保存|收|有权"),
    "en": re.compile(
        r"\b(?:must|has to|have to|should|within|will|at most|at least|up to|no more than|no later than|rule"
        r"|kept|charges?|may|cannot|takes?)\b"
    ),
}
_LAW = {
    "zh": re.compile(
        r"法律规定|法律上|法律禁止|违法|犯法|法定|依法|法律不允许|法律明确|违反法律|法律条文|法律明文|是法律"
        r"|犯了法|触犯法律|受法律"
    ),
    "en": re.compile(
        r"\b(?:by law|the law (?:says|requires|forbids|bans)|illegal|unlawful|against the law"
        r"|legal(?:ly)? (?:requirement|required|limit)|statutory|breaks? the law|legally)\b"
    ),
}
_NO_LAW = {
    "zh": re.compile(
        r"(?:不能|不可以?|不好|不等于|谈不上|算不上|不至于|不代表|并不)(?:说|算|叫|是)?[^,.;]{0,4}(?:违法|犯法|法律)"
        r"|不是法|不是法律|并非法律|不违法|没有法律|不算法律|还不是法律|没写进法律"
    ),
    "en": re.compile(
        r"\bnot (?:a |the |by |say it is |call it |mean it is )?(?:law|illegal|statutory|legal)"
        r"|no law\b|rather than (?:a )?law"
    ),
}


_CLOSE = {"zh": 8, "en": 40}  # how near "won't" must stand to a time limit to deny it, in characters


def quantity_findings(reading: Reading, asked: Asked) -> Iterator[Finding]:
    """A finding for every asserted quantity that the base speaks of, or that a rule seems to be claimed with."""
    for clause in reading.clauses:
        if not clause.asserted:
            continue
        own = [one for one in reading.quantities if clause.start <= one.start < clause.end]
        own = [_in_full(one, reading, clause) for one in own]
        own = [one for one in own if one.kind not in ("date", "number") or (one.low and one.low >= 1000)]
        for quantity in own or _vague(reading, clause):
            finding = _of_quantity(reading, clause, _turned(reading, clause, quantity), asked)
            if finding is not None:
                yield finding


def _in_full(quantity: Quantity, reading: Reading, clause: Clause) -> Quantity:
    """A bounded number without a unit takes that of the time limit before it: fifteen days, or at most sixty."""
    if quantity.kind != "number" or (quantity.low == quantity.high and quantity.low is not None):
        return quantity
    start, _ = reading.span_of_sentence(clause.sentence)
    before = [one for one in reading.quantities if start <= one.start < quantity.start and one.kind == "duration"]
    if not before:
        return quantity
    return quantity.model_copy(update={"kind": "duration", "unit": before[-1].unit, "day_type": before[-1].day_type})


_NONE_OVER = {  # before what lies over a bound: none of it does
    "zh": re.compile(r"(?:不能|不得|不可以?|不会|没法|没有|没人|谁也|哪.{0,6}[都也]不|别想|休想)[^,]{0,12}$"),
    "en": re.compile(r"\b(?:no|not|never|cannot|nobody|none|no one|nor|without)\b[^,]{0,60}$"),
}

_OVER_EN = re.compile(r"\b(?:anything|more|everything|calls?) (?:past|beyond|over|above) $")
_TOO_MUCH = {  # what lies over the number is not allowed: so much is the most
    "zh": re.compile(
        r"^[^,]{0,8}(?:就|都|就算|算|是|属于)?(?:不合规|不合|违规|违反|不符|过了|超标|太多|不行|不可以|不允许)"
    ),
    "en": re.compile(
        r"^.{0,40}\b(?:too many|too much|is (?:a breach|over the (?:limit|line)|against)|breaks"
        r"|not allowed|not on|violat)"
    ),
}
_KEPT = {  # what must not be thrown away within three years is kept for three at least
    "zh": re.compile(r"(?:不能|不得|不可以|不许|不准)(?:就|给|把)?(?:销毁|删|扔|清|丢)"),
    "en": re.compile(
        r"\b(?:not|cannot|never|nobody|no one)\b.{0,20}\b(?:bin|shred|destroy|throw|wipe|erase|get rid of)\b"
    ),
}
_NONE_UNDER = {  # nothing happens below a threshold: nobody speaks of it under fifty thousand
    "zh": re.compile(r"(?:不到|不足|低于|少于|不满).*(?:不算|不构成|不够|谈不上|不叫|不属于|够不上|不能算)"),
    "en": re.compile(
        r"\b(?:nobody|no one|never|not (?:even |yet |really )?\w+)\b.*\b(?:below|under|less than)\b"
        r"|\b(?:below|under|less than)\b.*\b(?:nobody|no one|never|not (?:count|amount|reach)|is not|are not)\b"
    ),
}


def _turned(reading: Reading, clause: Clause, quantity: Quantity) -> Quantity:
    """A bound as it is meant: none can go beyond five years says at most five."""
    under = quantity.low is None and quantity.high is not None and not quantity.high_inclusive
    if under and _NONE_UNDER[reading.language].search(clause.text):
        return quantity.model_copy(
            update={"low": quantity.high, "high": None, "high_inclusive": True, "low_inclusive": True}
        )
    if quantity.low is None and quantity.high is not None and _KEPT[reading.language].search(clause.text):
        return quantity.model_copy(update={"low": quantity.high, "high": None})
    if quantity.high is not None or quantity.low is None:
        return quantity
    over = reading.language == "en" and _OVER_EN.search(reading.text, 0, quantity.start)
    if (over or not quantity.low_inclusive) and _TOO_MUCH[reading.language].search(
        reading.text[quantity.end : clause.end]
    ):
        return _at_most(quantity)
    if quantity.low_inclusive != (reading.language == "zh"):
        return quantity
    if not _NONE_OVER[reading.language].search(reading.text[clause.start : quantity.start]):
        return quantity
    if reading.language == "zh" and not quantity.quote.endswith(("以上", "以外", "开外")):
        return quantity
    return _at_most(quantity)


def _at_most(quantity: Quantity) -> Quantity:
    update = {"low": None, "high": quantity.low, "high_inclusive": True, "low_inclusive": True}
    return quantity.model_copy(update=update)


def _vague(reading: Reading, clause: Clause) -> list[Quantity]:
    match = VAGUE[reading.language].search(clause.text)
    if match is None or _OWN_PROMISE[reading.language].search(clause.text):
        return []
    start = clause.start + match.start()
    return [
        Quantity(
            quote=match[0], start=start, end=start + len(match[0]), kind="duration", low=None, high=None, unit="day"
        )
    ]


def _of_quantity(reading: Reading, clause: Clause, quantity: Quantity, asked: Asked) -> Finding | None:
    before = reading.text[max(0, quantity.start - 14) : quantity.start]
    negated = bool(_NEGATED[reading.language].search(before))
    if elapsed(reading, quantity):
        return None
    linked = link(reading, clause, quantity, asked)
    if linked is not None and linked.fit != "equal" and no_limit(reading, clause, quantity, linked):
        return None
    if each(reading, quantity) or (from_now(reading, quantity) and (linked is None or linked.fit != "equal")):
        return None
    if _POINTED[reading.language].search(before) and (linked is None or linked.fit != "equal"):
        return None
    if linked is None:
        return None if negated else _unknown(reading, clause, quantity)
    if linked.fit == "open" and linked.score < 1.0:
        return None
    if linked.fit != "equal" and _right_beside(reading, clause, quantity, linked):
        return None
    finding = _judged(reading, clause, quantity, linked)
    if negated:
        if linked.fit != "equal":
            return None
        finding = replace(finding, verdict="contradicted", code="negated", confidence=0.75)
    if linked.fact.modality == "must" and finding.verdict == "supported" and _waived(reading, linked, clause, quantity):
        finding = replace(finding, verdict="contradicted", code="negated", confidence=0.8)
    if finding.verdict == "supported" and _as_law(reading, clause, linked):
        finding = replace(finding, verdict="contradicted", code="standard_as_law", confidence=0.8)
    return finding


def _right_beside(reading: Reading, clause: Clause, quantity: Quantity, linked: Link) -> bool:
    """Whether the fact's own number stands later in the sentence: fifteen days, sixty at the longest."""
    slot = linked.fact.slot
    if slot is None or quantity.kind != "duration":
        return False
    _, end = reading.span_of_sentence(clause.sentence)
    later = (one for one in reading.quantities if quantity.end <= one.start < end and one.kind == "number")
    return any(
        slot.value in (one.low, one.high) and not _NEGATED[reading.language].search(reading.text[: one.start][-14:])
        for one in later
    )


def _waived(reading: Reading, linked: Link, clause: Clause, quantity: Quantity) -> bool:
    """Whether a duty with a time limit is denied: need not answer within 15 days, won't answer within 15 days."""
    place = quantity.start - clause.start
    for said in moods(clause.text, reading.language):
        close = place - said.end <= _CLOSE[reading.language]
        if said.end <= place and (said.mood == "need_not" or (said.mood in ("must_not", "will_not") and close)):
            return _acts(reading, linked, clause, said.start)
    return False


def _acts(reading: Reading, linked: Link, clause: Clause, before: int) -> bool:
    """Whether the fact's actor stands as subject before a place in the clause."""
    actors = linked.fact.actor.of(reading.language)
    head = clause.text[:before]
    return not actors or any(name.rstrip("*") in head for group in actors for name in group.split("|"))


def _judged(reading: Reading, clause: Clause, quantity: Quantity, linked: Link) -> Finding:
    verdict, code, confidence = by_fit(linked.fit)
    confidence *= min(1.0, 0.6 + 0.4 * linked.score) * (SOFT if clause.soft else 1.0) * (0.9 if linked.fuzzy else 1.0)
    said, _, _ = reading.original(quantity.start, quantity.end)
    return Finding(linked.fact, verdict, code, confidence, clause.start, clause.end, said=said)


def _as_law(reading: Reading, clause: Clause, linked: Link) -> bool:
    if linked.fact.source.force not in ("standard", "practice"):
        return False
    start, end = reading.span_of_sentence(clause.sentence)
    sentence = reading.text[start:end]
    return bool(_LAW[reading.language].search(sentence)) and not _NO_LAW[reading.language].search(sentence)


def _unknown(reading: Reading, clause: Clause, quantity: Quantity) -> Finding | None:
    """A rule with a number that the base says nothing of."""
    language = reading.language
    if quantity.kind not in ("duration", "rate") or quantity.approximate:
        return None
    text = clause.text
    if _OWN_PROMISE[language].search(text) or not _CHECKABLE[language].search(text) or not _DUTY[language].search(text):
        return None
    said, _, _ = reading.original(quantity.start, quantity.end)
    return Finding(None, "not_in_kb", "no_fact", 0.5, clause.start, clause.end, said=said)
