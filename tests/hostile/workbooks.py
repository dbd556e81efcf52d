"""Workbooks: bombs, liars, carriers, and tables that only look large."""

import io
import struct
import zipfile
from functools import partial

import xlsxwriter

from tests.hostile.case import Case, mutated

MIB = 1024 * 1024
HEAD = ["企业名称", "统一社会信用代码", "地址"]


def book(rows: int = 3, **cells: str) -> bytes:
    """An honest small workbook; `cells`: B2="…" as text."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for n in range(1, rows):
            sheet.write_row(n, 0, [f"样例{n}厂", f"9133{n}", "某路 1 号"])
        for place, text in cells.items():
            sheet.write_string(place, text)
    return held.getvalue()


def formulas() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, '=HYPERLINK("http://evil.example","x")', value="x")
        sheet.write_formula(1, 1, "=cmd|'/c calc'!A1")
        sheet.write_url(1, 2, "http://evil.example")
    return held.getvalue()


def wide(row: int, column: int) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write(row, column, "x")
    return held.getvalue()


def repacked(
    change: dict[str, bytes | None] | None = None,
    extra: list[tuple[zipfile.ZipInfo | str, bytes]] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The small workbook with entries replaced (None: left out) and others added."""
    held, change = io.BytesIO(), change or {}
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(held, "w", method) as new:
        for name in old.namelist():
            data = change.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for entry, data in extra or []:
            new.writestr(entry, data, method)
    return held.getvalue()


def added(name: str, data: bytes = b"x") -> bytes:
    return repacked(extra=[(name, data)])


def sheet(inside: bytes, before: bytes = b"") -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<?xml version="1.0"?>%s<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>'
    return repacked({"xl/worksheets/sheet1.xml": text % (before, space, inside)})


def linked() -> bytes:
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.external_attr = 0o120777 << 16
    return repacked(extra=[(entry, b"/etc/passwd")])


def patched(old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    return (data or book()).replace(old, new)


def locked() -> bytes:
    held = bytearray(book())
    for sign, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = held.index(sign)
        held[place + at] |= 1
    return bytes(held)


def lying() -> bytes:
    data = added("xl/big.xml", bytes(5 * MIB))
    return data.replace(struct.pack("<L", 5 * MIB), struct.pack("<L", 10))


def plain_zip(**entries: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return held.getvalue()


def nested(depth: int) -> bytes:
    data = bytes(10 * MIB)
    for _ in range(depth):
        data = plain_zip(**{f"{n}.zip": data for n in range(3)})
    return data


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + n, *[97 + n] * 8) for n in range(9)
)
ROW = b'<row r="2"><c r="A2" t="%s"><v>%s</v></c></row>'

