"""What a knowledge base is made of beside facts, each part with a key of its own, changed in the same way as a fact.

A fact's key is its id; others carry their kind: `topic.card_debt_sued`, `forbidden.zh_not_know`, `words.bank`,
`outside.all` (what no topic covers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from scoring.facts import Fact
from scoring.wording import Bilingual

Raw = dict[str, Any]  # a part, or a base, as it stands in YAML: plain values, dates as text
Kind = Literal["fact", "topic", "forbidden", "words", "outside"]
OTHERS: tuple[Kind, ...] = get_args(Kind)[1:]
LIST_OF: Mapping[Kind, str] = {"fact": "facts", "topic": "topics", "forbidden": "forbidden"}
ALL = "all"  # the id of the one part of its kind
SAMPLE = 8  # patterns that a title shows of a list that has no name
_NEW: Mapping[Kind, str] = {
    "fact": """\
id: {id}
topics: []
statement:
  zh: ""
  en: ""
aliases:
  zh: []
  en: []
severity: medium
source:
  law: {{zh: "", en: ""}}
  article: ""
  url: ""
checked_on: null
""",
    "topic": """\
id: {id}
name: {{zh: "", en: ""}}
institution: bank
keywords:
  zh: []
  en: []
bodies: {{bank: "12378", any: "12378"}}
also_fitting: [institution]
""",
    "forbidden": """\
id: {id}
phrases:
  zh: []
  en: []
unless:
  zh: []
  en: []
instead: {{zh: "", en: ""}}
""",
    "words": """\
id: {id}
zh: []
en: []
""",
}


def kind_of(key: str) -> Kind:
    """The kind of a part by its key; what has no kind of its own is a fact."""
    return next((kind for kind in OTHERS if key.startswith(f"{kind}.")), "fact")


def id_of(key: str) -> str:
    """The part's own id."""
    return key if kind_of(key) == "fact" else key.partition(".")[2]


def key_of(kind: Kind, part_id: str) -> str:
    """The key of a part."""
    return part_id if kind == "fact" else f"{kind}.{part_id}"


def template(kind: Kind, part_id: str) -> str:
    """A new part as YAML, to be filled in."""
    return _NEW[kind].format(id=part_id)


def parts_of(whole: Raw, kind: Kind) -> list[Raw]:
    """The parts of one kind, in their order in the base; each has an id."""
    if kind == "words":
        return [{"id": name, **lists} for name, lists in (whole.get("words") or {}).items()]
    if kind == "outside":
        return [{"id": ALL, **(whole.get("outside") or {})}]
    return list(whole.get(LIST_OF[kind]) or ())


def part(whole: Raw, key: str) -> Raw | None:
    """One part; None where the base has none of that key."""
    return next((one for one in parts_of(whole, kind_of(key)) if one["id"] == id_of(key)), None)


def with_parts(whole: Raw, over: Mapping[str, Raw | None]) -> Raw:
    """The base with parts put in the place of its own, new ones at the end; None takes one out."""
    made = dict(whole)
    for kind in get_args(Kind):
        mine = {id_of(key): raw for key, raw in over.items() if kind_of(key) == kind}
        if not mine:
            continue
        kept = [mine.pop(one["id"], one) for one in parts_of(whole, kind)]
        _set(made, kind, [one for one in (*kept, *mine.values()) if one is not None])
    return made


def _set(whole: Raw, kind: Kind, parts: list[Raw]) -> None:
    if kind == "words":
        whole["words"] = {one["id"]: _less_id(one) for one in parts}
    elif kind == "outside":
        whole["outside"] = _less_id(parts[0]) if parts else {}
    else:
        whole[LIST_OF[kind]] = parts


def _less_id(one: Raw) -> Raw:
    return {name: value for name, value in one.items() if name != "id"}


def title(key: str, raw: Raw) -> Bilingual:
    """What a part is called: a fact's statement, a topic's name, else its id with its first patterns."""
    kind = kind_of(key)
    if kind in ("fact", "topic"):
        return Bilingual.model_validate(raw["statement" if kind == "fact" else "name"])
    lists = raw.get("phrases") if kind == "forbidden" else raw
    both = [pattern for language in ("zh", "en") for pattern in ((lists or {}).get(language) or ())[:SAMPLE]]
    shown = " · ".join(map(str, both[:SAMPLE]))
    name = raw["id"] if kind != "outside" else ""
    text = ": ".join(one for one in (name, shown) if one) or str(raw["id"])
    return Bilingual(zh=text, en=text)


def facts_of_topic(facts: tuple[Fact, ...], topic: str) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Facts that a topic requires to be said, and its other ones."""
    required = tuple(fact for fact in facts if topic in fact.required_for)
    return required, tuple(fact for fact in facts if topic in fact.topics and fact not in required)
