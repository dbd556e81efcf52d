"""Files in, frames out: odd spellings are read, hostile files are refused with advice."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from anfu.core.intake.reading import Limits, UnreadableFile, open_table
from anfu.core.intake.reading.limits import MIB
from anfu.core.intake.reading.package import column_number
from anfu.core.intake.reading.xlsx_records import as_text

HEADER = "名称,代码,备注"
KNOWN = {"名称", "代码", "备注"}


def recognise(cells: list[str]) -> int:
    return len({cell.strip() for cell in cells} & KNOWN)


def written(tmp_path: Path, content: bytes | str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(tmp_path: Path, fill: Callable[[xlsxwriter.Workbook], None], name: str = "a.xlsx") -> Path:
    path = tmp_path / name
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return path


def rows_of(path: Path) -> list[tuple[object, ...]]:
    chunks = list(open_table(path, recognise).chunks())
    return pl.concat(chunk.frame for chunk in chunks).rows() if chunks else []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found_by_content(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, f"{HEADER}\n婺城某厂,1,龘\n", encoding=encoding)
    assert rows_of(path) == [(1, "婺城某厂", "1", "龘")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_headers(tmp_path: Path, delimiter: str) -> None:
    text = f"{HEADER}\n甲厂,1,二\n".replace(",", delimiter)
    assert rows_of(written(tmp_path, text)) == [(1, "甲厂", "1", "二")]


def test_quotes_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\r\n"甲,厂","1","一\n""二"""\r\n乙厂,2,\r\n')
    assert rows_of(path) == [(1, "甲,厂", "1", '一\n"二"'), (2, "乙厂", "2", "")]


def test_titles_above_the_header_and_blank_rows_keep_the_sheets_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, f"永康市名册\n\n{HEADER}\n甲厂,1,\n,,\n\n乙厂,2,\n")
    table = open_table(path, recognise)
    assert (table.header_row, table.headers) == (2, ("名称", "代码", "备注"))
    assert next(table.chunks()).frame["row"].to_list() == [3, 6]


def test_an_undecodable_row_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [HEADER, *(f"第{n}厂,{n},好" for n in range(20))]
    content = "\n".join(lines).encode()[:-3] + b"\xff\xfe\n" + "末厂,21,好\n".encode()
    chunk = next(open_table(written(tmp_path, content), recognise).chunks())
    assert chunk.frame.height == 21
    assert chunk.problems.select("row", "code").rows() == [(20, "undecodable")]


def test_a_file_that_is_mostly_undecodable_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"\n".join(b"\xff\xff\xff" for _ in range(9)))
    with pytest.raises(UnreadableFile, match="编码"):
        open_table(path)


def test_an_unpaired_quote_is_told_where_it_began(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\n甲厂,1,好\n"乙厂,2,好\n丙厂,3,好\n')
    problems = next(open_table(path, recognise).chunks()).problems
    assert problems.select("row", "code").rows() == [(2, "unpaired_quote")]


def test_an_unpaired_quote_that_swallows_a_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\n"乙厂,2,好\n' + "丙厂,3,好\n" * 30_000)
    with pytest.raises(UnreadableFile, match="引号"):
        list(open_table(path, recognise).chunks())


def test_cells_beyond_the_header_refuse_their_row(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n甲厂,1,好,多,余\n乙厂,2,好,,\n丙厂\n")
    chunk = next(open_table(path, recognise).chunks())
    assert chunk.problems.select("row", "code").rows() == [(1, "too_many_cells")]
    assert chunk.frame.rows()[2] == (3, "丙厂", "", "")


def test_chunks_are_no_larger_than_asked(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "\n" + "甲厂,1,好\n" * 25)
    assert [chunk.frame.height for chunk in open_table(path, recognise).chunks(10)] == [10, 10, 5]


ODD_FILES = {
    "空": (b"", "空的"),
    "只有空行": (b"\n\n , \n", "没有内容"),
    "网页": (b"\xef\xbb\xbf<html><table></table>", "网页"),
    "旧版": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Excel"),
    "图片": (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
    "文档": (b"%PDF-1.7\n", "PDF"),
    "二进制": (b"abc\0def", "二进制"),
    "坏包": (b"PK\x03\x04" + bytes(80), "损坏"),
}


@pytest.mark.parametrize("kind", ODD_FILES)
def test_odd_files_say_what_they_are_and_what_to_do(tmp_path: Path, kind: str) -> None:
    content, word = ODD_FILES[kind]
    with pytest.raises(UnreadableFile, match=word) as refusal:
        open_table(written(tmp_path, content, "名册.xlsx"))
    assert "请" in refusal.value.message


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="上限"):
        open_table(written(tmp_path, "a" * 100), limits=Limits(max_bytes=99))


def test_a_file_over_the_row_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "\n甲厂,1,好" * 4)
    with pytest.raises(UnreadableFile, match="超过 3 行"):
        list(open_table(path, recognise, Limits(max_rows=3)).chunks())


def packed(tmp_path: Path, entries: dict[str, bytes]) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return written(tmp_path, buffer.getvalue(), "b.xlsx")


def test_a_zip_of_other_things_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="压缩包"):
        open_table(packed(tmp_path, {"a.txt": b"1"}))


def test_macros_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="宏"):
        open_table(packed(tmp_path, {"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"1"}))


def test_a_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = packed(tmp_path, {"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": bytes(30 * MIB)})
    with pytest.raises(UnreadableFile, match="大得不正常"):
        open_table(path)


def test_a_bomb_whose_directory_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": bytes(5 * MIB)})
    content = path.read_bytes().replace(struct.pack("<L", 5 * MIB), struct.pack("<L", 10))
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="大得不正常"):
        open_table(path, limits=Limits(max_unpacked=8 * MIB))
    with pytest.raises(UnreadableFile, match="解压后超过"):
        open_table(path, limits=Limits(max_unpacked=MIB))


@pytest.mark.parametrize(("row", "column", "word"), [(0, 300, "列"), (1_048_575, 150, "太大")])
def test_a_tiny_sheet_that_spans_a_huge_area_is_refused(
    tmp_path: Path, row: int, column: int, word: str
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(row, column, "乙")

    with pytest.raises(UnreadableFile, match=word):
        open_table(workbook(tmp_path, fill))


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("说明").write(0, 0, "填表说明")
        sheet = book.add_worksheet("名册")
        sheet.write(0, 0, "永康市名册")
        sheet.write_row(2, 0, ["名称", "代码", "备注"])
        sheet.write_row(3, 0, ["甲厂", 63.0, 132520.887])
        sheet.write_row(5, 0, ["乙厂", True])
        sheet.write_datetime(5, 2, datetime(1994, 2, 24), book.add_format({"num_format": "yyyy-mm-dd"}))

    table = open_table(workbook(tmp_path, fill), recognise)
    assert (table.sheet, table.header_row) == ("名册", 2)
    assert next(table.chunks()).frame.rows() == [
        (3, "甲厂", "63", "132520.887"),
        (5, "乙厂", "是", "1994-02-24"),
    ]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有内容"):
        open_table(workbook(tmp_path, lambda book: book.add_worksheet() and None))


def test_cells_become_text_without_losing_a_digit() -> None:
    cells = [63.0, 0.1, 1e15, float("inf"), date(2020, 1, 2), datetime(2020, 1, 2, 3, 4), False]
    assert [as_text(cell) for cell in cells] == [
        *("63", "0.1", "1000000000000000.0", "inf", "2020-01-02", "2020-01-02 03:04:00", "否")
    ]


def test_columns_are_numbered_as_spreadsheets_do() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "GR", "XFD")] == [1, 26, 27, 200, 16384]
