"""Contested turns and points of practice: the trainee says what is wrong, a supervisor answers.

An accepted contest never changes the machine's scorecard: what follows from it stands beside it, as with calls. Words
that were heard wrongly are scored anew as they were said; a point is given by the same maths as a review's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, rubric_store, run_rows
from desk.errors import BadField, NoSuchCriterion, NoSuchRun
from desk.judging import score_on
from desk.models import DraftRow, User, now
from desk.permissions import Actor, require
from desk.practice_models import PracticeRun
from desk.reviews import human_card
from desk.run_end import verdict_of
from desk.texts import said
from desk.training_errors import NoSuchContest, OwnContest, Settled
from desk.training_models import ContestRow, OddTurnRow
from recordings.transcript import Model
from scenarios.hints import after_hints
from scenarios.state import Reply, State
from scoring.rubric import Rubric
from scoring.scorecard import CriterionScore, Scorecard
from scoring.wording import Bilingual

Kind = Literal["transcript", "point"]
State_ = Literal["open", "accepted", "declined"]
MOST_TEXT = 1000  # characters of a reason, an answer or what was said


class Contest(Model):
    """A contested turn or point, and what became of it."""

    id: int
    run_id: str
    title: Bilingual
    trainee: str
    kind: Kind
    moment: int | None
    criterion: str | None
    heard: str  # the words as they were scored; empty for a point
    proposed: str
    reason: str
    state: State_
    answer: str
    created_at: datetime
    settled_by: str | None = None


def contest_words(session: Session, actor: Actor, run_id: str, moment: int, really_said: str, reason: str) -> Contest:
    """Say that one's words in a moment were not heard as they were said.

    Raises:
        BadField: There was no reply in that moment.
        TextNeeded: A text is empty or too long.
        NoSuchRun, NotAllowed: See their words.
    """
    run = _finished(session, actor, run_id)
    history = State.from_json(run.state).history
    if not 0 <= moment < len(history) or not isinstance(history[moment].event, Reply):
        raise BadField(field="moment", value=moment, allowed="a moment with a reply")
    proposed = said("really_said", really_said, MOST_TEXT)
    return _add(session, actor, run, "transcript", proposed, reason, moment=moment)


def contest_point(session: Session, actor: Actor, run_id: str, criterion: str, level: int, reason: str) -> Contest:
    """Say that a criterion deserves another level.

    Raises:
        NoSuchCriterion: The run was not scored on it.
        BadField: The level is not on its scale.
        TextNeeded: The reason is empty or too long.
        NoSuchRun, NotAllowed: See their words.
    """
    run = _finished(session, actor, run_id)
    line = _line(Scorecard.model_validate_json(run.scorecard or ""), criterion)
    if not 0 <= level <= line.max:
        raise BadField(field="level", value=level, allowed=f"0 to {line.max}")
    return _add(session, actor, run, "point", str(level), reason, criterion=criterion)


def of_run(session: Session, actor: Actor, run_id: str) -> tuple[Contest, ...]:
    """What was contested in a run, oldest first. Raises `NoSuchRun`."""
    run_rows.readable(session, actor, run_id)
    return _list(session, ContestRow.run_id == run_id)


def list_contests(session: Session, actor: Actor, state: State_ = "open") -> tuple[Contest, ...]:
    """Everybody's, oldest first. Needs practice.read."""
    require(actor, "practice.read")
    return _list(session, ContestRow.state == state)


def settle(session: Session, actor: Actor, number: int, *, accept: bool, answer: str) -> Contest:
    """Answer a contest. Needs practice.teach.

    Raises:
        Settled: Somebody answered already.
        OwnContest: It is one's own.
        NoSuchContest, TextNeeded, NotAllowed: See their words.
    """
    require(actor, "practice.teach")
    row = session.get(ContestRow, number, with_for_update=True)
    if row is None:
        raise NoSuchContest(number=number)
    if row.state != "open":
        raise Settled()
    run = session.get_one(PracticeRun, row.run_id, with_for_update=True)
    if run.user_id == actor.id:
        raise OwnContest()
    row.answer = said("answer", answer, MOST_TEXT)
    row.state, row.settled_by, row.settled_at = "accepted" if accept else "declined", actor.id, now()
    session.flush()
    if accept:
        _apply(session, run)
    detail: audit.Detail = {"contest": number, "accepted": accept, "total": run.settled_total}
    audit.record(session, actor, "practice.settle", f"run:{run.id}", detail)
    return _list(session, ContestRow.id == number)[0]


