"""Boosters: facts asked again just before they would be forgotten, and a call every six to eight weeks.

Skills wear off without three or four sessions in half a year (Schwalbe 2014). Facts are scheduled by FSRS, the
scheduler of open spaced repetition; a card exists for each fact that a practised scenario wants told, and for each that
the trainee got wrong.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal

from fsrs import Card, Rating, Scheduler
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import audit, knowledge_base
from desk.db import settings_of
from desk.judging import base_in_use
from desk.models import now
from desk.permissions import Actor, require
from desk.practice_models import PracticeRun
from desk.texts import said
from desk.training_errors import NoSuchCard
from desk.training_models import FactCardRow
from recordings.errors import Language
from recordings.transcript import Model
from scenarios.script import Script
from scoring.claims import find_claims
from scoring.facts import Fact
from scoring.scorecard import Scorecard
from scoring.wording import Bilingual

Answered = Literal["right", "wrong", "unsure"]
GRADES: dict[Answered, Rating] = {"right": Rating.Good, "unsure": Rating.Hard, "wrong": Rating.Again}
CALL_DUE_DAYS, CALL_LATE_DAYS = 42, 56  # six and eight weeks after the last call
# Without fuzz, so that the same answers always give the same days; no steps of minutes: nobody waits for them at work.
SCHEDULER = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())


MOST_TEXT = 500  # characters of an answer
GAP = "＿＿"
NUMBER = {
    "zh": re.compile(r"\d[\d,.:：]*|[一二两三四五六七八九十百千万]+(?=[个日天年月时次元成分小工]|自然)"),
    "en": re.compile(
        r"\d[\d,.:]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|sixty|half)\b", re.I
    ),
}


class FactCard(Model):
    """A fact to recall: the question by which it is asked, and the answer."""

    fact_id: str
    topic: Bilingual | None
    asked: Bilingual | None  # the statement with its numbers left out; None where it has none
    statement: Bilingual
    source: Bilingual
    due_at: datetime
    reviews: int


class Checked(Model):
    """What somebody's answer to a card was worth."""

    answered: Answered
    card: FactCard  # with its next day


class CallBooster(Model):
    """The call that keeps the skill alive."""

    scenario_id: str
    title: Bilingual
    last_on: date
    due_on: date
    late: bool  # past eight weeks


def remember(session: Session, run: PracticeRun, script: Script, card: Scorecard) -> None:
    """Make cards for the facts of a run that has ended; those that it got wrong are due at once."""
    wanted = {fact for point in script.points.values() for fact in point.facts}
    wrong = {claim.fact_id for claim in card.claims if claim.verdict in ("contradicted", "vague") and claim.fact_id}
    held = {row.fact_id: row for row in session.scalars(select(FactCardRow).where(FactCardRow.user_id == run.user_id))}
    moment = now()
    for fact_id in sorted(wanted | wrong):
        row = held.get(fact_id)
        if row is None:
            fresh = Card(card_id=0, due=moment if fact_id in wrong else moment + timedelta(days=1))
            session.add(FactCardRow(user_id=run.user_id, fact_id=fact_id, card=fresh.to_json(), due_at=fresh.due))
        elif fact_id in wrong:
            row.due_at = min(row.due_at, moment)


def count_due(session: Session, actor: Actor) -> int:
    """How many of one's facts are due. Needs practice.own."""
    require(actor, "practice.own")
    query = select(func.count()).where(FactCardRow.user_id == actor.id, FactCardRow.due_at <= now())
    return session.scalar(query) or 0


def due(session: Session, actor: Actor, limit: int = 10) -> tuple[FactCard, ...]:
    """One's facts that are due, the longest waiting first. Needs practice.own."""
    require(actor, "practice.own")
    query = select(FactCardRow).where(FactCardRow.user_id == actor.id, FactCardRow.due_at <= now())
    facts, topics = _facts(session)
    rows = session.scalars(query.order_by(FactCardRow.due_at, FactCardRow.fact_id))
    return tuple(_view(row, facts[row.fact_id], topics) for row in rows if row.fact_id in facts)[:limit]


