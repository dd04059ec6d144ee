"""What would change on past calls, if they were scored otherwise: nothing is kept.

Both sides are scored here and now, so that the difference is the edit's alone and not that of an older scorer.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desk.models import Call, TranscriptRow
from desk.permissions import Actor, require
from desk.readings import About, about, calls_with_words
from desk.rows import call_row
from desk.views import CallRow
from recordings.errors import Language
from recordings.transcript import Model
from scoring.compare import Comparison, Pair, compare
from scoring.scorecard import Scorecard

Judge = Callable[[About], Scorecard]
MOST_CALLS = 500
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Preview(Model):
    """What would change, and the calls that it names, by id."""

    comparison: Comparison
    calls: dict[str, CallRow]


def preview(
    session: Session,
    actor: Actor,
    before: Judge,
    after: Judge,
    *,
    limit: int = 100,
    languages: tuple[Language, ...] = LANGUAGES,
    progress: Callable[[float], object] | None = None,
) -> Preview:
    """Score the newest calls on both sides and compare.

    Args:
        session: The session; read alone.
        actor: Needs calls.read.
        before: Scores a call as it is now.
        after: Scores a call as it would be.
        limit: How many calls, the newest first; at most `MOST_CALLS`.
        languages: Of which languages.
        progress: Told how far it is, 0..1; None: nobody.

    Raises:
        NotAllowed: The role does not see every call.
    """
    require(actor, "calls.read")
    query = (
        calls_with_words()
        .where(Call.status == "done", Call.language.in_(languages), TranscriptRow.redacted.is_not(None))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(min(max(limit, 1), MOST_CALLS))
    )
    found = list(session.execute(query))
    pairs = []
    for number, row in enumerate(found, 1):
        one = about(*row)
        pairs.append(Pair(row[0].id, before(one), after(one)))
        if progress is not None:
            progress(number / len(found))
    made = compare(pairs)
    named = {move.key for move in made.movers}
    return Preview(comparison=made, calls={call.id: call_row(call) for call, *_ in found if call.id in named})
