"""From a call to a scenario: a draft that plays, for a supervisor to better and publish.

The customer keeps their own words, without personal data; what they told becomes facts that must be asked for; the
rules that the topic requires become points with the knowledge base's own sentence as model answer; what cost the agent
most becomes the goals, and the agent's own words the weak answers. Everything else comes from draft_template.yaml.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordings.errors import Language
from recordings.transcript import Transcript, Turn
from scenarios.debrief import losses
from scenarios.draft_text import filled, written
from scenarios.errors import NothingTold
from scenarios.findings import Finding
from scenarios.lint import lint
from scenarios.lint_answers import try_answer
from scenarios.reading import read_reply
from scenarios.script import Script
from scenarios.told import (
    FACTS,
    TEMPLATE,
    Sentence,
    ToldFact,
    asked_about,
    draft_data,
    facts_told,
    matter,
    questions,
    sentences,
    without_personal,
)  # fmt: skip
from scoring.facts import Fact, Knowledge
from scoring.findings import HARMFUL_ACTS
from scoring.rubric import Rubric
from scoring.scorecard import Scorecard
from scoring.topics import topic_of

MOST_GOALS = 4
TIMED = frozenset(("dead_air", "interruptions"))  # scorers that need times: practice has none
MOST_FACTS = 8
MOST_REQUIRED = 3  # facts that a good trainee finds out
OPENING = {"zh": 70, "en": 200}  # characters of the first words, so that something is left to be asked
UPSET = frozenset(("angry", "anxious", "sad", "ashamed", "hardship"))


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A scenario made from a call: its YAML, the script in it, and what its author has to look at."""

    text: str
    script: Script
    findings: tuple[Finding, ...]  # of the linter; none is an error


def draft_from_call(
    transcript: Transcript,
    scorecard: Scorecard,
    rubric: Rubric,
    knowledge: Knowledge,
    *,
    scenario_id: str | None = None,
    topic: str | None = None,
) -> CallDraft:
    """Make a scenario of a call.

    Args:
        transcript: The call; personal data is taken out here, whether it was before or not.
        scorecard: Of the call: its losses become the goals.
        rubric: That the scorecard was made with.
        knowledge: The base with its topics and facts.
        scenario_id: What the draft is called; None: by its topic.
        topic: What the call is about; None: the scorecard's, else told from the words.

    Raises:
        NothingTold: The customer said nothing that a scenario could start with, or the topic is not of this base.
    """
    topic = next((one for one in (topic, scorecard.topic) if knowledge.has_topic(one)), None)
    topic = topic or topic_of(transcript, knowledge).topic
    if not knowledge.has_topic(topic):
        raise NothingTold(reason="its topic is none of the knowledge base", reason_zh="它的主题不在知识库里")
    turns = without_personal(transcript)
    said = sentences(turns, transcript.language)
    if not said:
        raise NothingTold(reason="the customer says next to nothing", reason_zh="客户几乎没有说话")
    maker = _Maker(transcript.language, knowledge, topic, turns, said, _weak_turns(scorecard, rubric))
    document = maker.document(scenario_id or f"call_{topic}", scorecard, rubric)
    script = maker.settled(document)
    text = written(document, maker.notes())
    return CallDraft(text=text, script=script, findings=lint(script))


