"""Claims about who is competent: bank complaints to 12378, payment institutions to 12363, securities to 12386."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.claim_judge import Finding
from scoring.claim_link import Asked
from scoring.claim_reading import Reading
from scoring.claim_scope import Clause
from scoring.facts import Fact, InstitutionKind
from scoring.findings import Verdict
from scoring.referral import bodies_in, names_any

_HOTLINES = ("12378", "12363", "12386")
_US = {
    "zh": re.compile(
        r"(?:我们|咱们|本热线|我这边|我们这边|我们这儿|我们这里)(?:来|就|可以|会|都|直接|能|12363)*(?P<no>不"
        r"|没法|无法)?(?:能|再)?(?:受理|登记处理|管(?:得了|银行|保险)|(?=[收接管办]不了))(?P<cannot>[收接管办]?不了)?"
    ),
    "en": re.compile(
        r"\b(?:we|this hotline|our hotline)(?: can| do| will| also| are able to)*(?P<no> not| cannot"
        r"| no longer)?(?: be able to)? (?:take|handle|accept|deal with|register|look after|supervise|cover)"
        r" (?:\w+ ){0,3}(?:complaints?|cases?|banks?|insurers?|insurance|brokers?|funds?|wallets?|payment \w+)\b"
    ),
}
_COMPLAINT = {
    "zh": re.compile(r"投诉|举报|反映|受理|归|管|问题|纠纷|事|拨|打|找|管|接|对口|登记|属于|这块|方面|业务|走|该"),
    "en": re.compile(
        r"\b(?:complain\w*|report|handle\w*|take\w*|deal\w*|call|ring|dial|contact|problem|case|issue|dispute"
        r"|goes|go|belongs?|business|responsible|number|one for|matter|need|want|under|ours|here|anything"
        r"|to do with|make|lodge\w*"
        r"|look\w* after|unhappy"
        r"|phone|hotline|oversee\w*|are for|is for|speak|talk|line|supervis\w*|in charge|raise|submit\w*|register\w*)\b"
    ),
}

# What one goes to a body for without complaining: an appraisal of notes, one's own credit report.
_ERRAND = {
    "zh": re.compile(
        r"鉴定|(?:查询?|打印?|拉|要)一?[下份]?(?:您的|自己的|个人)?(?:信用报告|征信)|换(?:钱|币|钞|残币|零)"
    ),
    "en": re.compile(
        r"\b(?:apprais\w+|apply for the report|get (?:a|your|the) credit report|exchange (?:the |your )?notes)\b"
    ),
}


def body_findings(reading: Reading, asked: Asked) -> Iterator[Finding]:
    """A finding for every body to which a complaint about a known kind of institution is sent."""
    if not names_a_body(reading):
        return
    mentions = bodies_in(reading.norm, reading.clauses, reading.language)
    for clause in reading.clauses:
        if not clause.asserted or not _COMPLAINT[reading.language].search(clause.text):
            continue
        if _ERRAND[reading.language].search(clause.text):
            continue
        first, last = reading.norm.span(clause.start, clause.end)
        own = [m for m in mentions if first <= m.start < last and m.body in _HOTLINES and (m.directed or m.negated)]
        sent = [(mention.body, mention.negated) for mention in own] or _to_us(reading, clause)
        for body, negated in sent:
            if body == _of_topic(asked) and not negated:
                continue
            for fact in _facts_of(reading, clause, asked):
                if not _own_body(asked, body, negated):
                    yield _judged(clause, fact, body, negated)


def _own_body(asked: Asked, body: str, negated: bool) -> bool:
    """Whether the body is competent for the call's topic whatever the institution: damaged notes at any bank."""
    if asked.topic is None or negated:
        return False
    topic = asked.knowledge.topic(asked.topic)
    return set(topic.bodies) == {"any"} and topic.bodies["any"] == body


def _of_topic(asked: Asked) -> str | None:
    """The hotline that a topic belongs to whoever is complained of: cash and notes are 12363's, at a bank's too."""
    if asked.topic is None or not asked.knowledge.has_topic(asked.topic):
        return None
    bodies = asked.knowledge.topic(asked.topic).bodies
    return bodies["any"] if list(bodies) == ["any"] and bodies["any"] in _HOTLINES else None


def names_a_body(reading: Reading) -> bool:
    """Whether the utterance names a hotline or this one at all."""
    return names_any(reading.text, reading.language) or _US[reading.language].search(reading.text) is not None


def _to_us(reading: Reading, clause: Clause) -> list[tuple[str, bool]]:
    match = _US[reading.language].search(clause.text)
    return [("12363", bool(match["no"] or match.groupdict().get("cannot")))] if match else []


def _facts_of(reading: Reading, clause: Clause, asked: Asked) -> list[Fact]:
    """The facts on the kinds of institutions that the clause, its sentence, the one before, or the call is about."""
    start, end = reading.span_of_sentence(clause.sentence)
    before, _ = reading.span_of_sentence(max(0, clause.sentence - 1))
    kinds = reading.kinds_in(clause.start, clause.end)
    if not kinds:
        one = _last_kind(reading, start, clause.end) or _last_kind(reading, before, end) or _of_call(asked)
        kinds = {one} if one else set()
    stopped = {match.cue.owner for match in reading.matches_in(before, end, "not_about")}
    return [
        fact
        for fact in asked.knowledge.facts
        if fact.body is not None and kinds & set(fact.institutions) and fact.id not in stopped
    ]


def _last_kind(reading: Reading, start: int, end: int) -> InstitutionKind | None:
    """The kind named in a stretch; None where none is, or several are."""
    kinds = reading.kinds_in(start, end)
    return next(iter(kinds)) if len(kinds) == 1 else None


def _of_call(asked: Asked) -> InstitutionKind | None:
    """The kind that the call is about; a topic alone is enough only where all its kinds go to one body."""
    if asked.institution is not None or asked.topic is None or not asked.knowledge.has_topic(asked.topic):
        return asked.institution
    topic = asked.knowledge.topic(asked.topic)
    one_body = len({body for body in topic.bodies.values() if body in _HOTLINES}) == 1
    return topic.institution if one_body and not set(topic.also_fitting) & set(_HOTLINES) else None


def _judged(clause: Clause, fact: Fact, body: str, negated: bool) -> Finding:
    right = (body == fact.body) != negated
    verdict: Verdict = "supported" if right else "contradicted"
    fields: dict[str, str | int | float] = {"body": body, "competent": fact.body or ""}
    code = "supported" if right else "wrong_body"
    return Finding(fact, verdict, code, 0.9 if right else 0.85, clause.start, clause.end, fields=fields, by="body")
