"""What may go wrong with learning from reviews and with trust.

DeskError
├── LearningRunning     reviews are being learned from already
├── TooFewReviews       not enough to learn any criterion from
├── NotTrustworthy      held-out agreement doesn't clear the bar, or a check of the model failed
├── NoSuchVersion       of a learned criterion
└── NoSuchAlert         or it is closed
"""

from __future__ import annotations

from desk.errors import DeskError


class LearningRunning(DeskError):
    """One run at a time."""

    en = "Reviews are being learned from already ({done} of {total} criteria done). Please wait until that has ended."
    zh = "正在从复核中学习（已完成 {done}/{total} 项），请等它结束。"


class TooFewReviews(DeskError):
    """Nothing to learn from yet."""

    en = "Too few reviewed calls in this language: {found}. At least {needed} are needed for one criterion."
    zh = "这种语言的复核通话太少：{found} 通。每个评分项至少需要 {needed} 通。"


class NotTrustworthy(DeskError):
    """Trust is given only to what has earned it."""

    en = "{criterion} can't be moved to {mode}: {reason}."
    zh = "{criterion} 不能改为“{mode_zh}”：{reason_zh}。"


class NoSuchVersion(DeskError):
    """No learned version of that number."""

    en = "There is no learned version {version} of {criterion}."
    zh = "{criterion} 没有学习版本 {version}。"


class NoSuchAlert(DeskError):
    """No alert of that number, or it is closed."""

    en = "There is no open alert {alert_id}."
    zh = "没有编号为 {alert_id} 的待处理提醒。"
