"""Modality and negation of what is asserted: may, must, must not, need not; said or denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from recordings.errors import Language
from scoring.claim_scope import Clause

Mood = Literal["may", "must", "must_not", "need_not", "will", "will_not"]


@dataclass(frozen=True, slots=True)
class Said:
    """A modal word in a clause, by place in the clause's text."""

    mood: Mood
    start: int
    end: int


_ZH_MOODS: tuple[tuple[Mood, str], ...] = (
    (
        "need_not",
        r"不是.{0,8}非.{1,6}不可|(?:并?不是|不等于|并非|没有?说|没规定|没有规定|不代表|不见得|未必).{0,8}?(?:必须|一定|应当|有义务"
        r"|就得|都会|都得)|不一定|不用|不必|无需|无须|不需要|没有义务|没义务|可以不|可同意可不同意|不强制"
        r"|不是强制",
    ),
    (
        "must",
        r"不得不|不能不|不会不|必须得?|一定要|一定会|一定得|肯定会|肯定要|肯定得|务必|有义务|有责任|应当|应该"
        r"|应(?=[在于向予给书])|必然|绝对会|都得|就得|都要|非.{1,6}不可|肯定(?=同意|批|给)|一定(?=同意|批|给"
        r"|能)|保证(?=给|同意|批)|须(?!知)|得(?=在|给您|给你|先|同意|书面|告知|答复)",
    ),
    (
        "must_not",
        r"不得|不能|不可以|不可|不许|不允许|禁止|严禁|不应当?|不应该|不该|无权|没有权利|没权利?|不准|违法|违规"
        r"|不合法|犯法",
    ),
    ("will_not", r"不会|不肯|不给|不可能|没法|没办法|不愿意|不同意|绝不"),
    ("may", r"可以|可(?=与|跟|和|向|能|申请|协商)|能够?(?!力)|有可能|可能|会考虑|有机会|允许|有权"),
    ("will", r"会(?!议|计|员)|要(?=在|给|先|书面|告知|答复|通知|告诉)|将"),
)
_EN_MOODS: tuple[tuple[Mood, str], ...] = (
    (
        "need_not",
        r"(?:do|does|did) not (?:have|need) to|need not|not (?:obliged|required|bound|compelled|forced) to"
        r"|is not required|not obligatory|not a must|no obligation|no duty|not mean .{0,20}must|not have to"
        r"|may or may not|not necessarily|can choose not|may choose",
    ),
    (
        "must_not",
        r"(?:must|may|can|could|should|shall) not|cannot|(?:is|are) not (?:allowed|permitted|entitled) to"
        r"|not allowed|no right to|forbidden|prohibited|illegal|unlawful|against the law|barred from",
    ),
    ("will_not", r"will (?:not|never)|would (?:not|never)|never|refuses? to|no way"),
    (
        "must",
        r"must|ha(?:s|ve) to|ha(?:s|ve) got to|(?:is|are) (?:obliged|required|bound|compelled|forced"
        r"|supposed) to|shall|obligatory|mandatory|has a duty|should|ought to|will definitely|will certainly"
        r"|will surely|cannot refuse|need(?:s)? to",
    ),
    (
        "may",
        r"may|might|can|could|(?:is|are) (?:allowed|permitted|free|able|entitled) to|has the option|possible"
        r"|entitled to",
    ),
    ("will", r"will|is going to|are going to|shall|would"),
)
_MOODS = {
    "zh": re.compile("|".join(f"(?P<{mood}>{words})" for mood, words in _ZH_MOODS)),
    "en": re.compile("|".join(rf"(?P<{mood}>\b(?:{words})\b)" for mood, words in _EN_MOODS)),
}

