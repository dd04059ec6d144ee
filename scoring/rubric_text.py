"""Small changes in the text of a rubric that leave its comments and everything else as they stand."""

from __future__ import annotations

import copy
import re
from typing import Any

from scoring.errors import NotEditable
from scoring.marked_yaml import Place, parse

_KEY = r"^(?P<indent>\s*(?:- +)?){key}:(?P<space>\s*)(?P<value>[^#]*?)(?P<rest>\s+#.*)?$"


def with_version(text: str, version: int) -> str:
    """The text with another version. Raises `NotEditable`, `BadYaml`."""
    return _with(text, (), "version", str(version), version)


def with_weight(text: str, place: Place, weight: float) -> str:
    """The text with another weight of the section or criterion at `place`. Raises `NotEditable`, `BadYaml`."""
    return _with(text, place, "weight", f"{weight:g}", weight)


def with_off(text: str, place: Place, off: bool) -> str:
    """The text with the criterion at `place` left out, or put back. Raises `NotEditable`, `BadYaml`."""
    return _with(text, place, "off", "true" if off else "false", off)


def criterion_places(text: str) -> dict[str, Place]:
    """Where each section and criterion stands, by id; of those that have one. Raises `BadYaml`."""
    data, found = parse(text, "rubric").data, dict[str, Place]()
    for at, section in enumerate(_list(data, "sections")):
        found[f"section:{section.get('id')}"] = ("sections", at)
        for number, criterion in enumerate(_list(section, "criteria")):
            found[str(criterion.get("id"))] = ("sections", at, "criteria", number)
    return found


def _list(data: Any, key: str) -> list[dict[str, Any]]:
    items = data.get(key) if isinstance(data, dict) else None
    return [item if isinstance(item, dict) else {} for item in items] if isinstance(items, list) else []


def _with(text: str, place: Place, key: str, written: str, value: object) -> str:
    """Set `key` of the mapping at `place`: on its own line, or on a new one below the mapping's `id`."""
    marked = parse(text, "rubric")
    lines = text.split("\n")
    at_key = marked.lines.get((*place, key))
    anchor = at_key or marked.lines.get((*place, "id"))
    if anchor is None:
        raise NotEditable(line=marked.line(place))
    found = re.match(_KEY.format(key=key if at_key else "id"), lines[anchor - 1])
    if found is None:
        raise NotEditable(line=anchor)
    if at_key:
        lines[anchor - 1] = f"{found['indent']}{key}: {written}{found['rest'] or ''}"
    else:
        lines.insert(anchor, f"{' ' * len(found['indent'])}{key}: {written}")
    changed = "\n".join(lines)
    if parse(changed, "rubric").data != _set(marked.data, place, key, value):
        raise NotEditable(line=anchor)
    return changed


def _set(data: Any, place: Place, key: str, value: object) -> Any:
    wanted = copy.deepcopy(data)
    inner = wanted
    for step in place:
        inner = inner[step]
    inner[key] = value
    return wanted
