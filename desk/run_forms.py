"""The form after a practice call: filled in once, checked against the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from desk import audit, run_rows
from desk.errors import BadField, NoSuchRun
from desk.permissions import Actor
from desk.run_views import RunView
from scenarios.state import State
from scenarios.wrap_check import CheckedForm, check_form
from scenarios.wrap_up import WrapField, form_of

MAX_TEXT = 1000  # characters of one field


def form_for(session: Session, actor: Actor, run_id: str) -> tuple[WrapField, ...]:
    """The fields to fill in, without what is expected of them. Raises `NoSuchRun`."""
    script = run_rows.script_of(session, run_rows.own(session, actor, run_id))
    return tuple(field.model_copy(update={"expected": None}) for field in form_of(script.wrap_up))


def fill_in(session: Session, actor: Actor, run_id: str, answers: Mapping[str, str | int]) -> RunView:
    """Keep the form. What was filled in before stays: the debrief tells what was right.

    Args:
        session: The session.
        actor: Whose run it is.
        run_id: A run that has ended.
        answers: By field: an index of its options, or text. Fields that are left out count as empty; {} skips the form.

    Raises:
        BadField: A field that the form doesn't have, an option that it doesn't have, or too long a text.
        NoSuchRun: There is no such run, or it goes on.
    """
    run = run_rows.own(session, actor, run_id)
    if run.ended is None:
        raise NoSuchRun(run_id=run_id)
    fields = {field.id: field for field in form_of(run_rows.script_of(session, run).wrap_up)}
    for name, answer in answers.items():
        _check(fields, name, answer)
    if run.wrap_up is None:
        run.wrap_up = dict(answers)
        audit.record(session, actor, "practice.wrap_up", f"run:{run.id}", {"fields": " ".join(sorted(answers))})
        session.flush()
    return run_rows.view_of(session, run)


def _check(fields: Mapping[str, WrapField], name: str, answer: str | int) -> None:
    field = fields.get(name)
    if field is None:
        raise BadField(field="field", value=name, allowed=", ".join(fields))
    count = 2 if field.kind == "yes_no" else len(field.options)
    if isinstance(answer, int) != (field.kind != "text") or (isinstance(answer, int) and not 0 <= answer < count):
        allowed = f"0 to {count - 1}" if field.kind != "text" else "a text"
        raise BadField(field=name, value=str(answer)[:20], allowed=allowed)
    if isinstance(answer, str) and len(answer) > MAX_TEXT:
        raise BadField(field=name, value=f"{answer[:20]}…", allowed=f"at most {MAX_TEXT} characters")


def checked_form(session: Session, actor: Actor, run_id: str) -> CheckedForm | None:
    """The form as it was filled in, with what is amiss; None where it was not filled in.

    What would have been right is left out of a certifying run: the next one may meet that customer.

    Raises:
        NoSuchRun: There is no such run.
    """
    run = run_rows.readable(session, actor, run_id)
    if not run.wrap_up:
        return None
    form = check_form(run_rows.script_of(session, run), State.from_json(run.state), run.wrap_up)
    if run.mode != "certify" or run.user_id != actor.id:
        return form
    hidden = (item.field.model_copy(update={"expected": None}) for item in form.fields)
    return CheckedForm(
        fields=tuple(item.model_copy(update={"field": field}) for item, field in zip(form.fields, hidden, strict=True))
    )
