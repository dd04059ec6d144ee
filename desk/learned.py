"""Learned versions in the store: append-only, loaded once per process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desk.learning_views import ModelReport, ModelVersion
from desk.models import User
from desk.trust_errors import NoSuchVersion
from desk.trust_models import LearnedModelRow
from recordings.errors import Language
from scoring.learning.model import Learned
from scoring.learning.store import from_bytes, to_bytes

KEPT = 64  # models that a process keeps in memory, about 1 MB each
_loaded: OrderedDict[tuple[str, int], Learned] = OrderedDict()
_lock = Lock()


def add_version(
    session: Session,
    rubric_id: str,
    language: Language,
    criterion_id: str,
    model: Learned,
    report: ModelReport,
    *,
    user_id: int | None,
) -> int:
    """Append a version; returns its number, counted from 1."""
    newest = _rows(rubric_id, language, criterion_id).with_only_columns(func.max(LearnedModelRow.version))
    version = 1 + (session.scalar(newest) or 0)
    session.add(
        LearnedModelRow(
            rubric_id=rubric_id,
            language=language,
            criterion_id=criterion_id,
            version=version,
            labels=report.labels,
            body=to_bytes(model, {"criterion": criterion_id, "labels": report.labels}),
            report=report.model_dump_json(),
            user_id=user_id,
        )
    )
    session.flush()
    return version


def versions(session: Session, rubric_id: str, language: Language, criterion_id: str) -> tuple[ModelVersion, ...]:
    """Every version of a criterion, newest first, without the models themselves."""
    columns = (
        LearnedModelRow.id, LearnedModelRow.criterion_id, LearnedModelRow.version, LearnedModelRow.labels,
        LearnedModelRow.created_at, LearnedModelRow.report, User.display_name,
    )  # fmt: skip
    query = (
        select(*columns)
        .outerjoin(User, User.id == LearnedModelRow.user_id)
        .where(
            LearnedModelRow.rubric_id == rubric_id,
            LearnedModelRow.language == language,
            LearnedModelRow.criterion_id == criterion_id,
        )
        .order_by(LearnedModelRow.version.desc())
    )
    return tuple(
        ModelVersion(
            id=row.id,
            criterion_id=row.criterion_id,
            version=row.version,
            labels=row.labels,
            created_at=row.created_at,
            by=row.display_name,
            report=ModelReport.model_validate_json(row.report),
        )
        for row in session.execute(query)
    )


def version_of(session: Session, rubric_id: str, language: Language, criterion_id: str, version: int) -> ModelVersion:
    """One version. Raises `NoSuchVersion`."""
    for found in versions(session, rubric_id, language, criterion_id):
        if found.version == version:
            return found
    raise NoSuchVersion(criterion=criterion_id, version=version)


def load(session: Session, rubric_id: str, language: Language, criterion_id: str, version: int) -> Learned:
    """The model of a version. Raises `NoSuchVersion`; `BadModel` where it was damaged."""
    wanted = _rows(rubric_id, language, criterion_id).where(LearnedModelRow.version == version)
    row_id = session.scalar(wanted.with_only_columns(LearnedModelRow.id))
    if row_id is None:
        raise NoSuchVersion(criterion=criterion_id, version=version)
    key = (str(session.get_bind().engine.url), row_id)
    with _lock:
        if key in _loaded:
            _loaded.move_to_end(key)
            return _loaded[key]
    body = session.scalar(select(LearnedModelRow.body).where(LearnedModelRow.id == row_id))
    model, _ = from_bytes(body or b"", f"{criterion_id} {version}")
    with _lock:
        _loaded[key] = model
        while len(_loaded) > KEPT:
            _loaded.popitem(last=False)
    return model


def _rows(rubric_id: str, language: Language, criterion_id: str) -> Select[LearnedModelRow]:
    return select(LearnedModelRow).where(
        LearnedModelRow.rubric_id == rubric_id,
        LearnedModelRow.language == language,
        LearnedModelRow.criterion_id == criterion_id,
    )
