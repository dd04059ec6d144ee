"""What may go wrong at the desk, in words fit to show.

UserError
└── DeskError
    ├── BadCredentials      wrong name or password, or an account that is switched off
    ├── LockedOut           too many wrong passwords
    ├── NotAllowed          this role may not do that
    ├── NoSuchCall · NoSuchRun · NoSuchUser · NoSuchCriterion · NoTranscript
    ├── BadUser             a new account whose name, role or password can't be used
    ├── BadValue            a reviewer's value outside the criterion's scale, or without a reason
    ├── NothingToReview     the call has no automatic score yet
    ├── NotRetryable        the call did not fail
    ├── StaleStep           the practice run went on in another tab
    ├── RunIsOver           an answer to a practice run that has ended
    ├── NoSuchFact · NoSuchChange
    ├── BadFact             a fact that can't stand in the knowledge base
    ├── OwnChange           publishing or sending back what one wrote oneself
    ├── StaleFact           somebody else changed the fact meanwhile
    ├── BadSettings         a setting that can't be used
    ├── BadField            a field of an upload or a filter that can't be used
    ├── TextNeeded          nothing was written where a reason, an answer or a note is needed, or too much
    ├── TooLarge            a file over the upload limit
    ├── NoRoom              the disk is full, or can't be written to
    ├── NoStore             the database can't be opened or written to
    ├── NobodySpeaks        a recording in which no voice is heard
    ├── NoSuchRubric · NoSuchDraft
    ├── StaleDraft          the draft was saved in another window
    ├── UnfitRubric         a rubric with errors can't be published
    ├── NoSuchScenario      no version of that name
    ├── UnfitScenario       a scenario with errors can't be published
    ├── …                   about learning and trust: desk/trust_errors.py
    ├── RescoreRunning      calls are being scored anew already
    ├── AudioGone           no recording (text only, or retention removed it)
    └── LinkExpired         a signed link that is false or too old
"""

from __future__ import annotations

import errno

from recordings.errors import UserError


class DeskError(UserError):
    """Something about accounts, calls, reviews or practice."""


class BadCredentials(DeskError):
    """Deliberately the same words for an unknown name and a wrong password."""

    en = "That name and password don't match. Please try again."
    zh = "用户名或密码不正确，请重试。"


class LockedOut(DeskError):
    """Too many wrong passwords in a row."""

    en = "Too many wrong passwords. Please wait {minutes} minutes and try again."
    zh = "密码错误次数过多，请等待 {minutes} 分钟后再试。"


class NotAllowed(DeskError):
    """The actor's role does not hold the permission."""

    en = "Your role ({role}) may not do this ({permission}). A supervisor or administrator can."
    zh = "您的角色（{role}）无权进行此操作（{permission}），请联系质检主管或管理员。"


class NoSuchCall(DeskError):
    """No call of that id (or none that this person may know of)."""

    en = "There is no call {call_id}."
    zh = "没有编号为 {call_id} 的通话。"


class NoSuchRun(DeskError):
    """No practice run of that id (or none that this person may know of)."""

    en = "There is no practice run {run_id}."
    zh = "没有编号为 {run_id} 的练习。"


class NoSuchUser(DeskError):
    """No account of that name."""

    en = "There is no account {name}."
    zh = "没有名为 {name} 的账号。"


class NoSuchCriterion(DeskError):
    """The rubric has no such criterion."""

    en = "The rubric {rubric} has no criterion {criterion_id}."
    zh = "评分表 {rubric} 中没有评分项 {criterion_id}。"


class NoTranscript(DeskError):
    """The call has not been transcribed (yet)."""

    en = "Call {call_id} has no transcript yet."
    zh = "通话 {call_id} 尚无转写稿。"


class BadUser(DeskError):
    """A new account that can't be made."""

    en = "The account can't be made: {reason}."
    zh = "无法创建账号：{reason_zh}。"


class BadValue(DeskError):
    """A reviewer's value that can't be used."""

    en = "{criterion_id}: {reason}."
    zh = "{criterion_id}:{reason_zh}。"


class NothingToReview(DeskError):
    """No automatic score stands yet."""

    en = "Call {call_id} has no automatic score yet; it can be reviewed once it has one."
    zh = "通话 {call_id} 尚无自动评分，评分完成后即可复核。"


class NotRetryable(DeskError):
    """Only a failed call can be tried again."""

    en = "Call {call_id} is {status}; only a failed call can be tried again."
    zh = "通话 {call_id} 当前状态为 {status}，只有处理失败的通话可以重试。"


class StaleStep(DeskError):
    """Two tabs: the run stands elsewhere than the page thought."""

    en = "This practice went on in another window (step {actual}, not {expected}). The page now shows where it stands."
    zh = "此练习已在其他窗口继续（第 {actual} 步，而非第 {expected} 步），页面已更新到最新进度。"


class RunIsOver(DeskError):
    """An answer to a run that has ended."""

    en = "This practice has ended. You can try again from any turn."
    zh = "此练习已结束，您可以从任意一轮重新开始。"


class BadSettings(DeskError):
    """A setting that can't be used."""

    en = "Setting {name}: {reason}"
    zh = "设置项 {name} 有误：{reason}"


