"""The demo: accounts, sample calls with sound, a made-up history. Everything is marked, and can be taken out again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk import accounts, calls, rollups
from desk.db import Store
from desk.models import Call, Meta, User
from desk.permissions import SYSTEM, Role
from desk.practice_models import PracticeRun
from desk.settings import Settings
from desk.shelf import Shelf
from jobs import steps
from jobs.bar import bar
from jobs.demo_history import TEAM_1, make_history
from jobs.demo_practice import make_practice, make_training, remove_training
from recordings.transcript import Transcript
from scoring.wording import Bilingual

DEMO_KEY = "demo"
VERSION = "1"
HISTORY = 240  # calls
PASSWORD = "tingxin-demo"  # known to everybody; such accounts sign in on this machine alone
SAMPLES = Path(__file__).resolve().parents[1] / "recordings" / "samples"
PEOPLE: tuple[tuple[str, Role, str, str | None, str | None], ...] = (
    ("mei", "supervisor", "梅主管 Mei", TEAM_1, None),
    ("xiaolin", "trainee", "小林 Xiaolin", TEAM_1, "A1024"),
    ("zhou", "manager", "周经理 Zhou", None, None),
    ("admin", "admin", "管理员 Admin", None, None),
)


def load_demo(settings: Settings, *, history: int = HISTORY) -> str:
    """Load what is missing; a second time it only looks.

    Args:
        settings: Which installation.
        history: How many past calls are made the first time.

    Returns:
        One line that says what there is now.
    """
    store = Store(settings)
    store.migrate()
    with store.reading() as session:
        loaded = session.get(Meta, DEMO_KEY)
    if loaded is not None and loaded.value.startswith(f"{VERSION}:"):
        return f"The demo is loaded already ({loaded.value.partition(':')[2]} calls)."
    with store.session() as session:
        for name, role, display_name, team, agent in PEOPLE:
            _add_person(session, name, role, display_name, team, agent)
    with bar(history + len(_samples()), "Loading the demo") as step:
        count = _load_samples(store, settings, step)
        _load_history(store, settings, history, count, step)
    return f"The demo is loaded: {count} sample calls with sound and {history} past calls, all marked as demo."


def remove_demo(settings: Settings) -> int:
    """Take demo accounts, calls and practice out again. Returns how many calls there were."""
    store = Store(settings)
    store.migrate()
    shelf = Shelf(settings)
    with store.session() as session:
        found = list(session.scalars(select(Call).where(Call.is_demo)))
        for call in found:
            if call.audio_key is not None:
                shelf.remove(call.audio_key)
            session.delete(call)
        session.execute(delete(PracticeRun).where(PracticeRun.is_demo))
        remove_training(session)
        for user in session.scalars(select(User).where(User.is_demo)):
            user.active = False  # what they did stays in the records
        session.execute(delete(Meta).where(Meta.key == DEMO_KEY))
        session.flush()
        rollups.rebuild(session)
    return len(found)


def _add_person(
    session: Session, name: str, role: Role, display_name: str, team: str | None, agent: str | None
) -> None:
    """Make a demo account, or switch one on again; a real account of that name is left alone."""
    user = session.scalar(select(User).where(User.name == name))
    if user is None:
        accounts.add_user(
            session, None, name, role, PASSWORD, display_name=display_name, team=team, agent=agent, is_demo=True
        )
    elif user.is_demo:
        user.active = True


def _samples() -> list[Path]:
    return sorted(folder.parent for folder in SAMPLES.glob("*/call.yaml"))


def _load_samples(store: Store, settings: Settings, step: Any) -> int:
    """Take in the sample calls, moved by whole days so that the newest is of yesterday, and score them."""
    samples = [(folder, yaml.safe_load((folder / "call.yaml").read_text(encoding="utf-8"))) for folder in _samples()]
    if not samples:
        return 0
    began = [datetime.fromisoformat(about["started_at"]).astimezone(settings.zone) for _, about in samples]
    moved = _today(settings) - timedelta(days=1) - max(began).date()
    for (folder, about), moment in zip(samples, began, strict=True):
        _load_sample(store, settings, folder, about, moment + moved)
        step()
    return len(samples)


def _load_sample(store: Store, settings: Settings, folder: Path, about: dict[str, Any], moment: datetime) -> None:
    sound = folder / "audio.ogg"
    transcript = Transcript.read_json(folder / "call.transcript.json")
    team = about.get("team")
    known: dict[str, Any] = {
        "settings": settings,
        "agent": about.get("agent"),
        "team": f"{team['zh']} {team['en']}" if isinstance(team, dict) else team,
        "started_at": moment,
        "topic": about.get("topic"),
        "title": Bilingual(**about["title"]),
        "source": "demo",
        "is_demo": True,
    }
    with store.session() as session:
        if sound.is_file():
            name = f"{about['id']}.ogg"
            added = calls.add_recording(session, SYSTEM, sound, file_name=name, transcript=transcript, **known)
        else:
            name = f"{about['id']}.transcript.json"
            added = calls.add_transcript(session, SYSTEM, transcript, file_name=name, **known)
        if added.duplicate:
            return
        session.get_one(Call, added.call_id).status = "running"  # here and now, not by a worker
    steps.run_all(steps.Context(settings, store), added.call_id)


def _load_history(store: Store, settings: Settings, history: int, samples: int, step: Any) -> None:
    with store.session() as session:
        reviewer = session.scalars(select(User).where(User.is_demo, User.role == "supervisor")).first()
        if reviewer is not None:
            make_history(session, history, _today(settings), reviewer, on_call=step)
        trainee = session.scalars(select(User).where(User.is_demo, User.role == "trainee")).first()
        if trainee is not None and (actor := accounts.actor_by_id(session, trainee.id)) is not None:
            make_practice(session, actor)
            if reviewer is not None and (teacher := accounts.actor_by_id(session, reviewer.id)) is not None:
                make_training(session, teacher, actor)
        session.merge(Meta(key=DEMO_KEY, value=f"{VERSION}:{history + samples}"))


def _today(settings: Settings) -> date:
    return datetime.now(settings.zone).date()
