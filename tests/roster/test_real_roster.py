"""The real roster, where it lies beside the repository: 5,761 verdicts that add up, each row placed or waiting."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from anfu.core.intake import actions
from anfu.core.intake.kinds import kind_of
from anfu.core.intake.store import Store
from anfu.people.tests.factories import make_actor
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.tests.roster_files import finished

ROSTER = Path(__file__).resolve().parents[3] / "shared/data/enterprises/jinhua_1980_2002.csv"
ROWS = 5_761
AS_OF = date(2026, 11, 1)
pytestmark = [
    pytest.mark.roster,
    pytest.mark.django_db,
    pytest.mark.skipif(not ROSTER.is_file(), reason="the real roster is not here"),
]


def judged():
    actor = make_actor()
    made = actions.upload(kind_of("roster"), ROSTER, name=ROSTER.name, as_of=AS_OF, actor=actor)
    actions.start_judging(made.pk, actor=actor)
    return finished(made), actor


def test_every_row_has_a_verdict_and_every_firm_a_place_or_a_queue():
    first, actor = judged()
    counts = first.counts
    assert counts["rows"] == ROWS
    assert counts["created"] + counts["updated"] + counts["unchanged"] + counts["refused"] == ROWS
    assert counts["refused"] < ROWS // 100
    told = Store.of(first).verdicts().filter(pl.col("message") == "").collect()
    assert told.is_empty()

    actions.start_applying(first.pk, actor=actor)
    first = finished(first)
    assert first.state == "applied"
    placed = Enterprise.objects.exclude(division="").count()
    waiting = Enterprise.objects.filter(division="", waiting_at="330700").count()
    assert placed + waiting == counts["created"] == EnterpriseVersion.objects.current().count()
    assert placed > waiting * 10

    again, _ = judged()
    assert again.counts["unchanged"] == counts["created"] + counts["unchanged"]
    assert actions.rows_to_write(again.counts) == 0
