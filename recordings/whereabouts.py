"""Names and addresses in a text: told by the words around them, so a name that nobody introduces stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recordings.personal import Found, load_lists

_NUM = "[0-9０-９零〇一二三四五六七八九十百幺]"
_ROAD = "(?:路|街|大道|大街|巷|弄|胡同|小区|花园|公寓|家园|大厦|新村|新城|村|苑|社区|里)"
_HOUSE = "(?:号院|号楼|号|弄|栋|幢|座|楼|单元|层|室|房|组|户|门)"
_ADDRESS_ZH = re.compile(
    rf"[\u4e00-\u9fff]{{1,40}}{_ROAD}(?:[\u4e00-\u9fff]{{0,6}}?{_NUM}{{1,6}}(?:[\-之]{_NUM}{{1,6}})*{_HOUSE})+(?:{_NUM}{{2,4}})?"
)
# What leads to an address; it begins after the last of these.
_LEAD_ZH = re.compile(r".*(?:住在|家住|住址|地址|寄到|送到|搬到|[住是在到查去离我的])")
_STREET = "(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|square|terrace|close|way)"
_DOOR = "(?:apartment|apt|suite|unit|room|flat)"
_UNIT = rf"(?:,?\s+{_DOOR}\.?\s*#?\w+)?"
_TOWN = r"(?:,\s+(?!I\b)[A-Z][a-z'’]+(?:\s+[A-Z][a-z'’]+){0,2}(?=[,.;!?]|$))*"  # Chengxi District, Xining
_ADDRESS_EN = re.compile(
    rf"(?:\b(?i:{_DOOR})\.?\s*#?\w+,?\s+)?\b\d{{1,5}}[A-Za-z]?\s+(?:[A-Z][\w'’]*\.?\s+){{1,3}}(?i:{_STREET})\b\.?"
    rf"(?i:{_UNIT}){_TOWN}"
    rf"|(?i:(?:live at|address is|address:|living at|move[d]? to|sent? (?:it )?to)\s+)"
    rf"(?P<place>(?i:(?:\w+[\s\-]+){{1,6}}?{_STREET}\b\.?{_UNIT}){_TOWN})"
)
_WORD_EN = r"[A-Za-z][A-Za-z'’\-]*"
_FULL_EN = r"[A-Z][a-z'’\-]+(?:\s+[A-Z][A-Za-z'’\-]+){1,2}"
_NOBODY = "Bank|Hotline|Insurance|Service|Services|Centre|Center|Company|Payment|Police|Court|Support|Department|Branch"
_NAME_EN = re.compile(
    r"\b(?:my (?:full |first |last |own )?name(?:'s| is)|(?:first|last|full|family) name is|surname is"
    rf"|i(?:'m| am) called|you(?:'re| are) speaking (?:with|to))\s+(?P<name>{_WORD_EN}(?:\s+{_WORD_EN}){{0,2}})"
    rf"|\b(?:(?:his|her|their|'s) name(?:'s| is)|(?:{load_lists().relatives['en']})(?:'s name)?(?: is|,)|it(?:'s| is)"
    rf"|i(?:'m| am))\s+(?-i:(?P<others>{_FULL_EN}))(?=\s*(?:[,.;!]|$|here\b|speaking\b|from\b|and\b|calling\b))"
    rf"|\bthis is (?P<speaker>{_WORD_EN}(?:\s+{_WORD_EN}){{0,2}}?)(?=\s+(?:speaking|calling|here)\b)"
    rf"|\bthis is (?-i:(?P<caller>(?!(?:[A-Z]\w*\s+)*(?:{_NOBODY})\b){_FULL_EN}))(?=\s*(?:[,.;!]|$))"
    r"|\bspell(?:ed|ing)?(?: it| that)?(?: as)?[\s,:]+(?P<spelt>[A-Za-z](?:[\s\-,]+[A-Za-z]\b){2,})"
    rf"|\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?P<titled>[A-Z][A-Za-z'’\-]+(?:\s+[A-Z][A-Za-z'’\-]+)?)",
    re.IGNORECASE,
)

_PART_EN = r"[A-Z][a-z'’\-]+"
_NO_PART = (
    rf"(?!(?:{_NOBODY}|Card|Wallet|Pay|Loan|App|Street|Road|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
# "It's Peter, Peter Jones", "my name's Bond, James Bond": a part of the name, then all of it.
_TWICE_EN = re.compile(
    r"\b(?:it(?:'s| is)|i(?:'m| am)|this is|name(?:'s| is)|called)\s+"
    rf"(?-i:(?P<part>{_NO_PART}{_PART_EN})\s*[,.;…—-]+\s*"
    rf"(?P<whole>(?:(?P=part)\s+{_NO_PART}{_PART_EN}|{_NO_PART}{_PART_EN}\s+(?P=part))\b))",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Found]:
    """Addresses down to the house: a street or estate with a number. A city or district alone stays."""
    for found in _ADDRESS_ZH.finditer(text):
        street = re.search(_ROAD + _NUM, found.group())
        lead = _LEAD_ZH.match(found.group(), 0, street.start() if street else len(found.group()))
        yield Found("address", found.start() + (lead.end() if lead else 0), found.end())
    for found in _ADDRESS_EN.finditer(text):
        yield Found("address", *found.span("place" if found["place"] else 0))


def find_names(text: str) -> Iterator[Found]:
    """Names that somebody introduces (我叫…, 我姓…, "my name is …") or addresses in full (…先生, Mr …)."""
    for pattern in _names_zh():
        for found in pattern.finditer(text):
            yield Found("name", *found.span("name"))
    for found in _NAME_EN.finditer(text):
        group = next(name for name in ("name", "others", "speaker", "caller", "spelt", "titled") if found[name])
        start, end = found.span(group)
        end = end if group == "spelt" else start + _name_length(found[group])
        if end > start and not (group == "titled" and not text[start].isupper()):
            yield Found("name", start, end)
    for found in _TWICE_EN.finditer(text):
        yield from (Found("name", *found.span(group)) for group in ("part", "whole"))


def _name_length(words: str) -> int:
    """How many characters of the words are a name: up to a word that is none.

    Where the first is capitalised the others must be; else at most two words are taken.
    """
    length = 0
    capital = words[:1].isupper()
    for place, found in enumerate(re.finditer(_WORD_EN, words)):
        word = found.group()
        ends = word.lower() in load_lists().not_names_en or (capital and not word[0].isupper())
        if ends or (not capital and place == 2):
            break
        length = found.end()
    return length


@cache
def _names_zh() -> tuple[re.Pattern[str], ...]:
    lists = load_lists()
    compound = "|".join(lists.compound_surnames)
    surname = f"(?:{compound}|[{lists.surnames}])"
    given = f"[^\\W\\d_A-Za-z{lists.not_in_names}]"
    # "I am" leads to many things that begin like a surname (我是高中生): only a common one counts, and a full stop.
    full = f"(?:{compound}|[{lists.common_surnames}]){given}{{2}}"
    short = f"(?:{compound}|[{lists.common_surnames}])(?![{lists.surnames}]){given}"
    stop = "(?=[,，。!！;；、]|$)"
    told = "(?=[,，。!！;；、?？]|$|[是对][吧吗不]|没错)"
    # A surname as a given name means that the "surname" before it is a word: 那李先生, 和张女士.
    titled = f"(?:{compound}|[{lists.common_surnames}])(?:{given}{{2}}|(?![{lists.surnames}]){given})"
    return (
        re.compile(
            f"(?:我叫|我的名字(?:叫|是)|名字叫|姓名(?:是|叫|为)?[:：]?|本人叫?)\\s*(?P<name>{surname}{given}{{1,2}})"
        ),
        re.compile(f"我是(?P<name>{full})(?=[,，。!！;；]|$)"),
        re.compile(
            f"我(?:就|还)?是(?P<name>(?!周[一二三四五六日末]|江[苏西]|马上){short})[,，、\\s]*"
            "(?=(?:上周|上次|上个|上回|昨天|前天|刚才|之前|早上|前几天|又|还是)[^,，。]{0,8}?(?:打|来|问|投诉|反映))"
        ),
        re.compile(f"(?:我|免贵|本人|敝|鄙)姓\\s*(?P<name>{surname})(?![\\w]*名)"),
        # Asked for the name, or said of another: only where nothing follows that would make a word of it.
        re.compile(f"(?:^|[,，。!！?？\\s]|您|他|她|对方|客户)姓\\s*(?P<name>{surname}){told}"),
        re.compile(f"(?:您|他|她|对方|客户|家人)的?(?:名字|姓名)(?:叫|是)\\s*(?P<name>{surname}{given}{{1,2}}){told}"),
        re.compile(f"姓{surname}[,，、\\s]*(?:名叫|名|叫)\\s*(?P<name>{surname}?{given}{{1,2}})"),
        re.compile(f"(?:{lists.relatives['zh']})(?:的?名字)?(?:就?叫|名字是)(?P<name>{full}|{short}){stop}"),
        re.compile(f"(?:{lists.holders_zh})(?:就?叫|是|为|[:：])?(?P<name>{surname}{given}{{1,2}}){stop}"),
        re.compile(f"(?:叫一下|找一下|找)(?P<name>{full}|{short}){stop}"),
        re.compile(f"(?P<name>{titled})(?=(?:先生|女士|小姐|老师|本人))"),
    )
