"""What may go wrong with a script or a practice run.

UserError
└── ScenarioError
    ├── BadScript       a script file that can't be used
    ├── NoScript        nothing in the library has this id, and no file this path
    ├── BadState        a saved run that can't be loaded
    ├── RunEnded        the call is over; nothing more can be said
    ├── BadReplies      a replies file that can't be read
    ├── NothingTold     a call of which no scenario can be made
    └── NoHint          there is no (more) hint to give
"""

from __future__ import annotations

from recordings.errors import UserError


class ScenarioError(UserError):
    """Something about a scenario."""


class BadScript(ScenarioError):
    """A script that can't be used. `line` counts from 1."""

    en = "{file}, line {line}: the script can't be used: {reason}"
    zh = "{file} 第 {line} 行：脚本无法使用：{reason_zh}"


class NoScript(ScenarioError):
    """An id that the library does not have."""

    en = "There is no scenario '{name}'. Allowed: a path to a .yaml file, or one of: {known}."
    zh = "没有名为“{name}”的场景。可用：一个 .yaml 文件的路径，或以下之一：{known}。"


class BadState(ScenarioError):
    """A saved run that this version can't go on with."""

    en = "The saved practice run can't be loaded: {reason}."
    zh = "无法读取已保存的练习：{reason_zh}。"


class RunEnded(ScenarioError):
    """A reply to a customer who has already hung up."""

    en = "This call has ended ({kind}); start another, or try again from one of its turns."
    zh = "本次通话已结束({kind});请重新开始，或从其中一轮再试。"


class BadReplies(ScenarioError):
    """A replies file that can't be read."""

    en = "{file}: can't be read as replies: {reason}. Allowed: UTF-8 text, one reply a line, an empty line for silence."
    zh = "{file}：无法作为回复读取：{reason}。应为 UTF-8 文本，每行一句回复，空行表示沉默。"


class NothingTold(ScenarioError):
    """A call of which no scenario can be made."""

    en = "No scenario can be made of this call: {reason}."
    zh = "这通通话无法改成场景：{reason_zh}。"


class NoHint(ScenarioError):
    """No hint is to be had."""

    en = "There is no hint to give now: {reason}."
    zh = "现在没有提示可给：{reason_zh}。"
