"""What a call is about, and of which kind of institution the customer complains."""

from __future__ import annotations

import re
from collections import Counter

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model, Transcript
from scoring.cues import CueBook
from scoring.facts import InstitutionKind, Knowledge
from scoring.institutions import institution_spans
from scoring.normalise import normalise
from scoring.topic_likeness import load_topic_likeness

AGENT_WEIGHT = 0.35  # an agent's word counts less than the customer's: she may name what is not the matter
EARLY_WEIGHT = 1.5  # what the customer says first is mostly why they call
FIRST_NAMED = 1.0  # the institution that the customer names first is mostly the one complained of
EARLY_TURNS = 3  # customer turns that count as first
LIKENESS = 6.0  # what a full likeness of the first words says, in the units of the keywords
MOST_A_TURN = 4.0  # what one turn can say for a topic
FAR = 1.0  # what a pattern says whose groups stand in several sentences
LEAST_SCORE = 1.3  # below it the call is about nothing that the base knows
_SENTENCE = re.compile(r"[.!?;\n]+(?!\d)")
OTHER = "other"  # what is said of matters that no topic covers


class TopicGuess(Model):
    """The topic (id, or "other") with confidence 0-1, and the kind of institution where it was heard."""

    topic: str
    confidence: float = Field(ge=0, le=1)
    institution_kind: InstitutionKind | None = None


def topic_of(transcript: Transcript, knowledge: Knowledge) -> TopicGuess:
    """The topic of a call from what was said, the customer's words first.

    Each topic collects its keywords, once per turn: a pattern of two groups says three times as much as a
    single word. What the first words are like counts besides. Confidence is the share of the best topic over
    the two best.

    Args:
        transcript: The call; turns of unknown speakers count as the customer's.
        knowledge: The base with its topics.

    Returns:
        "other" with confidence 0.5 where no topic collects enough.
    """
    language = transcript.language
    book = _topic_book(knowledge, language)
    scores: Counter[str] = Counter()
    kinds: Counter[InstitutionKind] = Counter()
    heard = 0
    opening: list[str] = []
    told = False  # whether the customer has named an institution yet
    for turn in transcript.turns:
        text = normalise(turn.text, language).text
        weight = AGENT_WEIGHT
        if turn.speaker != "agent":
            weight = EARLY_WEIGHT if heard < EARLY_TURNS else 1.0
            opening += [text] if heard < EARLY_TURNS else []
            heard += 1
        for topic, says in _says(book, text).items():
            scores[topic] += weight * says  # type: ignore[assignment]
        named = list(dict.fromkeys(kind for kind, _, _ in institution_spans(text, language)))
        for kind in named:
            kinds[kind] += weight  # type: ignore[assignment]
        if named and turn.speaker != "agent" and not told:
            told = True
            kinds[named[0]] += FIRST_NAMED  # type: ignore[assignment]
    first = " ".join(opening).strip()
    for topic, likeness in load_topic_likeness(language).of(first, language).items() if first else ():
        if topic == OTHER or knowledge.has_topic(topic):
            scores[topic] += LIKENESS * likeness  # type: ignore[assignment]
    return _guess(scores, kinds, knowledge)


def _says(book: CueBook, text: str) -> dict[str, float]:
    """What a turn says for each topic, up to `MOST_A_TURN`: a pattern whose groups share a sentence says it all."""
    sentences = [piece for piece in _SENTENCE.split(text) if piece]
    near = {cue.id for piece in sentences for cue in book.standing(piece)} if len(sentences) > 1 else None
    says: dict[str, float] = {}
    for cue in book.standing(text):
        whole = near is None or cue.id in near
        says[cue.owner] = min(says.get(cue.owner, 0.0) + (2.0 * len(cue.groups) - 1.0 if whole else FAR), MOST_A_TURN)
    return says


def _guess(scores: Counter[str], kinds: Counter[InstitutionKind], knowledge: Knowledge) -> TopicGuess:
    kind = _kind(kinds)
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < LEAST_SCORE:
        return TopicGuess(topic="other", confidence=0.5, institution_kind=kind)
    topic, best = ranked[0]
    if topic == OTHER:
        kept = kind if kind == "securities" else None  # a complaint that has a body, though no topic
        return TopicGuess(topic=OTHER, confidence=round(best / (best + 1.0), 3), institution_kind=kept)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    confidence = best / (best + second + 0.5)
    known = knowledge.topic(topic)
    usual = known.institution
    if kind not in known.bodies:
        kind = None  # named, but none that this topic is a complaint about
    if usual in ("payment", "insurer", "other"):
        kind = kind if kind == "bank" and topic == "merchant_fee" else usual
    return TopicGuess(topic=topic, confidence=round(min(confidence, 0.99), 3), institution_kind=kind or usual)


def _kind(kinds: Counter[InstitutionKind]) -> InstitutionKind | None:
    """The kind named most; None where none was named."""
    ranked = kinds.most_common(1)
    return ranked[0][0] if ranked else None


def _topic_book(knowledge: Knowledge, language: Language) -> CueBook:
    def build() -> CueBook:
        book = CueBook(language, knowledge.words)
        for topic in knowledge.topics:
            book.add(topic.id, "keyword", topic.keywords.of(language))
        book.add(OTHER, "keyword", knowledge.outside.of(language))
        return book

    return knowledge.memo(f"topics.{language}", build)
