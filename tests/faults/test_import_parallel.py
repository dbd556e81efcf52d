"""Two workers write two rosters that share firms at the same time: every firm is made once, and nothing is lost."""

from anfu.registry.tests.roster_files import firm, write
from tests.faults.test_import_kill import told

SHARED, OWN = 200, 100


def test_two_imports_at_once_make_each_firm_once_and_refuse_what_the_other_wrote(child, tmp_path):
    for name, start in (("first", 0), ("second", OWN)):
        rows = [firm(number) for number in range(start + 1, start + OWN + SHARED + 1)]
        told(child("judge", str(write(tmp_path / f"{name}.csv", rows))))
    told(child("ask"))
    workers = [child("share") for _ in range(2)]
    for worker in workers:
        told(worker)
    end = told(child("look"))
    assert [one["state"] for one in end["intakes"]] == ["applied", "applied"] and end["errors"] == []
    both = [one["counts"] for one in end["intakes"]]
    assert all(c["created"] + c["refused"] == c["rows"] == OWN + SHARED for c in both)
    assert sum(c["refused"] for c in both) == SHARED
    assert end["organisations"] == end["enterprises"] == end["versions"] == 2 * OWN + SHARED
    assert end["faults"] == 0
