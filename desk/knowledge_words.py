"""Topics, lists of words and forbidden phrases of the base in use: find one, see it with its open change.

They are changed like facts (`desk/fact_changes.py`), under their keys (`desk/knowledge_parts.py`).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk import knowledge_base
from desk.errors import NoSuchFact
from desk.fact_views import FactChange
from desk.knowledge import base_name, open_changes
from desk.knowledge_parts import OTHERS, Kind, Raw, facts_of_topic, id_of, key_of, kind_of, part, parts_of, title
from desk.permissions import Actor, require
from recordings.transcript import Model
from scoring.facts import Fact
from scoring.wording import Bilingual


class PartView(Model):
    """A part of the base in use; with its open change where somebody proposed one.

    Attributes:
        key: Its key.
        kind: What it is.
        title: What it is called.
        text: It as YAML.
        zh: How many Chinese patterns it has.
        en: How many English ones.
        ours: Changed by this centre.
        required: For a topic, facts that must be said.
        other: For a topic, its other facts.
        used_by: For a list of words, keys of the parts that name it.
        change: The open change.
    """

    key: str
    kind: Kind
    title: Bilingual
    text: str
    zh: int
    en: int
    ours: bool
    required: tuple[Fact, ...] = ()
    other: tuple[Fact, ...] = ()
    used_by: tuple[str, ...] = ()
    change: FactChange | None = None


def list_parts(
    session: Session, actor: Actor, *, kind: Kind | None = None, text: str = "", waiting: bool = False
) -> tuple[PartView, ...]:
    """Every part but facts, in the order of the base. Needs knowledge.read.

    Args:
        session: The session.
        actor: Who looks; open changes are shown only to those who may write or decide.
        kind: Only that kind.
        text: Every word of it stands in the part.
        waiting: Only those with an open change.
    """
    require(actor, "knowledge.read")
    words = text.lower().split()
    return tuple(
        view
        for view in _views(session, actor, [kind] if kind is not None else list(OTHERS))
        if all(word in f"{view.key} {view.text}".lower() for word in words) and (not waiting or view.change is not None)
    )


def get_part(session: Session, actor: Actor, key: str) -> PartView:
    """One part that is no fact. Needs knowledge.read. Raises `NoSuchFact`."""
    require(actor, "knowledge.read")
    found = next((view for view in _views(session, actor, [kind_of(key)]) if view.key == key), None)
    if found is None or found.kind == "fact":
        raise NoSuchFact(fact_id=key)
    return found


def _views(session: Session, actor: Actor, kinds: list[Kind]) -> list[PartView]:
    base = base_name(session)
    used = knowledge_base.in_use(session, base)
    ours, changes = knowledge_base.overlay(session, used.id), open_changes(session, actor)
    whole = knowledge_base.document(base, ours)
    found = []
    for kind in kinds:
        for raw in parts_of(whole, kind):
            key = key_of(kind, raw["id"])
            required, other = facts_of_topic(used.facts, raw["id"]) if kind == "topic" else ((), ())
            lists = raw.get({"topic": "keywords", "forbidden": "phrases"}.get(kind, ""), raw) or {}
            found.append(
                PartView(
                    key=key, kind=kind, title=title(key, raw), text=knowledge_base.as_yaml(raw),
                    zh=len(lists.get("zh") or ()), en=len(lists.get("en") or ()), ours=key in ours,
                    required=required, other=other, used_by=_users(whole, key), change=changes.get(key),
                )
            )  # fmt: skip
    return found


def _users(whole: Raw, key: str) -> tuple[str, ...]:
    """Keys of the parts whose patterns name a list of words."""
    if kind_of(key) != "words" or part(whole, key) is None:
        return ()
    name = f"<{id_of(key)}>"
    kinds: tuple[Kind, ...] = ("fact", "topic", "forbidden", "outside")
    return tuple(key_of(kind, raw["id"]) for kind in kinds for raw in parts_of(whole, kind) if name in str(raw))