CASES = [
    Case("honest", book, "taken"),
    Case("formulas-and-links", formulas, "taken"),
    Case("text-like-formulas", partial(book, A2="=1+1", B2="@SUM(1)", C2="+cmd|' /C calc'!A0"), "taken"),
    Case("bomb", partial(added, "xl/sharedStrings2.xml", bytes(90 * MIB))),
    Case("bomb-larger-than-all", partial(added, "xl/sharedStrings2.xml", bytes(150 * MIB))),
    Case("bomb-that-lies-about-its-size", lying),
    Case("zip-in-zip", partial(nested, 3)),
    Case("workbook-in-workbook", lambda: added("xl/inner.xlsx", book())),
    Case("zip-inside", lambda: added("xl/inner.zip", plain_zip(a=b"1"))),
    Case("exe-inside", partial(added, "xl/run.exe", b"MZ")),
    Case("script-inside", partial(added, "xl/run.js", b"1")),
    Case("html-inside", partial(added, "xl/page.html", b"<script>")),
    Case("name-climbs", partial(added, "../../etc/cron.d/x")),
    Case("name-climbs-inside", partial(added, "xl/../../x")),
    Case("name-from-the-root", partial(added, "/etc/passwd")),
    Case("name-with-backslashes", lambda: patched(b"xl/styles.xml", b"..\\styles.xm")),
    Case("name-of-a-drive", lambda: patched(b"xl/styles.xml", b"C:/styles.xml")),
    Case("name-with-nul", lambda: patched(b"xl/styles.xml", b"xl/sty\0es.xml")),
    Case("name-very-long", partial(added, "xl/" + "a" * 5_000 + ".xml")),
    Case("link-to-outside", linked),
    Case("the-same-name-twice", lambda: patched(b"xl/styles.xml", b"xl/theme1.xml", added("xl/theme1.xml"))),
    Case("locked", locked),
    Case("rare-packing", lambda: repacked(method=zipfile.ZIP_LZMA)),
    Case("bzip2-packing", lambda: repacked(method=zipfile.ZIP_BZIP2)),
    Case("three-thousand-entries", lambda: repacked(extra=[(f"xl/e{n}.xml", b"x") for n in range(3_000)])),
    Case("macros", partial(added, "xl/vbaProject.bin")),
    Case("macros-elsewhere", partial(added, "other/vbaProject.BIN")),
    Case("outside-links", partial(added, "xl/externalLinks/externalLink1.xml", b"<a/>")),
    Case("embedded-objects", partial(added, "xl/embeddings/oleObject1.bin")),
    Case("active-x", partial(added, "xl/activeX/activeX1.bin")),
    Case("laughs-in-sheet", lambda: sheet(ROW % (b"str", b"&j;"), LAUGHS)),
    Case("laughs-in-workbook", lambda: repacked({"xl/workbook.xml": LAUGHS + b"<workbook/>"})),
    Case("outside-entity", lambda: sheet(ROW % (b"str", b"&x;"), b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    Case("sheet-in-utf-16", lambda: repacked({"xl/worksheets/sheet1.xml": "<worksheet/>".encode("utf-16")})),
    Case("a-million-columns", lambda: sheet(b'<row r="1"><c r="BDWGN1"><v>1</v></c></row>')),
    Case("column-xfd", partial(wide, 1, 16_383)),
    Case("three-hundred-columns", partial(wide, 1, 300)),
    Case("a-million-rows", partial(wide, 1_048_575, 1)),
    Case("row-999999999", lambda: sheet(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
    Case("sixty-thousand-rows", partial(book, 60_000)),
    Case("wide-and-long", partial(wide, 49_000, 190)),
    Case("string-that-is-not-there", lambda: sheet(ROW % (b"s", b"99999999")), "either"),
    Case("number-that-is-none", lambda: sheet(ROW % (b"n", b"abc")), "either"),
    Case("infinite-number", lambda: sheet(ROW % (b"n", b"1e999")), "either"),
    Case("date-beyond-time", lambda: sheet(ROW % (b"d", b"99999-99-99T99:99:99")), "either"),
    Case("cell-of-40-mb", lambda: sheet(ROW % (b"str", b"ab<!-- -->" * 4 * MIB)), "either"),
    Case("deep-markup", lambda: sheet(b"<a>" * 200_000 + b"</a>" * 200_000), "either"),
    Case("broken-markup", lambda: sheet(b"<row><c></row>"), "either"),
    Case("no-sheet", lambda: repacked({"xl/worksheets/sheet1.xml": None})),
    Case("no-relations", lambda: repacked({"xl/_rels/workbook.xml.rels": None})),
    Case("empty-sheet", lambda: sheet(b"")),
    Case("cut-10", lambda: book()[: len(book()) // 10]),
    Case("cut-half", lambda: book()[: len(book()) // 2]),
    Case("cut-tail", lambda: book()[:-10]),
    Case("directory-elsewhere", lambda: patched(b"PK\x01\x02", b"PK\x01\x03")),
    Case("only-the-sign", lambda: b"PK\x03\x04"),
    Case("plain-zip", partial(plain_zip, a=b"1")),
    Case("document", lambda: plain_zip(**{"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"})),
    Case("open-document", lambda: plain_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")),
    Case("java-archive", lambda: plain_zip(**{"META-INF/MANIFEST.MF": b"Main-Class: X"})),
    *(Case(f"xlsx-mutated-{seed}", lambda seed=seed: mutated(book(), seed), "either") for seed in range(8)),
]  # fmt: skip
