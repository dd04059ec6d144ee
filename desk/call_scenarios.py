"""From a call to a draft of a scenario, kept for a supervisor to go on with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import calls, knowledge_base, rubric_store, scenario_store
from desk.errors import NothingToReview
from desk.judging import base_in_use, score_transcript
from desk.permissions import Actor, require
from desk.scenario_models import ScenarioDraftRow
from desk.scenario_views import ScenarioDraft
from desk.scenarios import name_in, new_draft
from recordings.transcript import Transcript
from scenarios.from_call import draft_from_call
from scoring.scorecard import Scorecard


def draft_of_call(session: Session, actor: Actor, call_id: str) -> ScenarioDraft:
    """A draft made from a call that was scored. Needs scenarios.write and to see the call.

    Raises:
        NoSuchCall, NotAllowed: See `calls.visible_call`.
        NothingToReview: The call has no score yet.
        NothingTold: No scenario can be made of it.
    """
    require(actor, "scenarios.write")
    detail = calls.get_call(session, actor, call_id)
    card = detail.latest("auto")
    if detail.transcript is None or card is None:
        raise NothingToReview(call_id=call_id)
    return draft_of_transcript(session, actor, detail.transcript, card, source=f"call:{call_id}")


def draft_of_transcript(
    session: Session,
    actor: Actor,
    transcript: Transcript,
    card: Scorecard | None = None,
    *,
    source: str,
    topic: str | None = None,
) -> ScenarioDraft:
    """The same of any transcript. Needs scenarios.write.

    Args:
        session: The session.
        actor: Whose draft it becomes.
        transcript: The call; personal data is taken out.
        card: Its scorecard; None: it is scored now.
        source: What the draft says it was made from.
        topic: What the call is about; None: the scorecard's.

    Raises:
        NothingTold: No scenario can be made of it.
    """
    require(actor, "scenarios.write")
    card = card or score_transcript(session, transcript, topic=topic)
    rubric = rubric_store.find(session, card.rubric) or rubric_store.in_use(session, transcript.language)
    knowledge = knowledge_base.in_use(session, rubric.knowledge or base_in_use(session))
    topic = topic or card.topic
    made = draft_from_call(
        transcript, card, rubric, knowledge, topic=topic, scenario_id=_free_id(session, f"call_{topic or 'new'}")
    )
    return new_draft(session, actor, source, made.text)


def _free_id(session: Session, wanted: str) -> str:
    """`wanted`, or with the first number that neither a version nor a draft has."""
    taken = {reference.partition("@")[0] for reference in scenario_store.references(session)}
    taken |= {name_in(row.body) for row in session.scalars(select(ScenarioDraftRow))}
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
