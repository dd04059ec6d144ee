"""The debrief: what went well, and at most two things to say differently, each with the turn to try again from."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.script import Answer, EndKind, Script
from scenarios.state import Reply, State, Turned, check_script
from scoring.facts import Knowledge
from scoring.scorecard import CriterionScore, Scorecard
from scoring.wording import Bilingual

MOST_FIXES = 2  # weak learners drown in feedback (Luo 2021)
MOST_PRAISE = 3


class Fix(Model):
    """One thing to say differently."""

    criterion: str
    critical: bool
    loss: float = Field(ge=0)  # points of the total that it cost, 0-100; of what was scored
    moment: int = Field(ge=0)  # index in the run's history: try again from here
    turn: int | None = None  # the trainee's turn in the transcript; None where they said nothing there
    quote: str | None = None  # the trainee's words, exactly; None where the point is what was not said
    why: Bilingual
    customer: str  # what the customer had said just before
    weak: str | None = None
    strong: str | None = None
    strong_why: Bilingual | None = None
    source: str | None = None  # the fact's source in law


class Praise(Model):
    """One thing that went well."""

    criterion: str
    why: Bilingual
    turn: int | None = None
    quote: str | None = None


class FoundFact(Model):
    """A fact of the customer: whether the trainee found it out. Its value is only told where they did."""

    id: str
    name: Bilingual
    found: bool
    required: bool
    value: Bilingual | None = None


class Debrief(Model):
    """What a trainee sees after the call, below their own rating of it."""

    ended: EndKind | None
    total: float | None
    fixes: tuple[Fix, ...] = Field((), max_length=MOST_FIXES)
    went_well: tuple[Praise, ...] = ()
    facts: tuple[FoundFact, ...] = ()
    moods: tuple[int, ...] = ()  # at the start, then after each moment
    unscored: tuple[str, ...] = ()  # criteria that nobody could tell from this call


def debrief(
    script: Script,
    state: State,
    scorecard: Scorecard,
    knowledge: Knowledge | None = None,
    *,
    weights: Mapping[str, float] | None = None,
) -> Debrief:
    """Choose what to tell the trainee.

    The fixes are the largest losses, critical failures first, each about a different moment where there is a
    choice. Does not rewrite the trainee's sentence, and does not ask for a self-rating.

    Args:
        script: The scenario that was played.
        state: The run.
        scorecard: Of the run's transcript.
        knowledge: For sources that the scorecard does not name.
        weights: Weight of each criterion in its section; all alike where None.

    Raises:
        BadState: The run is of another script.
    """
    check_script(state, script)
    turned = state.spoken()
    losses = sorted(_losses(scorecard, weights or {}).items(), key=lambda item: (-item[1][0], -item[1][1]))
    fixes: list[Fix] = []
    for criterion_id, (critical, loss) in losses:
        fix = _fix(script, state, scorecard, scorecard.criterion(criterion_id), turned, knowledge)
        if len(fixes) < MOST_FIXES and not _told_already(fix, fixes):
            fixes.append(fix.model_copy(update={"loss": round(loss, 1), "critical": bool(critical)}))
    return Debrief(
        ended=state.ended,
        total=scorecard.total,
        fixes=tuple(fixes),
        went_well=_praise(scorecard, turned),
        facts=_facts(script, state),
        moods=(script.persona.mood.start, *(moment.mood for moment in state.history if moment.event is not None)),
        unscored=tuple(score.id for score in scorecard.criteria if score.status == "unscored"),
    )


def _losses(scorecard: Scorecard, weights: Mapping[str, float]) -> dict[str, tuple[int, float]]:
    """For each criterion below its best: whether it failed critically, and the points of the total it cost."""
    scored = [score for score in scorecard.criteria if score.status == "scored" and score.value is not None]
    present = {score.section for score in scored}
    sections = {section.id: section.weight for section in scorecard.sections if section.id in present}
    whole = sum(sections.values())
    losses: dict[str, tuple[int, float]] = {}
    for score in scored:
        missing = 1 - (score.value or 0) / score.max
        if missing <= 0 or not whole or score.section not in sections:
            continue
        mates = sum(weights.get(other.id, 1.0) for other in scored if other.section == score.section)
        loss = 100 * sections[score.section] / whole * weights.get(score.id, 1.0) / mates * missing
        losses[score.id] = (int(score.critical_failed), loss)
    return losses


def _told_already(fix: Fix, fixes: list[Fix]) -> bool:
    """Whether an earlier fix is about the same words, or gives the same example."""
    return any(
        (fix.quote is not None and fix.quote == other.quote and fix.turn == other.turn)
        or (fix.strong is not None and fix.strong == other.strong)
        for other in fixes
    )


def _fix(
    script: Script,
    state: State,
    scorecard: Scorecard,
    score: CriterionScore,
    turned: tuple[Turned, ...],
    knowledge: Knowledge | None,
) -> Fix:
    said = _evidence(score, turned)
    moment = said[0].moment if said else _moment_for(script, state, score.id)
    answer, weak = _examples(script, state, moment, score.id)
    if said is None:
        at = next((item for item in turned if item.moment == moment and item.turn.speaker == "agent"), None)
        turn, quote = (at.turn.index, at.turn.text) if at else (None, None)
    else:
        turn, quote = said[0].turn.index, said[1]
    return Fix(
        criterion=score.id,
        critical=score.critical_failed,
        loss=0,
        moment=moment,
        turn=turn,
        quote=quote,
        why=score.explanation.text,
        customer=" ".join(line.text for line in state.history[moment].customer),
        weak=weak.text(state.language) if weak else None,
        strong=answer.text(state.language) if answer else None,
        strong_why=answer.why if answer else None,
        source=_source(scorecard, turn, answer, knowledge, state.language),
    )


def _evidence(score: CriterionScore, turned: tuple[Turned, ...]) -> tuple[Turned, str] | None:
    """The trainee's first turn among a criterion's evidence, with the words quoted."""
    for item in score.evidence:
        if item.turn < len(turned) and turned[item.turn].turn.speaker == "agent":
            return turned[item.turn], item.quote
    return None


def _moment_for(script: Script, state: State, criterion_id: str) -> int:
    """Where the trainee could first have earned a criterion: a moment whose node shows it and that was missed."""
    fitting = [
        position
        for position, moment in enumerate(state.history)
        if moment.event is not None and (node := script.nodes.get(moment.node)) and node.model
        and criterion_id in node.model.criteria
    ]  # fmt: skip
    missed = [position for position in fitting if not state.history[position].good]
    if missed or fitting:
        return (missed or fitting)[0]
    answered = [position for position, moment in enumerate(state.history) if isinstance(moment.event, Reply)]
    return answered[-1] if answered else 0


def _examples(script: Script, state: State, moment: int, criterion_id: str) -> tuple[Answer | None, Answer | None]:
    """Strong and weak answer: the moment's own where they show the criterion, else of the first node that does."""
    here = script.nodes.get(state.history[moment].node)
    for node in (here, *script.nodes.values()):
        if node and node.model and criterion_id in node.model.criteria:
            return node.model, node.weak
    return (here.model, here.weak) if here else (None, None)


