"""Lists and dashboard with 100 000 calls stored, beside the same with 1 000."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.table import Row, median_s
from desk import accounts, calls
from desk.db import Store
from desk.models import Call, SearchRow
from desk.permissions import Actor
from desk.settings import Settings
from desk.views import CallFilter

MANY, FEW = 100_000, 1_000
BAR_S = 1.0
SAID = "您好请问有什么可以帮您我的余额一直没有到账" * 20  # with the word between, a call of about four minutes
TEAMS, TOPICS = ("一组", "二组", "三组", "English desk"), ("card_debt_sued", "wallet_frozen", "other")
VIEWS: dict[str, tuple[CallFilter, str]] = {
    "newest first": (CallFilter(), "-started_at"),
    "lowest score first": (CallFilter(), "auto_total"),
    "needs review, one team": (CallFilter(needs_review=True, team="一组"), "-started_at"),
    "critical failures": (CallFilter(critical=True), "-started_at"),
    "search for a word": (CallFilter(text="传票"), "-started_at"),
}


def fill(session: Session, count: int) -> None:
    """Store `count` calls as the pipeline would leave them; of the transcripts only what a search reads."""
    rng = random.Random(12363)
    begun = datetime(2026, 11, 20, tzinfo=UTC)
    rows, said = [], []
    for number in range(count):
        started = begun - timedelta(minutes=rng.randrange(90 * 24 * 60))
        rows.append(
            {
                "id": f"{number:032x}", "content_hash": f"{number:064x}", "file_name": f"call-{number}.wav",
                "source": "cli", "status": "done", "step": "done", "progress": 1.0, "attempt": 0,
                "agent": f"A{rng.randrange(60)}", "team": rng.choice(TEAMS), "topic": rng.choice(TOPICS),
                "topic_given": False, "language": "zh", "started_at": started, "day": started.date(),
                "created_at": started, "duration_s": 180.0, "needs_review": rng.random() < 0.2,
                "auto_total": round(rng.uniform(20, 98), 1),
                "critical": ",respect," if rng.random() < 0.03 else "", "risks": "", "is_demo": False,
            }
        )  # fmt: skip
        word = "传票" if rng.random() < 0.001 else "冻结"
        said.append({"call_id": rows[-1]["id"], "plain": f"call-{number}.wav\n{SAID}{word}{SAID}"})
    for first in range(0, count, 5_000):
        session.execute(insert(Call), rows[first : first + 5_000])
        session.execute(insert(SearchRow), said[first : first + 5_000])


def supervisor(session: Session) -> Actor:
    """Somebody who may see every call."""
    return accounts.add_user(session, None, "bench", "supervisor", "bench-password-1")


def seconds_by_view(count: int) -> dict[str, float]:
    """Median seconds of the first page of each view with `count` calls stored."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        store = Store(settings)
        store.migrate()
        with store.session() as session:
            actor = supervisor(session)
            fill(session, count)
        with store.session() as session:
            return {
                name: median_s(lambda wanted=wanted, sort=sort: calls.list_calls(session, actor, wanted, sort=sort))
                for name, (wanted, sort) in VIEWS.items()
            }


def rows() -> list[Row]:
    """One row a view."""
    few, many = seconds_by_view(FEW), seconds_by_view(MANY)
    return [
        Row(
            what=f"calls list, {MANY} calls, {name}",
            figure=f"{many[name] * 1000:.0f} ms",
            compared_with=f"{FEW} calls: {few[name] * 1000:.1f} ms",
            ratio=f"{many[name] / few[name]:.1f} ×",
            bar=f"≤ {BAR_S:.0f} s",
            met=many[name] <= BAR_S,
        )
        for name in VIEWS
    ]
