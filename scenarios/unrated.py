"""Turns of a trainee that no criterion could use: named in the debrief, so that nobody guesses what became of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from recordings.transcript import Model
from scenarios.state import Meant, Reply, State


class Unrated(Model):
    """A turn of the trainee that moved no criterion."""

    moment: int = Field(ge=0)
    why: Literal["unclear", "chosen"]  # nobody made sense of it; a meaning was chosen instead of said
    text: str  # empty where it was chosen


def unrated(state: State) -> tuple[Unrated, ...]:
    """The trainee's turns that no criterion could use."""
    found: list[Unrated] = []
    for position, moment in enumerate(state.history):
        if isinstance(moment.event, Meant):
            found.append(Unrated(moment=position, why="chosen", text=""))
        elif isinstance(moment.event, Reply) and moment.unclear:
            found.append(Unrated(moment=position, why="unclear", text=moment.event.text))
    return tuple(found)
