"""What the centre decided of its criteria, applied to a call that was just scored by the rules."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import learned
from desk.trust_errors import NoSuchVersion
from desk.trust_models import TrustPolicyRow
from recordings.errors import Language
from recordings.transcript import Transcript
from scoring.errors import BadModel
from scoring.learning.model import Learned
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard, Trust
from scoring.trusted import routed, with_learned

log = logging.getLogger(__name__)

Policies = Mapping[str, TrustPolicyRow]  # by criterion


def policies_of(session: Session, rubric_id: str, language: Language) -> dict[str, TrustPolicyRow]:
    """What somebody decided, by criterion. A criterion without a row stands as it ships: *assist*, rules."""
    query = select(TrustPolicyRow).where(TrustPolicyRow.rubric_id == rubric_id, TrustPolicyRow.language == language)
    return {row.criterion_id: row for row in session.scalars(query)}


def apply(
    session: Session, rubric: Rubric, transcript: Transcript, card: Scorecard, *, key: str | None = None
) -> Scorecard:
    """The centre's scorecard from the rules' one: learned values where a version is in use, policies, who looks.

    Args:
        session: The session.
        rubric: That `card` was made on.
        transcript: The same words, without personal data.
        card: By the rules.
        key: The call's id, by which calls are drawn for a look; None: a trial or practice, nothing is drawn.
    """
    policies = policies_of(session, rubric.id, transcript.language)
    if not policies:
        return card
    models = _models(session, rubric, transcript.language, policies)
    if models:
        card = with_learned(rubric, transcript, card, models)
    return route(rubric, card, policies, key)


def route(rubric: Rubric, card: Scorecard, policies: Policies, key: str | None) -> Scorecard:
    """The scorecard with its policies, and whether a person should look by them."""
    here = {criterion.id for criterion in rubric.criteria}
    modes: dict[str, Trust] = {name: row.mode for name, row in policies.items() if name in here}  # type: ignore[misc]
    return routed(rubric, card, modes, [name for name in modes if drawn(key, policies[name].share)])


def drawn(key: str | None, share: float) -> bool:
    """Whether a call is among the share that is looked at. The same for every criterion, so that looks coincide."""
    if key is None:
        return False
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48
    return place < share


def _models(session: Session, rubric: Rubric, language: Language, policies: Policies) -> dict[str, tuple[int, Learned]]:
    """The versions in use. One that is gone or damaged is left out, and logged: the rules' value stands."""
    found = {}
    for criterion in rubric.criteria:
        row = policies.get(criterion.id)
        if row is None or row.model_version is None:
            continue
        try:
            model = learned.load(session, rubric.id, language, criterion.id, row.model_version)
        except (NoSuchVersion, BadModel):
            log.exception("criterion %s: version %s can't be used", criterion.id, row.model_version)
            continue
        if max(model.levels) <= criterion.max:
            found[criterion.id] = (row.model_version, model)
    return found
