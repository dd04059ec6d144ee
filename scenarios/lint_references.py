"""Every name in a script stands for something: targets, conditions, facts, topic, criteria, line ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

from scenarios.findings import Finding
from scenarios.script import BACK, FINISH, QUESTION, SPECIAL_TARGETS, Heard, Node, Script, Skip, Turnout, When
from scoring.errors import BadKnowledge, BadRubric
from scoring.facts import Body, Knowledge
from scoring.findings import ACTS
from scoring.knowledge import load_knowledge
from scoring.near import near
from scoring.rubric import load_rubric


def check_references(script: Script) -> Iterator[Finding]:
    """Names that stand for nothing."""
    knowledge = _knowledge(script.knowledge)
    if knowledge is None:
        yield _error("knowledge", "unknown_knowledge", knowledge=script.knowledge)
    yield from _targets(script)
    yield from _conditions(script, knowledge)
    yield from _line_ids(script)
    if knowledge is not None:
        yield from _known(script, knowledge)
    yield from _criteria(script)


def _error(where: str, code: str, **fields: str | int) -> Finding:
    return Finding(level="error", line=1, where=where, code=code, fields=fields)


def _knowledge(name: str) -> Knowledge | None:
    try:
        return load_knowledge(name)
    except BadKnowledge:
        return None


def _targets(script: Script) -> Iterator[Finding]:
    places = {*script.nodes, *script.ends}
    if script.start not in script.nodes:
        yield _error("start", "unknown_start", target=script.start, near=near(script.start, script.nodes))
    for where, end in (("hang_up", script.hang_up), ("limits.to", script.limits.to)):
        if end not in script.ends:
            yield _error(where, "unknown_end", target=end, near=near(end, script.ends))
    for position, outcome in enumerate(script.outcomes):
        if outcome.to not in script.ends:
            where = f"outcomes.{position}.to"
            yield _error(where, "unknown_end", target=outcome.to, near=near(outcome.to, script.ends))
    for where, target, special in targets(script):
        if target not in places and not (special and target in SPECIAL_TARGETS):
            yield _error(where, "unknown_target", target=target, near=near(target, places))
        elif target == FINISH and not script.outcomes:
            yield _error(where, "no_outcomes")
    if script.outcomes and script.outcomes[-1].when != When():
        yield _error(f"outcomes.{len(script.outcomes) - 1}", "no_last_outcome")
    for key, node in script.nodes.items():
        for position, route in enumerate(node.routes):
            if route.to == BACK and not node.aside:
                yield _error(f"nodes.{key}.routes.{position}.to", "back_without_aside")


def targets(script: Script) -> Iterator[tuple[str, str, bool]]:
    """Every place that names a target: where, which, and whether the special ones are allowed there."""
    yield "give_up", script.give_up, True
    yield "silence.to", script.silence.to, True
    for name, routes in (("always", script.always), ("fallback", script.fallback)):
        for position, route in enumerate(routes):
            yield f"{name}.{position}.to", route.to, True
    for key, node in script.nodes.items():
        yield from _node_targets(f"nodes.{key}", node)


def _node_targets(where: str, node: Node) -> Iterator[tuple[str, str, bool]]:
    for position, route in enumerate(node.routes):
        yield f"{where}.routes.{position}.to", route.to, True
    turnouts: tuple[tuple[str, Turnout | Skip | None], ...] = (
        ("else", node.otherwise),
        ("silence", node.silence),
        ("skip", node.skip),
    )
    for name, turnout in turnouts:
        if turnout is not None:
            yield f"{where}.{name}.to", turnout.to, name != "skip"
    for name, target in (("give_up", node.give_up), ("when_left", node.when_left)):
        if target is not None:
            yield f"{where}.{name}", target, True


def _conditions(script: Script, knowledge: Knowledge | None) -> Iterator[Finding]:
    allowed = condition_names(script, knowledge)
    for where, test in tests(script):
        for kind, names in (("any", test.any), ("all", test.all), ("none", test.none)):
            for position, condition in enumerate(names):
                unchecked = knowledge is None and condition.partition(":")[0] in ("claim", "wrong", "vague")
                if condition not in allowed and not unchecked:
                    place = f"{where}.{kind}.{position}"
                    yield _error(place, "unknown_condition", condition=condition, near=near(condition, allowed))


def condition_names(script: Script, knowledge: Knowledge | None) -> frozenset[str]:
    """Every condition that a route of this script may name."""
    facts = [fact.id for fact in knowledge.facts] if knowledge else []
    kinds = {
        "asked": [*script.facts],
        "told": [*script.points],
        "claim": facts,
        "wrong": facts,
        "vague": facts,
        "refer": list(get_args(Body)),
    }
    named = {f"{kind}:{name}" for kind, names in kinds.items() for name in (*names, "any")}
    return frozenset({*ACTS, QUESTION, *named})


def tests(script: Script) -> Iterator[tuple[str, Heard]]:
    """Every set of conditions in the script, with its place."""

    def both(where: str, when: When) -> Iterator[tuple[str, Heard]]:
        yield where, when
        yield f"{where}.so_far", when.so_far

    for name, routes in (("always", script.always), ("fallback", script.fallback)):
        for position, route in enumerate(routes):
            yield from both(f"{name}.{position}.when", route.when)
    for key, node in script.nodes.items():
        for position, route in enumerate(node.routes):
            yield from both(f"nodes.{key}.routes.{position}.when", route.when)
        for name, heard in (("when", node.skip.when), ("now", node.skip.now)) if node.skip else ():
            if heard is not None:
                yield f"nodes.{key}.skip.{name}", heard
    for position, outcome in enumerate(script.outcomes):
        yield from both(f"outcomes.{position}.when", outcome.when)


def _line_ids(script: Script) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, line in script.all_lines():
        where = ".".join(str(part) for part in path)
        if line.id in first:
            yield _error(where, "duplicate_line", id=line.id, first=first[line.id])
        first.setdefault(line.id, where)
    owners = [("always", script.always), ("fallback", script.fallback)]
    owners += [(f"nodes.{key}.routes", node.routes) for key, node in script.nodes.items()]
    for owner, routes in owners:
        seen: set[str] = set()
        for position, route in enumerate(routes):
            if route.id in seen:
                yield _error(f"{owner}.{position}.id", "duplicate_route", id=route.id)
            seen.add(route.id)


def _known(script: Script, knowledge: Knowledge) -> Iterator[Finding]:
    facts = {fact.id for fact in knowledge.facts}
    topics = [topic.id for topic in knowledge.topics]
    if not knowledge.has_topic(script.topic):
        fields = {"knowledge": knowledge.id, "topic": script.topic, "near": near(script.topic, topics)}
        yield _error("topic", "unknown_topic", **fields)
    for key, point in script.points.items():
        for position, fact in enumerate(point.facts):
            if fact not in facts:
                yield _error(f"points.{key}.facts.{position}", "unknown_fact", fact=fact, near=near(fact, facts))
    unverified = {fact.id for fact in knowledge.facts if fact.checked_on is None}
    for where, fact in _answer_facts(script):
        if fact not in facts:
            yield _error(where, "unknown_fact", fact=fact, near=near(fact, facts))
        elif fact in unverified:
            yield Finding(level="warning", line=1, where=where, code="fact_unverified", fields={"fact": fact})
    covered = {fact for point in script.points.values() for fact in point.facts}
    for needed in knowledge.facts:
        if script.topic in needed.required_for and needed.id not in covered:
            yield Finding(level="warning", line=1, where="points", code="fact_not_covered", fields={"fact": needed.id})


def _answer_facts(script: Script) -> Iterator[tuple[str, str]]:
    for key, node in script.nodes.items():
        for name, answer in (("model", node.model), ("weak", node.weak)):
            if answer is not None and answer.fact is not None:
                yield f"nodes.{key}.{name}.fact", answer.fact


def _criteria(script: Script) -> Iterator[Finding]:
    try:
        known: Collection[str] = [criterion.id for criterion in load_rubric(script.rubric).criteria]
    except BadRubric:
        return
    for key, node in script.nodes.items():
        for name, answer in (("model", node.model), ("weak", node.weak)):
            for position, criterion in enumerate(answer.criteria if answer else ()):
                if criterion not in known:
                    where = f"nodes.{key}.{name}.criteria.{position}"
                    yield _error(where, "unknown_criterion", criterion=criterion, near=near(criterion, known))
