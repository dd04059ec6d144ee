"""What the desk hands out about scenarios."""

from __future__ import annotations

from datetime import datetime

from recordings.transcript import Model
from scenarios.script import Script


class ScenarioVersion(Model):
    """A version that can be practised."""

    script: Script
    shipped: bool
    offered: bool  # the practice room offers this version
    withdrawn: bool  # it offers none of this scenario
    published_at: datetime | None  # None: it ships
    by: str | None
    note: str

    @property
    def reference(self) -> str:
        """`id@version`."""
        return self.script.reference


class ScenarioDraft(Model):
    """What is being worked on. `revision` names this state of it."""

    id: int
    based_on: str  # id@version, or call:… that it was made from
    title: str  # id@version of the text, where it can be read; else `based_on`
    body: str
    revision: int
    by: str
    updated_at: datetime
