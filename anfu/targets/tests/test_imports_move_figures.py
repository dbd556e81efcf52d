"""Imported listings and accidents move the figures as a plain count says, and taking them back moves them back."""

from datetime import date, timedelta

import polars as pl
import pytest

from anfu.core import clock
from anfu.core.intake.kinds import Batch, Part, Task
from anfu.core.intake.problems import problem_frame
from anfu.core.intake.reading import Chunk
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Intake, StoredFile
from anfu.people.tests.factories import make_actor
from anfu.targeting.imports import AccidentKind, ListingKind
from anfu.targets.actions import refresh
from anfu.targets.models import Span
from anfu.targets.tests.city import START, random_city
from anfu.targets.tests.test_equals_slow import DAYS, assert_true_on

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


def row_of(kind, number: int) -> dict[str, str]:
    day = START + timedelta(number * 90)
    known = {
        "uscc": "",
        "enterprise_name": f"样例第{number}厂",
        "happened_on": str(day),
        "listed_on": str(day),
    }
    known |= {"due_on": str(day + timedelta(60)), "number": "样〔2024〕9号"}
    known["delisted_on"] = str(day + timedelta(120)) if number % 2 else ""
    return dict(kind.examples()) | {name: text for name, text in known.items() if name in kind.examples()}


@pytest.mark.parametrize("kind", [ListingKind(), AccidentKind()], ids=["listings", "accidents"])
def test_figures_equal_the_slow_count_after_an_import_and_after_its_withdrawal(kind):
    refresh(random_city(21, 12))
    before = sorted(Span.objects.values_list("enterprise_id", "valid_from", "valid_to", "groups"))
    cells = [list(row_of(kind, number).values()) for number in range(12)]
    frame = pl.DataFrame(
        {"row": range(1, 13)} | {f"c{n}": list(each) for n, each in enumerate(zip(*cells, strict=True))}
    )
    labels = [kind.labels()[field] for field in kind.examples()]
    found = kind.judging(Task(kind.match(labels, {}), ON, None))(Chunk(frame, problem_frame()))
    assert found.verdicts["verdict"].unique().to_list() == ["created"]
    with without_ledger():
        file = StoredFile.objects.create(sha256="0" * 64, size=1, kind="csv", name="x", stored_at=clock.now())
        intake = Intake.objects.create(kind=kind.code, file=file, name="x", as_of=ON, created_at=clock.now())
        kind.apply(Batch(intake, 0, "", found.payload, make_actor(), ON, clock.now()))
        assert sorted(Span.objects.values_list("enterprise_id", "valid_from", "valid_to", "groups")) != before
        assert_true_on(DAYS[2::2])
        kind.withdraw(Part(intake, 0, 100, make_actor(), ON, clock.now()))
    assert sorted(Span.objects.values_list("enterprise_id", "valid_from", "valid_to", "groups")) == before
    assert_true_on(DAYS[3::4])