def check(session: Session, actor: Actor, fact_id: str, text: str, language: Language) -> Checked:
    """Judge an answer by the scorer, as in a call, and set the card's next day. Needs practice.own.

    Args:
        session: The session.
        actor: Whose card it is.
        fact_id: The fact.
        text: What the trainee would tell a customer.
        language: In which language.

    Returns:
        right where the claim is supported, wrong where it is contradicted, unsure where the fact was not heard.

    Raises:
        NoSuchCard: They have none on that fact.
        TextNeeded: Nothing was said, or too much.
        NotAllowed: The role does not practise.
    """
    require(actor, "practice.own")
    text = said("answer", text, MOST_TEXT)
    row = session.get(FactCardRow, (actor.id, fact_id), with_for_update=True)
    facts, topics = _facts(session)
    if row is None or fact_id not in facts:
        raise NoSuchCard(fact=fact_id)
    knowledge = knowledge_base.in_use(session, base_in_use(session))
    topic = next(iter(facts[fact_id].topics), None)
    verdicts = {claim.verdict for claim in find_claims(text, language, knowledge, topic) if claim.fact_id == fact_id}
    answered: Answered = "wrong" if "contradicted" in verdicts else "right" if "supported" in verdicts else "unsure"
    card, _ = SCHEDULER.review_card(Card.from_json(row.card), GRADES[answered], now())
    row.card, row.due_at, row.reviews = card.to_json(), card.due, row.reviews + 1
    audit.record(session, actor, "practice.fact", f"fact:{fact_id}", {"answered": answered})
    session.flush()
    return Checked(answered=answered, card=_view(row, facts[fact_id], topics))


def call_due(session: Session, actor: Actor) -> CallBooster | None:
    """The call that is due, six weeks after the last: the customer with whom it went worst. Needs practice.own."""
    require(actor, "practice.own")
    query = select(PracticeRun).where(
        PracticeRun.user_id == actor.id, PracticeRun.ended.is_not(None), PracticeRun.mode != "learn"
    )
    runs = list(session.scalars(query.order_by(PracticeRun.day)))
    if not runs:
        return None
    last = runs[-1].day
    today = now().astimezone(settings_of(session).zone).date()
    if today < last + timedelta(days=CALL_DUE_DAYS):
        return None
    newest = {run.scenario_id: run for run in runs}
    worst = min(newest.values(), key=lambda run: (run.total if run.total is not None else 0.0, run.day))
    return CallBooster(
        scenario_id=worst.scenario_id,
        title=Bilingual(**worst.title),
        last_on=last,
        due_on=last + timedelta(days=CALL_DUE_DAYS),
        late=today > last + timedelta(days=CALL_LATE_DAYS),
    )


def _facts(session: Session) -> tuple[dict[str, Fact], dict[str, Bilingual]]:
    knowledge = knowledge_base.in_use(session, base_in_use(session))
    return {fact.id: fact for fact in knowledge.facts}, {topic.id: topic.name for topic in knowledge.topics}


def _gapped(statement: Bilingual) -> Bilingual | None:
    """The statement with a gap for every number."""
    zh, en = NUMBER["zh"].sub(GAP, statement.zh), NUMBER["en"].sub(GAP, statement.en)
    return None if (zh, en) == (statement.zh, statement.en) else Bilingual(zh=zh, en=en)


def _view(row: FactCardRow, fact: Fact, topics: dict[str, Bilingual]) -> FactCard:
    return FactCard(
        fact_id=fact.id,
        asked=None if fact.slot is None else _gapped(fact.statement),
        topic=next((topics[topic] for topic in fact.topics if topic in topics), None),
        statement=fact.statement,
        source=Bilingual(zh=fact.source.text("zh"), en=fact.source.text("en")),
        due_at=row.due_at,
        reviews=row.reviews,
    )
