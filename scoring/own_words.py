"""Words of this customer's own: such as no agent would use of themselves (代驾, 阳台, "train", "noodle")."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from recordings.errors import Language
from scoring.findings import Span
from scoring.normalise import normalise

SHORTEST_EN = 4  # letters; shorter words tell nothing by themselves
_GROUPS = ("courtesy", "care", "help", "harm", "scope", "slots", "words")  # what agents say, not what befalls customers
_HAN = re.compile(r"[㐀-鿿]+")
_WORD = re.compile(r"[a-z']+")
_ENDINGS = ("ing", "ed", "es", "s")
# Characters that build sentences or numbers; a pair that holds one is no word of anybody's own.
_FUNCTION = frozenset(
    "我你您他她它们咱的了着过吗呢吧啊呀哦嗯哎是不没有无在就都也还又再才只很太真最更和跟与或但而且因为所以如果那这哪什么怎几多少"
    "个们些点儿子上下里外前后中内去来到从向往对给被把让叫使能会可要想得地说讲问看听知道做办用打找先然现今明昨天日号年月时分秒周"
    "一二三四五六七八九十百千万亿两半零〇第每次回块元钱好行请谢辛苦麻烦帮样种件事情啦嘛哈呗亲大小老人家自己直已经比"
)


def own_words(text: str, language: Language) -> Iterator[tuple[str, Span]]:
    """The words of a turn that belong to this call alone, with their places.

    A word is a pair of characters (zh) or a word without its ending (en) that neither the phrase files of what agents
    say nor the knowledge base know. Whose words they are the caller must see to.

    Args:
        text: One turn.
        language: Of the turn.
    """
    even = normalise(text, language)
    known = _known(language)
    for match in (_HAN if language == "zh" else _WORD).finditer(even.text):
        for word, start, end in _pairs(match, known) if language == "zh" else _stem(match, known):
            begin, stop = even.span(start, end)
            yield word, Span(quote=text[begin:stop], start=begin, end=stop)


def _pairs(match: re.Match[str], known: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    run = match[0]
    for at, pair in enumerate(map("".join, itertools.pairwise(run)), match.start()):
        if pair not in known and _FUNCTION.isdisjoint(pair):
            yield pair, at, at + 2


def _stem(match: re.Match[str], known: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    if len(match[0]) >= SHORTEST_EN and (word := _without_ending(match[0])) not in known:
        yield word, match.start(), match.end()


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_EN:
            return word[: -len(ending)]
    return word


@cache
def _known(language: Language) -> frozenset[str]:
    """Every pair (zh) or word (en) of the phrase files and of the knowledge bases."""
    phrases, bases = files("scoring.phrases"), files("scoring") / "knowledge_base"
    texts = [(phrases / f"{group}.{language}.yaml").read_text(encoding="utf-8") for group in _GROUPS]
    for base in bases.iterdir():
        if base.is_dir():
            texts += [file.read_text(encoding="utf-8") for file in base.iterdir() if file.name.endswith(".yaml")]
    if language == "en":
        return frozenset(_without_ending(word) for text in texts for word in _WORD.findall(text.lower()))
    runs = (run for text in texts for run in _HAN.findall(text))
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
