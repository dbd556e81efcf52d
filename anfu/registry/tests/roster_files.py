"""Made-up rosters for tests, and the whole way from a file to the database."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anfu.core import jobs
from anfu.core.actor import Actor
from anfu.core.intake import actions
from anfu.core.intake.kinds import kind_of
from anfu.core.models import Intake
from anfu.people.tests.factories import make_actor
from anfu.registry.roster.uscc import check_digit

AS_OF = date(2026, 3, 1)
HEADERS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "address": "注册地址",
    "industry": "行业代码",
    "employees": "从业人员",
    "scope": "经营范围",
    "phone": "联系电话",
}


def code(number: int) -> str:
    """A made-up credit code with its right check digit."""
    body = f"91330784MA{number:07}"
    return body + check_digit(body)


def firm(number: int, **more: Any) -> dict[str, Any]:
    """A row of a made-up firm in 永康."""
    return {
        "name": f"示例第{number}五金厂",
        "uscc": code(number),
        "address": f"浙江省金华市永康市古山镇示例路{number}号",
        "industry": "3351",
        "employees": 20,
        "scope": "五金制品制造、销售",
        "phone": f"1390000{number:04}",
        **more,
    }


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """A csv of these rows; its columns are those of the first row."""
    rows = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([HEADERS[name] for name in rows[0]])
        out.writerows([row.get(name, "") for name in rows[0]] for row in rows)
    return path


def upload(
    rows: Iterable[dict[str, Any]], *, actor: Actor | None = None, as_of: date = AS_OF, **more: Any
) -> Intake:
    """An uploaded roster."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "roster.csv", rows)
        actor = actor or make_actor()
        return actions.upload(kind_of("roster"), path, name="名册.csv", as_of=as_of, actor=actor, **more)


def judge(rows: Iterable[dict[str, Any]], *, actor: Actor | None = None, **more: Any) -> Intake:
    """A judged roster."""
    actor = actor or make_actor()
    found = upload(rows, actor=actor, **more)
    actions.start_judging(found.pk, actor=actor)
    return finished(found)


def load(rows: Iterable[dict[str, Any]], *, actor: Actor | None = None, **more: Any) -> Intake:
    """A roster, judged and written."""
    actor = actor or make_actor()
    found = judge(rows, actor=actor, **more)
    if actions.rows_to_write(found.counts):
        actions.start_applying(found.pk, actor=actor)
    return finished(found)


def finished(intake: Intake) -> Intake:
    """The import after all waiting work."""
    jobs.run_all()
    return Intake.objects.select_related("job", "file").get(pk=intake.pk)
