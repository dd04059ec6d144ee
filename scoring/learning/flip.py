"""The same conversation with other people in it: names, genders, forms of address, words of a region."""

from __future__ import annotations

import re
from collections.abc import Mapping

from recordings.errors import Language
from recordings.transcript import Transcript

# What is replaced by what; keys are pieces of regular expressions, English ones whole words in any case.
SWAPS: dict[Language, dict[str, Mapping[str, str]]] = {
    "zh": {
        "name": {
            "李(?=先生|女士|姐|哥|大爷)": "欧阳", "姓李": "姓欧阳", "姓王": "姓买买提", "姓张": "姓阿依",
            "王(?=先生|女士)": "扎西",
        },
        "gender": {
            "先生": "女士", "女士": "先生", "大爷": "大妈", "大妈": "大爷", "姑娘": "小伙子",
            "老公": "老婆", "老婆": "老公", "儿子": "女儿", "女儿": "儿子",
            "(?<!其)他(?!们|妈)": "她", "她(?!们)": "他", "爸爸?": "妈妈", "哥哥?(?!们)": "姐姐",
        },
        "address": {"您": "你", "先生": "师傅", "女士": "大姐", "同志": "老师"},
        "region": {
            "怎么办": "咋办", "什么时候": "啥时候", "什么": "啥", "知道": "晓得", "没有了": "没得了", "我们": "咱们",
        },
    },
    "en": {
        "name": {"Lee": "Okonkwo", "Smith": "Nguyen", "Wang": "O'Brien", "Chen": "Singh"},
        "gender": {
            "he": "she", "she": "he", "him": "her", "mother": "father", "father": "mother", "mum": "dad", "dad": "mum",
            "wife": "husband", "husband": "wife", "son": "daughter", "daughter": "son", "mr": "Ms", "ms": "Mr",
            "sister": "brother", "brother": "sister",
        },
        "address": {"sir": "madam", "madam": "sir", "mr": "Dr", "ma'am": "sir"},
        "region": {
            "mum": "mom", "hello": "g'day", "hi": "hiya", "going to": "gonna", "want to": "wanna",
        },
    },
}  # fmt: skip


def swapped(transcript: Transcript, kind: str) -> Transcript:
    """The conversation with all swaps of one kind made at once."""
    language = transcript.language
    pairs = list(SWAPS[language][kind].items())
    edge = r"\b" if language == "en" else ""
    pattern = re.compile("|".join(f"({edge}(?:{old}){edge})" for old, _ in pairs), re.IGNORECASE)

    def other(match: re.Match[str]) -> str:
        new = pairs[(match.lastindex or 1) - 1][1]
        return new[0].upper() + new[1:] if match[0][0].isupper() else new

    turns = [
        turn.model_copy(update={"text": pattern.sub(other, turn.text), "words": None}) for turn in transcript.turns
    ]
    return transcript.model_copy(update={"turns": tuple(turns)})