# Words that look like a negation and are none come first; then what only takes a duty away; then what denies.
_NOT_ZH = re.compile(
    r"(?:(?P<aba>[一-龥])不(?P=aba)|不(?:能|得|会|可|可以|许|准|该|应|应该|要)超过|不(?:能|得|可以|许)(?:多于"
    r"|高于|少于|低于)"
    r"|能不能|是不是|会不会|可不可以|要不要|有没有|不是必须|并非必须|不是一定|不但|不仅|不光|不过|不管|不论"
    r"|不好意思|不得不"
    r"|不能不|不会不|不然|不久|不少|不同|差不多|要不|没关系|没问题|没事|不错|不超过|弄不好|搞不好|说不好|不好说"
    r"|不太|不着急|不用担心|不用急"
    r"|别着急|别急"
    r"|别担心|不了解|不要紧|特别|区别|分别|级别|个别|类别|不良|无理由|无条件|不管怎|不只|不满|不还|不去|不到|不服|没说"
    r"|不属于|不收|别人)"
    r"|(?P<needless>不必|不用|不需要|不需|无需|无须|没必要|没有必要|用不着|没义务|没有义务)"
    r"|(?P<far>并?不是|并非|并?没有|并?不会|不能|不可能|不存在|不一定|不见得|未必|不得|不可以|不允许|从来没"
    r"|没法|没办法|无法|无权|没权|从不|哪有|哪能|难道|没人|不许|不准|不该|不应)"
    r"|(?P<near>不|没|别|勿|莫)"
)
_NOT_EN = re.compile(
    r"(?:not only|no longer than|(?:can|can )?(?:not|never) (?:\w+ )?(?:\w+ )?(?:more|higher|above|over)(?= )"
    r"|no more than"
    r"|no later than|not exceed\w*|no problem|no worries|not later than|not just|nothing but|not pay\w*|not being able"
    r"|not able to (?:pay|repay|afford|manage|keep up)|cannot pay|cannot afford|cannot repay|not afford"
    r"|do not pay|not repay\w*|not attend|not appear|not go)"
    r"|(?P<needless>\b(?:need not|not (?:need|have|required|obliged|bound) (?:to )?|no (?:need|obligation"
    r"|duty) (?:to )?))"
    r"|\b(?P<far>not|never|no|cannot|nobody|no one|without|neither|nor|none|hardly|myth|untrue|false that"
    r"|wrong that|doubtful)\b"
    r"|(?P<near>(?!))"
)
# Every match of `_NOT_EN` holds one: cannot and nobody hold "no".
_DENYING_EN = ("no", "never", "without", "neither", "hardly", "myth", "untrue", "false", "wrong", "doubtful")
_NEAR = 3  # how far a bare 不 or 没 reaches, in characters
_MODAL = {
    "zh": re.compile("一定|必须|要|可以|能|强制|得|应|需要|会|有权|允许"),
    "en": re.compile(r"(?:must|have|has|allowed|obliged|required|entitled|free|can|may|will|should|forced)\b"),
}
_BESIDE = {
    "zh": re.compile(r"(?<!要)(?<!差)(?:不|没|没有|并不|不是|并非)$"),
    "en": re.compile(r"\b(?:not|never|cannot) $"),
}
_REFUTED = {
    "zh": re.compile(
        r"^(?:[\"、]|的|如今|眼下|这会儿|是|那套|比例|标准|这个|那个|这种|那种|这|那|种|说法|话|事|规定|都|就|是|其实|现在|已经|早就|早"
        r"|也|并|可是|但是?|不过|呢|啊|,)*"
        r"(?:不对的?|不是真的|假的|谣言|误解|误传|不属实|没有这回事|没这回事|没有这个(?:规定|说法)"
        r"|没有这样的(?:规定|说法)"
        r"|没有这种(?:规定|说法)|没有依据|没有法律依据|不准确|不正确|错的|错误的|骗人的|不存在的?"
        r"|不再?(?:普遍)?适用|不要再"
        r"|要小心|得小心|小心|要当心|要警惕|没这个?(?:规定|说法|条)|没这种|老规定|旧规定|老说法|以前的|过去的"
        r"|没有?用|没有?意义|不行|不可能|没戏"
        r"|行不通|没门|白搭|不管用|骗子|骗人|忽悠|瞎说|胡说|不作数|作废"
        r"|不算数|不能再用|别再用|不是都适用|不都适用|老皇历|不成立|不可信|不能信|别信|不靠谱"
        r"|不是(?:一律|都)?(?:这样|那样|这么回事|那么回事)|老黄历|过时了|改了"
        r"|取消了|没了$|不是规定|没有了$)"
    ),
    "en": re.compile(
        r"^.{0,24}?\b(?:is not true|is not right|is not correct|is untrue|is a myth|is wrong|is false"
        r"|is not so|is not for (?:every|all)|is not the (?:rule|law|case)"
        r"|no such (?:rule|thing|law)|is incorrect|does not exist"
        r"|is not how it works|no longer (?:true|applies|apply|holds|hold|general|the case)|must not be quoted"
        r"|is out of date|is outdated|not any more|there is no such|is an old rule|was the old rule"
        r"|is the old rule|is history|used to be true|is nonsense|is rubbish|is not possible"
        r"|is impossible|is not an option|is no use|is pointless|is useless|will not help|do not believe (?:it"
        r"|that|them))"
    ),
}
_REACH = {"zh": 14, "en": 60}  # how far before the predicate a negation still bears on it, in characters


def moods(text: str, language: Language) -> tuple[Said, ...]:
    """Every modal word of a clause, in order; the widest reading at each place."""
    return tuple(
        Said(match.lastgroup, match.start(), match.end())  # type: ignore[arg-type]
        for match in _MOODS[language].finditer(text)
    )


Denial = Literal["", "denied", "needless"]


def denial(
    text: str,
    clause: Clause,
    at: int,
    spans: Sequence[tuple[int, int]],
    language: Language,
    chosen: Sequence[tuple[int, int]] = (),
) -> Denial:
    """Whether the predicate at `at` is denied in its clause, called needless, or refuted in the words that follow.

    Args:
        text: The whole evened utterance.
        clause: The clause of the predicate.
        at: First character of the predicate in `text`.
        spans: Stretches of `text` that belong to the pattern itself; negations that begin inside them don't
            count (不 before 可以 does).
        language: Language of the text.
        chosen: Those of the stretches that a negation right before them denies, even after the predicate.
    """
    pattern = _NOT_ZH if language == "zh" else _NOT_EN
    start = max(clause.start, at - _REACH[language])
    found: dict[int, bool] = {}  # end of a negation → whether it only takes a duty away
    before = text[start : max(at, start)]
    denied = language == "zh" or any(word in before for word in _DENYING_EN)
    for match in pattern.finditer(text, start, max(at, start)) if denied else ():
        bears = match["far"] or match["needless"] or (match["near"] and at - match.end() <= _NEAR)
        if bears and not any(s <= match.start() < e for s, e in spans):
            found[match.end()] = bool(match["needless"])
    for begin, _ in chosen:
        modal = begin > at or _MODAL[language].match(text, begin)
        known = any(abs(end - begin) <= 1 for end in found)
        if begin != at and modal and not known and _BESIDE[language].search(text[max(0, begin - 8) : begin]):
            found[begin] = False
    if found:
        denies = len(found) % 2 == 1
        return "needless" if denies and any(found.values()) else "denied" if denies else ""
    ends = {max((end for _, end in some), default=at) for some in (chosen, spans)}
    return "denied" if any(refuted(text, after, language) for after in ends) else ""


def refuted(text: str, after: int, language: Language) -> bool:
    """Whether the words right after a statement take it back as untrue."""
    rest = text[after : after + 70].lstrip(" ,.;:!\"'")
    return bool(_REFUTED[language].match(rest))
