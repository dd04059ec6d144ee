"""YAML that remembers on which line each value stood, so that an error can point at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from scoring.errors import BadKnowledge

Place = tuple[str | int, ...]
MOST_NODES = 200_000  # values in a document, aliases unfolded; a small file of nested aliases can hold billions


class Marked:
    """A parsed YAML document with the line, from 1, of every key and item."""

    def __init__(self, data: Any, lines: dict[Place, int], file: str) -> None:
        self.data = data
        self.file = file
        self._lines = lines

    def line(self, place: Sequence[str | int]) -> int:
        """Line of the value at `place`, or of its nearest parent that stands in the file."""
        for length in range(len(place), -1, -1):
            if (found := self._lines.get(tuple(place[:length]))) is not None:
                return found
        return 1


def read_marked(path: Path) -> Marked:
    """Read one YAML document that is a mapping.

    Raises:
        BadKnowledge: Not readable, not UTF-8, not YAML, not a mapping, or a key given twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadKnowledge(file=path.name, line=1, reason=f"the file can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadKnowledge(file=path.name, line=line, reason="the file is not UTF-8 text") from error
    loader = yaml.CSafeLoader(text)
    try:
        root = loader.get_single_node()
        lines: dict[Place, int] = {}
        if not isinstance(root, yaml.MappingNode):
            raise BadKnowledge(file=path.name, line=1, reason="wanted: keys such as facts, topics, forbidden")
        _mark(root, (), lines, path.name)
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadKnowledge(file=path.name, line=line, reason=f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise BadKnowledge(file=path.name, line=1, reason="not YAML: a character that YAML does not allow") from error
    except ValueError as error:  # such as 2026-02-30
        raise BadKnowledge(file=path.name, line=1, reason=f"a value can't be read: {error}") from error
    finally:
        loader.dispose()
    return Marked(data, lines, path.name)


def _mark(node: yaml.Node, place: Place, lines: dict[Place, int], file: str) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if len(lines) > MOST_NODES:
        raise BadKnowledge(file=file, line=node.start_mark.line + 1, reason="its aliases (*name) unfold without end")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise BadKnowledge(file=file, line=line, reason=f"the key {key.value} is given twice")
            seen.add(key.value)
            lines[(*place, key.value)] = line
            _mark(value, (*place, key.value), lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*place, index), lines, file)
