"""What may go wrong before or while an engine listens.

RecordingError
├── EngineError
│   ├── UnknownEngine    no engine of that name
│   ├── EngineNotHere    its package does not load on this machine
│   ├── ImportIsNoEar    "import" reads transcripts; it can't listen
│   ├── WrongLanguage    the chosen engine or model can't hear that language
│   └── NoEngine         `auto` found nothing that fits: three ways out
├── NoWeights            no Whisper checkpoint to be had: three ways out (`recordings.models`)
│   └── DownloadFailed   the network, or what came over it
├── BadWeights           a file that is no official Whisper checkpoint
├── UnknownSize          no such Whisper size
├── NoRoom               the disk is full
└── NoSpeech             nobody speaks in the recording
"""

from __future__ import annotations

from recordings.errors import RecordingError
from recordings.models import WAYS_EN, WAYS_ZH, NoWeights


class EngineError(RecordingError):
    """Something about a transcription engine."""


class UnknownEngine(EngineError):
    """No engine of that name. Fields: name, allowed."""

    en = "No engine is called {name!r}. Allowed: {allowed}."
    zh = "没有名为 {name!r} 的转写引擎。可用：{allowed}。"


class EngineNotHere(EngineError):
    """The engine's package does not load. Fields: name, reason."""

    en = "Engine {name} does not load on this machine: {reason}. `tingxin doctor` shows which engines do."
    zh = "本机无法加载转写引擎 {name}：{reason}。运行 tingxin doctor 查看可用的引擎。"


class ImportIsNoEar(EngineError):
    """`import` reads transcripts; it can't listen. No fields."""

    en = (
        "Engine import brings a transcript and cannot listen to sound. "
        "Allowed for sound: auto, whisper-ct2, whisper, pocketsphinx."
    )
    zh = "import 引擎只导入转写稿，不能听录音。录音可用：auto、whisper-ct2、whisper、pocketsphinx。"


class WrongLanguage(EngineError):
    """The engine or model can't hear that language. Fields: engine, language, allowed."""

    en = "{engine} cannot hear language {language!r}. Allowed: {allowed}. " + WAYS_EN
    zh = "{engine} 听不懂语言 {language!r}。可用：{allowed}。" + WAYS_ZH


class NoEngine(EngineError):
    """`auto` found nothing that fits. Fields: language, reason."""

    en = "No engine here can hear language {language!r}: {reason}. " + WAYS_EN
    zh = "本机没有能听懂语言 {language!r} 的转写引擎：{reason}。" + WAYS_ZH


class BadWeights(RecordingError):
    """A file that is no official Whisper checkpoint. Fields: where, reason."""

    en = (
        "{where}: not an official Whisper checkpoint: {reason}. Allowed: a .pt file that holds dims and "
        "model_state_dict, as published by OpenAI."
    )
    zh = "{where}：不是官方 Whisper 权重文件：{reason}。可用：OpenAI 发布的、含 dims 与 model_state_dict 的 .pt 文件。"


class UnknownSize(RecordingError):
    """No such Whisper size. Fields: name, allowed."""

    en = "{name!r} is neither a file nor a Whisper size. Allowed sizes: {allowed}."
    zh = "{name!r} 既不是文件，也不是 Whisper 型号。可用型号：{allowed}。"


class DownloadFailed(NoWeights):
    """The network, or what came over it. Fields: url, reason."""

    en = "Could not download {url}: {reason}. " + WAYS_EN
    zh = "无法下载 {url}：{reason}。" + WAYS_ZH


class NoRoom(RecordingError):
    """The disk is full. Fields: folder, reason."""

    en = "Could not write to {folder}: {reason}. Free some space or set TINGXIN_HOME to another disk."
    zh = "无法写入 {folder}：{reason}。请清理磁盘空间，或将 TINGXIN_HOME 设到其他磁盘。"


class NoSpeech(RecordingError):
    """Nobody speaks in the recording. Fields: where."""

    en = "{where}: nobody speaks in this recording. Allowed: a recording with at least one spoken word."
    zh = "{where}：录音中没有人说话。录音至少要有一句话。"
