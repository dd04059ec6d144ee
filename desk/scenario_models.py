"""Tables of the centre's own scenarios, and of which version of a scenario is on offer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import Base, now


class ScenarioVersionRow(Base):
    """A published version of a scenario: the text as its author wrote it. Never changed, never removed."""

    __tablename__ = "scenario_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("scenario_id", "version"),)


class ScenarioDraftRow(Base):
    """What is being worked on: a copy, or made from a call. Gone once it is published or thrown away."""

    __tablename__ = "scenario_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    based_on: Mapped[str] = mapped_column(String(80))  # id@version, or call:… that it was made from
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)  # raised by each save, so that two windows can't overwrite
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: from the terminal
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ScenarioOfferRow(Base):
    """What the practice room offers of a scenario, where that isn't simply its newest version."""

    __tablename__ = "scenario_offers"

    scenario_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int | None]  # None: withdrawn
