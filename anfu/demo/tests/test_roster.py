"""The files that the made-up offices hand over."""

from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from anfu.demo.roster import write_contracts, write_roster

TODAY = date(2025, 11, 24)


def read(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False)
    return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_roster_has_one_row_for_each_firm_under_the_usual_headers(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"roster.{ending}"
    assert write_roster(path, enterprises=300, seed=5, today=TODAY) == 300
    table = read(path)
    assert table.columns[:4] == ["企业名称", "统一社会信用代码", "注册日期", "企业类型"]
    assert table.height == 300 == table["统一社会信用代码"].n_unique()
    assert table["注册资金"].drop_nulls().str.contains(r"^\d+\(万元(人民币|美元|港元)\)$").all()
    assert "存续" in table["登记状态"].to_list()
    assert table["镇街"].drop_nulls().str.contains("[镇乡街道]$").all()


def test_contracts_name_both_parties_and_end_on_their_last_day(tmp_path: Path) -> None:
    path = tmp_path / "contracts.csv"
    rows = write_contracts(path, enterprises=300, seed=5, today=TODAY)
    table = read(path)
    assert table.height == rows > 100
    assert table["服务机构"].null_count() == 0
    assert (table["服务开始日期"] < table["服务结束日期"]).all()


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="csv"):
        write_roster(tmp_path / "roster.pdf", enterprises=10, seed=5, today=TODAY)
