"""What may go wrong around practice, in words fit to show.

DeskError
├── NothingUnseen       every customer that could certify somebody was met before
├── NoAttemptsLeft      too many certifying calls within a month
├── StillCertifying     what would give the answers away waits until the certifying call is over
├── NoSuchAssignment · NoSuchContest · NoSuchCard
└── Settled · OwnContest   a contest that was answered already, or is one's own
"""

from __future__ import annotations

from desk.errors import DeskError


class NothingUnseen(DeskError):
    """Nothing is left that this person has not met."""

    en = "You have met every customer in this language already. Ask a supervisor to publish a new scenario."
    zh = "这种语言的客户您都接待过了。请主管发布一个新的场景。"


class NoAttemptsLeft(DeskError):
    """The attempts of a month are used up."""

    en = "You have used all {attempts} attempts of the last {days} days. The next one opens on {on}."
    zh = "最近 {days} 天内的 {attempts} 次考核机会已用完，{on} 起可以再考。"


class StillCertifying(DeskError):
    """A certifying call goes on."""

    en = "Your certifying call is still going on. Finish it first."
    zh = "您的考核通话还没有结束，请先打完。"


class NoSuchAssignment(DeskError):
    """No assignment of that number is to be seen by this person."""

    en = "Assignment {number} does not exist, or is not yours to see."
    zh = "没有编号为 {number} 的任务，或者您无权查看。"


class NoSuchContest(DeskError):
    """No contest of that number."""

    en = "There is no contested point {number}."
    zh = "没有编号为 {number} 的异议。"


class Settled(DeskError):
    """Somebody answered already."""

    en = "This has been answered already."
    zh = "这条异议已经答复过了。"


class NoSuchCard(DeskError):
    """No fact card of that fact for this person."""

    en = "There is no card on {fact} for you."
    zh = "您没有关于 {fact} 的复习卡。"


class OwnContest(DeskError):
    """Nobody answers their own contest."""

    en = "This is your own call: another supervisor has to answer."
    zh = "这是您自己的通话，须由另一位主管答复。"
