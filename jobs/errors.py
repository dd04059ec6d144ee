"""What may go wrong with the services, in words fit to show.

UserError
└── JobError
    ├── PortInUse        another program answers on the port
    ├── DemoExposed      demo accounts on an address that other machines reach
    ├── NobodyCanSignIn  a store without accounts
    ├── WorkerRunning    a worker of this name works already
    ├── JudgeFailed      the language model's endpoint can't be used
    ├── BadMetadata      a .meta.json that can't be used
    ├── NoSuchPath       a file or folder that isn't there
    └── ClosedFolder     a folder that may not be looked into
"""

from __future__ import annotations

from recordings.errors import UserError


class JobError(UserError):
    """Something about worker, server or the command line."""


class PortInUse(JobError):
    """Another program answers on the port."""

    en = "Port {port} on {host} is in use. Stop the program there, or choose another: TINGXIN_PORT=8601."
    zh = "{host} 的端口 {port} 已被占用。请停止占用该端口的程序，或另选端口：TINGXIN_PORT=8601。"


class DemoExposed(JobError):
    """Demo accounts, whose password everybody knows, on an address that other machines reach."""

    en = (
        "Demo accounts answer this machine alone, but TINGXIN_HOST is {host}. Add an account of your own "
        "(tingxin user add NAME --role admin) and leave TINGXIN_DEMO unset, or use TINGXIN_HOST=127.0.0.1."
    )
    zh = (
        "演示账号只能在本机使用，而 TINGXIN_HOST 为 {host}。请先添加正式账号"
        "（tingxin user add 用户名 --role admin）且不要设置 TINGXIN_DEMO，或使用 TINGXIN_HOST=127.0.0.1。"
    )


class NobodyCanSignIn(JobError):
    """A store without accounts."""

    en = "Nobody can sign in yet. Add an account: tingxin user add NAME --role admin. Or try the demo: tingxin demo."
    zh = "尚无可登录的账号。请添加：tingxin user add 用户名 --role admin；或加载演示数据：tingxin demo。"


class WorkerRunning(JobError):
    """A worker of this name works already."""

    en = "A worker named {name} is running already. A second one needs its own name: TINGXIN_EXECUTOR_ID=worker-2."
    zh = "名为 {name} 的处理进程已在运行。再启动一个须另取名称：TINGXIN_EXECUTOR_ID=worker-2。"


class JudgeFailed(JobError):
    """The language model's endpoint can't be used. Fields: url, reason."""

    en = "The judge at {url} gave no usable answer ({reason}). The automatic score stands. Check TINGXIN_JUDGE_URL."
    zh = "{url} 的模型没有给出可用的回答（{reason}），自动评分保持不变。请检查 TINGXIN_JUDGE_URL。"


class BadMetadata(JobError):
    """A `.meta.json` that can't be used. Fields: where, reason."""

    en = "{where}: not usable: {reason}. Allowed: agent, team, started_at (ISO 8601), external_id, topic, as JSON."
    zh = "{where}：无法使用：{reason}。可用字段：agent、team、started_at（ISO 8601）、external_id、topic，JSON 格式。"


class NoSuchPath(JobError):
    """A file or folder that isn't there."""

    en = "{path}: there is no such file or folder."
    zh = "{path}：没有这个文件或文件夹。"


class ClosedFolder(JobError):
    """A folder that may not be looked into. Fields: path."""

    en = "{path}: you may not look into this folder; nothing in it was taken in."
    zh = "{path}：没有权限查看这个文件夹，其中的文件均未导入。"
