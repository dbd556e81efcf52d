"""The officer's days: rosters loaded, one of them still to be written, findings decided, duplicates looked for."""

import tempfile
from datetime import date
from pathlib import Path

from anfu.core import clock, jobs
from anfu.core.actor import Actor
from anfu.core.intake import actions as intakes
from anfu.core.intake.kinds import kind_of
from anfu.core.models import Intake
from anfu.demo.office import files
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.registry.actions import find_duplicates
from anfu.targeting import actions as targeting
from anfu.targeting.models import Finding, FindingState

OFFICER, COUNTY = "yongkang", "330784"
SEEN = "现场看过工艺和设备，与登记的一致"
NOT_SO = "现场看过，这道工序已外包给别家"


def work(*, enterprises: int, seed: int) -> None:
    """Do it all once, as the county's officer; nothing where something was imported before."""
    if Intake.objects.exists():
        return
    officer, today = actor_of(User.objects.get(username=OFFICER)), clock.today()
    with tempfile.TemporaryDirectory() as folder:
        paths = files.write_all(Path(folder), county=COUNTY, enterprises=enterprises, seed=seed, today=today)
        for name, kind in (("written", "roster"), ("waiting", "roster"), ("contracts", "contracts")):
            _judge(kind, paths[name], officer, today, write=name == "written")
    _decide(officer, today)
    find_duplicates.start(officer)
    jobs.run_all()


def _judge(kind: str, path: Path, officer: Actor, today: date, *, write: bool) -> None:
    intake = intakes.upload(kind_of(kind), path, name=path.name, as_of=today, actor=officer)
    intakes.start_judging(intake.pk, actor=officer)
    jobs.run_all()
    if write:
        intakes.start_applying(intake.pk, actor=officer)
        jobs.run_all()


def _decide(officer: Actor, today: date) -> None:
    """Some of what was presumed: most of it holds."""
    waiting = Finding.objects.visible_to(officer).filter(state=FindingState.PRESUMED, likelier=True)
    *seen, other = waiting.order_by("pk").values_list("pk", flat=True)[:5]
    for key in seen:
        targeting.confirm(key, actor=officer, on=today, valid_from=today, reason=SEEN)
    targeting.refute(other, actor=officer, on=today, reason=NOT_SO)
