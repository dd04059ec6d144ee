"""The conversation of a practice run, line by line, as a page shows it."""

from __future__ import annotations

from desk.run_views import RunLine
from scenarios.state import Meant, Moment, Reply, State


def lines_of(state: State) -> tuple[RunLine, ...]:
    """The conversation so far, a customer's lines one by one."""
    lines: list[RunLine] = []
    for step, moment in enumerate(state.history):
        lines += [RunLine(speaker="customer", text=line.text, line_id=line.id, step=step) for line in moment.customer]
        if moment.event is not None:
            lines.append(_reply_line(moment, step))
    last = len(state.history) - 1
    return (
        *lines,
        *(RunLine(speaker="customer", text=line.text, line_id=line.id, step=max(last, 0)) for line in state.last),
    )


def _reply_line(moment: Moment, step: int) -> RunLine:
    if isinstance(moment.event, Reply):
        return RunLine(speaker="agent", text=moment.event.text, step=step, acts=moment.acts)
    if isinstance(moment.event, Meant):
        return RunLine(speaker="agent", text="", step=step, meant=moment.event.act)
    seconds = moment.event.seconds if moment.event is not None else None
    return RunLine(speaker="agent", text="", step=step, silence_s=seconds)
