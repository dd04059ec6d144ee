"""Mistakes of form in a YAML file, in words of both languages and on their line: shared by rubrics and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from recordings.transcript import Model
from scoring.marked_yaml import Marked
from scoring.near import near
from scoring.wording import Bilingual

SHOWN = 60  # characters of a value that are shown


class Misfit(ValueError):
    """Raised by a model's own check, so that its reason exists in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        self.said = Bilingual(zh=zh, en=en)
        super().__init__(en)


class FormMistake(Model):
    """One mistake. `line` counts from 1; `where` is the place in the file, "" for the file itself."""

    line: int
    where: str
    kind: str  # pydantic's name of it, such as missing or extra_forbidden
    reason: Bilingual
    place: tuple[str | int, ...]


def form_mistakes(error: ValidationError, document: Marked, root: type[BaseModel]) -> tuple[FormMistake, ...]:
    """What is wrong in a file's form.

    Args:
        error: What validating the file raised.
        document: The file, for the lines.
        root: The model that it was validated against.

    Returns:
        In order of lines. What is missing has no line of its own, and often is only misspelt: that comes last.
    """
    found = sorted(_mistakes(error, document, root), key=lambda one: (one.kind == "missing", one.line))
    return tuple(found)


def _mistakes(error: ValidationError, document: Marked, root: type[BaseModel]) -> Iterator[FormMistake]:
    details = error.errors()
    inner = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"] in inner:
            continue  # a list whose items are wrong is reported as too short besides
        place = tuple(part for part in detail["loc"] if part != "[key]")
        yield FormMistake(
            line=document.line(place),
            where=".".join(str(part) for part in place),
            kind=detail["type"],
            reason=_reason(detail, root),
            place=place,
        )


def fields_at(root: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """The fields that a file allows at a place; empty where the place is no record."""
    kind: Any = root
    for part in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            named = {field.alias or name: field for name, field in kind.model_fields.items()}
            kind = named[str(part)].annotation if part in named else None
        else:
            kind = next((given for given in reversed(get_args(kind)) if given not in (Ellipsis, NoneType)), None)
        if get_origin(kind) in (Union, UnionType):
            kind = next(given for given in get_args(kind) if given is not NoneType)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [field.alias or name for name, field in kind.model_fields.items()]


def _reason(detail: ErrorDetails, root: type[BaseModel]) -> Bilingual:
    en, zh = _words(detail, root)
    return Bilingual(zh=zh, en=en)


def _words(detail: ErrorDetails, root: type[BaseModel]) -> tuple[str, str]:
    """What is wrong and what is allowed, in English and in Chinese."""
    context = detail.get("ctx", {})
    given = detail["input"]
    match detail["type"]:
        case "missing":
            return "this field is missing", "缺少这一项"
        case "extra_forbidden":
            allowed = near(str(detail["loc"][-1]), fields_at(root, detail["loc"][:-1]))
            return f"no such field here; nearest: {allowed}", f"这里没有这一项；最接近的是：{allowed}"
        case "literal_error":
            allowed = str(context.get("expected", "")).replace(" or ", ", ")
            return f"'{given}' is not allowed; allowed: {allowed}", f"不允许“{given}”；可用：{allowed}"
        case "string_pattern_mismatch":
            return (
                f"'{given}' is not an id; allowed: a-z, 0-9 and _, beginning with a letter",
                f"“{given}”不是合法的编号；只能用小写字母、数字和下划线，以字母开头",
            )
        case "string_too_long":
            return f"at most {context['max_length']} characters", f"最多 {context['max_length']} 个字符"
        case "string_too_short":
            return "the text is empty", "文字为空"
        case "too_short":
            return "at least one is needed", "至少需要一项"
        case "string_type":
            return f"text is needed, not {given!r}", f"此处应为文字，而不是 {given!r}"
        case "value_error":
            error = context.get("error")
            if isinstance(error, Misfit):
                return error.said.en, error.said.zh
            return (reason := str(error or detail["msg"])), reason
        case _:
            return _other(detail)


def _other(detail: ErrorDetails) -> tuple[str, str]:
    shown = repr(str(detail["input"])[:SHOWN])
    context = detail.get("ctx", {})
    bounds = {"greater_than": ("gt", "above", "大于"), "greater_than_equal": ("ge", "at least", "不小于"),
              "less_than_equal": ("le", "at most", "不大于")}  # fmt: skip
    if detail["type"] in bounds:
        name, en, zh = bounds[detail["type"]]
        return (
            f"a number {en} {context[name]:g} is needed, not {shown}",
            f"此处应为{zh} {context[name]:g} 的数，而不是 {shown}",
        )
    if detail["type"] in ("float_parsing", "float_type", "int_parsing", "int_type", "int_from_float"):
        return f"a number is needed, not {shown}", f"此处应为数字，而不是 {shown}"
    if detail["type"] in ("model_type", "dict_type"):
        return f"keys and values are needed, not {shown}", f"此处应为键和值，而不是 {shown}"
    if detail["type"] in ("tuple_type", "list_type"):
        return f"a list is needed, not {shown}", f"此处应为列表，而不是 {shown}"
    return f"{detail['msg']} (given: {shown})", f"{detail['msg']}（给出的是 {shown}）"
