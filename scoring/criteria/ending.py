"""Does the customer leave with something? `next_steps`, `check_resolved`, `opening`, `closing`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.advice import find_commitments
from scoring.call_view import BRUSH_OFF, CallView, TurnView, evidence
from scoring.criteria.applies import handed_over, only_small_talk
from scoring.criteria.outcome import ABSENT, UNSURE, Outcome, cannot_tell, lowest, not_applicable, scored
from scoring.findings import Act, ActHit, Span
from scoring.normalise import normalise
from scoring.numbers import find_quantities
from scoring.rubric import Criterion

OPENING_TURNS = 2  # times that the agent has the word at the start, in which the greeting is looked for; own choice
CLOSING_TURNS = 2  # the same at the end, for the farewell
PLAIN_GREETING = 0.85  # confidence of a greeting that is known by its word alone
LEFT = 0.65  # confidence that a call was over where the customer took leave and the recording ends
CHECK_TURNS = 4  # the same at the end, for the question "does that answer it"
_NO_STEP: tuple[Act, ...] = (
    "dismiss",
    "blame",
    "threaten",
    "overpromise",
    "ask_secret",
    "refuse_without_path",
)  # in the same words: no step
_HELPS: tuple[Act, ...] = ("personalise", "refer", "explain_procedure", "explain_right")
_WHEN_KINDS = ("duration", "date", "clock")
_WHEN = {
    "zh": re.compile(
        r"今天|今晚|明天|后天|马上|现在就|立刻|当天|本周|这周|下周|下个?月|月底|周[一二三四五六日]|[一二三四五六七八九十\d]+[号日]"
    ),
    "en": re.compile(
        r"\b(?:today|tonight|tomorrow|right away|straight away|now|this (?:week|afternoon|evening|month)"
        r"|next (?:week|month)|by (?:monday|tuesday|wednesday|thursday|friday)|(?:mon|tues|wednes|thurs|fri)day"
        r"|immediately|at once)\b",
        re.IGNORECASE,
    ),
}
_HELLO = {
    "zh": re.compile(r"[您你]好|早上好|上午好|中午好|下午好|晚上好|早安|请讲|请说|为您服务|帮(?:到)?您"),
    "en": re.compile(
        r"\b(?:hello|hi|hiya|hey|g'?day|howdy|good (?:morning|day|afternoon|evening)|welcome"
        r"|how (?:can|may|could) (?:i|we)"
        r"|what can (?:i|we)|go ahead|thank(?:s| you) for calling)\b",
        re.IGNORECASE,
    ),
}
SHORTEST_STEP = {"zh": 9, "en": 5}  # characters, words of a clause that tells what to do, from which it is a step
PLAIN_STEP = 0.7  # confidence of a step that is known by its form alone
_HOTLINE = {
    "zh": re.compile(r"12363|[一幺]二三六三|热线|金融消费(?:者)?权益"),
    "en": re.compile(
        r"\b12363\b|\b(?:one two three six three)\b|\bhot ?line\b|\bconsumer (?:protection|line)", re.IGNORECASE
    ),
}

_SUGGESTION = {
    "zh": re.compile("可以|建议|请|先|最好|麻烦|帮您|不妨"),
    "en": re.compile(
        r"\b(?:please|suggest|recommend|best|first|try|you (?:can|could|may|should|need to)"
        r"|(?:today|tomorrow|now|then|so) you|(?:today|tomorrow),? (?:go|call|ring|write|take|send|bring|file))\b",
        re.IGNORECASE,
    ),
}


def next_steps(call: CallView, criterion: Criterion) -> Outcome:
    """Look for who does what by when: 2 with a time in the same turn, 1 without, 0 for no step.

    Sending the customer somewhere by a deadline is a step, too, and so are plain words that tell the customer what to
    do, where they tell more than "go to the police". Words that brush off or promise too much are none.
    """
    steps = [
        (view, hit)
        for view, hit in call.acts("next_step", "refer", "explain_procedure", "personalise")
        if (hit.act == "next_step" or view.does("give_deadline")) and not _taints(view, hit)
    ]
    timed = next(((view, hit) for view, hit in reversed(steps) if _has_time(call, view)), None)
    if timed is not None:
        view, hit = timed
        return scored(2, "step_with_time", evidence(view, hit), confidence=lowest([hit.confidence]), turn=view.index)
    told = told_to(call)
    if steps and (told is None or not _has_time(call, told[0])):
        view, hit = steps[-1]
        return scored(1, "step_without_time", evidence(view, hit), confidence=ABSENT, turn=view.index, quote=hit.quote)
    if told is not None:
        view, span = told
        if _has_time(call, view):
            return scored(2, "step_with_time", evidence(view, span), confidence=PLAIN_STEP, turn=view.index)
        return scored(
            1, "step_without_time", evidence(view, span), confidence=PLAIN_STEP, turn=view.index, quote=span.quote
        )
    if ends_with_customer(call) and len(call.agent_turns_after(-1, CHECK_TURNS)) < CLOSING_TURNS:
        return cannot_tell("broken_off_early")
    asked = [evidence(view) for view in call.by("customer")[-2:-1]]
    return scored(0, "no_step", *[evidence(view) for view in call.last_agent_turns(1)[:1]], *asked, confidence=ABSENT)


def told_to(call: CallView) -> tuple[TurnView, Span] | None:
    """The last turn that says what the agent will do or the customer is to do, in words that no act covers."""
    for view in reversed(call.by("agent")):
        if view.does(*_NO_STEP, *BRUSH_OFF):
            continue
        own = find_commitments(view.turn.text, call.language)
        if own and not view.does("close"):
            return view, own[-1]
        for span in reversed(call.directives.get(view.index, ())):
            long = len(span.quote.split()) if call.language == "en" else len(span.quote)
            dated = _WHEN[call.language].search(view.turn.text) is not None
            if long >= SHORTEST_STEP[call.language] and (dated or view.does(*_HELPS)):
                return view, span
    return None


def _taints(view: TurnView, step: ActHit) -> bool:
    """Whether the same words promise too much, or the same turn brushes off, blames or threatens."""
    over = any(hit.start < step.end and step.start < hit.end for hit in view.does("overpromise"))
    return over or bool(view.does("dismiss", "blame", "threaten"))


def _has_time(call: CallView, view: TurnView) -> bool:
    if view.does("give_deadline") or _WHEN[call.language].search(view.turn.text):
        return True
    even = normalise(view.turn.text, call.language).text
    return any(quantity.kind in _WHEN_KINDS for quantity in find_quantities(even, call.language))


def ends_with_customer(call: CallView) -> bool:
    """Whether the customer has the last word: they hung up, or the recording stops."""
    last = next((view for view in reversed(call.turns) if view.turn.text.strip()), None)
    return last is not None and last.turn.speaker == "customer"


def left_with_an_answer(call: CallView) -> bool:
    """Whether a customer with the last word only took leave ("okay"): the agent then had the time to close."""
    last = next((view for view in reversed(call.turns) if view.turn.text.strip()), None)
    return last is not None and only_small_talk(last.turn.text, call.language) and len(call.by("agent")) >= CHECK_TURNS


def check_resolved(call: CallView, criterion: Criterion) -> Outcome:
    """Look near the end for the question whether that answers it; it must leave the customer room to reply.

    Asked and said goodbye in one breath counts, unsurely: "anything else? If not, goodbye".
    """
    late = call.last_agent_turns(CHECK_TURNS)
    for view in reversed(late):
        for hit in view.does("check_resolved"):
            answered = any(other.index > view.index for other in call.by("customer"))
            if answered or not any(other.does("close") for other in late if other.index >= view.index):
                return scored(1, "asked_if_resolved", evidence(view, hit), confidence=lowest([hit.confidence]))
            return scored(1, "asked_without_waiting", evidence(view, hit), confidence=UNSURE)
    if not any(view.does("close") for view in late) and ends_with_customer(call):
        if not left_with_an_answer(call):
            return cannot_tell("broken_off")
        return scored(0, "not_asked_if_resolved", *[evidence(view) for view in late[-1:]], confidence=LEFT)
    return scored(0, "not_asked_if_resolved", *[evidence(view) for view in late[-1:]], confidence=ABSENT)


def opening(call: CallView, criterion: Criterion) -> Outcome:
    """Look for a greeting with the hotline's name when the agent first has the word."""
    first = call.first_agent_turns(OPENING_TURNS)
    if first[0].stretch > 1:
        return cannot_tell("starts_late")
    greeted = next(((view, span) for view in first for span in _greetings(call, view)), None)
    named = next(((view, found) for view in first if (found := _HOTLINE[call.language].search(view.turn.text))), None)
    if greeted is not None and named is not None:
        shown = [evidence(*greeted)]
        if named[0] is not greeted[0]:
            shown.append(evidence(named[0]))
        sure = greeted[1].confidence if isinstance(greeted[1], ActHit) else PLAIN_GREETING
        return scored(1, "greeted", *shown, confidence=lowest([sure]))
    code = "no_greeting" if greeted is None else "hotline_not_named"
    return scored(0, code, evidence(first[0]), confidence=ABSENT)


def _greetings(call: CallView, view: TurnView) -> Iterator[Span]:
    """The greetings of a turn: found as an act, or by a word that everybody greets with."""
    yield from view.does("greet")
    if (match := _HELLO[call.language].search(view.turn.text)) is not None:
        yield Span(quote=match[0], start=match.start(), end=match.end())


def closing(call: CallView, criterion: Criterion) -> Outcome:
    """Look for a polite farewell when the agent last has the word. A call that the customer ends shows none."""
    last = call.last_agent_turns(CLOSING_TURNS)
    for view in reversed(last):
        for hit in view.does("close", "thank"):
            if hit.act == "thank" and any(other.start >= hit.end for other in view.does("hold_notice", "next_step")):
                continue  # "thank you, I'll put you through" ends nothing
            return scored(1, "closed_politely", evidence(view, hit), confidence=lowest([hit.confidence]))
    if handed_over(call):
        return not_applicable("handed_over")
    if ends_with_customer(call):
        if not left_with_an_answer(call):
            return cannot_tell("broken_off")
        return scored(0, "no_farewell", evidence(last[-1]), confidence=LEFT)
    return scored(0, "no_farewell", evidence(last[-1]), confidence=ABSENT)
