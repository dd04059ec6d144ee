"""Words that say who somebody is, made alike: a model that never sees them can't learn from them.

Gender, forms of address, kin, a region's words, and names before a form of address. Names elsewhere are taken out when
a call's personal data is. What is missed here shows in the flip test (`scoring.learning.flip`).
"""

from __future__ import annotations

import re

_COMPOUND = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|东方|阿依|扎西|买买提|古丽"
_HAN = "\u4e00-\u9fff"
_ADDRESS = "先生|女士|小姐|太太|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|师傅|老师|同志|帅哥|美女|靓女|靓仔"
_BEFORE_ADDRESS = f"(?:{_COMPOUND}|(?![位的是个您你好请])[{_HAN}])?"
_ZH = {
    f"{_BEFORE_ADDRESS}(?:{_ADDRESS})": "先生",
    f"姓(?:{_COMPOUND}|[{_HAN}]|\\[姓名\\])": "姓",
    "她": "他",
    "您": "你",
    "老公|老婆|丈夫|妻子|媳妇": "爱人",
    "儿子|女儿|闺女": "孩子",
    "爸爸|妈妈|父亲|母亲|爸|妈": "父母",
    "哥哥|姐姐|弟弟|妹妹": "兄妹",
    "爷爷|奶奶|外公|外婆|姥姥|姥爷": "老人",
    "小伙子|姑娘": "年轻人",
    "咋办": "怎么办",
    "咋": "怎么",
    "啥": "什么",
    "晓得": "知道",
    "没得": "没有",
    "咱们": "我们",
}
_EN = {
    "they": "he she",
    "they're": "he's she's",
    "them": "him her his hers",
    "themselves": "himself herself",
    "parent": "mother father mum mom dad mummy mommy daddy",
    "partner": "wife husband girlfriend boyfriend",
    "child": "son daughter boy girl",
    "sibling": "brother sister",
    "person": "man woman gentleman lady guy",
    "sir": "madam ma'am mr ms mrs miss dr",
    "hello": "hi hiya g'day hey",
    "going to": "gonna",
    "want to": "wanna",
}
_EVEN_EN = {old: new.split() for new, many in _EN.items() for old in many.split()}
_ANY_HAN = re.compile(f"[{_HAN}]")
_PATTERN = re.compile("|".join(f"({old})" for old in _ZH))
_NEW = tuple(_ZH.values())


def neutral(text: str) -> str:
    """The text with Chinese words of who somebody is made alike; others stay."""
    if _ANY_HAN.search(text) is None:
        return text
    return _PATTERN.sub(lambda match: _NEW[(match.lastindex or 1) - 1], text)


def neutral_words(words: list[str]) -> list[str]:
    """The same for English, word by word, in lower case."""
    if not any(word in _EVEN_EN for word in words):
        return words
    return [new for word in words for new in _EVEN_EN.get(word, (word,))]
