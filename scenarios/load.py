"""From a YAML file to a script, with every mistake named by its line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.errors import BadScript, NoScript
from scenarios.near import near
from scenarios.script import Script
from scoring.errors import BadYaml
from scoring.marked_yaml import Marked, read_marked

LIBRARY = Path(__file__).parent / "library"


def load_script(id_or_path: str | Path) -> Script:
    """Load a script by its id in the library, or by a path that ends in .yaml or .yml.

    Raises:
        NoScript: The library has no such id.
        BadScript: The file can't be read or breaks a rule; names the first line that does.
    """
    path = find_file(id_or_path)
    try:
        stamp = path.stat()
    except OSError:
        stamp = None
    return _load(path, stamp.st_mtime_ns if stamp else 0, stamp.st_size if stamp else 0)


@lru_cache(maxsize=64)
def _load(path: Path, changed_ns: int, size: int) -> Script:
    """Read a script once, and again when its file has changed: pages ask for the library on every click."""
    del changed_ns, size  # only part of the key
    document, file = read_document(path)
    problems, script = validate(document, file)
    if script is None:
        raise problems[0]
    return script


def list_scripts() -> tuple[Script, ...]:
    """The library, easiest first. Raises BadScript where one of its files can't be used."""
    scripts = [load_script(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return tuple(sorted(scripts, key=lambda script: (script.difficulty, script.id)))


def find_file(id_or_path: str | Path) -> Path:
    """The file of a scenario. Raises NoScript."""
    name = str(id_or_path)
    if name.endswith((".yaml", ".yml")):
        return Path(id_or_path)
    path = LIBRARY / f"{name}.yaml"
    known = sorted(file.stem for file in LIBRARY.glob("*.yaml"))
    if name not in known:
        raise NoScript(name=name, known=", ".join(known) or "(none)")
    return path


def read_document(path: Path) -> tuple[Marked, str]:
    """The parsed file and its name. An alias is no way to say a line twice: it stands where it is said.

    Raises:
        BadScript: With the line of what is wrong.
    """
    try:
        return read_marked(path, aliases=False), path.name
    except BadYaml as error:
        raise BadScript(**error.fields) from error


def validate(document: Marked, file: str) -> tuple[tuple[BadScript, ...], Script | None]:
    """Check the form of a parsed script.

    Returns:
        The mistakes in order of their lines, and the script where there is none.
    """
    try:
        return (), Script.model_validate(document.data)
    except ValidationError as error:
        details = error.errors()
        inner = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
        # A list whose items are wrong is reported as too short besides.
        details = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in inner]
        problems = [_problem(detail, document, file) for detail in details]
    # What is missing has no line of its own, and often is only misspelt: that comes last.
    problems.sort(key=lambda problem: (bool(problem.fields["missing"]), int(str(problem.fields["line"]))))
    return tuple(problems), None


def _problem(detail: ErrorDetails, document: Marked, file: str) -> BadScript:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    reason, reason_zh = _words(detail)
    where = ".".join(str(part) for part in place) or "the script"
    return BadScript(
        file=file,
        line=document.line(place),
        where=where,
        missing=detail["type"] == "missing",
        reason=f"{where}: {reason}",
        reason_zh=f"{where}:{reason_zh}",
    )


def fields_at(place: tuple[str | int, ...]) -> list[str]:
    """The fields that a script allows at a place; empty where the place is no record."""
    kind: Any = Script
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


def _words(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what is allowed, in both languages."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "this field is missing", "缺少这一项"
        case "extra_forbidden":
            allowed = near(str(detail["loc"][-1]), fields_at(detail["loc"][:-1]))
            return f"no such field here; nearest: {allowed}", f"这里没有这一项；最接近的是：{allowed}"
        case "literal_error":
            allowed = str(context.get("expected", "")).replace(" or ", ", ")
            return (
                f"'{detail['input']}' is not allowed; allowed: {allowed}",
                f"不允许“{detail['input']}”；可用：{allowed}",
            )
        case "string_pattern_mismatch":
            return (
                f"'{detail['input']}' is not an id; allowed: a-z, 0-9 and _, beginning with a letter",
                f"“{detail['input']}”不是合法的编号；只能用小写字母、数字和下划线，以字母开头",
            )
        case "string_too_short":
            return "the text is empty", "文字为空"
        case "too_short":
            return "at least one is needed", "至少需要一项"
        case "string_type":
            return f"text is needed, not {detail['input']!r}", f"此处应为文字，而不是 {detail['input']!r}"
        case "value_error":
            reason = str(context.get("error", detail["msg"]))
            return reason, reason
        case _:
            return f"{detail['msg']} (given: {str(detail['input'])[:60]!r})", (
                f"{detail['msg']}(给出的是 {str(detail['input'])[:60]!r})"
            )
