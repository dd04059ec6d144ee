"""Whether the form after the call is complete, agrees with what was said, and files the call where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from recordings.errors import Language
from recordings.transcript import Model
from scenarios.reading import read_reply
from scenarios.script import Script
from scenarios.state import State, check_script
from scenarios.wrap_up import NAME_OF_INSTITUTION, WrapField, form_of
from scoring.findings import Quantity
from scoring.normalise import normalise
from scoring.numbers import find_quantities
from scoring.referral import find_bodies

Code = Literal["empty", "wrong", "not_said", "left_out", "no_time", "not_referred", "referred"]
NOTED = 0.5  # share of the facts found out that the form must hold to count as complete; own choice
ROUND = 1.5  # "sixty thousand and some" may be written as up to so many times sixty thousand
_NOT_GIVEN = re.compile(
    r"未提供|没说|未说|不详|不清楚|未告知|无|not (?:given|said|known)|unknown|none|n/?a\b", re.IGNORECASE
)
_GENERIC = re.compile(
    r"银行|公司|支付|保险|机构|平台|股份|有限|\b(?:the|bank|of|company|insurance|payment|co|ltd|inc)\b"
)
_PIECES = {"zh": re.compile(r"(?=([\u4e00-\u9fff]{2}))"), "en": re.compile(r"\b([a-z]{4,})")}
# Bodies that a customer is sent away to; a court that comes up in a debt case is none.
_BODIES = frozenset(("12378", "12386", "police"))


class FieldFinding(Model):
    """What is amiss with a field. `names`: what was left out, or was never said; in the language of the run."""

    code: Code
    names: tuple[str, ...] = ()


class CheckedField(Model):
    """A field as filled in, and what is amiss; nothing where it is right."""

    field: WrapField
    answer: str | int | None
    findings: tuple[FieldFinding, ...] = ()


class CheckedForm(Model):
    """The whole form."""

    fields: tuple[CheckedField, ...]

    @property
    def right(self) -> int:
        """How many fields are right."""
        return sum(not field.findings for field in self.fields)


def check_form(script: Script, state: State, answers: Mapping[str, str | int]) -> CheckedForm:
    """Check the form that a trainee filled in.

    Numbers must have been said by one of the two; at least half of the facts found out must be noted; what was
    promised must come with its time; the body must be the right one, and one that the customer was sent to. Free text
    is not judged otherwise: how well it is written is for people.

    Args:
        script: The scenario.
        state: The run, ended.
        answers: By field: an index of `options`, 1 or 0 for yes or no, or text in the language of the run.

    Raises:
        BadState: The run is of another script.
    """
    check_script(state, script)
    checked = []
    for field in form_of(script.wrap_up):
        answer = answers.get(field.id)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            findings: tuple[FieldFinding, ...] = (FieldFinding(code="empty"),)
        elif isinstance(answer, int):
            findings = tuple(_of_choice(state, field, answer))
        else:
            findings = tuple(_of_text(script, state, field.id, answer))
        checked.append(CheckedField(field=field, answer=answer, findings=findings))
    return CheckedForm(fields=tuple(checked))


def _of_choice(state: State, field: WrapField, answer: int) -> Iterator[FieldFinding]:
    if field.expected is not None and answer != field.expected:
        yield FieldFinding(code="wrong")
    if field.id != "referral" or answer >= len(field.options):
        return
    written = {body.body for body in find_bodies(field.options[answer].text(state.language), state.language)}
    wrote = _BODIES & written
    said = _BODIES & {item.removeprefix("refer:") for item in state.said}
    if wrote and not wrote & said:
        yield FieldFinding(code="not_referred", names=tuple(sorted(wrote)))
    elif said and not written:  # who keeps the case may have named a body for another turn of it
        yield FieldFinding(code="referred", names=tuple(sorted(said)))


def _of_text(script: Script, state: State, field_id: str, text: str) -> Iterator[FieldFinding]:
    language = state.language
    told = [item.turn for item in state.spoken()]
    everything = " ".join(turn.text for turn in told)
    if field_id == NAME_OF_INSTITUTION.id:
        yield from _of_name(text, everything, language)
        return
    known = find_quantities(everything, language)
    invented = [one.quote for one in find_quantities(text, language) if not any(_same(one, other) for other in known)]
    if invented:
        yield FieldFinding(code="not_said", names=tuple(invented))
    if field_id == "facts":
        yield from _of_facts(script, state, text)
    if field_id == "promised":
        times = _times_given(script, [turn.text for turn in told if turn.speaker == "agent"], language)
        if times and not any(_is_time(one) for one in find_quantities(text, language)):
            yield FieldFinding(code="no_time", names=times)


def _of_name(text: str, everything: str, language: Language) -> Iterator[FieldFinding]:
    """A name must have been said; "not given" is always an answer."""
    name = normalise(text, language).text.strip(" .,;")
    core = _GENERIC.sub(" ", name).split()
    if not _NOT_GIVEN.search(text) and not all(part in normalise(everything, language).text for part in core):
        yield FieldFinding(code="not_said", names=(text.strip(),))


def _of_facts(script: Script, state: State, text: str) -> Iterator[FieldFinding]:
    found = [script.facts[key] for key in state.found if key in script.facts]
    noted = normalise(text, state.language).text
    numbers = find_quantities(text, state.language)

    def stands(name: str, value: str) -> bool:
        words = normalise(f"{name} {value}", state.language).text
        pieces = set(_PIECES[state.language].findall(words))
        shared = sum(piece in noted for piece in pieces)
        figures = find_quantities(value, state.language)
        return shared >= min(2, len(pieces)) or any(_same(one, other) for one in numbers for other in figures)

    left = [
        fact.name.text(state.language)
        for fact in found
        if not stands(fact.name.text(state.language), fact.value.text(state.language))
    ]
    if len(left) > len(found) * (1 - NOTED):
        yield FieldFinding(code="left_out", names=tuple(left))


def _times_given(script: Script, said: list[str], language: Language) -> tuple[str, ...]:
    """The times by which the trainee said that something would be done."""
    return tuple(
        dict.fromkeys(
            one.quote
            for text in said
            if {"give_deadline", "next_step"} & set(read_reply(script, text, language).acts)
            for one in find_quantities(text, language)
            if _is_time(one)
        )
    )


def _is_time(quantity: Quantity) -> bool:
    return quantity.kind in ("duration", "date", "clock")


def _same(written: Quantity, said: Quantity) -> bool:
    """Whether what was written is what was said: the number, and the unit of a time."""
    if written.kind == said.kind == "duration" and written.unit != said.unit:
        return False
    wrote, heard = ({value for value in (one.low, one.high) if value is not None} for one in (written, said))
    return bool(wrote & heard) or any(
        said.high is None and low <= value <= ROUND * low for value in wrote for low in heard
    )
