"""The notation of the phrase files: sentences with slots, made into linear-time patterns.

| write | for |
|---|---|
| `{name}` | any entry of the slot `name` |
| `(a\\|b)` | a or b |
| `[a\\|b]`, `(a\\|b)?`, `的?` | a or b or nothing; the one character or nothing |
| `…` | a few words (zh: up to 6 characters, en: up to 4 words), never across a mark |
| `……` | more words (zh: 14 characters, en: 9 words), never across a mark |
| `～` | words and commas up to the end of the sentence (zh: 60 characters, en: 40 words) |
| `<` `>` | the clause begins, ends here |
| `/…/` | a whole entry as a regular expression |

English words match whole words, and a comma after a word is passed over (recognition puts them anywhere);
write `guarantee(s\\|d\\|)` for endings. Chinese has no boundaries.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from recordings.errors import Language
from scoring.phrases import load_words
from scoring.raw_patterns import held

_PLAIN = r"[^{}()\[\]|<>?…～ ]"
_TOKEN = re.compile(
    r"\{(?P<slot>\w+)\}|(?P<gap>……|…|～)|(?P<punct>[()\[\]|<>?])|(?P<space> +)"
    rf"|(?P<word>{_PLAIN}+?(?={_PLAIN}\?)|{_PLAIN}(?=\?)|{_PLAIN}+)"
)
_GAPS = {
    "zh": {"…": "[^,.!?;:]{0,6}?", "……": "[^,.!?;:]{0,14}?", "～": "[^.!?;]{0,60}?"},
    "en": {
        "…": r"(?:[\w$%](?:[\w'$%/-]|\.(?=\w))* +){0,4}?",
        "……": r"(?:[\w$%](?:[\w'$%/-]|\.(?=\w))* +){0,9}?",
        "～": r"(?:[\w$%](?:[\w'$%/-]|\.(?=\w))*[,:]* +(?:- )?){0,40}?",
    },
}
_SEPARATOR = r"\b,? *"

NEEDS = 5  # at most so many sets of words are looked up before a pattern is tried

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern and what every match holds.

    `keys` are words of which every match holds one (None: nobody can say); `needs` are all such
    sets of words: a match holds one word of each. `firsts` are the words that a match may begin
    with (None: nobody can say).
    """

    source: str
    keys: Keys | None
    needs: tuple[Keys, ...] = ()
    firsts: Keys | None = None


class Notation:
    """Reads phrases of one language; slots are read once.

    Args:
        slots: Entries by slot name; entries may hold slots in turn.
        language: Chinese matches characters, English whole words.
    """

    def __init__(self, slots: Mapping[str, Sequence[str]], language: Language) -> None:
        self.language: Language = language
        self._reader = _Reader(slots, language)

    def compile(self, phrase: str) -> Compiled:
        """Turn one phrase into the source of a regular expression.

        Returns:
            The pattern, and the words that a text must hold.

        Raises:
            ValueError: Unknown slot, or brackets that do not match; names the phrase.
        """
        return self._reader.read(phrase)


class _Reader:
    def __init__(
        self,
        slots: Mapping[str, Sequence[str]],
        language: Language,
        depth: int = 0,
        known: dict[str, Compiled] | None = None,
    ) -> None:
        self.slots = slots
        self.known: dict[str, Compiled] = {} if known is None else known
        self.language: Language = language
        self.depth = depth

    def read(self, phrase: str) -> Compiled:
        if len(phrase) > 2 and phrase[0] == phrase[-1] == "/":
            return _pattern(phrase[1:-1], self.language)
        tokens = list(_TOKEN.finditer(phrase))
        if "".join(token[0] for token in tokens) != phrase:
            raise ValueError(f"can't be read as a phrase: {phrase!r}")
        node, rest = self._branches(tokens, 0, phrase)
        if rest != len(tokens):
            raise ValueError(f"brackets don't match: {phrase!r}")
        if self.language == "en" and self.depth == 0:
            return replace(node, source=rf"\b{node.source}" + ("" if phrase.endswith(">") else r"\b"))
        return node

    def _branches(self, tokens: list[re.Match[str]], at: int, phrase: str) -> tuple[Compiled, int]:
        branches = []
        while True:
            branch, at = self._sequence(tokens, at, phrase)
            branches.append(branch)
            if at >= len(tokens) or tokens[at]["punct"] != "|":
                return _either(branches), at
            at += 1

    def _sequence(self, tokens: list[re.Match[str]], at: int, phrase: str) -> tuple[Compiled, int]:
        parts: list[_Part] = []
        while at < len(tokens) and tokens[at]["punct"] not in (")", "]", "|"):
            token = tokens[at]
            opening = token["punct"]
            if opening == "?":
                if not parts:
                    raise ValueError(f"nothing stands before the question mark: {phrase!r}")
                parts[-1] = replace(parts[-1], optional=True)
                at += 1
                continue
            if opening in ("(", "["):
                inner, at = self._branches(tokens, at + 1, phrase)
                if at >= len(tokens) or tokens[at]["punct"] != {"(": ")", "[": "]"}[opening]:
                    raise ValueError(f"brackets don't match: {phrase!r}")
                parts.append(_Part(inner, optional=opening == "["))
            else:
                parts.append(self._part(token, phrase))
            at += 1
        return (_chinese(parts) if self.language == "zh" else _english(parts)), at

    def _slot(self, name: str) -> Compiled:
        if name not in self.known:
            reader = _Reader(self.slots, self.language, self.depth + 1, self.known)
            self.known[name] = _either([reader.read(str(entry)) for entry in self.slots[name]])
        return self.known[name]

    def _part(self, token: re.Match[str], phrase: str) -> _Part:
        if name := token["slot"]:
            if name not in self.slots or self.depth > 4:
                raise ValueError(f"unknown slot {{{name}}} in {phrase!r}")
            return _Part(self._slot(name))
        if gap := token["gap"]:
            return _Part(Compiled(_GAPS[self.language][gap], None), gap=True)
        if token["punct"] == "<":
            start = r"(?:(?<![^,.!?;:])|(?<=[,.!?;:] ))"
            return _Part(Compiled(start, None), mark=True)
        if token["punct"] == ">":
            return _Part(Compiled(r"(?=[ \"']*(?:[,.!?;:]|$))", None), mark=True)
        if token["space"]:
            return _Part(Compiled("", None), space=True)
        word = token["word"]
        words = frozenset((word,))
        return _Part(Compiled(re.escape(word).replace(r"\ ", " "), words, firsts=words))


