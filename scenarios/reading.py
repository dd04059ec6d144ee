"""What the customer makes of a reply: the scorer's findings as conditions that routes can name.

The acts, claims and bodies are exactly those that the scorer finds, so that the customer's reaction and the
score never disagree. Two things are added that only a scenario can know: which of the customer's facts were
asked about, and which of the scenario's points were told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.asking import asked_spans
from scenarios.customer import Fact, Point
from scenarios.open_harm import heard_acts
from scenarios.script import QUESTION, Script
from scoring.acts import find_acts
from scoring.claims import find_claims
from scoring.facts import Body, Knowledge
from scoring.findings import HARMFUL_ACTS, Act, ActHit, Claim
from scoring.knowledge import load_knowledge
from scoring.normalise import normalise
from scoring.referral import find_bodies

GAP = {"zh": ".{0,12}?", "en": ".{0,40}?"}  # what `..` in a phrase stands for
SHORT = 60  # characters of a reply that is read in the light of what the customer had said; own choice
_OPEN = {
    "zh": re.compile(
        r"情况|怎么回事|怎么了|发生了?什么|经过|来龙去脉|详细|具体(?:说|讲|是)|仔细|慢慢(?:说|讲)|困难|难处|处境|从头|前因后果"
    ),
    "en": re.compile(
        r"\b(?:what happened|what is (?:happening|going on|wrong|the matter)|happened|more about"
        r"|the story|from the (?:start|beginning)"
        r"|situation|circumstances|details|difficult\w*|background"
        r"|walk me|talk me|going through|how things)\b"
    ),
}


class Reading(Model):
    """What was understood of one reply."""

    acts: tuple[Act, ...] = ()  # each once, in order
    asked: tuple[str, ...] = ()  # facts asked about
    told: tuple[str, ...] = ()  # points told
    heard: tuple[str, ...] = Field(())  # all of it as conditions
    asks: bool = False  # asks something of the customer
    open_question: bool = False  # asks to hear the story, or how things are

    @property
    def harmful(self) -> tuple[Act, ...]:
        """The harmful acts among them."""
        return tuple(act for act in self.acts if act in HARMFUL_ACTS)

    @property
    def asks_at_large(self) -> bool:
        """Whether it asks about the customer's situation, but after no fact that the script knows."""
        return not self.asked and (self.open_question or "ask_situation" in self.acts)

    @property
    def unanswerable(self) -> bool:
        """Whether it asks for something in particular that no fact answers."""
        return self.asks_at_large and not self.open_question and QUESTION in self.heard

    @property
    def clear(self) -> bool:
        """Whether anything at all was understood."""
        return bool(self.heard)


@lru_cache(maxsize=8)
def _knowledge(name: str) -> Knowledge:
    return load_knowledge(name)


def read_reply(script: Script, text: str, language: Language, before: str = "") -> Reading:
    """Understand one reply of the trainee.

    Args:
        script: The scenario being played.
        text: What the trainee said.
        language: In which language.
        before: What the customer had said, for short answers such as "fifteen days".

    Returns:
        What was understood; nothing for blank text.
    """
    if not text.strip():
        return Reading()
    return _reader(_About(script.facts, script.points, script.knowledge, script.topic, language))(
        text, _context(text, before)
    )


def _context(text: str, before: str) -> str:
    """What was said before, where the reply is so short that its words may lean on it."""
    return before if len(text) <= SHORT else ""


@dataclass(frozen=True, slots=True, eq=False)
class _About:
    """What of a script its readings depend on. Scripts are frozen: the same objects read the same."""

    facts: Mapping[str, Fact]
    points: Mapping[str, Point]
    knowledge: str
    topic: str
    language: Language

    def _key(self) -> tuple[object, ...]:
        return (id(self.facts), id(self.points), self.knowledge, self.topic, self.language)

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _About) and self._key() == other._key()


@lru_cache(maxsize=64)
def _reader(about: _About) -> Callable[[str, str], Reading]:
    """Reads replies for one script, each once: replays, retries and the linter say the same things again."""
    return lru_cache(maxsize=1024)(lambda text, context: _read(about, text, context))


