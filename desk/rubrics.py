"""Rubrics: see them, work on a copy, publish it, choose the one in use. A published version never changes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, drafts, rubric_store
from desk.errors import NoSuchRubric, UnfitRubric
from desk.judging import judge
from desk.models import User, now
from desk.permissions import Actor, require
from desk.rubric_models import RubricDraftRow, RubricVersionRow
from desk.rubric_views import RubricDraft, RubricVersion
from desk.what_if import Preview, preview
from recordings.errors import Language
from scoring.lint import RubricFinding, finding, lint_text
from scoring.lint_checks import Doubt
from scoring.rubric import Rubric, marked_rubric, parse_rubric
from scoring.rubric_text import with_version

__all__ = [
    "RubricDraft", "RubricVersion", "discard_draft", "findings", "get_draft", "get_version", "list_drafts",
    "list_versions", "publish", "save_draft", "start_draft", "text_of", "use", "what_would_change",
]  # fmt: skip

FILE = "rubric"  # what a text without a file is called in errors


def list_versions(session: Session, actor: Actor) -> tuple[RubricVersion, ...]:
    """Every version, by id, the newest first within an id. Needs rubrics.read."""
    require(actor, "rubrics.read")
    query = select(RubricVersionRow, User.display_name).join(User, User.id == RubricVersionRow.user_id)
    own = {f"{row.rubric_id}@{row.version}": (row, name) for row, name in session.execute(query)}
    found = [(reference, rubric_store.find(session, reference)) for reference in rubric_store.references(session)]
    versions = [_version(session, rubric, own.get(reference)) for reference, rubric in found if rubric is not None]
    return tuple(sorted(versions, key=lambda one: (one.rubric.id, -one.rubric.version)))


def get_version(session: Session, actor: Actor, reference: str) -> RubricVersion:
    """One version. Needs rubrics.read. Raises `NoSuchRubric`."""
    versions = list_versions(session, actor)
    found = next((one for one in versions if one.reference == reference), None)
    if found is None:
        raise NoSuchRubric(reference=reference, known=", ".join(one.reference for one in versions))
    return found


def text_of(session: Session, actor: Actor, reference: str) -> str:
    """The text of a version as its author wrote it. Needs rubrics.read. Raises `NoSuchRubric`."""
    get_version(session, actor, reference)
    return rubric_store.text_of(session, reference) or ""


def list_drafts(session: Session, actor: Actor) -> tuple[RubricDraft, ...]:
    """What is being worked on, the latest first. Needs rubrics.write."""
    require(actor, "rubrics.write")
    query = select(RubricDraftRow).order_by(RubricDraftRow.updated_at.desc(), RubricDraftRow.id.desc())
    return tuple(_draft(session, row) for row in session.scalars(query))


def start_draft(session: Session, actor: Actor, reference: str) -> RubricDraft:
    """A copy of a version to work on, numbered as the next version. Needs rubrics.write.

    Raises:
        NoSuchRubric: There is none to copy.
    """
    require(actor, "rubrics.write")
    text = text_of(session, actor, reference)
    version = get_version(session, actor, reference).rubric
    body = with_version(text, rubric_store.newest_version(session, version.id) + 1)
    row = RubricDraftRow(based_on=reference, body=body, user_id=actor.id, updated_at=now())
    session.add(row)
    session.flush()
    audit.record(session, actor, "rubric.draft", f"rubric:{reference}", {"draft": row.id})
    return _draft(session, row)


def get_draft(session: Session, actor: Actor, draft_id: int) -> RubricDraft:
    """Needs rubrics.write. Raises `NoSuchDraft`."""
    require(actor, "rubrics.write")
    return _draft(session, drafts.row_of(session, RubricDraftRow, draft_id))


def save_draft(session: Session, actor: Actor, draft_id: int, body: str, revision: int) -> RubricDraft:
    """Keep the text, right or wrong. Needs rubrics.write.

    Args:
        session: The session.
        actor: Who writes.
        draft_id: The draft.
        body: Its new text.
        revision: The state that the writer started from.

    Raises:
        StaleDraft: It was saved elsewhere since.
        NoSuchDraft: It was published or thrown away.
    """
    require(actor, "rubrics.write")
    row = drafts.fresh_row(session, RubricDraftRow, draft_id, revision)
    drafts.save(session, actor, row, body)
    return _draft(session, row)


def discard_draft(session: Session, actor: Actor, draft_id: int) -> None:
    """Throw a draft away. Needs rubrics.write. Raises `NoSuchDraft`."""
    require(actor, "rubrics.write")
    row = drafts.row_of(session, RubricDraftRow, draft_id)
    session.delete(row)
    audit.record(session, actor, "rubric.discard", f"rubric:{row.based_on}", {"draft": draft_id})


def findings(session: Session, actor: Actor, body: str) -> tuple[RubricFinding, ...]:
    """What the linter says, and whether the version is still free. Needs rubrics.read."""
    require(actor, "rubrics.read")
    found = lint_text(body, FILE)
    if any(one.level == "error" for one in found):
        return found
    rubric = parse_rubric(body, FILE)
    newest = rubric_store.newest_version(session, rubric.id)
    if rubric.version > newest:
        return found
    fields = {"reference": rubric.reference, "next": str(newest + 1)}
    if rubric_store.find(session, rubric.reference) is None:
        fields["reference"] = f"{rubric.id}@{newest}"
    doubt = Doubt("error", ("version",), "version", "version_taken", fields)
    return (finding(doubt, marked_rubric(body, FILE).line(("version",))), *found)


def publish(session: Session, actor: Actor, draft_id: int, revision: int, note: str = "") -> RubricVersion:
    """Make the draft a version that never changes; the draft is gone. Needs rubrics.write.

    Calls are scored on it once it is chosen (`use`).

    Raises:
        UnfitRubric: The linter finds an error.
        StaleDraft, NoSuchDraft: See `save_draft`.
    """
    require(actor, "rubrics.write")
    row = drafts.fresh_row(session, RubricDraftRow, draft_id, revision)
    errors = [one for one in findings(session, actor, row.body) if one.level == "error"]
    if errors:
        raise UnfitRubric(line=errors[0].line, reason=errors[0].message, reason_zh=errors[0].message_zh)
    rubric = parse_rubric(row.body, FILE)
    made = RubricVersionRow(
        rubric_id=rubric.id, version=rubric.version, body=row.body, note=note.strip(), user_id=actor.id
    )
    session.add(made)
    session.delete(row)
    session.flush()
    audit.record(session, actor, "rubric.publish", f"rubric:{rubric.reference}", {"based_on": row.based_on})
    return get_version(session, actor, rubric.reference)


def use(session: Session, actor: Actor, reference: str) -> RubricVersion:
    """Score calls in the rubric's languages on it from now on; scores that stand stay. Needs rubrics.write.

    Raises:
        NoSuchRubric: There is none.
    """
    require(actor, "rubrics.write")
    version = get_version(session, actor, reference)
    rubric_store.choose(session, version.rubric)
    languages = ",".join(version.rubric.languages)
    audit.record(session, actor, "rubric.use", f"rubric:{reference}", {"languages": languages})
    return get_version(session, actor, reference)


def what_would_change(
    session: Session,
    actor: Actor,
    rubric: Rubric,
    *,
    limit: int = 100,
    progress: Callable[[float], object] | None = None,
) -> Preview:
    """The newest calls in the rubric's languages, on the rubric in use and on this one. Needs calls.read.

    Args:
        session: The session; nothing is kept.
        actor: Who asks.
        rubric: Published or not.
        limit: How many calls.
        progress: Told how far it is, 0..1; None: nobody.
    """
    require(actor, "rubrics.read")
    return preview(
        session,
        actor,
        lambda about: judge(session, rubric_store.in_use(session, about.transcript.language), about)[0],
        lambda about: judge(session, rubric, about)[0],
        limit=limit,
        languages=rubric.languages,
        progress=progress,
    )


def _version(session: Session, rubric: Rubric, own: tuple[RubricVersionRow, str] | None) -> RubricVersion:
    used: tuple[Language, ...] = tuple(
        language
        for language in rubric_store.LANGUAGES
        if rubric_store.in_use(session, language).reference == rubric.reference
    )
    row, name = own or (None, None)
    return RubricVersion(
        rubric=rubric,
        shipped=row is None,
        used_for=used,
        published_at=None if row is None else row.published_at,
        by=name,
        note="" if row is None else row.note,
    )


def _draft(session: Session, row: RubricDraftRow) -> RubricDraft:
    return RubricDraft(
        id=row.id,
        based_on=row.based_on,
        body=row.body,
        revision=row.revision,
        by=drafts.written_by(session, row),
        updated_at=row.updated_at,
    )
