"""Scenarios: see them, work on a draft, publish it, offer it in the practice room or withdraw it.

A published version never changes: runs go on with the version that they began with.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import audit, drafts, scenario_store
from desk.errors import NoSuchScenario, UnfitScenario
from desk.models import User, now
from desk.permissions import Actor, require
from desk.scenario_models import ScenarioDraftRow, ScenarioVersionRow
from desk.scenario_store import FILE
from desk.scenario_views import ScenarioDraft, ScenarioVersion
from scenarios.errors import BadScript
from scenarios.findings import Finding
from scenarios.lint import lint_text
from scenarios.load import parse_script
from scenarios.script import Script
from scoring.rubric_text import with_version

__all__ = [
    "ScenarioDraft", "ScenarioVersion", "discard_draft", "findings", "get_draft", "get_version", "list_drafts",
    "list_versions", "new_draft", "offer", "publish", "save_draft", "start_draft", "text_of", "withdraw",
]  # fmt: skip


def list_versions(session: Session, actor: Actor) -> tuple[ScenarioVersion, ...]:
    """Every version, by id, the newest first within an id. Needs scenarios.read."""
    require(actor, "scenarios.read")
    query = select(ScenarioVersionRow, User.display_name).join(User, User.id == ScenarioVersionRow.user_id)
    own = {f"{row.scenario_id}@{row.version}": (row, name) for row, name in session.execute(query)}
    offers = scenario_store.offers(session)
    found = [scenario_store.get(session, reference) for reference in scenario_store.references(session)]
    versions = [_version(script, offers[script.id], own.get(script.reference)) for script in found]
    return tuple(sorted(versions, key=lambda one: (one.script.id, -one.script.version)))


def get_version(session: Session, actor: Actor, reference: str) -> ScenarioVersion:
    """One version. Needs scenarios.read. Raises `NoSuchScenario`."""
    versions = list_versions(session, actor)
    found = next((one for one in versions if one.reference == reference), None)
    if found is None:
        raise NoSuchScenario(reference=reference, known=", ".join(one.reference for one in versions))
    return found


def text_of(session: Session, actor: Actor, reference: str) -> str:
    """The text of a version as its author wrote it. Needs scenarios.read. Raises `NoSuchScenario`."""
    require(actor, "scenarios.read")
    scenario_store.get(session, reference)
    return scenario_store.text_of(session, reference) or ""


def list_drafts(session: Session, actor: Actor) -> tuple[ScenarioDraft, ...]:
    """What is being worked on, the latest first. Needs scenarios.write."""
    require(actor, "scenarios.write")
    query = select(ScenarioDraftRow).order_by(ScenarioDraftRow.updated_at.desc(), ScenarioDraftRow.id.desc())
    return tuple(_draft(session, row) for row in session.scalars(query))


def start_draft(session: Session, actor: Actor, reference: str) -> ScenarioDraft:
    """A copy of a version to work on, numbered as the next version. Needs scenarios.write.

    Raises:
        NoSuchScenario: There is none to copy.
    """
    require(actor, "scenarios.write")
    script = scenario_store.get(session, reference)
    text = scenario_store.text_of(session, reference) or ""
    body = with_version(text, scenario_store.newest_version(session, script.id) + 1)
    return new_draft(session, actor, reference, body)


def get_draft(session: Session, actor: Actor, draft_id: int) -> ScenarioDraft:
    """Needs scenarios.write. Raises `NoSuchDraft`."""
    require(actor, "scenarios.write")
    return _draft(session, drafts.row_of(session, ScenarioDraftRow, draft_id))


def save_draft(session: Session, actor: Actor, draft_id: int, body: str, revision: int) -> ScenarioDraft:
    """Keep the text, right or wrong. Needs scenarios.write.

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
    require(actor, "scenarios.write")
    row = drafts.fresh_row(session, ScenarioDraftRow, draft_id, revision)
    drafts.save(session, actor, row, body)
    return _draft(session, row)


def discard_draft(session: Session, actor: Actor, draft_id: int) -> None:
    """Throw a draft away. Needs scenarios.write. Raises `NoSuchDraft`."""
    require(actor, "scenarios.write")
    row = drafts.row_of(session, ScenarioDraftRow, draft_id)
    session.delete(row)
    audit.record(session, actor, "scenario.discard", f"scenario:{row.based_on}", {"draft": draft_id})