class _Maker:
    """Fills the template for one call."""

    def __init__(
        self,
        language: Language,
        knowledge: Knowledge,
        topic: str,
        turns: Sequence[Turn],
        said: Sequence[Sentence],
        weak: frozenset[int],
    ) -> None:
        self.language: Language = language
        self.knowledge, self.turns, self.said, self.weak = knowledge, turns, said, weak
        self.topic = knowledge.topic(topic)
        self.template: Mapping[str, Any] = draft_data(TEMPLATE)
        bodies = self.topic.bodies
        self.body = bodies.get(self.topic.institution or "any") or bodies.get("any") or "institution"
        required = [fact for fact in knowledge.facts if topic in fact.required_for and fact.checked_on is not None]
        self.rules = tuple(fact for fact in required if fact.body is None)  # whom to turn to has a moment of its own
        self.wheres = tuple(fact for fact in required if fact.body is not None)
        self.asked = asked_about(questions(said, language), self.rules, language)
        self.opening = self._opening()
        rest = [one for one in said if one not in self.opening and one not in self.asked.values()]
        told = facts_told(rest, language) + facts_told(self.opening, language)
        self.told = tuple({fact.kind: fact for fact in reversed(told)}.values())[::-1][:MOST_FACTS]

    def _opening(self) -> tuple[Sentence, ...]:
        """The customer's first words, up to a length."""
        taken: list[Sentence] = []
        for one in self.said:
            if taken and sum(len(each.text) for each in (*taken, one)) > OPENING[self.language]:
                break
            if taken and one.turn != taken[0].turn:
                break
            taken.append(one)
        return tuple(taken)

    def notes(self) -> tuple[str, ...]:
        """What the author should look at, as comments."""
        asked = set(self.asked.values())
        return tuple(one.text for one in questions(self.said, self.language) if one not in asked)

    def document(self, scenario_id: str, scorecard: Scorecard, rubric: Rubric) -> dict[str, Any]:
        """The whole script as data."""
        script = copy.deepcopy(self.template["script"])
        name = self.topic.name
        script["nodes"] = dict(self._nodes(script["nodes"]))
        head = {
            "id": scenario_id, "version": 1,
            "title": {"zh": f"{name.zh}（来自一通通话）", "en": f"{name.en} (from a call)"},
            "summary": {"zh": f"由一通“{name.zh}”的真实通话改成。", "en": f"Made from a real call: {name.en}."},
            "difficulty": 3 if self._upset(scorecard) else 2,
            "languages": [self.language],
            "knowledge": self.knowledge.id, "rubric": rubric.id, "topic": self.topic.id,
            "sources": list(dict.fromkeys(rule.source.text(self.language) for rule in self.rules)),
        }  # fmt: skip
        script["persona"]["mood"] = {"start": 35 if self._upset(scorecard) else 45}
        if not head["sources"]:
            del head["sources"]
        parts = {
            "persona": script.pop("persona"), "brief": script.pop("brief"), "goals": self._goals(scorecard, rubric),
            "facts": self._facts(), "points": {**self._points(), **script.pop("points")},
        }  # fmt: skip
        words = {"topic": name.model_dump(), "body": self.body, "mine": matter(self.opening, self.language)}
        document: dict[str, Any] = filled({**head, **parts, **script}, words)
        return document

    def _upset(self, scorecard: Scorecard) -> bool:
        return any(signal.kind in UPSET for signal in scorecard.signals)

    def _goals(self, scorecard: Scorecard, rubric: Rubric) -> list[dict[str, str]]:
        """The criteria that cost most, in the words of their top level; the rubric's first where nothing was lost."""
        lines = {line.id: line for line in rubric.criteria if line.scorer not in TIMED}
        worst = [score.id for score, _ in losses(scorecard, rubric) if score.id in lines]
        chosen = [lines[one] for one in worst[:MOST_GOALS]] or list(rubric.criteria)[:2]
        return [
            {"zh": f"{line.name.zh}：{line.anchors[line.max].zh}", "en": f"{line.name.en}: {line.anchors[line.max].en}"}
            for line in chosen
        ]

    def _facts(self) -> dict[str, Any]:
        kinds = draft_data(FACTS)
        facts: dict[str, Any] = {}
        for number, fact in enumerate(self.told):
            about, line = kinds[fact.kind], self._line(f"f_{fact.kind}_1", _slotted(fact))
            fresh = fact.sentence not in self.opening
            facts[fact.kind] = {
                "name": about["name"], "value": {self.language: fact.value},
                "required": fresh and number < MOST_REQUIRED, "volunteered": True,
                "asked_by": about["asked_by"], "lines": [line],
            }  # fmt: skip
        if not facts:
            first = self.opening[0].text
            facts["happened"] = {
                **kinds["happened"], "value": {self.language: first}, "volunteered": True,
                "lines": [self._line("f_happened_1", first)],
            }  # fmt: skip
        return facts

    def _points(self) -> dict[str, Any]:
        return {
            rule.id: {"name": rule.statement.model_dump(), "facts": [rule.id], "required": rule in self.rules}
            for rule in (*self.rules, *self.wheres)
        }

    def _nodes(self, nodes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        nodes["opening"]["lines"] = [self._line("n_opening_1", self._joined(self.opening))]
        upset = next((one for one in self.said if one not in self.opening and self._feels(one)), None)
        if upset is not None and upset not in {fact.sentence for fact in self.told}:
            nodes["story"]["lines"] = [self._line("n_story_1", upset.text), *nodes["story"]["lines"][1:]]
        ids = [f"about_{rule.id}" for rule in self.rules] + ["refer", "steps"]
        nodes["heard_out"] = filled(nodes["heard_out"], {"next": ids[0]})
        del nodes["heard_out"]["model"]["en" if self.language == "zh" else "zh"]  # it holds the customer's words
        nodes["refer"]["model"] = self._referral()
        enough = nodes["talk"]["routes"][0]["when"]
        enough["facts_found_at_least"] = min(enough["facts_found_at_least"], max(1, len(self.told)))
        for key, node in nodes.items():
            if key == "refer":
                for number, rule in enumerate(self.rules):
                    yield ids[number], self._worry(rule, number, ids[number + 1])
            yield key, node

    def _feels(self, sentence: Sentence) -> bool:
        from scoring.signals import find_signals

        return any(signal.kind in UPSET for signal in find_signals(sentence.text, self.language))

    def _referral(self) -> dict[str, Any]:
        words = self.template["taking_it_here"] if self.body == "12363" else self.template["bodies"][self.body]
        return {**words, "why": self.template["why_body"], "criteria": ["right_referral"]}

    def _worry(self, rule: Fact, number: int, following: str) -> dict[str, Any]:
        """The moment in which one rule is asked for."""
        pattern = copy.deepcopy(self.template["worry"])
        own = self.asked.get(rule.id)
        generic = self.template["worries"][number % len(self.template["worries"])]
        lines = [{"id": f"n_{rule.id}_{at}", **words} for at, words in enumerate(generic, start=1)]
        if own is not None:
            lines = [self._line(f"n_{rule.id}_1", own.text)]
        source = {language: rule.source.text(language) for language in ("zh", "en")}
        why = {language: pattern["why"][language].format(source=source[language]) for language in ("zh", "en")}
        node = {
            "skip": {"when": {"any": [f"told:{rule.id}"]}, "to": following},
            "lines": lines,
            "routes": pattern["routes"],
            "else": {"to": "stay"},
            "give_up": following,
            "model": {**rule.statement.model_dump(), "why": why, "criteria": ["facts_complete"], "fact": rule.id},
            "weak": self._said_then(own) or pattern["weak"],
        }
        made: dict[str, Any] = filled(node, {"fact": rule.id, "next": following})
        return made

    def _said_then(self, own: Sentence | None) -> dict[str, Any] | None:
        """What the agent answered to that question, as an example of what not to say."""
        if own is None:
            return None
        answer = next((turn for turn in self.turns if turn.index > own.turn and turn.speaker == "agent"), None)
        if answer is None or answer.index not in self.weak or not answer.text.strip():
            return None  # nothing is wrong with it
        said = answer.text.replace("{name}", str(self.template["surname"][self.language]))
        return {self.language: said, "why": self.template["agent_said"], "criteria": ["facts_complete"]}

    def settled(self, document: dict[str, Any]) -> Script:
        """The script, after answers that don't do what they are there to show were mended or taken out."""
        script = Script.model_validate(document)
        for rule in self.rules:
            node = document["nodes"][f"about_{rule.id}"]
            model = str(node["model"][self.language])
            reading = read_reply(script, model, self.language)
            if reading.harmful or f"wrong:{rule.id}" in reading.heard:
                del node["model"]
            elif rule.id not in reading.told:  # the scorer doesn't hear it in the base's own words: so these are added
                both = {language: [rule.statement.text(language).rstrip("。.")] for language in ("zh", "en")}
                document["points"][rule.id]["words"] = both
        script = Script.model_validate(document)
        generic = self.template["worry"]["weak"]
        for key in [f"about_{rule.id}" for rule in self.rules]:
            weak = script.nodes[key].weak
            if weak and try_answer(script, key, weak.text(self.language), self.language).good:
                document["nodes"][key]["weak"] = generic
        return Script.model_validate(document)

    def _line(self, line_id: str, text: str) -> dict[str, str]:
        return {"id": line_id, self.language: text}

    def _joined(self, said: Sequence[Sentence]) -> str:
        return ("" if self.language == "zh" else " ").join(one.text for one in said)


def _weak_turns(scorecard: Scorecard, rubric: Rubric) -> frozenset[int]:
    """Turns of the agent that cost points: harm, something untrue, or what a low level rests on."""
    harm = {hit.turn for hit in scorecard.acts if hit.act in HARMFUL_ACTS}
    untrue = {claim.turn for claim in scorecard.claims if claim.verdict == "contradicted"}
    low = {piece.turn for score, _ in losses(scorecard, rubric) if score.value == 0 for piece in score.evidence}
    return frozenset(harm | untrue | low)


def _slotted(fact: ToldFact) -> str:
    """The sentence with a slot where the fact's value stands."""
    return fact.sentence.text.replace(fact.value, f"{{{fact.kind}}}", 1) if fact.slot else fact.sentence.text
