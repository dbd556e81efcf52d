"""How every verb answers: JSON for programs, tables for people, one clear line for what went wrong."""

import errno
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import DatabaseError, OperationalError
from rich.console import Console
from rich.table import Table

from anfu.core import clock
from anfu.core.refusal import Refused

console = Console()
errors = Console(stderr=True)
DAMAGED = ("file is not a database", "database disk image is malformed")


def as_json(value: Any) -> None:
    """Print one JSON document."""
    print(json.dumps(value, ensure_ascii=False, default=str, indent=2))


def as_table(title: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print a table for people; None is an em dash."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*("—" if cell is None else str(cell) for cell in row))
    console.print(table)


def fail(line: str, code: int = 1) -> NoReturn:
    """One clear line, and an exit code other than 0."""
    errors.print(line, style="red", highlight=False, soft_wrap=True)
    sys.exit(code)


def day(text: str) -> date:
    """The day that an option names, today for ""; Refused where it is none."""
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise Refused(f"“{text}”不是日期，要写成 2026-06-30。") from None


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what an operator can mend (refusals, a full disk, a database out of reach) into one line."""
    try:
        yield
    except Refused as refusal:
        fail(refusal.message)
    except FileNotFoundError as missing:
        fail(f"找不到文件：{missing.filename}")
    except (OperationalError, sqlite3.OperationalError) as problem:
        fail(_database_line(str(problem)))
    except DatabaseError as problem:
        if not str(problem).startswith(DAMAGED):
            raise
        fail(
            f"数据库文件坏了：{settings.DATABASES['default']['NAME']}。文件没有改动，请从备份恢复（anfu restore）。"
        )
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        fail("磁盘满了，没有写完。请腾出空间后再来一次，已写的数据完好。")


def _database_line(problem: str) -> str:
    if "full" in problem:
        return "磁盘满了，没有写完。请腾出空间后再来一次，已写的数据完好。"
    if "locked" in problem:
        return "数据库正忙，等了 20 秒也没有轮到。什么都没有改，请稍后再试。"
    return f"连不上数据库（{problem.splitlines()[0]}）。请看它是否在运行，地址（DATABASE_URL）对不对。什么都没有改。"
