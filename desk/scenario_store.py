"""Which scenarios there are, and which version of each the practice room offers. A published version is found for good.

Nothing here asks who wants to know: what people do with scenarios is in `desk/scenarios.py`.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import knowledge_base
from desk.errors import NoSuchScenario
from desk.scenario_models import ScenarioOfferRow, ScenarioVersionRow
from scenarios.errors import NoScript
from scenarios.load import find_file, list_scripts, parse_script
from scenarios.script import Script

FILE = "scenario"  # what a text without a file is called in errors


def find(session: Session, reference: str) -> Script | None:
    """The scenario of `id@version`: the centre's own, else the library's; None where there is neither.

    Replies are read by the same facts that they are scored by: the knowledge base that the centre published.
    """
    body = own_text(session, reference)
    script = _shipped().get(reference) if body is None else parsed(body)
    return None if script is None else with_facts(session, script)


def get(session: Session, reference: str) -> Script:
    """As `find`. Raises `NoSuchScenario`."""
    script = find(session, reference)
    if script is None:
        raise NoSuchScenario(reference=reference, known=", ".join(references(session)))
    return script


def with_facts(session: Session, script: Script) -> Script:
    """The script over the facts that the centre published."""
    name = knowledge_base.name_in_use(session, script.knowledge)
    return script if name == script.knowledge else script.model_copy(update={"knowledge": name})


def text_of(session: Session, reference: str) -> str | None:
    """The text of `id@version` as its author wrote it; None where there is none."""
    body = own_text(session, reference)
    if body is not None:
        return body
    script = _shipped().get(reference)
    return None if script is None else find_file(script.id).read_text(encoding="utf-8-sig")


def own_text(session: Session, reference: str) -> str | None:
    """The text of a version that the centre published itself."""
    scenario_id, _, version = reference.partition("@")
    if not version.isdecimal():
        return None
    query = select(ScenarioVersionRow.body).where(
        ScenarioVersionRow.scenario_id == scenario_id, ScenarioVersionRow.version == int(version)
    )
    return session.scalar(query)


def references(session: Session) -> tuple[str, ...]:
    """`id@version` of every published version and of the library, by id and version."""
    own = session.execute(select(ScenarioVersionRow.scenario_id, ScenarioVersionRow.version))
    found = {f"{scenario_id}@{version}" for scenario_id, version in own} | set(_shipped())
    return tuple(sorted(found, key=_order))


def newest_version(session: Session, scenario_id: str) -> int:
    """The highest version of an id; 0 where there is none."""
    return max((version for name, version in map(_order, references(session)) if name == scenario_id), default=0)


def offers(session: Session) -> dict[str, str | None]:
    """For every scenario the reference that the practice room offers; None where it was withdrawn."""
    newest = {name: f"{name}@{version}" for name, version in map(_order, references(session))}
    chosen = {
        row.scenario_id: None if row.version is None else f"{row.scenario_id}@{row.version}"
        for row in session.scalars(select(ScenarioOfferRow))
    }
    return {name: chosen.get(name, reference) for name, reference in newest.items()}


def offered(session: Session) -> tuple[Script, ...]:
    """What the practice room offers, easiest first."""
    found = (find(session, reference) for reference in offers(session).values() if reference is not None)
    scripts = [script for script in found if script is not None]
    return tuple(sorted(scripts, key=lambda script: (script.difficulty, script.id)))


def offered_one(session: Session, scenario_id: str) -> Script:
    """The version that the practice room offers of one scenario. Raises NoScript."""
    current = offers(session)
    reference = current.get(scenario_id)
    script = None if reference is None else find(session, reference)
    if script is None:
        raise NoScript(name=scenario_id, known=", ".join(name for name, offer in current.items() if offer))
    return script


def offer(session: Session, scenario_id: str, version: int | None) -> None:
    """Offer a version from now on; None withdraws the scenario."""
    session.merge(ScenarioOfferRow(scenario_id=scenario_id, version=version))
    session.flush()


@lru_cache(maxsize=64)
def parsed(body: str) -> Script:
    """The script of a published text."""
    return parse_script(body, FILE)


def _shipped() -> dict[str, Script]:
    return {script.reference: script for script in list_scripts()}


def _order(reference: str) -> tuple[str, int]:
    scenario_id, _, version = reference.partition("@")
    return scenario_id, int(version)
