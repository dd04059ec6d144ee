"""The checks of the rubric linter, for rubrics whose form is right: names, parameters, weights, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from recordings.errors import Language
from scoring.criteria import CONDITIONS, PARAMETERS, SCORERS
from scoring.criteria.traits import TRAITS
from scoring.errors import BadKnowledge
from scoring.findings import ACTS
from scoring.knowledge import knowledge_path
from scoring.lint_overlap import overlaps
from scoring.marked_yaml import Marked, Place
from scoring.near import near
from scoring.rubric import Criterion, Rubric, Section
from scoring.wording import Bilingual

LEAST_SHARE = 0.01  # of the total, below which a weight can't matter; own choice
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LANGUAGE_NAMES: dict[str, dict[str, str]] = {
    "zh": {"code": "zh", "language": "Chinese", "language_zh": "中文"},
    "en": {"code": "en", "language": "English", "language_zh": "英文"},
}
_HAN = re.compile(r"[\u3400-\u9fff]")
# What words and times can't show; own list.
_UNSEEN = {
    "zh": re.compile(
        r"微笑|笑容|表情|眼神|坐姿|仪态|真诚|发自内心|语气|语调|音量|热情|耐心|用心|态度端正|亲切|自信|同理心"
        r"|心里|内心|工单系统|系统里|录入|后台|屏幕|挂断后|挂机后|通话结束后|事后"
    ),
    "en": re.compile(
        r"\b(?:smil\w+|facial|eye contact|body language|posture|sincer\w+|genuine\w*|heartfelt|tone|warmth|warmly"
        r"|enthusias\w+|patien\w+|positive attitude|right attitude|truly cares?|really cares?|(?:feels?|sounds?)"
        r" confident|confidence|friendl\w+|energetic\w*|crm|ticketing system|in the system|on (?:the|their) screen"
        r"|typing|after the call|wrap-up notes?|intends?|means well)\b",
        re.IGNORECASE,
    ),
}


class Doubt(NamedTuple):
    """One thing found, not yet in words. `place` says where in the file, `fields` fills the words."""

    level: Literal["error", "warning"]
    place: Place
    where: str
    code: str
    fields: dict[str, str] = {}  # noqa: RUF012


Placed = tuple[Place, Section, Criterion]


def doubts(rubric: Rubric, marked: Marked) -> Iterator[Doubt]:
    """Everything that the checks find, in no particular order."""
    placed = tuple(_placed(rubric, marked))
    for place, _, criterion in placed:
        yield from _names(place, criterion)
        yield from _parameters(place, criterion)
        yield from _scale(place, criterion)
        yield from _anchors(place, criterion)
        yield from _unseen(place, criterion)
    yield from _languages(rubric, placed)
    yield from _knowledge(rubric, placed)
    yield from _weights(rubric, placed)
    for index, field, code, fields in overlaps([criterion for _, _, criterion in placed]):
        place, _, criterion = placed[index]
        yield Doubt("warning", (*place, field), criterion.id, code, fields)


def _placed(rubric: Rubric, marked: Marked) -> Iterator[Placed]:
    """Place in the file, section and criterion of every line that is on."""
    for at, section in enumerate(rubric.sections):
        lines: list[dict[str, Any]] = marked.data["sections"][at]["criteria"]
        live = [number for number, line in enumerate(lines) if not line.get("off")]
        for number, criterion in zip(live, section.criteria, strict=True):
            yield ("sections", at, "criteria", number), section, criterion


def _names(place: Place, criterion: Criterion) -> Iterator[Doubt]:
    for field, code, known in (
        ("scorer", "unknown_scorer", SCORERS),
        ("applies_when", "unknown_condition", CONDITIONS),
    ):
        name = getattr(criterion, field)
        if name not in known:
            fields = {"name": name, "near": near(name, known)}
            yield Doubt("error", (*place, field), f"{criterion.id}.{field}", code, fields)
    wanted = TRAITS[criterion.scorer].applies_when if criterion.scorer in TRAITS else "always"
    if wanted != "always" and criterion.applies_when == "always":
        fields = {"found": criterion.applies_when, "scorer": criterion.scorer, "wanted": wanted}
        yield Doubt("warning", (*place, "applies_when"), criterion.id, "needless_zero", fields)


def _parameters(place: Place, criterion: Criterion) -> Iterator[Doubt]:
    if criterion.scorer not in SCORERS:
        return
    known = PARAMETERS.get(criterion.scorer, frozenset())
    for name, value in criterion.params.items():
        here, where = (*place, "params", name), f"{criterion.id}.params.{name}"
        if name not in known:
            fields = {"scorer": criterion.scorer, "name": name, "allowed": ", ".join(sorted(known)) or "–"}
            yield Doubt("error", here, where, "unknown_parameter", fields)
        elif name == "acts":
            for act in value if isinstance(value, list) else [value]:
                if act not in ACTS:
                    yield Doubt("error", here, where, "bad_acts", {"value": str(act), "allowed": ", ".join(ACTS)})
        elif name != "critical_when" and (not isinstance(value, int | float) or value <= 0):
            yield Doubt("error", here, where, "bad_number", {"name": name, "value": str(value)})
    if "acts" in known and not criterion.params.get("acts"):
        yield Doubt("error", (*place, "params"), criterion.id, "no_acts")
    if {"first_turns", "last_turns"} <= set(criterion.params):
        yield Doubt("warning", (*place, "params", "last_turns"), criterion.id, "two_ends")


def _scale(place: Place, criterion: Criterion) -> Iterator[Doubt]:
    traits = TRAITS.get(criterion.scorer)
    if traits is not None and traits.scale != criterion.scale:
        fields = {"scorer": criterion.scorer, "given": traits.scale, "scale": criterion.scale}
        yield Doubt("error", (*place, "scale"), f"{criterion.id}.scale", "wrong_scale", fields)


def _anchors(place: Place, criterion: Criterion) -> Iterator[Doubt]:
    said = criterion.anchors.values()
    if any(len({_even(anchor.text(lang)) for anchor in said}) < len(said) for lang in LANGUAGES):
        yield Doubt("warning", (*place, "anchors"), criterion.id, "same_anchors")


def _unseen(place: Place, criterion: Criterion) -> Iterator[Doubt]:
    for path, said in _texts(criterion):
        for lang in LANGUAGES:
            if path != ("name",) and (word := _UNSEEN[lang].search(said.text(lang))) is not None:
                where = ".".join((criterion.id, *map(str, path)))
                yield Doubt("warning", (*place, *path, lang), where, "unseen", {"word": word[0]})


def _texts(criterion: Criterion) -> Iterator[tuple[Place, Bilingual]]:
    yield ("name",), criterion.name
    yield ("help",), criterion.help
    for level, said in criterion.anchors.items():
        yield ("anchors", str(level)), said


def _languages(rubric: Rubric, placed: tuple[Placed, ...]) -> Iterator[Doubt]:
    """Texts that are empty, or stand in the wrong place."""
    for place, where, said in _all_texts(rubric, placed):
        for lang in LANGUAGES:
            words, here = said.text(lang).strip(), (*place, lang)
            if not words:
                yield Doubt("error", here, where, "missing_language", LANGUAGE_NAMES[lang])
            elif _misplaced(words, lang):
                yield Doubt("warning", here, where, "wrong_language", {**LANGUAGE_NAMES[lang], "said": words[:40]})


def _all_texts(rubric: Rubric, placed: tuple[Placed, ...]) -> Iterator[tuple[Place, str, Bilingual]]:
    yield ("name",), "name", rubric.name
    for at, section in enumerate(rubric.sections):
        yield ("sections", at, "name"), section.id, section.name
    for place, _, criterion in placed:
        for path, said in _texts(criterion):
            yield (*place, *path), ".".join((criterion.id, *map(str, path))), said


def _misplaced(words: str, lang: Language) -> bool:
    """Whether Chinese without a Chinese character and of several words, or English mostly in Chinese characters."""
    han = len(_HAN.findall(words))
    return not han and len(words.split()) > 1 if lang == "zh" else han > len(words) / 2


def _knowledge(rubric: Rubric, placed: tuple[Placed, ...]) -> Iterator[Doubt]:
    if rubric.knowledge is not None:
        try:
            knowledge_path(rubric.knowledge)
        except BadKnowledge as error:
            reasons = {name: str(error.fields[name]) for name in ("reason", "reason_zh")}
            yield Doubt("error", ("knowledge",), "knowledge", "bad_knowledge", {"name": rubric.knowledge, **reasons})
        return
    for place, _, criterion in placed:
        if criterion.scorer in TRAITS and TRAITS[criterion.scorer].needs_knowledge:
            yield Doubt("warning", (*place, "scorer"), criterion.id, "no_knowledge")


def _weights(rubric: Rubric, placed: tuple[Placed, ...]) -> Iterator[Doubt]:
    whole = sum(section.weight for section in rubric.sections)
    small = {section.id for section in rubric.sections if section.weight / whole < LEAST_SHARE}
    for at, section in enumerate(rubric.sections):
        if section.id in small:
            share = {"share": f"{section.weight / whole:.1%}"}
            yield Doubt("warning", ("sections", at, "weight"), section.id, "small_section", share)
    for place, section, criterion in placed:
        others = sum(one.weight for one in section.criteria) - criterion.weight
        share_of_all = section.weight / whole * criterion.weight / (criterion.weight + others)
        if section.id not in small and share_of_all < LEAST_SHARE:
            fields = {"share": f"{share_of_all:.1%}", "least": _least(section.weight / whole, others)}
            yield Doubt("warning", (*place, "weight"), criterion.id, "small_weight", fields)
        elif not others and criterion.weight != 1:
            yield Doubt("warning", (*place, "weight"), criterion.id, "lone_weight")


def _least(section_share: float, others: float) -> str:
    """The least weight beside `others` at which a criterion reaches `LEAST_SHARE` of the total."""
    wanted = LEAST_SHARE / section_share
    return f"{wanted * others / (1 - wanted) + 0.005:.2f}" if wanted < 1 else "–"


def _even(said: str) -> str:
    return said.strip().lower()
