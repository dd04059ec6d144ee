"""What happens once when a practice run ends: it is scored, and everything that follows from the score is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desk import audit, boosters, run_rows
from desk.judging import score_transcript
from desk.models import now
from desk.permissions import Actor
from desk.practice_models import PracticeRun
from desk.run_views import Verdict
from desk.training_models import OddTurnRow, PracticeValueRow
from scenarios.copying import copied
from scenarios.hints import after_hints
from scenarios.script import Script
from scenarios.state import Reply, State
from scoring.scorecard import Scorecard

OUT_OF_REPLIES = "out_of_replies"  # the trainee ended the run before the customer did
OUT_OF_TIME = "out_of_time"  # a certifying run came to its time limit


def end_run(session: Session, actor: Actor, run: PracticeRun, script: Script, state: State, kind: str) -> None:
    """Score a run and close it.

    Args:
        session: The session.
        actor: Whose run it is.
        run: Its row.
        script: That was played.
        state: As it stands at the end.
        kind: How it ended.
    """
    card = score_transcript(session, state.transcript(script), topic=script.topic)
    run.ended, run.ended_at = kind, now()
    run.scorecard, run.total = card.to_json(), after_hints(card.total, run_rows.hints_of(run))
    odd = _odd_turns(run, script, state)
    if run.mode == "certify":
        run.verdict = verdict_of(run, card, run.total, words_copied=any(turn.kind == "copied" for turn in odd))
    session.add_all(odd)
    boosters.remember(session, run, script, card)
    session.add_all(
        PracticeValueRow(run_id=run.id, criterion_id=line.id, status=line.status, value=line.value, max=line.max)
        for line in card.criteria
    )
    detail: audit.Detail = {"ended": kind, "total": run.total, "verdict": run.verdict}
    audit.record(session, actor, "practice.end", f"run:{run.id}", detail)


def verdict_of(run: PracticeRun, card: Scorecard, total: float | None, *, words_copied: bool) -> Verdict:
    """Whether a certifying run passed; else the gravest reason why not."""
    if is_late(run, run.ended_at or now()):
        return "late"
    if card.critical_failed:
        return "critical"
    if total is None or total < (run.pass_mark or 0):
        return "below"
    return "copied" if words_copied else "passed"


def is_late(run: PracticeRun, moment: datetime) -> bool:
    """Whether a run's time is over at that moment; a run without a limit is never late."""
    return run.deadline_at is not None and moment > run.deadline_at


def _odd_turns(run: PracticeRun, script: Script, state: State) -> list[OddTurnRow]:
    """Turns that an author should look at: nobody understood them, or they are a model answer word for word."""
    kinds = [(position, "unclear") for position, moment in enumerate(state.history) if moment.unclear]
    kinds += [(copy.moment, "copied") for copy in copied(script, state)]
    found: list[OddTurnRow] = []
    for position, kind in kinds:
        moment = state.history[position]
        if isinstance(moment.event, Reply) and (run.parent_step is None or position >= run.parent_step):
            found.append(
                OddTurnRow(
                    run_id=run.id, moment=position, kind=kind, script=state.script, node=moment.node,
                    text=moment.event.text,
                )
            )  # fmt: skip
    return found
