"""A made-up past for the demo: some hundred calls over three months, scored by the real scorer, some reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from desk import cards, rollups
from desk.db import settings_of
from desk.intake import About, add_row
from desk.judging import score_transcript
from desk.models import Call, DraftRow, TranscriptRow, User
from desk.processing import index_words
from desk.reviews import human_card, rubric_of
from desk.settings import Settings
from jobs.demo_talk import Skill, converse, topics
from recordings.transcript import Transcript
from scoring.scorecard import CriterionScore, Scorecard
from scoring.wording import Bilingual

DAYS = 90
SEED = 12363
TRAINED_DAYS_AGO = 35  # Team 1 practised then; the English desk's new agent slips in the last three weeks
REVIEWED = 0.3  # share of the calls that a supervisor reviewed
AGREES = 0.88  # chance that a reviewer lets a criterion stand


@dataclass(frozen=True)
class Agent:
    """Somebody of the demo centre."""

    agent: str
    team: str
    languages: tuple[str, ...]
    before: Skill
    after: Skill
    since_days_ago: int = TRAINED_DAYS_AGO  # when `before` became `after`


TEAM_1, TEAM_2, ENGLISH = "一组 Team 1", "二组 Team 2", "英文组 English desk"
AGENTS = (
    Agent("A1024", TEAM_1, ("zh",), Skill(0.25, 0.55, 0.5, 0.04), Skill(0.62, 0.7, 0.68, 0.02)),
    Agent("A1046", TEAM_1, ("zh",), Skill(0.6, 0.45, 0.45, 0.12), Skill(0.72, 0.66, 0.62, 0.04)),
    Agent("A1019", TEAM_1, ("zh",), Skill(0.45, 0.6, 0.55, 0.02), Skill(0.7, 0.72, 0.7, 0.01)),
    Agent("A1031", TEAM_2, ("zh",), Skill(0.85, 0.9, 0.85), Skill(0.88, 0.9, 0.88)),
    Agent("A1038", TEAM_2, ("zh",), Skill(0.6, 0.72, 0.6, 0.01), Skill(0.62, 0.7, 0.62, 0.01)),
    Agent("A1052", ENGLISH, ("en",), Skill(0.85, 0.85, 0.85), Skill(0.86, 0.86, 0.85)),
    Agent("A1057", ENGLISH, ("en",), Skill(0.55, 0.65, 0.6, 0.02), Skill(0.35, 0.4, 0.45, 0.09), since_days_ago=21),
)


def make_history(
    session: Session, calls: int, today: date, reviewer: User, *, on_call: Callable[[], None] = lambda: None
) -> None:
    """Fill the store with a past that ends the day before `today`.

    Args:
        session: The session; nothing is committed here.
        calls: How many calls.
        today: The day that is left empty.
        reviewer: Who reviewed some of them.
        on_call: Called after each.
    """
    settings = settings_of(session)
    rng = Random(SEED)
    for moment in _moments(calls, today, settings, rng):
        _one_call(session, settings, moment, (today - moment.date()).days, reviewer, rng)
        on_call()
    rollups.rebuild(session)


def _moments(calls: int, today: date, settings: Settings, rng: Random) -> list[datetime]:
    """When the calls began: office hours, fewer at week-ends."""
    days = [today - timedelta(days=back) for back in range(1, DAYS + 1)]
    weights = [0.25 if day.weekday() >= 5 else 1.0 for day in days]
    chosen = rng.choices(days, weights, k=calls)
    opening = time(8, 30)
    return sorted(
        datetime.combine(day, opening, settings.zone) + timedelta(seconds=rng.randrange(10 * 3600)) for day in chosen
    )


def _one_call(
    session: Session, settings: Settings, moment: datetime, days_ago: int, reviewer: User, rng: Random
) -> None:
    agent = rng.choice(AGENTS)
    topic = rng.choice([each for each in topics() if each["language"] in agent.languages])
    skill = agent.before if days_ago > agent.since_days_ago else agent.after
    transcript = converse(topic, skill, agent.agent[1:], rng)
    card = score_transcript(session, transcript, topic=topic["topic"], today=moment.date())
    call = _store(session, settings, moment, agent, topic, transcript)
    cards.add_card(session, call, card, count=False)
    if rng.random() < REVIEWED:
        _review(session, call, card, reviewer, rng, moment)


def _store(
    session: Session, settings: Settings, moment: datetime, agent: Agent, topic: dict[str, Any], transcript: Transcript
) -> Call:
    digest = hashlib.sha256(f"demo {moment.isoformat()} {transcript.to_json()}".encode()).hexdigest()
    about = About(
        file_name=f"demo-{moment:%Y%m%d-%H%M%S}.transcript.json",
        agent=agent.agent,
        team=agent.team,
        started_at=moment,
        topic=topic["topic"],
        source="demo",
        title=Bilingual(**topic["title"]),
        is_demo=True,
    )
    call = add_row(session, settings, about, digest, transcript=transcript, duration_s=transcript.duration_s)
    call.status, call.step, call.progress, call.created_at = "done", "done", 1.0, moment
    row = session.get_one(TranscriptRow, call.id)
    row.redacted = row.original  # the words of demo_words.yaml hold no personal data
    index_words(session, call, transcript)
    return call


def _review(session: Session, call: Call, card: Scorecard, reviewer: User, rng: Random, moment: datetime) -> None:
    """A supervisor went through the call the day after and changed a few criteria."""
    changes = {
        score.id: _changed(call, score, reviewer, rng)
        for score in card.criteria
        if score.status == "scored" and rng.random() > AGREES
    }
    cards.add_card(session, call, human_card(rubric_of(session, card), card, changes), user_id=reviewer.id, count=False)
    call.reviewed_at = moment + timedelta(days=1)


def _changed(call: Call, score: CriterionScore, reviewer: User, rng: Random) -> DraftRow:
    """One level up or down, within the scale. The row is never stored."""
    value = score.value or 0
    moved = value + rng.choice((-1, 1))
    moved = moved if 0 <= moved <= score.max else 2 * value - moved
    reason = "听录音后调整" if call.language == "zh" else "Changed after listening"
    return DraftRow(
        call_id=call.id, user_id=reviewer.id, criterion_id=score.id, status="scored",
        value=min(max(moved, 0), score.max), reason=reason, comment="",
    )  # fmt: skip
