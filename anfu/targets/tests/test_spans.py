"""What puts an enterprise into the figures, day by day."""

from datetime import date

import polars as pl

from anfu.targets.groups import GROUPS, mask_of
from anfu.targets.spans import CLASSES, SERVICES, VERSIONS, spans

D = date


def versions(*rows: dict) -> pl.DataFrame:
    base = {
        "enterprise_id": 1,
        "valid_from": D(2024, 1, 1),
        "valid_to": None,
        "division": "330784",
        "town": "t",
    }
    base |= {"sector": "light", "size_class": "small", "section": "C", "status": "active"}
    return pl.DataFrame([base | row for row in rows], schema=VERSIONS)


def classes(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=CLASSES, orient="row")


def services(*periods: tuple) -> pl.DataFrame:
    return pl.DataFrame([(1, *period) for period in periods], schema=SERVICES, orient="row")


def periods(frame: pl.DataFrame, *names: str) -> list[tuple]:
    return frame.select("valid_from", "valid_to", *names).rows()


def test_without_a_division_or_once_closed_there_is_no_span():
    rows = versions(
        {"division": "", "valid_to": D(2024, 3, 1)}, {"valid_from": D(2024, 3, 1), "status": "cancelled"}
    )
    assert spans(rows, classes(), services()).is_empty()


def test_a_moved_enterprise_leaves_on_the_day_it_moves():
    moved = versions({"valid_to": D(2025, 5, 5)}, {"valid_from": D(2025, 5, 5), "status": "moved_out"})
    assert periods(spans(moved, classes(), services()), "groups") == [
        (D(2024, 1, 1), D(2025, 5, 5), mask_of(["all", "industrial"]))
    ]


def test_an_idle_enterprise_is_counted_apart_and_nowhere_else():
    idle = versions({"status": "suspended"})
    ground = classes((1, D(2024, 1, 1), None, "spraying"))
    assert spans(idle, ground, services())["groups"].to_list() == [GROUPS["idle"].mask]


def test_an_unknown_industry_is_neither_industrial_nor_not():
    found = spans(versions({"section": ""}), classes(), services())
    assert found["groups"].to_list() == [mask_of(["all", "industry_unknown"])]


def test_any_confirmed_ground_makes_it_high_risk_and_a_key_object():
    ground = classes((1, D(2024, 6, 1), D(2024, 9, 1), "mine"), (1, D(2024, 1, 1), None, "class_3"))
    found = spans(versions({}), ground, services())
    usual = mask_of(["all", "industrial", "class_3", "key_object"])
    assert found["groups"].to_list() == [usual, usual | mask_of(["mine", "class_1"]), usual]


def test_a_programme_that_is_no_group_of_the_cube_is_left_out():
    found = spans(versions({}), classes((1, D(2024, 1, 1), None, "programme:7")), services())
    assert found["groups"].to_list() == [mask_of(["all", "industrial"])]


def test_newly_lasts_to_the_end_of_the_year():
    found = spans(versions({}), classes(), services((D(2024, 5, 1), None)))
    assert periods(found, "covered", "newly") == [
        (D(2024, 1, 1), D(2024, 5, 1), False, False),
        (D(2024, 5, 1), D(2025, 1, 1), True, True),
        (D(2025, 1, 1), None, True, False),
    ]


def test_a_renewal_without_a_gap_is_not_new_and_one_after_a_gap_over_new_year_is():
    seamless = services((D(2024, 2, 1), D(2025, 2, 1)), (D(2025, 2, 1), D(2026, 2, 1)))
    gap = services((D(2024, 2, 1), D(2024, 12, 1)), (D(2025, 2, 1), D(2026, 2, 1)))
    within = services((D(2024, 2, 1), D(2025, 3, 1)), (D(2025, 5, 1), D(2026, 2, 1)))

    def new_in_2025(frame: pl.DataFrame) -> bool:
        found = spans(versions({}), classes(), frame)
        return found.filter(pl.col("newly"), pl.col("valid_from").dt.year() == 2025).height > 0

    assert (new_in_2025(seamless), new_in_2025(gap), new_in_2025(within)) == (False, True, False)


def test_lapsed_is_uncovered_after_having_been_covered():
    found = spans(versions({}), classes(), services((D(2024, 5, 1), D(2024, 8, 1))))
    assert periods(found, "lapsed") == [
        (D(2024, 1, 1), D(2024, 5, 1), False),
        (D(2024, 5, 1), D(2024, 8, 1), False),
        (D(2024, 8, 1), None, True),
    ]


def test_neighbours_that_say_the_same_are_one_span():
    renamed = versions({"valid_to": D(2024, 6, 1)}, {"valid_from": D(2024, 6, 1)})
    assert spans(renamed, classes(), services()).height == 1
