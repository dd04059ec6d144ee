"""The debrief: what went well, and at most two things to say differently, each with the turn to try again from."""

from __future__ import annotations

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.copying import Copied, copied
from scenarios.customer import Said
from scenarios.rewrite import BY_WORDS, Piece, rewrite
from scenarios.script import Answer, EndKind, Script
from scenarios.state import Reply, State, Turned, check_script, joined
from scenarios.unrated import Unrated, unrated
from scoring.facts import Knowledge
from scoring.knowledge import load_knowledge
from scoring.rubric import Criterion, Rubric, load_rubric
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
    rewritten: tuple[Piece, ...] = ()  # the trainee's own reply, said better; empty where it can't be told
    weak: str | None = None
    strong: str | None = None
    strong_why: Bilingual | None = None
    source: str | None = None  # the fact's source in law


class Praise(Model):
    """One thing that went well."""

    criterion: str
    why: Bilingual
    turn: int = Field(ge=0)
    quote: str


class FoundFact(Model):
    """A fact of the customer: whether the trainee found it out. Its value is only told where they did."""

    id: str
    name: Bilingual
    found: bool
    required: bool
    value: Said | None = None


class Debrief(Model):
    """What a trainee sees after the call, below their own rating of it."""

    ended: EndKind | None
    total: float | None
    fixes: tuple[Fix, ...] = Field((), max_length=MOST_FIXES)
    went_well: tuple[Praise, ...] = ()
    facts: tuple[FoundFact, ...] = ()
    moods: tuple[int, ...] = ()  # at the start, then after each moment
    unrated: tuple[Unrated, ...] = ()
    copied: tuple[Copied, ...] = ()  # replies that are a model answer word for word
    unscored: tuple[str, ...] = ()  # criteria that nobody could tell from this call

    def without_answers(self) -> Debrief:
        """The same without example answers, for somebody who may be certified on this script."""
        bare: dict[str, object] = {"rewritten": (), "weak": None, "strong": None, "strong_why": None}
        return self.model_copy(update={"fixes": tuple(fix.model_copy(update=bare) for fix in self.fixes)})


def debrief(
    script: Script,
    state: State,
    scorecard: Scorecard,
    rubric: Rubric | None = None,
    knowledge: Knowledge | None = None,
) -> Debrief:
    """Choose what to tell the trainee.

    The fixes are the largest losses, critical failures first, those that fail the whole call before those that
    fail a section; no two give the same words or the same example. Each comes with the
    trainee's reply said better where that can be told. Does not ask for a self-rating.

    Args:
        script: The scenario that was played.
        state: The run.
        scorecard: Of the run's transcript.
        rubric: That the scorecard was made with; None: the script's.
        knowledge: For the sources of facts; None: the script's.

    Raises:
        BadState: The run is of another script.
    """
    check_script(state, script)
    knowledge = knowledge or load_knowledge(script.knowledge)
    turned, played = state.spoken(), script.as_variant(state.variant)
    fixes: list[Fix] = []
    for score, loss in losses(scorecard, rubric or load_rubric(script.rubric)):
        fix = _fix(script, state, scorecard, score, turned, knowledge)
        if len(fixes) < MOST_FIXES and not _told_already(fix, fixes):
            better = rewrite(
                played, state, fix.moment, fix.criterion, _lost_words(scorecard, turned, fix.moment), knowledge
            )
            fixes.append(fix.model_copy(update={"loss": round(loss, 1), "rewritten": better}))
    return Debrief(
        ended=state.ended,
        total=scorecard.total,
        fixes=tuple(fixes),
        went_well=_praise(scorecard, turned),
        facts=_facts(script, state),
        moods=(script.persona.mood.start, *(moment.mood for moment in state.history if moment.event is not None)),
        unrated=unrated(state),
        copied=copied(script, state),
        unscored=tuple(score.id for score in scorecard.criteria if score.status == "unscored"),
    )


def _lost_words(scorecard: Scorecard, turned: tuple[Turned, ...], moment: int) -> tuple[str, ...]:
    """The words of the reply in a moment by which criteria were lost that words alone can lose."""
    return tuple(
        item.quote
        for score in scorecard.criteria
        if score.id in BY_WORDS and score.status == "scored" and score.value != score.max
        for item in score.evidence
        if item.turn < len(turned) and turned[item.turn].moment == moment
    )


