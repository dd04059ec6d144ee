"""The trainee's own sentence, said better: what was sound stays, what did harm goes, what was missing comes in.

Editing people's own words teaches more than showing them a stranger's (PARTNER, HAILEY). By rule, not by a language
model: what comes in are sentences of the scenario's own model answers, so they speak of this customer and are
checked by the linter; the result is read again by the scorer's finders before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.copying import letters
from scenarios.reading import read_reply
from scenarios.script import Answer, Node, Script
from scenarios.state import Reply, State
from scenarios.voice import fill
from scoring.acts import find_acts
from scoring.claims import find_claims
from scoring.clauses import split_clauses
from scoring.facts import Knowledge
from scoring.findings import HARMFUL_ACTS, Act

# The acts of which one has to be there for a criterion; own table over scoring/rubrics, as the scorers read them.
WANTED: dict[str, tuple[Act, ...]] = {
    "opening": ("greet",),
    "acknowledge_feeling": ("acknowledge_feeling",),
    "understand_situation": ("ask_situation",),
    "reflect_understanding": ("confirm_understanding",),
    "personalised_help": ("personalise",),
    "right_referral": ("refer",),
    "next_steps": ("next_step", "give_deadline"),
    "check_resolved": ("check_resolved",),
    "closing": ("close",),
}
# Criteria that are failed by words which then have to go.
BY_WORDS = ("respect", "no_overpromise", "privacy", "forbidden_phrases", "facts_correct")
SAID_ALREADY = 85.0  # per cent of the letters of what would come in that the reply holds as it is
FIRST, AFTER_GREETING, IN_PLACE, LAST = 0, 1, 2, 3
PLACE: dict[str, int] = {"opening": FIRST, "acknowledge_feeling": AFTER_GREETING, "respect": AFTER_GREETING}
PAUSES = {"zh": "，、；：,", "en": ",;:"}
SHORT_ANSWER = {"zh": 6, "en": 24}  # characters, marks and spaces included
FULL_STOP = {"zh": "。", "en": "."}


class Piece(Model):
    """A stretch of the rewritten sentence."""

    text: str
    own: bool  # the trainee's words; else what was brought in


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause of the trainee's reply with its marks, and what it does."""

    text: str
    sentence: int
    acts: frozenset[str]
    sound: bool


def rewrite(
    script: Script, state: State, moment: int, criterion_id: str, lost: tuple[str, ...], knowledge: Knowledge
) -> tuple[Piece, ...]:
    """The reply of one moment, so that it also earns a criterion.

    Args:
        script: The scenario as its variant.
        state: The run.
        moment: Index in its history.
        criterion_id: What the reply should show.
        lost: Words of the reply that have to go, because they lost this or another point.
        knowledge: For statements that are wrong.

    Returns:
        The pieces in order; empty where the moment has no reply, or nothing in the script fits in.
    """
    event = state.history[moment].event
    if not isinstance(event, Reply):
        return ()
    language = state.language
    parts = _parts(script, event.text, language, lost, knowledge)
    said = letters(event.text, language)
    for answer in _donors(script, state.history[moment].node, criterion_id):
        here = script.nodes.get(state.history[moment].node)
        elsewhere = here is None or answer is not here.model
        for brought in _sentences(script, answer, criterion_id, language, elsewhere=elsewhere):
            if fuzz.partial_ratio(letters(brought, language), said) >= SAID_ALREADY:
                continue
            pieces = _put_together(parts, brought, criterion_id, language)
            if _better(script, state, pieces, criterion_id, knowledge):
                return pieces
    return ()


def _parts(
    script: Script, text: str, language: Language, lost: tuple[str, ...], knowledge: Knowledge
) -> tuple[_Part, ...]:
    """The clauses of a reply; unsound are harm, what is wrong, and the words that lost the point.

    What else stands in the same sentence goes with them, unless it does something of its own: half a sentence is none.
    So does a sentence that does nothing at all ("well, then"): beside what is brought in it would only be in the way.
    """
    hits = find_acts(text, language)
    bad = [(hit.start, hit.end) for hit in hits if hit.act in HARMFUL_ACTS]
    claims = find_claims(text, language, knowledge, script.topic)
    bad += [(claim.start, claim.end) for claim in claims if claim.verdict in ("contradicted", "vague")]
    bad += [(at, at + len(words)) for words in lost if (at := text.find(words)) >= 0]
    clauses = split_clauses(text, language)
    touched = [clause for clause in clauses if any(start < clause.end and clause.start < stop for start, stop in bad)]
    broken = {clause.sentence for clause in touched}
    useful = {
        clause.sentence
        for clause in clauses
        if clause.question or any(found.start < clause.end and clause.start < found.end for found in (*hits, *claims))
    }
    parts: list[_Part] = []
    for position, clause in enumerate(clauses):
        end = clauses[position + 1].start if position + 1 < len(clauses) else len(text)
        acts = frozenset(hit.act for hit in hits if hit.start < clause.end and clause.start < hit.end)
        sound = clause not in touched and clause.sentence in useful and (clause.sentence not in broken or bool(acts))
        parts.append(_Part(text[clause.start : end], clause.sentence, acts, sound))
    return tuple(parts)


