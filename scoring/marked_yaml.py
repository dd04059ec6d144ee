"""YAML that remembers on which line each value stood, so that an error or a finding can point at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from scoring.errors import BadYaml

Place = tuple[str | int, ...]
MAX_BYTES = 2_000_000  # a rubric, a script, a file of facts is a few dozen kB; anything far bigger is not one
MOST_NODES = 200_000  # values in a document, aliases unfolded; a small file of nested aliases can hold billions
DEEPEST = 40  # levels of nesting; ours need about ten, and a composer in C dies of thousands
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe YAML where dates and `yes`/`no` stay text."""


_PLAIN_TAGS = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag not in _PLAIN_TAGS]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class Marked:
    """A parsed document and the line, from 1, of every key and item in it.

    Args:
        data: Plain dicts, lists, strings, numbers; a mapping at the top.
        lines: Line of each value by its place from the root.
        file: What the document is called in errors.
    """

    def __init__(self, data: Any, lines: dict[Place, int], file: str) -> None:
        self.data = data
        self.lines = lines
        self.file = file

    def line(self, place: Sequence[str | int]) -> int:
        """Line of the value at `place`, or of its nearest parent that stands in the file."""
        for length in range(len(place), -1, -1):
            if (found := self.lines.get(tuple(place[:length]))) is not None:
                return found
        return 1


def read_marked(path: Path, *, aliases: bool = True) -> Marked:
    """Read one YAML document that is a mapping.

    Args:
        path: The file, UTF-8.
        aliases: Whether `*name` may stand for what `&name` marked.

    Raises:
        BadYaml: Not readable, too large, not UTF-8, or as `parse`.
    """

    def unusable(reason: str, reason_zh: str, line: int = 1) -> BadYaml:
        return BadYaml(file=path.name, line=line, reason=reason, reason_zh=reason_zh)

    try:
        if path.stat().st_size > MAX_BYTES:
            raise unusable(f"larger than {MAX_BYTES // 1_000_000} MB", f"超过 {MAX_BYTES // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise unusable("there is no such file", "文件不存在") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise unusable("the file is not UTF-8 text", "不是 UTF-8 文本", line) from error
    except OSError as error:
        raise unusable(f"the file can't be read ({error.strerror})", f"文件无法读取（{error.strerror}）") from error
    return parse(text, path.name, aliases=aliases)


def parse(text: str, file: str, *, aliases: bool = True) -> Marked:
    """Parse one YAML document that is a mapping.

    Args:
        text: The document.
        file: What to call it in an error.
        aliases: Whether `*name` may stand for what `&name` marked.

    Raises:
        BadYaml: Not YAML, not a mapping, a key given twice, nested too deep, or aliases that are not allowed.
    """
    try:
        _check(text, file, aliases=aliases)
        return _read(text, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "unreadable"
        raise BadYaml(file=file, line=line, reason=f"not YAML: {problem}", reason_zh=f"不是 YAML：{problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        problem = "a character or a value that YAML does not allow"
        reason_zh = "不是 YAML：含有不允许的字符或取值"
        raise BadYaml(file=file, line=1, reason=f"not YAML: {problem}", reason_zh=reason_zh) from error


def _read(text: str, file: str) -> Marked:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise BadYaml(file=file, line=1, reason="the file must hold keys and values", reason_zh="应为键值形式")
        lines: dict[Place, int] = {}
        _mark(root, (), lines, file)
        return Marked(loader.construct_document(root), lines, file)
    finally:
        loader.dispose()


def _check(text: str, file: str, *, aliases: bool) -> None:
    """Refuse bottomless nesting, and aliases where they are not allowed, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) and not aliases:
            reason, reason_zh = "aliases (*name) are not allowed here", "这里不能用别名（*name）"
            raise BadYaml(file=file, line=line, reason=reason, reason_zh=reason_zh)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            reason, reason_zh = f"nested deeper than {DEEPEST} levels", f"嵌套超过 {DEEPEST} 层"
            raise BadYaml(file=file, line=line, reason=reason, reason_zh=reason_zh)


def _mark(node: yaml.Node, place: Place, lines: dict[Place, int], file: str) -> None:
    """Note the lines of `node` and everything in it; raise on a key given twice."""
    lines.setdefault(place, node.start_mark.line + 1)
    if len(lines) > MOST_NODES:
        line = node.start_mark.line + 1
        reason, reason_zh = "its aliases (*name) unfold without end", "别名（*name）展开后没有尽头"
        raise BadYaml(file=file, line=line, reason=reason, reason_zh=reason_zh)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                raise BadYaml(file=file, line=line, reason=f"'{name}' is given twice", reason_zh=f"“{name}”重复出现")
            seen.add(name)
            lines[(*place, name)] = line
            _mark(value, (*place, name), lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*place, index), lines, file)
