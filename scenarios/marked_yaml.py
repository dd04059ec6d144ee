"""YAML that remembers on which line each value stood, so that a finding can point at it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import yaml

from scenarios.errors import BadScript

Path = tuple[str | int, ...]


class MarkedYaml:
    """A parsed document and the line, from 1, of every key and item in it.

    Args:
        data: Plain dicts, lists, strings, numbers.
        lines: Line of each value by its path from the root.
    """

    def __init__(self, data: Any, lines: dict[Path, int]) -> None:
        self.data = data
        self.lines = lines

    def line(self, path: Sequence[str | int]) -> int:
        """Line of the value at `path`, or of the nearest parent that stands in the file."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(tuple(path[:length]))
            if found is not None:
                return found
        return 1


DEEPEST = 40  # levels of nesting; a script needs about ten, and a composer in C dies of thousands
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe YAML where dates and `yes`/`no` stay text."""


_PLAIN_TAGS = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag not in _PLAIN_TAGS]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str, file: str) -> MarkedYaml:
    """Parse one YAML document.

    Args:
        text: The document.
        file: What to call it in an error.

    Raises:
        BadScript: Not YAML, not one mapping, or a key that is given twice.
    """
    try:
        data, lines = _read(text, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "unreadable"
        raise BadScript(
            file=file, line=line, reason=f"not YAML: {problem}", reason_zh=f"不是 YAML:{problem}"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        problem = "a character or a value that YAML does not allow"
        raise BadScript(
            file=file, line=1, reason=f"not YAML: {problem}", reason_zh="不是 YAML：含有不允许的字符或取值"
        ) from error
    if not isinstance(data, dict):
        raise BadScript(
            file=file,
            line=1,
            reason="a script is a mapping of id, version, title, nodes …",
            reason_zh="脚本应为键值形式:id、version、title、nodes……",
        )
    return MarkedYaml(data, lines)


def _read(text: str, file: str) -> tuple[Any, dict[Path, int]]:
    _check(text, file)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        lines: dict[Path, int] = {}
        if root is None:
            return None, lines
        _mark(root, (), lines, file)
        return loader.construct_document(root), lines
    finally:
        loader.dispose()


def _check(text: str, file: str) -> None:
    """Refuse aliases (a line of a script stands where it is said) and bottomless nesting, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            reason = {"reason": "aliases (*name) are not allowed in a script", "reason_zh": "脚本里不能用别名(*name)"}
            raise BadScript(file=file, line=line, **reason)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise BadScript(
                file=file, line=line, reason=f"nested deeper than {DEEPEST} levels", reason_zh=f"嵌套超过 {DEEPEST} 层"
            )


def _mark(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> None:
    """Note the lines of `node` and everything in it; raise on a key given twice."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _mark(item, (*path, position), lines, file)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                raise BadScript(file=file, line=line, reason=f"'{name}' is given twice", reason_zh=f"“{name}”重复出现")
            seen.add(name)
            lines[(*path, name)] = key.start_mark.line + 1
            _mark(value, (*path, name), lines, file)