class BadField(DeskError):
    """A field that can't be used."""

    en = "{field}: {value} can't be used. Allowed: {allowed}."
    zh = "{field}：{value} 无法使用。可用：{allowed}。"


class TextNeeded(DeskError):
    """Nothing was written where something is needed, or too much. Fields: what, what_zh, most."""

    en = "{what}: write something, {most} characters at most."
    zh = "{what_zh}：请填写内容，最多 {most} 个字。"


class TooLarge(DeskError):
    """A file over the upload limit."""

    en = "{file} is larger than {limit_mb} MB, the most that is taken (TINGXIN_MAX_UPLOAD_MB)."
    zh = "{file} 超过上限 {limit_mb} MB(TINGXIN_MAX_UPLOAD_MB)。"


class NoRoom(DeskError):
    """The disk is full, or can't be written to. Fields: what, reason."""

    en = "{what}: could not be stored: {reason}. Nothing of it was kept; make room on the disk and try again."
    zh = "{what}：无法保存：{reason}。未留下任何内容，请清理磁盘空间后重试。"

    @classmethod
    def of(cls, what: str, error: OSError) -> NoRoom:
        """What the system said while `what` was written."""
        reason = error.strerror or str(error)
        return cls(what=what, reason=reason, reason_zh="磁盘已满" if error.errno == errno.ENOSPC else reason)


class NoStore(DeskError):
    """The database can't be opened or written to. Fields: where, reason."""

    en = "{where}: the database can't be used: {reason}. Check TINGXIN_HOME and its permissions; tingxin doctor tells."
    zh = "{where}：数据库无法使用：{reason}。请检查 TINGXIN_HOME 及其读写权限；可运行 tingxin doctor 查看。"


class NobodySpeaks(DeskError):
    """A recording in which no voice is heard."""

    en = "{file}: nobody speaks in these {duration_s} seconds, so there is nothing to score. Is it the right file?"
    zh = "{file}：在 {duration_s} 秒的录音中没有听到人声，无法评分。请确认文件是否正确。"


class AudioGone(DeskError):
    """No recording to hear."""

    en = "Call {call_id} has no recording to play: it came as text, or the retention time removed the sound."
    zh = "通话 {call_id} 没有可播放的录音：仅有文本，或录音已超过保存期限。"


class LinkExpired(DeskError):
    """A signed link that is false or too old."""

    en = "This link is no longer valid. Please reload the page."
    zh = "链接已失效，请刷新页面。"


class NoSuchFact(DeskError):
    """The knowledge base has no such fact."""

    en = "There is no fact {fact_id} in the knowledge base."
    zh = "知识库中没有编号为 {fact_id} 的条目。"


class NoSuchChange(DeskError):
    """The change isn't open (any more)."""

    en = "This change is no longer open: somebody published it, took it back or sent it back."
    zh = "这项修改已不在待发布之列：可能已被发布、撤回或退回。"


class BadFact(DeskError):
    """A fact that can't stand in the knowledge base."""

    en = "{fact_id}, line {line}: {reason}."
    zh = "{fact_id} 第 {line} 行：{reason_zh}。"


class OwnChange(DeskError):
    """Four eyes: whoever had a hand in a change can't be the one who checks it."""

    en = "{fact_id}: you had a hand in this change, so another supervisor or an administrator has to decide on it."
    zh = "{fact_id}：您参与了这项修改，须由另一位主管或管理员审核。"


class StaleFact(DeskError):
    """Two people at one fact."""

    en = "Somebody else changed {fact_id} meanwhile. Your words are still here; look at theirs first."
    zh = "在您编辑期间，{fact_id} 已被他人修改。您的内容仍在，请先查看对方的修改。"


class NoSuchRubric(DeskError):
    """No rubric of that id and version."""

    en = "There is no rubric {reference}. There are: {known}."
    zh = "没有评分表 {reference}。现有：{known}。"


class NoSuchDraft(DeskError):
    """No draft of that number: it was published or thrown away."""

    en = "This draft is gone: it was published or thrown away."
    zh = "这份草稿已不在：已经发布或被丢弃。"


class StaleDraft(DeskError):
    """Two windows: the draft stands otherwise than the page thought."""

    en = "{by} saved this draft in another window. Reload it to see what stands there now; copy your own text first."
    zh = "{by} 在另一个窗口保存了这份草稿。请先复制自己的文字，再重新载入查看。"


class UnfitRubric(DeskError):
    """A rubric with errors."""

    en = "This can't be published yet. Line {line}: {reason}."
    zh = "还不能发布。第 {line} 行：{reason_zh}。"


class RescoreRunning(DeskError):
    """One run at a time."""

    en = "Calls are being scored anew already ({done} of {total}). Wait until that is done, or stop it."
    zh = "正在重新评分（{done}/{total}）。请等它完成，或先停止。"


class NoSuchScenario(DeskError):
    """No scenario of that id and version."""

    en = "There is no scenario {reference}. There are: {known}."
    zh = "没有场景 {reference}。现有：{known}。"


class UnfitScenario(DeskError):
    """A scenario with errors."""

    en = "This can't be published yet. Line {line}: {reason}."
    zh = "还不能发布。第 {line} 行：{reason_zh}。"
