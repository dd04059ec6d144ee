"""Runs of Mr Lee for the tests of what stands around practice."""

from __future__ import annotations

from datetime import timedelta

from desk import practice
from desk.db import Store
from desk.permissions import Actor
from desk.practice_models import PracticeRun

LI = "li_card_debt"
KIND = "您好，这里是12363热线。收到传票换了谁都会害怕，您别急，慢慢说。"
COLD = "您尽快还清就行了。"


def played(
    store: Store, actor: Actor, *said: str, mode: practice.Mode = "practise", scenario: str = LI, days_ago: float = 0
) -> practice.RunView:
    """A run that has ended after these replies, begun so long ago."""
    with store.session() as session:
        run = practice.start_run(session, actor, scenario, "zh", seed=0, mode=mode)
        for text in said or (COLD,):
            run = practice.answer(session, actor, run.id, text, run.step)
        over = practice.finish(session, actor, run.id)
        row = session.get_one(PracticeRun, run.id)
        row.started_at -= timedelta(days=days_ago)
        row.ended_at = row.started_at + timedelta(minutes=5)
        row.day -= timedelta(days=int(days_ago))
    return over