def losses(scorecard: Scorecard, rubric: Rubric) -> list[tuple[CriterionScore, float]]:
    """The criteria below their best with the points of the total that each cost, the worst first."""
    rules = {criterion.id: criterion for criterion in rubric.criteria}
    scored = [score for score in scorecard.criteria if score.status == "scored" and score.value is not None]
    present = {score.section for score in scored}
    sections = {section.id: section.weight for section in scorecard.sections if section.id in present}
    found: list[tuple[CriterionScore, float]] = []
    for score in scored:
        missing = 1 - (score.value or 0) / score.max
        if missing <= 0 or score.section not in sections:
            continue
        mates = [other.id for other in scored if other.section == score.section]
        share = _weight(rules, score.id) / sum(_weight(rules, other) for other in mates)
        found.append((score, 100 * sections[score.section] / sum(sections.values()) * share * missing))

    def gravity(score: CriterionScore) -> int:
        reach = rules[score.id].critical if score.id in rules else "section"
        return {"all": 2, "section": 1, "none": 0}[reach] if score.critical_failed else 0

    return sorted(found, key=lambda item: (-gravity(item[0]), -item[1]))


def _weight(rules: dict[str, Criterion], criterion_id: str) -> float:
    return rules[criterion_id].weight if criterion_id in rules else 1.0


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
    knowledge: Knowledge,
) -> Fix:
    said = _evidence(score, turned)
    chances = _chances(script, state, score.id)
    if said is None and chances:
        said = next(
            ((item, item.turn.text) for item in turned if item.moment == chances[0] and item.turn.speaker == "agent"),
            None,
        )
    moment = said[0].moment if said else _before_advice(state)
    turn, quote = (said[0].turn.index, said[1]) if said else (None, None)
    answer, weak = _examples(script, state, moment, score.id)
    return Fix(
        criterion=score.id,
        critical=score.critical_failed,
        loss=0,
        moment=moment,
        turn=turn,
        quote=quote,
        why=score.explanation.text,
        customer=joined(state.history[moment].customer, state.language),
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


def _chances(script: Script, state: State, criterion_id: str) -> list[int]:
    """Moments where the trainee could have earned a criterion, those made for it and missed first."""

    def shown(position: int) -> tuple[str, ...]:
        node = script.nodes.get(state.history[position].node)
        return node.model.criteria if node and node.model else ()

    fitting = [position for position in _answered(state) if criterion_id in shown(position)]
    return sorted(fitting, key=lambda at: (shown(at)[0] != criterion_id, state.history[at].good, at))


def _answered(state: State) -> list[int]:
    return [position for position, moment in enumerate(state.history) if isinstance(moment.event, Reply)]


def _before_advice(state: State) -> int:
    """The first answer that told the customer something; else the last answer, else the start."""
    answered = _answered(state)
    advising = [at for at in answered if any(item.startswith("told:") for item in state.history[at].heard)]
    return (advising[:1] or answered[-1:] or [0])[0]


def _examples(script: Script, state: State, moment: int, criterion_id: str) -> tuple[Answer | None, Answer | None]:
    """Strong and weak answer: the moment's own where they show the criterion, else of the node that does best."""
    here = script.nodes.get(state.history[moment].node)
    if here and here.model and criterion_id in here.model.criteria:
        return here.model, here.weak
    showing = [node for node in script.nodes.values() if node.model and criterion_id in node.model.criteria]
    if showing:
        best = min(showing, key=lambda node: (node.aside, node.model is None or node.model.criteria[0] != criterion_id))
        return best.model, best.weak
    return (here.model, here.weak) if here else (None, None)


def _source(
    scorecard: Scorecard, turn: int | None, answer: Answer | None, knowledge: Knowledge, language: Language
) -> str | None:
    for claim in scorecard.claims:
        if claim.turn == turn and claim.source and claim.verdict in ("contradicted", "vague"):
            return claim.source
    if answer is None or answer.fact is None:
        return None
    fact = next((fact for fact in knowledge.facts if fact.id == answer.fact), None)
    return fact.source.text(language) if fact else None


def _praise(scorecard: Scorecard, turned: tuple[Turned, ...]) -> tuple[Praise, ...]:
    """The best that was done, by weight of its section: only what the trainee said, not what they left unsaid."""
    weights = {section.id: section.weight for section in scorecard.sections}
    best = [
        (score, said)
        for score in scorecard.criteria
        if score.status == "scored" and score.value == score.max and (said := _evidence(score, turned))
    ]
    best.sort(key=lambda item: -weights.get(item[0].section, 0))
    return tuple(
        Praise(criterion=score.id, why=score.explanation.text, turn=said[0].turn.index, quote=said[1])
        for score, said in best[:MOST_PRAISE]
    )


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
