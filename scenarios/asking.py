"""Where a reply asks or requests something, as opposed to stating it.

Coarser than the scorer's `ask_situation`: this only finds the stretches in which a scenario then looks for the
words of its facts, so "收到传票后十五天内可以答辩" does not ask about the summons and "传票是哪天收到的" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordings.errors import Language
from scoring.normalise import normalise

NEAR = 10  # characters: a Chinese clause this short before a question is its subject (您的收入,大概多少)

_ZH_QUESTION = re.compile(
    r"什么(?!都|也)|哪(?!怕|里都|儿都|个都|是小事|能怪|能怨)|谁(?!.{0,8}[都也])|[有是]几|几[号月天次个点期年]|多少|多久|多长|多大|怎么(?!也|都)|怎样|如何|是否|有没有|有无|是不是|能不能|会不会|愿不愿"
    r"|(?<!要)何时|情况如何|(?:吗|(?<![着在])呢|了没|没有|过没)$"
    r"|([^动时]{1,2})[不没]\1.{0,2}$|是.{1,12}还是(?!要|得|会|能|可以|应该|建议|请|先)"
)
_ZH_REQUEST = re.compile(
    r"请(?:您|你)?(?:先|再|再给我|给我|跟我|和我|详细|简单|大概)?(?:告诉|说|讲|介绍|描述|提供|聊)|(?:跟|和|给|对|向)我(?:们)?(?:说|讲|聊|介绍|描述)"
    r"|告诉我|想(?:再|先|跟您|和您|向您)?(?:了解|问|请教|知道|核实|确认一下)|(?:了解|问|核实)(?:一下|几个|您几)|请问|方便(?:说|讲|告诉|透露)|说说|讲讲|聊聊|说一下|讲一下|麻烦(?:您|你)?(?:说|讲|告诉)"
)
_ZH_NOT = re.compile(
    r"没[^,]{0,4}什么|什么的$|说了不算|不一定|查.{0,3}才|[要得]看.{0,6}(?:怎么|多少|哪)|有(?:啥|什么)(?:可)?(?:丢人|大不了|怕)|(?:别|甭|不用|不必)(?:再|光)?[跟和对向]我|不管什么|无论|不论|怎么样都|告诉(?:您|你)|跟(?:您|你)(?:说|讲)(?!说)|给您(?:讲|说|介绍)"
)
_ZH_TAG = re.compile(
    r"^(?:您|你)?(?:看|觉得|听|说)?(?:这样|这么|这些)?(?:好吗|可以吗|行吗|明白(?:了)?吗|清楚(?:了)?吗|对吗|是吗|对吧|是吧|对不对|是不是|没错吧|是(?:不是)?这(?:样|个意思)(?:吗|吧|的吗|的吧)?|好不好|行不行"
    r"|可不可以|能理解吗|听懂了吗|听明白(?:了)?吗|听清楚(?:了)?吗|记住了吗|理解(?:的)?对吗|我(?:理解|说)得?(?:的)?对(?:吗|不对))$"
)

_LEAD = (
    r"^(?:(?:so|and|okay|right|now|then|also|first|firstly|second|next|but|well|please|sir|just|mr li|mr lee"
    r"|one more thing|thank you|thanks|sure|or)\s+)*"
)
_EN_QUESTION = re.compile(
    _LEAD + r"(?:(?:what|when|where|who|whom|whose|which|why|how)\s+(?:is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|may|might|happen\w*|much|many|long|often|soon|about|else|exactly|bank|card|court|date|day|kind|sort"
    r"|type|time|amount|papers|made|stage)\b(?!\s+(?:you|we|i)\s+(?:can|could|need|should|will|have to|must)\b)"
    r"|(?:do|does|did|have|has|had|are|is|was|were|can|could|would|will|may|might|should|any)\s+"
    r"(?:you|your|there|they|it|the|this|that|he|she|anyone|anybody|someone|idea|chance|i|we|bank)\b)"
    r"|(?<!\bsay )(?<!\byou )(?<!\bon )(?<!\bpromise )(?<!\bknow )\b(?:how much|how many|how long|how often)\b"
    r"|\b(?:what date|what day|since when|whether you|if you have)\b"
    rf"|{_LEAD}(?:at|on|in|by|to|from|for|with) (?:what|which|whose)(?: \w+){{1,2}}?"
    r" (?:is|are|was|were|do|does|did|has|have|had)\b"
)
_EN_REQUEST = re.compile(
    r"\b(?:tell me|talk me through|walk me through|explain to me|describe|share with me"
    r"|give me (?:an idea|a picture|some|the details)"
    r"|may i (?:ask|know)|can i ask|could i ask|let me ask|i (?:would like|want|need|would love) to"
    r" (?:ask|know|understand|hear|check)"
    r"|i am wondering|i wonder|help me understand|fill me in|a (?:few|couple of) questions)\b"
)
_EN_TAG = re.compile(
    r"^(?:(?:is|does|do|are) (?:that|this|you|it|everything)(?: all)? (?:right|correct|okay|clear|make sense|following"
    r"|understand|sound okay)"
    r"|right|okay|correct|have i got that right|does that make sense|would that be okay|is that clear)$"
)


def asked_spans(text: str, language: Language) -> tuple[str, ...]:
    """The stretches of a reply, evened by `scoring.normalise`, that ask or request something.

    Args:
        text: What the trainee said.
        language: In which language.

    Returns:
        The stretches in order; empty where nothing is asked.
    """
    even = normalise(text, language).text
    find = _zh_spans if language == "zh" else _en_spans
    return tuple(span for sentence, marked in _sentences(even) for span in find(sentence, marked))


def _sentences(even: str) -> Iterator[tuple[list[str], bool]]:
    """The clauses of each sentence, and whether it ends in a question mark."""
    for sentence in re.finditer(r"[^.!?;\n]+[.!?;\n]*", even):
        clauses = [clause.strip() for clause in re.split(r"[,:]", re.sub(r"[.!?;\n]+$", "", sentence[0]))]
        clauses = [clause for clause in clauses if clause]
        if clauses:
            yield clauses, "?" in sentence[0]


def _zh_spans(clauses: list[str], marked: bool) -> Iterator[str]:
    requested = False
    for position, clause in enumerate(clauses):
        last = position == len(clauses) - 1
        if _ZH_TAG.search(clause):
            continue
        if _ZH_REQUEST.search(clause) and not _ZH_NOT.search(clause):
            requested = True
        asks = (_ZH_QUESTION.search(clause) and not _ZH_NOT.search(clause)) or (marked and last)
        if requested or asks:
            before = clauses[position - 1] if asks and position and len(clauses[position - 1]) <= NEAR else ""
            yield f"{before},{clause}" if before and not requested else clause


def _en_spans(clauses: list[str], marked: bool) -> Iterator[str]:
    requested = False
    for position, clause in enumerate(clauses):
        last = position == len(clauses) - 1
        if _EN_TAG.search(clause):
            continue
        requested = requested or bool(_EN_REQUEST.search(clause))
        if requested or _EN_QUESTION.search(clause) or (marked and last):
            yield clause
