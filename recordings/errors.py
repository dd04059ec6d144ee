"""What may go wrong, in words fit to show.

UserError                       shown to the person as it stands, in their language
└── RecordingError              something about sound or a transcript
    ├── BadTranscript           not a transcript that we can read
    ├── UnknownFormat           a transcript format that we don't write
    ├── AudioError              a recording that can't be used
    │   ├── Unreadable          the disk says no
    │   │   ├── MissingFile     there is no such file
    │   │   ├── NotAFile        a folder or a device
    │   │   └── NoPermission    not allowed to be read
    │   ├── EmptyAudio          no bytes, or a header without sound
    │   ├── NotAudio            not a sound file of a kind that we decode
    │   ├── NoSoundTrack        a media file without sound
    │   ├── BrokenAudio         samples that are no numbers
    │   ├── OddSound            more channels than a call has, or an absurd rate
    │   ├── TooLarge            too many bytes
    │   └── TooLong             too many hours
    └── recordings.engines.errors

Each layer roots its own tree in `UserError`: `scoring.errors`, `scenarios.errors`, `desk.errors`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

Language = Literal["zh", "en"]


class UserError(Exception):
    """A cause that the person at the keyboard can act on: what, where, what is allowed.

    A subclass gives its words once per language in `en` and `zh`, with named fields in braces, and
    is raised with exactly those fields. Field values are shown as they are; they are never parsed. A value that
    itself is words comes twice: `reason` and, for the Chinese sentence, `reason_zh`.

    Args:
        **fields: Values for the named fields of the words.
    """

    en: ClassVar[str] = "Something is wrong with the input."
    zh: ClassVar[str] = "输入有误。"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.text("en"))

    @property
    def code(self) -> str:
        """Stable name of the cause (the class name), for logs and tests."""
        return type(self).__name__

    def text(self, language: Language) -> str:
        """The cause in one sentence of `language`."""
        if language != "zh":
            return self.en.format(**self.fields)
        chinese = {name.removesuffix("_zh"): value for name, value in self.fields.items() if name.endswith("_zh")}
        return self.zh.format(**{**self.fields, **chinese})

    def __reduce__(self) -> tuple[Any, ...]:
        # The job queue pickles exceptions; keyword-only construction needs saying how.
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[UserError], fields: dict[str, object]) -> UserError:
    return kind(**fields)


class RecordingError(UserError):
    """Something about sound or a transcript."""


class BadTranscript(RecordingError):
    """A transcript that does not keep the promises of `transcript/1`."""

    en = "{where}: not a usable transcript: {reason}. Allowed: transcript/1 JSON, WebVTT, SRT, CSV, labelled text."
    zh = "{where}：不是可用的转写稿：{reason}。可用格式：transcript/1 JSON、WebVTT、SRT、CSV、带角色标签的文本。"

    @classmethod
    def at(cls, where: str, line: int, reason: str, reason_zh: str) -> BadTranscript:
        """What is wrong in a line of a file, counted from 1."""
        return cls(where=f"{where}, line {line}", where_zh=f"{where} 第 {line} 行", reason=reason, reason_zh=reason_zh)


class UnknownFormat(RecordingError):
    """A transcript format that we don't write. Fields: format, allowed."""

    en = "No transcript format is called {format!r}. Allowed: {allowed}."
    zh = "没有名为 {format!r} 的转写稿格式。可用：{allowed}。"


SOUND_KINDS = "wav, mp3, m4a, aac, ogg, opus, flac, amr, webm"


class AudioError(RecordingError):
    """A recording that can't be used."""


class Unreadable(AudioError):
    """The disk says no. Fields: where, reason."""

    en = "{where}: can't be read: {reason}. Allowed: a sound file that you may read."
    zh = "{where}：无法读取：{reason}。请选择一个有读取权限的录音文件。"


class MissingFile(Unreadable):
    """There is no such file. Fields: where."""

    en = "{where}: there is no such file. Allowed: a sound file that you may read."
    zh = "{where}：文件不存在。请选择一个有读取权限的录音文件。"


class NotAFile(Unreadable):
    """A folder or a device. Fields: where."""

    en = "{where}: is a folder or a device, not a file. Allowed: a sound file that you may read."
    zh = "{where}：是文件夹或设备，不是文件。请选择一个有读取权限的录音文件。"


class NoPermission(Unreadable):
    """Not allowed to be read. Fields: where."""

    en = "{where}: you may not read this file. Allowed: a sound file that you may read."
    zh = "{where}：没有读取权限。请选择一个有读取权限的录音文件。"


class EmptyAudio(AudioError):
    """No bytes, or a header without sound. Fields: where."""

    en = "{where}: holds no sound at all. Allowed: a recording with sound in it; was the upload cut short?"
    zh = "{where}：文件里没有任何声音。请检查录音是否为空，或上传时被截断。"


class NotAudio(AudioError):
    """Not a sound file of a kind that we decode. Fields: where, reason (FFmpeg's, for the log)."""

    en = f"{{where}}: no usable sound file, or damaged, protected (DRM) or of unknown codec. Allowed: {SOUND_KINDS}."
    zh = f"{{where}}：不是可用的录音文件，或文件已损坏、受版权保护（DRM）、编码无法识别。可用格式：{SOUND_KINDS}。"


class NoSoundTrack(AudioError):
    """A media file without sound. Fields: where."""

    en = f"{{where}}: has no sound track. Allowed: {SOUND_KINDS}."
    zh = f"{{where}}：文件没有音轨。可用格式：{SOUND_KINDS}。"


class BrokenAudio(AudioError):
    """Samples that are no numbers. Fields: where, at_s."""

    en = "{where}: the sound is broken at {at_s:.1f} s (no finite numbers). Export it again as 16-bit wav."
    zh = "{where}：录音在 {at_s:.1f} 秒处损坏（采样值不是有效数字）。请重新导出为 16 位 wav。"


class OddSound(AudioError):
    """More channels than a call has, or an absurd rate. Fields: where, channels, rate_hz, allowed."""

    en = "{where}: {channels} channel(s) at {rate_hz} Hz is not a call recording. Allowed: {allowed}."
    zh = "{where}：{channels} 声道、{rate_hz} Hz，不像通话录音。可用：{allowed}。"


class TooHard(AudioError):
    """The decoder died, hung or grew too large over it. Fields: where."""

    en = "{where}: decoding it takes more time or memory than a call recording needs: it is damaged. Export it again."
    zh = "{where}：解码所需的时间或内存远超正常通话录音，文件可能已损坏。请重新导出录音。"


class TooLarge(AudioError):
    """Too many bytes. Fields: where, size_mb, limit_mb."""

    en = "{where}: {size_mb:.0f} MB is too large. Allowed: up to {limit_mb:.0f} MB; as mp3 or opus an hour takes 30 MB."
    zh = "{where}：文件 {size_mb:.0f} MB，超过上限 {limit_mb:.0f} MB。可转为 mp3 或 opus（一小时约 30 MB）后再上传。"


class TooLong(AudioError):
    """Too many hours. Fields: where, limit_h."""

    en = "{where}: longer than {limit_h:g} hours. Allowed: one call per file, at most {limit_h:g} hours."
    zh = "{where}：录音超过 {limit_h:g} 小时。一个文件应只有一通电话，最长 {limit_h:g} 小时。"
