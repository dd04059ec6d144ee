"""From rows of the database to records that go out; and finding a call that the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.errors import NoSuchCall
from desk.models import Call
from desk.permissions import Actor, require_any
from desk.views import CallRow
from scoring.wording import Bilingual


def visible_call(session: Session, actor: Actor, call_id: str) -> Call:
    """The call, where the actor may see it.

    Somebody who sees only their own calls gets the same `NoSuchCall` for another's as for none.

    Raises:
        NotAllowed: The role sees no calls at all.
        NoSuchCall: There is none, or none of theirs.
    """
    require_any(actor, "calls.own", "calls.read")
    call = session.get(Call, call_id)
    if call is None or not may_see(actor, call):
        raise NoSuchCall(call_id=call_id)
    return call


def may_see(actor: Actor, call: Call) -> bool:
    """Whether the actor may see this call's text, sound and scores."""
    return actor.may("calls.read") or (actor.may("calls.own") and actor.agent is not None and actor.agent == call.agent)


def call_row(call: Call) -> CallRow:
    """The line of the list."""
    return CallRow.model_validate(
        {
            **{name: getattr(call, name) for name in _SAME},
            "title": None if call.title is None else Bilingual(**call.title),
            "error": None if call.error_en is None else Bilingual(zh=call.error_zh or call.error_en, en=call.error_en),
            "has_audio": call.audio_key is not None,
            "review_reasons": tuple(call.review_reasons or ()),
            "critical": unpack(call.critical),
            "risks": unpack(call.risks),
        }
    )


def pack(names: tuple[str, ...]) -> str:
    """Names as one column that LIKE can search: `,a,b,`; empty for none."""
    return f",{','.join(names)}," if names else ""


def unpack(column: str) -> tuple[str, ...]:
    """The names that `pack` put in."""
    return tuple(name for name in column.split(",") if name)


def names_of(call: Call) -> str:
    """What a call is called, in lower case, for search."""
    title = call.title or {}
    parts = (call.file_name, call.external_id, call.agent, call.team, title.get("zh"), title.get("en"))
    return " ".join(part for part in parts if part).lower()


_SAME = tuple(
    name
    for name in CallRow.model_fields
    if name not in {"title", "error", "has_audio", "review_reasons", "critical", "risks"}
)
