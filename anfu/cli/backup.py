"""Back-ups on the command line: make one, read one, go back to one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from anfu.cli.output import as_json, console, errors, plain_errors
from anfu.core.backup import keys, making, reading, restoring
from anfu.core.jobs import Progress as Told

DAMAGED, OLDER = 2, 3
KeyFile = Annotated[
    Path, typer.Option("--key", help="备份钥匙的文件（anfu backup-key 造的；写备份有公钥就够）")
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def backup_key(file: Annotated[Path, typer.Argument(help="写到哪个文件")], json: AsJson = False) -> None:
    """Make a key for back-ups; its file opens them, and the line printed only closes them."""
    with plain_errors():
        public = keys.make(file)
    if json:
        as_json({"file": file, "public": public})
    else:
        console.print(f"钥匙在 {file}，请抄走，放在这台机器以外。丢了它，备份谁也打不开。", highlight=False)
        console.print(f"公钥（留在服务器上，只能写备份）：{public}", highlight=False, soft_wrap=True)


def backup(
    to: Annotated[Path, typer.Argument(help="文件夹，或新文件的名字")], key: KeyFile, json: AsJson = False
) -> None:
    """Back up database, files, ledger and keys into one encrypted file; exit code 2 where files were damaged at home."""
    with plain_errors(), _progress(quiet=json) as told:
        made = making.make(to, keys.read(key), told)
    if json:
        as_json(making.as_plain(made))
    else:
        read = "解开核对过" if made.read_back == "whole" else "逐字节读回核对过（只有公钥，没有解开）"
        size = made.bytes / 1_000_000
        console.print(f"已备份到 {made.path}：{size:,.1f} MB，{made.files} 个文件，台账 {made.entries} 条；{read}。",
                      highlight=False, soft_wrap=True)  # fmt: skip
        for name in made.damaged:
            errors.print(f"平台上的文件 {name} 已损坏或不见，没有备份到", style="red", highlight=False)
    sys.exit(DAMAGED if made.damaged else 0)


def restore(
    archive: Annotated[Path, typer.Argument(help="备份文件")],
    key: KeyFile,
    replace: Annotated[bool, typer.Option("--replace", help="已有数据时换掉；旧的移到旁边")] = False,
    kept: Annotated[
        Path | None, typer.Option("--checkpoints", help="外面留着的检查点（文件或文件夹）")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="只读一遍备份，什么都不恢复")] = False,
    json: AsJson = False,
) -> None:
    """Restore a back-up, or only read it; exit code 3 where it is older than checkpoints that are kept outside."""
    with plain_errors(), _progress(quiet=json) as told:
        identity = keys.secret(key)
        if check:
            _say_read(reading.read(archive, identity), json)
            return
        done = restoring.restore(restoring.Asked(archive, identity, replace, kept), told)
    if json:
        as_json(vars(done))
    else:
        _say(done)
    sys.exit(OLDER if done.older else 0)


def _say_read(found: reading.Read, json: bool) -> None:
    if json:
        as_json(found.manifest | {"files": found.files})
    else:
        entries, at = found.manifest["entries"], found.manifest["made_at"][:16]
        console.print(f"备份完好：{at} 做的，{found.files} 个文件，台账 {entries} 条。", highlight=False)


def _say(done: restoring.Restored) -> None:
    console.print(f"已恢复到 {done.made_at[:16]} 的样子：{done.files} 个文件，台账 {done.entries} 条，核对无误。",
                  highlight=False)  # fmt: skip
    if done.before:
        console.print(f"原来的数据移到 {done.before}，确认无误后再删。", highlight=False, soft_wrap=True)
    if done.older:
        errors.print(f"注意：{done.older}。启动时要写明理由：anfu serve --accept-rollback \"理由\"。", style="red",
                     highlight=False, soft_wrap=True)  # fmt: skip


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Told]:
    with Progress(console=errors, transient=True, disable=quiet) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int, note: str = "") -> None:
            bar.update(task, completed=done, total=total or None, description=note)

        yield told