def _apply(session: Session, run: PracticeRun) -> None:
    """The scorecard that follows from everything that was accepted in the run."""
    accepted = session.scalars(
        select(ContestRow).where(ContestRow.run_id == run.id, ContestRow.state == "accepted").order_by(ContestRow.id)
    ).all()
    auto = Scorecard.model_validate_json(run.scorecard or "")
    rubric = rubric_store.find(session, auto.rubric)
    if rubric is None:
        raise NoSuchRun(run_id=run.id)
    if any(one.kind == "transcript" for one in accepted):
        auto = _scored_anew(
            session, run, rubric, {one.moment: one.proposed for one in accepted if one.moment is not None}
        )
    points = {
        one.criterion_id: DraftRow(
            call_id="", user_id=0, criterion_id=one.criterion_id, status="scored", value=int(one.proposed),
            reason=one.answer, comment=one.answer,
        )
        for one in accepted
        if one.criterion_id is not None
    }  # fmt: skip
    card = human_card(rubric, auto, points)
    run.settled_card, run.settled_total = card.to_json(), after_hints(card.total, run_rows.hints_of(run))
    if run.mode == "certify":
        copied = session.scalar(
            select(OddTurnRow.moment).where(OddTurnRow.run_id == run.id, OddTurnRow.kind == "copied").limit(1)
        )
        run.verdict = verdict_of(run, card, run.settled_total, words_copied=copied is not None)


def _scored_anew(session: Session, run: PracticeRun, rubric: Rubric, heard: dict[int, str]) -> Scorecard:
    """The run scored with the words as they were really said."""
    state, script = State.from_json(run.state), run_rows.script_of(session, run)
    spoken = {item.turn.index: item.moment for item in state.spoken() if item.turn.speaker == "agent"}
    transcript = state.transcript(script)
    turns = tuple(
        turn.model_copy(update={"text": heard[spoken[turn.index]]}) if spoken.get(turn.index) in heard else turn
        for turn in transcript.turns
    )
    return score_on(session, rubric, transcript.model_copy(update={"turns": turns}), topic=script.topic)


def _finished(session: Session, actor: Actor, run_id: str) -> PracticeRun:
    run = run_rows.own(session, actor, run_id)
    if run.scorecard is None:
        raise NoSuchRun(run_id=run_id)
    return run


def _add(
    session: Session, actor: Actor, run: PracticeRun, kind: Kind, proposed: str, reason: str,
    *, moment: int | None = None, criterion: str | None = None,
) -> Contest:  # fmt: skip
    row = ContestRow(
        run_id=run.id, kind=kind, moment=moment, criterion_id=criterion, proposed=proposed,
        reason=said("reason", reason, MOST_TEXT),
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail: audit.Detail = {"contest": row.id, "kind": kind, "moment": moment, "criterion": criterion}
    audit.record(session, actor, "practice.contest", f"run:{run.id}", detail)
    return _list(session, ContestRow.id == row.id)[0]


def _list(session: Session, *wanted: object) -> tuple[Contest, ...]:
    query = (
        select(ContestRow, PracticeRun, User.display_name)
        .join(PracticeRun, PracticeRun.id == ContestRow.run_id)
        .join(User, User.id == PracticeRun.user_id)
        .where(*wanted)  # type: ignore[arg-type]
        .order_by(ContestRow.created_at, ContestRow.id)
    )
    names = {user.id: user.display_name for user in session.scalars(select(User))}
    return tuple(
        Contest(
            id=row.id,
            run_id=run.id,
            title=Bilingual(**run.title),
            trainee=trainee,
            kind=next(kind for kind in get_args(Kind) if kind == row.kind),
            moment=row.moment,
            criterion=row.criterion_id,
            heard=_heard(run, row.moment),
            proposed=row.proposed,
            reason=row.reason,
            state=next(state for state in get_args(State_) if state == row.state),
            answer=row.answer,
            created_at=row.created_at,
            settled_by=None if row.settled_by is None else names.get(row.settled_by),
        )
        for row, run, trainee in session.execute(query)
    )


def _heard(run: PracticeRun, moment: int | None) -> str:
    event = None if moment is None else State.from_json(run.state).history[moment].event
    return event.text if isinstance(event, Reply) else ""


def _line(card: Scorecard, criterion: str) -> CriterionScore:
    found = next((line for line in card.criteria if line.id == criterion), None)
    if found is None:
        raise NoSuchCriterion(criterion_id=criterion, rubric=card.rubric)
    return found