def findings(session: Session, actor: Actor, body: str) -> tuple[Finding, ...]:
    """What the linter says, and whether the version is still free. Needs scenarios.read."""
    require(actor, "scenarios.read")
    script = script_in(session, body)
    found = lint_text(body, FILE, knowledge=None if script is None else script.knowledge)
    if script is None or script.version > (newest := scenario_store.newest_version(session, script.id)):
        return found
    line = next((n for n, text in enumerate(body.splitlines(), start=1) if text.startswith("version:")), 1)
    fields: dict[str, str | int] = {"id": script.id, "version": newest, "next": newest + 1}
    return (Finding(level="error", line=line, where="version", code="version_taken", fields=fields), *found)


def script_in(session: Session, body: str) -> Script | None:
    """The script of a draft's text, over the centre's facts; None where its form is wrong."""
    try:
        return scenario_store.with_facts(session, parse_script(body, FILE))
    except BadScript:
        return None


def publish(session: Session, actor: Actor, draft_id: int, revision: int, note: str = "") -> ScenarioVersion:
    """Make the draft a version that never changes, and offer it in the practice room. Needs scenarios.publish.

    Raises:
        UnfitScenario: The linter finds an error.
        StaleDraft, NoSuchDraft: See `save_draft`.
    """
    require(actor, "scenarios.publish")
    row = drafts.fresh_row(session, ScenarioDraftRow, draft_id, revision)
    errors = [one for one in findings(session, actor, row.body) if one.level == "error"]
    if errors:
        raise UnfitScenario(line=errors[0].line, reason=errors[0].words("en"), reason_zh=errors[0].words("zh"))
    script = parse_script(row.body, FILE)
    made = ScenarioVersionRow(
        scenario_id=script.id, version=script.version, body=row.body, note=note.strip(), user_id=actor.id
    )
    session.add(made)
    session.delete(row)
    session.flush()
    scenario_store.offer(session, script.id, script.version)
    audit.record(session, actor, "scenario.publish", f"scenario:{script.reference}", {"based_on": row.based_on})
    return get_version(session, actor, script.reference)


def offer(session: Session, actor: Actor, reference: str) -> ScenarioVersion:
    """Offer this version in the practice room from now on. Needs scenarios.publish. Raises `NoSuchScenario`."""
    require(actor, "scenarios.publish")
    script = scenario_store.get(session, reference)
    scenario_store.offer(session, script.id, script.version)
    audit.record(session, actor, "scenario.offer", f"scenario:{reference}")
    return get_version(session, actor, reference)


def withdraw(session: Session, actor: Actor, scenario_id: str) -> None:
    """Take a scenario out of the practice room; runs that have begun go on. Needs scenarios.publish.

    Raises:
        NoScript: The practice room doesn't offer it.
    """
    require(actor, "scenarios.publish")
    script = scenario_store.offered_one(session, scenario_id)
    scenario_store.offer(session, scenario_id, None)
    audit.record(session, actor, "scenario.withdraw", f"scenario:{script.reference}")


def _version(script: Script, offered: str | None, own: tuple[ScenarioVersionRow, str] | None) -> ScenarioVersion:
    row, name = own or (None, None)
    return ScenarioVersion(
        script=script,
        shipped=row is None,
        offered=offered == script.reference,
        withdrawn=offered is None,
        published_at=None if row is None else row.published_at,
        by=name,
        note="" if row is None else row.note,
    )


def new_draft(session: Session, actor: Actor, based_on: str, body: str) -> ScenarioDraft:
    """Keep a text to work on. Needs scenarios.write."""
    require(actor, "scenarios.write")
    row = ScenarioDraftRow(based_on=based_on, body=body, user_id=actor.id or None, updated_at=now())
    session.add(row)
    session.flush()
    audit.record(session, actor, "scenario.draft", f"scenario:{based_on}", {"draft": row.id})
    return _draft(session, row)


def _draft(session: Session, row: ScenarioDraftRow) -> ScenarioDraft:
    return ScenarioDraft(
        id=row.id,
        based_on=row.based_on,
        title=name_in(row.body) or row.based_on,
        body=row.body,
        revision=row.revision,
        by=drafts.written_by(session, row),
        updated_at=row.updated_at,
    )


def name_in(body: str) -> str:
    """The id that a text says it has; empty where it says none."""
    found = (line.partition(":")[2].strip() for line in body.splitlines() if line.startswith("id:"))
    return next(found, "")