def _read(about: _About, text: str, context: str) -> Reading:
    language = about.language
    findings = _find(text, language, about.knowledge, about.topic, context)
    spans = findings.spans
    asked = tuple(key for key, fact in about.facts.items() if _some(_asking(fact, spans, language)))
    told = tuple(key for key, point in about.points.items() if _some(_telling(point, findings, language)))
    hits = _acts(findings, language, asked=asked, told=told)
    acts = tuple(dict.fromkeys(hit.act for hit in hits))
    heard = [
        *acts,
        *([QUESTION] if spans else []),
        *(f"asked:{key}" for key in asked),
        *(f"told:{key}" for key in told),
        *(condition for claim in findings.claims for condition in _claim_conditions(claim)),
        *(f"refer:{body}" for body in findings.bodies),
    ]
    return Reading(
        acts=acts,
        asked=asked,
        told=told,
        heard=tuple(dict.fromkeys(heard)),
        asks=bool(asked) or "ask_situation" in acts,
        open_question=any(_OPEN[language].search(span) for span in spans),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was understood, and the words that it rests on."""

    condition: str
    quote: str  # of the reply as it stands for acts and claims; evened where a script's own words were found


def evidence(script: Script, text: str, language: Language, before: str = "") -> tuple[Evidence, ...]:
    """By which words each condition of `read_reply` was heard, in the same order as there."""
    findings = _find(text, language, script.knowledge, script.topic, _context(text, before))
    found = [Evidence(QUESTION, span) for span in findings.spans]
    for key, fact in script.facts.items():
        found += [Evidence(f"asked:{key}", quote) for quote in _asking(fact, findings.spans, language)]
    for key, point in script.points.items():
        found += [Evidence(f"told:{key}", quote) for quote in _telling(point, findings, language)]
    about = [one.condition.partition(":") for one in found]
    asked, told = ([name for what, _, name in about if what == wanted] for wanted in ("asked", "told"))
    hits = _acts(findings, language, asked=asked, told=told)
    found = [*(Evidence(hit.act, hit.quote) for hit in hits), *found]
    for claim in findings.claims:
        found += [Evidence(condition, claim.quote) for condition in _claim_conditions(claim)]
    found += [
        Evidence(f"refer:{body.body}", body.quote)
        for body in find_bodies(text, language)
        if body.directed and not body.negated
    ]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Findings:
    """What the scorer finds in a reply, whatever the script asks of it."""

    hits: tuple[ActHit, ...]
    claims: tuple[Claim, ...]
    bodies: tuple[Body, ...]
    spans: tuple[str, ...]
    even: str


@lru_cache(maxsize=4096)
def _find(text: str, language: Language, knowledge: str, topic: str, context: str) -> _Findings:
    """Run the scorer's finders once per reply, whatever script it is said in."""
    return _Findings(
        hits=find_acts(text, language),
        claims=tuple(
            one for one in find_claims(text, language, _knowledge(knowledge), topic, context=context) if one.certain
        ),
        bodies=tuple(body.body for body in find_bodies(text, language) if body.directed and not body.negated),
        spans=asked_spans(text, language),
        even=normalise(text, language).text,
    )


def _acts(findings: _Findings, language: Language, *, asked: Sequence[str], told: Sequence[str]) -> list[ActHit]:
    """The acts that the customer hears, given which facts were asked about and which points told."""
    declined = phrase_pattern(("<no_promise>",), language)
    return heard_acts(
        findings.hits,
        findings.claims,
        asked=asked,
        told=told,
        directed=bool(findings.bodies),
        declined=declined is not None and declined.search(findings.even) is not None,
    )


def _claim_conditions(claim: Claim) -> tuple[str, ...]:
    """A claim as conditions; only what the scorer is sure of."""
    if claim.fact_id is None:
        return ()
    name = {"supported": "claim", "contradicted": "wrong", "vague": "vague"}.get(claim.verdict)
    return (f"{name}:{claim.fact_id}",) if name else ()


def _some(found: Iterator[str]) -> bool:
    return next(found, None) is not None


def _asking(fact: Fact, spans: tuple[str, ...], language: Language) -> Iterator[str]:
    """The words by which a fact is asked about."""
    pattern = phrase_pattern(fact.asked_by.of(language), language)
    if pattern is None:
        return
    for span in spans:
        if (match := pattern.search(span)) is not None:
            yield match[0]


def _telling(point: Point, findings: _Findings, language: Language) -> Iterator[str]:
    """The words that tell a point: a right claim; or its words in what is no question, unless a claim is wrong."""
    claims = [claim for claim in findings.claims if claim.fact_id in point.facts]
    right = [claim.quote for claim in claims if claim.verdict == "supported"]
    yield from right
    if right or any(claim.verdict == "contradicted" for claim in claims):
        return
    pattern = phrase_pattern(point.words.of(language), language)
    questions = " | ".join(findings.spans)
    for match in pattern.finditer(findings.even) if pattern is not None else ():
        if match[0] not in questions:
            yield match[0]


@cache
def common_words() -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
    """Lists of words that scripts share, by `<name>`."""
    raw = yaml.safe_load(Path(__file__).with_name("common_words.yaml").read_text(encoding="utf-8"))
    return {f"<{name}>": {language: tuple(words[language]) for language in words} for name, words in raw.items()}


@cache
def phrase_pattern(phrases: tuple[str, ...], language: Language) -> re.Pattern[str] | None:
    """Any of `phrases` in evened text; `..` in a phrase lets a few other words stand between.

    Chinese has no word boundaries. English phrases match whole words; `*` lets a word go on. `<name>` stands for the
    list of that name in common_words.yaml; the linter names those that don't exist.
    """
    phrases = tuple(one for phrase in phrases for one in common_words().get(phrase, {}).get(language, (phrase,)))
    if not phrases:
        return None
    parts = []
    for phrase in phrases:
        pieces = (normalise(piece, language).text.strip() for piece in phrase.split(".."))
        body = GAP[language].join(re.escape(piece) for piece in pieces)
        body = body.replace(r"\ ", r"\s+").replace(r"\*", r"\w*")
        parts.append(body if language == "zh" else rf"\b{body}\b")
    return re.compile("|".join(parts))
