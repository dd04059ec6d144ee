"""Turns that whoever writes scenarios should look at: nobody understood them, or they repeat a model answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import User
from desk.permissions import Actor, require
from desk.practice_models import PracticeRun
from desk.training_models import OddTurnRow
from recordings.transcript import Model
from scoring.wording import Bilingual


class OddTurn(Model):
    """One such turn."""

    run_id: str
    moment: int
    kind: Literal["unclear", "copied"]
    title: Bilingual
    node: str  # of the scenario
    text: str
    trainee: str
    at: datetime


def list_odd_turns(session: Session, actor: Actor, limit: int = 100) -> tuple[OddTurn, ...]:
    """Newest first. Needs practice.read."""
    require(actor, "practice.read")
    query = (
        select(OddTurnRow, PracticeRun, User.display_name)
        .join(PracticeRun, PracticeRun.id == OddTurnRow.run_id)
        .join(User, User.id == PracticeRun.user_id)
        .order_by(OddTurnRow.at.desc(), OddTurnRow.run_id, OddTurnRow.moment)
        .limit(limit)
    )
    return tuple(
        OddTurn(
            run_id=row.run_id, moment=row.moment, kind="copied" if row.kind == "copied" else "unclear",
            title=Bilingual(**run.title), node=row.node, text=row.text, trainee=name, at=row.at,
        )
        for row, run, name in session.execute(query)
    )  # fmt: skip
