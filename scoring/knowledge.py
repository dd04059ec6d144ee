"""Reading a knowledge base: a YAML file, or a folder whose YAML files together are one base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from scoring.errors import BadKnowledge, BadYaml
from scoring.facts import (
    Body,
    Condition,
    Cues,
    Fact,
    FactSource,
    Forbidden,
    InstitutionKind,
    Knowledge,
    Slot,
    Topic,
    WrongSaying,
)
from scoring.form import form_mistakes
from scoring.marked_yaml import Marked, read_marked

__all__ = [
    "Body", "Condition", "Cues", "Fact", "FactSource", "Forbidden", "InstitutionKind", "Knowledge",
    "Slot", "Topic", "WrongSaying", "knowledge_path", "load_knowledge", "shipped",
]  # fmt: skip

SHIPPED = Path(__file__).parent / "knowledge_base"
LISTS = ("facts", "topics", "forbidden")
HEAD = ("id", "version", "name", "words", "outside")


def shipped() -> tuple[str, ...]:
    """Ids of the bases that ship with us."""
    return tuple(sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()))


def knowledge_path(id_or_path: str | Path) -> Path:
    """Where a base stands.

    Raises:
        BadKnowledge: Neither a shipped id nor an existing file or folder.
    """
    ours = SHIPPED / str(id_or_path)
    if str(id_or_path) in shipped():
        return ours
    path = Path(id_or_path)
    if not path.exists():
        allowed = ", ".join(shipped())
        raise BadKnowledge(file=str(id_or_path), line=1, reason=f"no such file; shipped knowledge bases: {allowed}")
    return path


def load_knowledge(id_or_path: str | Path = "12363") -> Knowledge:
    """Read a knowledge base; a base that has not changed on disk is not read again.

    Args:
        id_or_path: The id of a base that ships with us, or a YAML file or a folder of them.

    Raises:
        BadKnowledge: With file and line of the first thing that is wrong.
    """
    path = knowledge_path(id_or_path)
    files = files_of(path)
    return _load(path, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))


def files_of(path: Path) -> tuple[Path, ...]:
    """The YAML files of a base, sorted by name.

    Raises:
        BadKnowledge: A folder without any.
    """
    if not path.is_dir():
        return (path,)
    files = tuple(sorted((*path.glob("*.yaml"), *path.glob("*.yml"))))
    if not files:
        raise BadKnowledge(file=path.name, line=1, reason="the folder holds no .yaml file")
    return files


def read_files(files: tuple[Path, ...]) -> tuple[Marked, ...]:
    """The parsed files of a base. Raises `BadKnowledge`."""
    try:
        return tuple(read_marked(file) for file in files)
    except BadYaml as error:
        raise BadKnowledge(**error.fields) from error


@lru_cache(maxsize=16)
def _load(path: Path, stamped: tuple[tuple[Path, int, int], ...]) -> Knowledge:
    base = merge(read_files(tuple(file for file, _, _ in stamped)))
    for problem in base.problems():
        raise BadKnowledge(file=problem.file, line=problem.line, reason=problem.reason, reason_zh=problem.reason_zh)
    head = base.head or {"id": path.stem, "version": 1, "name": {"zh": path.stem, "en": path.stem}}
    return Knowledge.model_validate({**head, **base.lists})


class Problem(NamedTuple):
    """One thing that makes a base unusable, and where it stands."""

    file: str
    line: int
    where: str
    reason: str
    reason_zh: str


class Merged:
    """The files of one base put together, still with their lines."""

    def __init__(self, files: tuple[Marked, ...]) -> None:
        self.files = files
        self.head: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {name: [] for name in LISTS}
        self.places: dict[tuple[str, int], tuple[Marked, int]] = {}  # (list, place in it) → file, place in the file
        self.early: list[Problem] = []

    def line(self, name: str, index: int, inner: tuple[str | int, ...] = ()) -> tuple[str, int]:
        """File and line of a value inside item `index` of list `name`."""
        file, place = self.places[name, index]
        return file.file, file.line((name, place, *inner))

    def problems(self) -> tuple[Problem, ...]:
        """Everything that makes the base unusable, in order of the files."""
        return (*self.early, *_shape_problems(self), *_reference_problems(self), *_word_problems(self))


def merge(files: tuple[Marked, ...]) -> Merged:
    """Put the files of one base together."""
    base = Merged(files)
    for file in files:
        for key, value in file.data.items():
            if key in HEAD:
                base.head[key] = value
            elif key not in LISTS:
                allowed = ", ".join((*HEAD, *LISTS))
                reason = f"unknown key {key}; allowed: {allowed}"
                reason_zh = f"没有 {key} 这一项；可用：{allowed}"
                base.early.append(Problem(file.file, file.line((key,)), str(key), reason, reason_zh))
            elif not isinstance(value, list):
                base.early.append(Problem(file.file, file.line((key,)), key, "must be a list", "应为列表"))
            else:
                for place, item in enumerate(value):
                    base.places[key, len(base.lists[key])] = (file, place)
                    base.lists[key].append(item)
    return base


_TYPES: dict[str, type[Fact] | type[Topic] | type[Forbidden]] = {"facts": Fact, "topics": Topic, "forbidden": Forbidden}


def _shape_problems(base: Merged) -> Iterator[Problem]:
    for name, kind in _TYPES.items():
        seen: set[str] = set()
        for index, item in enumerate(base.lists[name]):
            try:
                made = kind.model_validate(item)
            except ValidationError as error:
                yield from _form_problems(base, name, index, error, kind)
                continue
            if made.id in seen:
                said = (f"the id {made.id} is given twice", f"编号 {made.id} 重复")
                yield Problem(*base.line(name, index, ("id",)), made.id, *said)
            seen.add(made.id)


def _form_problems(
    base: Merged, name: str, index: int, error: ValidationError, kind: type[BaseModel]
) -> Iterator[Problem]:
    item = base.lists[name][index]
    for one in form_mistakes(error, base.places[name, index][0], kind):
        file, line = base.line(name, index, one.place)
        where = ".".join(map(str, (_name_of(item, name, index), *one.place)))
        yield Problem(file, line, where, f"{where}: {one.reason.en}", f"{where}：{one.reason.zh}")


_LIST = re.compile(r"<([^<>|+]*)>")


def _word_problems(base: Merged) -> Iterator[Problem]:
    """Lists of words that can't be read, and patterns that name a list which isn't there."""
    words = base.head.get("words", {})
    file = next((one for one in base.files if "words" in one.data), base.files[0])
    if not isinstance(words, dict):
        yield Problem(
            file.file, file.line(("words",)), "words", "must be lists of words by name", "应为按名称列出的词表"
        )
        return
    for name, item in words.items():
        try:
            Cues.model_validate(item)
        except ValidationError as error:
            for one in error.errors():
                inner = ("words", name, *one["loc"])
                where = ".".join(map(str, inner))
                yield Problem(file.file, file.line(inner), where, *[f"{where}: {one['msg']}"] * 2)
    for list_name in LISTS:
        for index, item in enumerate(base.lists[list_name]):
            for place, text in _texts(item, ()):
                for unknown in sorted(set(_LIST.findall(text)) - set(words)):
                    where = _name_of(item, list_name, index)
                    allowed = ", ".join(sorted(words)) or "none"
                    reason = f"{where}: no list of words is called {unknown}; allowed: {allowed}"
                    reason_zh = f"{where}：没有名为 {unknown} 的词表；可用：{allowed}"
                    yield Problem(*base.line(list_name, index, place), where, reason, reason_zh)


def _texts(item: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text inside an item, with its place."""
    if isinstance(item, str):
        yield place, item
    elif isinstance(item, dict):
        for key, value in item.items():
            yield from _texts(value, (*place, key))
    elif isinstance(item, list):
        for number, value in enumerate(item):
            yield from _texts(value, (*place, number))


def _name_of(item: Any, name: str, index: int) -> str:
    return str(item.get("id")) if isinstance(item, dict) and item.get("id") else f"{name}[{index}]"


def _reference_problems(base: Merged) -> Iterator[Problem]:
    topics = {item.get("id") for item in base.lists["topics"] if isinstance(item, dict)}
    if not topics:
        return
    for index, item in enumerate(base.lists["facts"]):
        if not isinstance(item, dict):
            continue
        for field in ("topics", "required_for"):
            for topic in item.get(field) or ():
                if topic not in topics:
                    reason = f"{item.get('id')}: no topic is called {topic}"
                    reason_zh = f"{item.get('id')}：没有编号为 {topic} 的主题"
                    yield Problem(*base.line("facts", index, (field,)), str(item.get("id")), reason, reason_zh)