def _source(
    scorecard: Scorecard, turn: int | None, answer: Answer | None, knowledge: Knowledge | None, language: Language
) -> str | None:
    for claim in scorecard.claims:
        if claim.turn == turn and claim.source and claim.verdict in ("contradicted", "vague"):
            return claim.source
    if knowledge is None or answer is None or answer.fact is None:
        return None
    fact = next((fact for fact in knowledge.facts if fact.id == answer.fact), None)
    return fact.source.text(language) if fact else None


def _praise(scorecard: Scorecard, turned: tuple[Turned, ...]) -> tuple[Praise, ...]:
    """The best that was done, by weight of its section; only what leaves words to quote, where there are such."""
    weights = {section.id: section.weight for section in scorecard.sections}
    best = [
        (Praise(criterion=score.id, why=score.explanation.text, turn=said[0].turn.index, quote=said[1]), score)
        if (said := _evidence(score, turned))
        else (Praise(criterion=score.id, why=score.explanation.text), score)
        for score in scorecard.criteria
        if score.status == "scored" and score.value == score.max
    ]
    best.sort(key=lambda item: (item[0].quote is None, -weights.get(item[1].section, 0)))
    return tuple(praise for praise, _ in best[:MOST_PRAISE])


def _facts(script: Script, state: State) -> tuple[FoundFact, ...]:
    return tuple(
        FoundFact(
            id=key,
            name=fact.name,
            found=key in state.found,
            required=fact.required,
            value=fact.value if key in state.found else None,
        )
        for key, fact in script.facts.items()
        if fact.required or key in state.found
    )
