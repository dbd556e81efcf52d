"""What a row would do: one verdict each, and nothing known is lost or guessed. Firms are made up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from anfu.core.intake.problems import Problem, problem_frame
from anfu.registry.roster.fields import CANONICAL, FACTS
from anfu.registry.roster.hashing import facts_hash
from anfu.registry.roster.in_file import Seen
from anfu.registry.roster.placement import place
from anfu.registry.roster.uscc import check_digit
from anfu.registry.roster.verdict import KNOWN, Territory, judge

ON = date(2026, 11, 1)
CITY = Territory(None)
GIVEN = ("uscc", "name", "address", "employees", "established_on")


def code(number: int) -> str:
    first = f"91330782MA{number:07d}"
    return first + check_digit(first)


def row(number: int = 1, **cells: Any) -> dict[str, Any]:
    cells.setdefault("name", f"义乌市第{number}厂")
    cells.setdefault("address", "浙江省义乌市佛堂镇1号")
    return {"uscc": code(number), **cells}


def chunk(*rows: Mapping[str, Any], first: int = 1, given: tuple[str, ...] = GIVEN) -> pl.DataFrame:
    frame = pl.DataFrame(
        [{"row": first + place_in_file, **cells} for place_in_file, cells in enumerate(rows)],
        schema={"row": pl.Int64, **CANONICAL},
    )
    return place(frame.with_columns(facts_hash(frame, given)))


class Library:
    """What is known: versions made from rows, and which of them were read in full."""

    def __init__(
        self, frame: pl.DataFrame | None = None, valid_from: date = date(2026, 1, 1), **known: Any
    ) -> None:
        self.read: list[int] = []
        self.facts = (frame if frame is not None else chunk()).with_columns(version_id=pl.col("row") + 100)
        fixed = {"valid_from": valid_from, **known}
        self.known = self.facts.with_columns(
            pl.lit(value).alias(name) for name, value in fixed.items()
        ).select(
            pl.lit(7, dtype=pl.Int64).alias("organisation_id")
            if name == "organisation_id"
            else pl.col(name).cast(dtype)
            for name, dtype in KNOWN.items()
        )

    def facts_of(self, versions: list[int]) -> pl.DataFrame:
        self.read += versions
        return self.facts.filter(pl.col("version_id").is_in(versions)).select("version_id", *FACTS)


def verdicts(
    frame: pl.DataFrame,
    library: Library | None = None,
    problems: pl.DataFrame | None = None,
    *,
    given: tuple[str, ...] = GIVEN,
    on: date = ON,
    territory: Territory = CITY,
    seen: Seen | None = None,
) -> pl.DataFrame:
    library = library or Library()
    return judge(
        frame,
        problem_frame() if problems is None else problems,
        library.known,
        library.facts_of,
        given=given,
        on=on,
        territory=territory,
        seen=seen or Seen(),
    )


def outcome(frame: pl.DataFrame) -> list[tuple[str, str]]:
    return frame.select("verdict", "code").rows()


def test_an_unknown_code_is_created() -> None:
    assert outcome(verdicts(chunk(row(1), row(2)))) == [("created", "new")] * 2


def test_the_same_content_is_unchanged_without_reading_the_old_facts() -> None:
    library = Library(chunk(row(1)))
    assert outcome(verdicts(chunk(row(1)), library)) == [("unchanged", "same")]
    assert library.read == []


def test_changed_fields_are_listed_with_old_and_new() -> None:
    library = Library(chunk(row(1, employees=112)))
    result = verdicts(chunk(row(1, employees=86)), library)
    assert outcome(result) == [("updated", "changed")]
    assert result["changes"].to_list() == [[{"field": "employees", "old": "112", "new": "86"}]]
    assert result.select("organisation_id", "version_id").row(0) == (7, 101)


def test_a_cell_or_column_that_says_nothing_keeps_what_is_known() -> None:
    library = Library(chunk(row(1, employees=112, scope="五金")))
    assert outcome(verdicts(chunk(row(1, address=None)), library)) == [("unchanged", "same")]
    less = ("uscc", "name")
    assert outcome(verdicts(chunk(row(1), given=less), library, given=less)) == [("unchanged", "same")]


def test_a_row_with_problems_is_refused_with_all_of_them() -> None:
    problems = problem_frame(
        [
            Problem(1, "employees", "六十余", "bad_number", "人数不清", "请填整数"),
            Problem(1, "established_on", "x", "bad_date", "不是日期", "请填日期"),
        ]
    )
    result = verdicts(chunk(row(1)), problems=problems).row(0, named=True)
    assert (result["verdict"], result["code"]) == ("refused", "bad_number")
    assert (result["message"], result["fix"]) == ("人数不清；不是日期", "请填整数；请填日期")


def test_twins_in_the_file_the_first_counts() -> None:
    result = verdicts(chunk(row(1), row(1), row(1, name="别的厂"), row(1, employees=5)))
    assert outcome(result) == [
        ("created", "new"),
        ("unchanged", "duplicate_same"),
        ("refused", "duplicate"),
        ("refused", "duplicate"),
    ]
    assert result["message"].to_list()[1:] == [
        "与第 2 行相同",
        "与第 2 行信用代码重复，名称不同",
        "与第 2 行信用代码重复，其他内容不同",
    ]


def test_twins_are_found_across_chunks() -> None:
    seen = Seen()
    verdicts(chunk(row(1)), seen=seen)
    assert outcome(verdicts(chunk(row(1), row(2), first=50_001), seen=seen)) == [
        ("unchanged", "duplicate_same"),
        ("created", "new"),
    ]


def test_a_refused_row_does_not_claim_its_code() -> None:
    problems = problem_frame([Problem(1, "employees", "六十余", "bad_number", "人数不清", "请填整数")])
    result = verdicts(chunk(row(1), row(1)), problems=problems)
    assert outcome(result) == [("refused", "bad_number"), ("created", "new")]


def test_a_roster_older_than_what_is_known_changes_nothing() -> None:
    library = Library(chunk(row(1, employees=112)), valid_from=date(2026, 12, 1))
    assert outcome(verdicts(chunk(row(1, employees=86)), library)) == [("unchanged", "kept_newer")]


def test_another_citys_enterprise_is_refused() -> None:
    result = verdicts(chunk(row(1, address="浙江省杭州市西湖区1号")))
    assert outcome(result) == [("refused", "elsewhere")]
    assert "杭州市" in result["message"].item()


def test_outside_the_actors_territory_is_refused_with_the_divisions_name() -> None:
    yongkang = Territory(frozenset({"330784"}))
    result = verdicts(chunk(row(1), row(2, address="人民路1号", name="某厂")), territory=yongkang)
    assert outcome(result) == [("refused", "outside"), ("created", "new")]
    assert result["message"].to_list()[0] == "企业在义乌市，不在你的管辖范围"


def test_an_enterprise_of_another_division_cannot_be_taken_by_a_new_address() -> None:
    library = Library(chunk(row(1)))
    moved = chunk(row(1, address="浙江省永康市古山镇1号"))
    result = verdicts(moved, library, territory=Territory(frozenset({"330784"})))
    assert outcome(result) == [("refused", "outside")]


def test_a_new_enterprise_needs_a_name_and_a_possible_date() -> None:
    result = verdicts(chunk(row(1, name=None), row(2, established_on=date(2027, 1, 1))))
    assert outcome(result) == [("refused", "no_name"), ("refused", "future_date")]
    assert outcome(verdicts(chunk(row(1, name=None)), Library(chunk(row(1))))) == [("unchanged", "same")]


def test_a_place_that_an_officer_chose_stays_while_the_address_stays() -> None:
    chosen = chunk(row(1, address="浙江省金华市婺城区汤溪镇1号")).with_columns(division=pl.lit("330791"))
    again = chunk(row(1, address="浙江省金华市婺城区汤溪镇1号", employees=9))
    fields = [change["field"] for change in verdicts(again, Library(chosen))["changes"].item()]
    assert fields == ["employees"]


def test_a_new_address_moves_the_enterprise_and_clears_a_town_that_is_not_known() -> None:
    result = verdicts(chunk(row(1, address="浙江省永康市丽州路1号")), Library(chunk(row(1))))
    changed = {change["field"]: change["new"] for change in result["changes"].item()}
    assert changed == {"division": "330784", "town": "", "address": "浙江省永康市丽州路1号"}


def test_the_hash_covers_the_given_fields_and_only_these() -> None:
    frame = chunk(row(1, scope="甲"), row(1, scope="乙"))
    assert facts_hash(frame, GIVEN).n_unique() == 1
    assert facts_hash(frame, (*GIVEN, "scope")).n_unique() == 2
    assert facts_hash(frame, GIVEN).item(0) != facts_hash(frame, GIVEN[:2]).item(0)
    assert facts_hash(frame, GIVEN).str.len_chars().to_list() == [32, 32]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_every_row_gets_one_verdict(count: int) -> None:
    frame = chunk(*(row(number) for number in range(count)))
    assert verdicts(frame)["row"].to_list() == frame["row"].to_list()
