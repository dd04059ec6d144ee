"""Every setting in one place. Each is read from the environment as `TINGXIN_<NAME>`; docs/settings.md lists them."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.errors import BadSettings
from desk.file_names import compiled

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseSettings):
    """How this installation runs. Nothing else in Tingxin reads the environment."""

    model_config = SettingsConfigDict(env_prefix="TINGXIN_", frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = Field(Path("var"), description="Folder of the store, the recordings and the models.")
    database_url: str = Field(
        "", description="SQLAlchemy URL of the store; empty: a SQLite file `tingxin.db` in the home folder."
    )
    queue_url: str = Field(
        "", description="SQLAlchemy URL of the job queue; empty: a SQLite file `queue.db` in the home folder."
    )
    recordings_url: str = Field(
        "", description="Where recordings are kept: a folder or any fsspec URL; empty: `recordings` in the home folder."
    )
    watch: Path | None = Field(None, description="Folder whose new recordings the worker takes in by itself.")
    file_name_pattern: str = Field(
        "",
        description="What file names say, such as {agent}_{date}_{time}_{external_id}; also {team}, {topic}, "
        "{timestamp}, and * for anything. Empty: nothing.",
    )
    engine: str = Field("auto", description="Transcription engine: auto, whisper, whisper-ct2 or pocketsphinx.")
    whisper_model: str | None = Field(
        None, description="Whisper weights: the name of a size (such as base) or the path of a .pt file."
    )
    language: Literal["auto", "zh", "en"] = Field(
        "auto", description="Language of the calls: auto (told from the sound), zh or en."
    )
    rubric: str = Field(
        "12363",
        description="Rubric that calls and practice are scored on until a supervisor chooses one: an id or a file.",
    )
    timezone: str = Field("Asia/Shanghai", description="Time zone in which a day begins and ends in the figures.")
    secret: str = Field(
        "", description="Key that signs cookies and links; empty: made on first use, in `secret` of the home folder."
    )
    demo: bool = Field(
        False, description="Demo mode: demo accounts may sign in, and the app answers this machine alone."
    )
    host: str = Field("127.0.0.1", description="Address on which the web app listens.")
    port: int = Field(8501, ge=1, le=65535, description="Port on which the web app listens.")
    max_upload_mb: int = Field(300, ge=1, description="Largest file that is taken in, in megabytes.")
    retention_days: int | None = Field(
        None, ge=1, description="Recordings older than this many days are removed (scores stay); empty: kept for good."
    )
    beep: bool = Field(
        False,
        description="Beep personal data out: who may not read the words before redaction hears only a copy without it.",
    )
    judge_url: str = Field(
        "",
        description="OpenAI-compatible endpoint of a language model as second opinion, such as "
        "http://localhost:11434/v1; empty: none, and nothing leaves the machine.",
    )
    judge_model: str = Field("", description="Name of the judge's model at that endpoint.")
    judge_key: str = Field("", repr=False, description="Bearer key of the judge's endpoint, where it wants one.")
    judge_samples: int = Field(1, ge=1, le=9, description="Times that the judge is asked; the median counts.")
    judge_temperature: float = Field(0.0, ge=0, le=2, description="Temperature at which the judge's model answers.")
    judge_timeout_s: float = Field(60.0, gt=0, description="Seconds that the judge may take for one answer.")
    judge_original: bool = Field(
        False, description="Send the judge the words as spoken; otherwise without personal data."
    )
    judge_price_in: float = Field(0.0, ge=0, description="Price of a million tokens sent to the judge.")
    judge_price_out: float = Field(0.0, ge=0, description="Price of a million tokens that the judge writes.")
    certify_pass_mark: int = Field(80, ge=1, le=100, description="Points that a certifying call takes to pass.")
    certify_attempts: int = Field(3, ge=1, description="Certifying calls that one person may begin within 30 days.")
    certify_minutes: int = Field(20, ge=1, le=240, description="Minutes that a certifying call may take.")
    xapi_home: str = Field(
        "http://localhost", description="Web address of this centre, by which exported xAPI statements name people."
    )
    workers: int = Field(1, ge=1, le=64, description="Calls that one worker process handles at the same time.")
    session_hours: int = Field(12, ge=1, description="Hours after which a person has to sign in again.")
    executor_id: str = Field("worker-1", description="Name of this worker; each machine needs its own, and keeps it.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @field_validator("file_name_pattern")
    @classmethod
    def _known_fields(cls, value: str) -> str:
        compiled(value)
        return value

    @classmethod
    def load(cls, **values: object) -> Settings:
        """Read the settings from the environment.

        Args:
            **values: Settings that go before the environment.

        Raises:
            BadSettings: A value that can't be used; names the first.
        """
        try:
            return cls(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = "TINGXIN_" + "_".join(str(part) for part in first["loc"]).upper()
            raise BadSettings(name=name, reason=first["msg"]) from error

    @classmethod
    def current(cls) -> Settings:
        """The settings of the environment as it is now, read once: pages ask for them many times in a second.

        Raises:
            BadSettings: As `load`.
        """
        named = ((name, value) for name, value in os.environ.items() if name.upper().startswith("TINGXIN_"))
        return _kept(tuple(sorted(named)))

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'tingxin.db'}"

    @property
    def jobs_url(self) -> str:
        """SQLAlchemy URL of the job queue's system database."""
        return self.queue_url or f"sqlite:///{self.home.absolute() / 'queue.db'}"

    @property
    def recordings_root(self) -> str:
        """Folder or fsspec URL of the recordings."""
        return self.recordings_url or str(self.home.absolute() / "recordings")

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the figures."""
        return ZoneInfo(self.timezone)

    @property
    def loopback(self) -> bool:
        """Whether the web app answers this machine alone."""
        return self.host in LOOPBACK

    @property
    def signing_key(self) -> str:
        """Key of cookies and links; made on first use and kept, readable by the owner alone."""
        if self.secret:
            return self.secret
        path = self.home / "secret"
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _read_key(path)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        return _read_key(path)


@lru_cache(maxsize=8)
def _kept(environment: tuple[tuple[str, str], ...]) -> Settings:  # noqa: ARG001  (it is the key)
    return Settings.load()


def _read_key(path: Path) -> str:
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise BadSettings(name="TINGXIN_SECRET", reason=f"{path} is too short; remove it and a new one is made.")
    return key