def _pattern(source: str, language: Language) -> Compiled:
    """A phrase that is a regular expression; English ones may hold parts of words, which are not looked up."""
    if language == "en":
        return Compiled(f"(?:{source})", None)
    holds = held(source)
    needs = [holds.whole, *holds.needs]
    return replace(_whole(f"(?:{source})", [words for words in needs if words]), firsts=holds.firsts)


@dataclass(frozen=True, slots=True)
class _Part:
    node: Compiled
    optional: bool = False
    gap: bool = False
    mark: bool = False
    space: bool = False


def _either(branches: list[Compiled]) -> Compiled:
    if len(branches) == 1:
        return branches[0]
    source = "|".join(dict.fromkeys(branch.source for branch in branches))
    keys = _union([branch.keys for branch in branches])
    firsts = _union([branch.firsts for branch in branches])
    return replace(_whole(f"(?:{source})", [keys]), keys=keys, firsts=firsts)


def _union(sets: list[Keys | None]) -> Keys | None:
    """All words of the sets; None where one is unknown. The empty word says that nothing may stand there."""
    known = [words for words in sets if words is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


@cache
def _common() -> frozenset[str]:
    return frozenset(load_words("en")["common"])


def _worth(keys: Keys) -> tuple[float, int]:
    """Longer, rarer and fewer is better: the weakest word decides."""
    return min(0.5 if word in _common() else min(len(word), 6) for word in keys), -len(keys)


def _whole(source: str, candidates: list[Keys | None]) -> Compiled:
    known = sorted({keys for keys in candidates if keys and "" not in keys}, key=_worth, reverse=True)
    return Compiled(source, known[0] if known else None, tuple(known[:NEEDS]))


def _chinese(parts: list[_Part]) -> Compiled:
    source = "".join(f"(?:{p.node.source})?" if p.optional else p.node.source for p in parts if not p.space)
    whole = _whole(source, [keys for p in parts if not p.optional for keys in (p.node.keys, *p.node.needs)])
    return replace(whole, firsts=_first_characters(parts))


def _first_characters(parts: list[_Part]) -> Keys | None:
    """The words that a Chinese sequence may begin with; the empty word where it may be nothing at all."""
    firsts: set[str] = set()
    for part in parts:
        if part.space or part.mark:
            continue
        if part.gap or part.node.firsts is None:
            return None
        firsts |= part.node.firsts - {""}
        if not part.optional and "" not in part.node.firsts:
            return frozenset(firsts)
    return frozenset((*firsts, ""))


def _english(parts: list[_Part]) -> Compiled:
    """Words are set apart by spaces; what may be absent takes its space along."""
    if not parts:
        return Compiled("", frozenset(("",)), firsts=frozenset(("",)))
    source: list[str] = []
    keys: list[Keys | None] = []
    words = [list(group) for space, group in itertools.groupby(parts, key=lambda p: p.space) if not space]
    for place, word in enumerate(words):
        marks_before = "".join(p.node.source for p in word if p.mark and p is word[0])
        body = [p for p in word if not p.mark]
        marks_after = "".join(p.node.source for p in word if p.mark and p is not word[0])
        last = place == len(words) - 1 or all(p.mark for rest in words[place + 1 :] for p in rest)
        separator = "" if last else _SEPARATOR
        source.append(marks_before)
        if len(body) == 1 and body[0].gap:
            source.append(body[0].node.source)
        elif len(body) == 1 and body[0].optional:
            source.append(f"(?:{body[0].node.source}{separator})?")
        elif body:
            source += [f"(?:{p.node.source})?" if p.optional else p.node.source for p in body]
            source.append(separator)
            keys += (_whole_words(body), *(body[0].node.needs if len(body) == 1 else ()))
        source.append(marks_after)
    return replace(_whole("".join(source), keys), firsts=_first_words(words))


def _first_words(words: list[list[_Part]]) -> Keys | None:
    """The words that a sequence may begin with."""
    firsts: set[str] = set()
    for word in words:
        body = [part for part in word if not part.mark]
        if not body:
            continue
        if any(part.gap for part in body):
            return None
        found = body[0].node.firsts if len(body) == 1 else _whole_words(body)
        if found is None or "" in found:
            return None
        firsts |= found
        if not (len(body) == 1 and body[0].optional):
            return frozenset(firsts)
    return None


def _whole_words(body: list[_Part]) -> Keys | None:
    """The words that `guarantee(s|d|)` may stand for."""
    choices: list[list[str]] = []
    for part in body:
        if part.node.keys is None or part.gap:
            return None
        choices.append([*sorted(part.node.keys), *([""] if part.optional else [])])
    return frozenset("".join(choice) for choice in itertools.product(*choices))
