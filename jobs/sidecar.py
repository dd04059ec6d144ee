"""`X.meta.json` beside a recording or a transcript: what is known of the call, in the telephone system's words.

    {"agent": "A1024", "team": "一组", "started_at": "2026-11-23T09:30:15+08:00", "external_id": "77801", "topic": "…"}

Every field may be left out. A time without zone is in the zone of the settings.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from jobs.errors import BadMetadata
from recordings.misfits import first_misfit
from recordings.transcript import Model

ENDING = ".meta.json"
MAX_BYTES = 64 * 1024


class Metadata(Model):
    """What somebody knows of a call."""

    agent: str | None = None
    team: str | None = None
    started_at: datetime | None = None
    external_id: str | None = None
    topic: str | None = None


def read_metadata(path: Path, zone: ZoneInfo) -> Metadata:
    """Read the file. Raises `BadMetadata`: unreadable, not JSON, a field that is unknown or makes no sense."""
    try:
        if path.stat().st_size > MAX_BYTES:
            limit_kb = MAX_BYTES // 1024
            raise BadMetadata(where=path.name, reason=f"larger than {limit_kb} KB", reason_zh=f"超过 {limit_kb} KB")
        found = Metadata.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BadMetadata(where=path.name, reason=error.strerror or str(error)) from error
    except ValidationError as error:
        raise BadMetadata(where=path.name, **first_misfit(error)) from error
    if found.started_at is not None and found.started_at.tzinfo is None:
        return found.model_copy(update={"started_at": found.started_at.replace(tzinfo=zone)})
    return found