def _donors(script: Script, node_id: str, criterion_id: str) -> Iterator[Answer]:
    """Model answers that show a criterion: the moment's own, then those made for it, then the others."""
    here = script.nodes.get(node_id)
    nodes = ([here] if here else []) + sorted(
        (node for node in script.nodes.values() if node is not here), key=lambda node: _rank(node, criterion_id)
    )
    for node in nodes:
        if node.model is not None and (criterion_id in node.model.criteria or (node is here and _silent(criterion_id))):
            yield node.model


def _silent(criterion_id: str) -> bool:
    """Whether a criterion is failed by words alone, so that any good answer to the moment will do instead."""
    return criterion_id in BY_WORDS and criterion_id != "facts_correct"


def _rank(node: Node, criterion_id: str) -> tuple[bool, bool]:
    return node.aside, node.model is None or node.model.criteria[:1] != (criterion_id,)


def _sentences(
    script: Script, answer: Answer, criterion_id: str, language: Language, *, elsewhere: bool
) -> Iterator[str]:
    """The sentence of a model answer that shows the criterion, then the answer as a whole.

    One that answers another moment loses a first sentence that only answers ("Yes, there is.").
    """
    text = fill(script, answer.text(language), language)
    clauses = split_clauses(text, language)
    hits = find_acts(text, language)
    wanted = WANTED.get(criterion_id, ())
    for hit in (hit for act in wanted for hit in hits if hit.act == act):
        number = next((clause.sentence for clause in clauses if clause.start <= hit.start < clause.end), None)
        if number is None:
            continue
        inside = [clause for clause in clauses if clause.sentence == number]
        after = [clause.start for clause in clauses if clause.sentence > number]
        found = text[inside[0].start : after[0] if after else len(text)].strip()
        if all(found.count(opening) == found.count(closing) for opening, closing in ("“”", "（）", "()")):
            yield found
    first = next((clause.start for clause in clauses if clause.sentence > 0), 0)
    yield text[first:] if elsewhere and 0 < first <= SHORT_ANSWER[language] else text


def _put_together(parts: tuple[_Part, ...], brought: str, criterion_id: str, language: Language) -> tuple[Piece, ...]:
    """The sound parts in their order with what is brought in where it belongs."""
    twice = {"opening": "greet", "closing": "close"}.get(criterion_id)  # said once is enough
    kept = [part for part in parts if part.sound and twice not in part.acts]
    at = _place(parts, kept, criterion_id)
    ordered = [(part.text, True) for part in kept]
    ordered.insert(at, (brought, False))
    pieces: list[Piece] = []
    for position, (text, own) in enumerate(ordered):
        follows = position + 1 < len(ordered)
        turns = follows and ordered[position + 1][1] != own
        said = _ended(text, language) if turns or not follows else text
        pieces.append(
            Piece(text=said + (" " if follows and language == "en" and not said.endswith(" ") else ""), own=own)
        )
    return tuple(pieces)


def _place(parts: tuple[_Part, ...], kept: list[_Part], criterion_id: str) -> int:
    place = PLACE.get(criterion_id, IN_PLACE if criterion_id in BY_WORDS else LAST)
    greets = next((part.sentence for part in kept if "greet" in part.acts), None)
    greeting = 0 if greets is None else sum(part.sentence <= greets for part in kept)
    if place == FIRST:
        return 0
    if place == AFTER_GREETING:
        return greeting
    if place == IN_PLACE:
        gone = next((at for at, part in enumerate(parts) if not part.sound), len(parts))
        return sum(part.sound for part in parts[:gone])
    farewell = next((at for at, part in enumerate(kept) if "close" in part.acts), len(kept))
    return len(kept) if criterion_id == "closing" else farewell


def _ended(text: str, language: Language) -> str:
    """A stretch that ends as a sentence does."""
    bare = text.rstrip()
    if bare and bare[-1] in PAUSES[language]:
        return bare[:-1] + FULL_STOP[language]
    return bare if not bare or not bare[-1].isalnum() else bare + FULL_STOP[language]


def _better(script: Script, state: State, pieces: tuple[Piece, ...], criterion_id: str, knowledge: Knowledge) -> bool:
    """Whether the scorer's finders hear what was wanted, no harm and nothing wrong."""
    text, language = "".join(piece.text for piece in pieces), state.language
    reading = read_reply(script, text, language)
    if criterion_id == "facts_complete" and not {f"told:{key}" for key in reading.told} - set(state.said):
        return False
    wanted = WANTED.get(criterion_id, ())
    if reading.harmful or (wanted and not any(act in reading.acts for act in wanted)):
        return False
    claims = find_claims(text, language, knowledge, script.topic)
    return not any(claim.verdict == "contradicted" for claim in claims)
