"""The knowledge base in use: the one that ships with us, and over it the facts that this centre has published.

Facts that nobody here touched follow the base that ships, so a newer Tingxin brings its newer facts along. The whole
is also written as one YAML file in the home folder, a new file for each version: what only takes a file (a
script, the command line) then reads exactly what the calls are judged by.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from desk.db import Store, settings_of
from desk.errors import BadSettings
from desk.knowledge_models import FactChangeRow, PublicationRow
from desk.knowledge_parts import Raw, part, with_parts
from desk.settings import Settings
from scoring.facts import Knowledge
from scoring.knowledge import Merged, files_of, knowledge_path, load_knowledge, merge, read_files

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
LINE = 110  # characters; longer texts are folded


def in_use(session: Session, base: str) -> Knowledge:
    """The base that calls and practice are judged by.

    Args:
        session: The session.
        base: Id, file or folder, as a rubric or a script names it.

    Raises:
        BadKnowledge: It can't be read.
    """
    return load_knowledge(name_in_use(session, base))


def name_in_use(session: Session, base: str) -> str:
    """What to give `load_knowledge` for the base in use: `base` itself while nothing was published over it."""
    key = key_of(base)
    number = published_number(session, key)
    if not number:
        return base
    stamp = hashlib.sha256(f"{number} {_digest(_stamps(base))}".encode()).hexdigest()[:10]
    name = re.sub(r"\W", "_", key)
    path = settings_of(session).home.absolute() / "knowledge" / f"{name}-{number}-{stamp}.yaml"
    if not path.is_file():
        _write(path, as_yaml(document(base, overlay(session, key), number)))
    return str(path)


def name_for(settings: Settings, base: str) -> str:
    """`name_in_use` for whoever has no session; an installation without a store uses what ships.

    Raises:
        BadSettings: The store can't be reached, so nobody knows what holds.
    """
    if not settings.database_url and not (settings.home / "tingxin.db").is_file():
        return base
    store = Store(settings)
    try:
        with store.reading() as session:
            known = inspect(session.connection()).has_table(PublicationRow.__tablename__)
            return name_in_use(session, base) if known else base
    except SQLAlchemyError as error:
        reason = f"the store can't be reached ({type(error).__name__})"
        raise BadSettings(name="TINGXIN_DATABASE_URL", reason=reason) from error
    finally:
        store.dispose()


def key_of(base: str) -> str:
    """The id under which changes of a base are kept: its own, wherever its files stand."""
    return load_knowledge(base).id


def published_number(session: Session, key: str) -> int:
    """How many times something was published over the base; 0: it is as it ships."""
    query = select(func.max(PublicationRow.number)).where(PublicationRow.base == key)
    return session.scalar(query) or 0


def overlay(session: Session, key: str) -> dict[str, Raw | None]:
    """Published parts by key, as each was published last; None for one that was taken out."""
    query = (
        select(FactChangeRow.fact_id, FactChangeRow.after)
        .where(FactChangeRow.base == key, FactChangeRow.state == "published")
        .order_by(FactChangeRow.publication_id, FactChangeRow.id)
    )
    return {row.fact_id: row.after for row in session.execute(query)}


def document(base: str, over: dict[str, Raw | None], number: int = 0) -> Raw:
    """The whole base as one document: what ships, with `over` in the place of its own parts and new ones at the end.

    Args:
        base: Id, file or folder.
        over: Parts by key (`desk.knowledge_parts`); None takes one out.
        number: How many times something was published; added to the version that ships.
    """
    shipped = _shipped(base)
    head = shipped.head or {"id": key_of(base), "version": 1, "name": {"zh": base, "en": base}}
    return plain(with_parts({**head, "version": int(head.get("version", 1)) + number, **shipped.lists}, over))


def raw_part(session: Session, base: str, key: str) -> Raw | None:
    """A fact, topic or list of words as it stands in the base in use; None where it has none of that key."""
    over = overlay(session, key_of(base))
    if key in over:
        return over[key]
    found = part({**_shipped(base).head, **_shipped(base).lists}, key)
    return None if found is None else plain(found)


def as_yaml(raw: Raw) -> str:
    """A fact or a base as YAML that people can read, the same each time."""
    text: str = yaml.dump(plain(raw), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=LINE)
    return text


def plain(raw: Raw) -> Raw:
    """A copy that shares nothing with anybody."""
    copied: Raw = json.loads(json.dumps(raw, ensure_ascii=False))
    return copied


def _stamps(base: str) -> tuple[tuple[Path, int, int], ...]:
    """The files of a base as they stand on disk: whoever edits one there has another base."""
    files = files_of(knowledge_path(base))
    return tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)


def _shipped(base: str) -> Merged:
    return _read(_stamps(base))


@lru_cache(maxsize=8)
def _read(stamps: tuple[tuple[Path, int, int], ...]) -> Merged:
    return merge(read_files(tuple(file for file, _, _ in stamps)))


@lru_cache(maxsize=8)
def _digest(stamps: tuple[tuple[Path, int, int], ...]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file, _, _ in stamps)).hexdigest()


def _write(path: Path, text: str) -> None:
    """Whole or not at all: another process may read it at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(made).replace(path)
