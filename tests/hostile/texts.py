"""Text tables, and what pretends to be one."""

import bz2
import gzip

from tests.hostile.case import Case

HEAD = "企业名称,统一社会信用代码,地址\n"
MIB = 1024 * 1024


def table(rows: str, encoding: str = "utf-8") -> bytes:
    return (HEAD + rows).encode(encoding)


CASES = [
    Case("csv-honest", lambda: table("样例厂,9133,某路\n"), "taken"),
    Case("csv-formulas", lambda: table("=1+1,@SUM(A1),+cmd|' /C calc'!A0\n-1,\t=x,＝1\n"), "taken"),
    Case("csv-quotes-and-breaks", lambda: table('"a\r\nb","c""d",e\r\n'), "taken"),
    Case("csv-gb18030", lambda: table("样例厂,9133,龘\n", "gb18030"), "taken"),
    Case("csv-utf-16", lambda: table("样例厂,9133,某路\n", "utf-16"), "taken"),
    Case("csv-utf-16-cut", lambda: table("样例厂,9133,某路\n", "utf-16")[:-1]),
    Case("csv-nul-at-the-head", lambda: table("a\0b,c,d\n")),
    Case("csv-nul-far-behind", lambda: table("a,b,c\n" * 2_000) + b"x\0y,z,w\n", "either"),
    Case("csv-a-million-columns", lambda: b"a," * 1_000_000),
    Case("csv-a-million-columns-below", lambda: table("a," * 1_000_000), "either"),
    Case("csv-one-line-of-40-mb", lambda: b"a" * (40 * MIB)),
    Case("csv-open-quote", lambda: table('"' + "a,b,c\n" * 200_000)),
    Case("csv-only-line-breaks", lambda: b"\n" * (10 * MIB)),
    Case("csv-only-commas", lambda: b",,,\n" * MIB),
    Case("csv-only-quotes", lambda: b'"' * MIB, "either"),
    Case("csv-long-header", lambda: b"a" * 200_000 + b",b\n1,2\n"),
    Case("csv-mark-of-order-only", lambda: b"\xef\xbb\xbf"),
    Case("csv-no-encoding", lambda: bytes(range(128, 256)) * 500 + b"\n" + b"\xff\xff\xff\n" * 50),
    Case("csv-turned-writing", lambda: table("\u202e厂例样,9133,\u2066某路\n"), "taken"),
    Case("csv-blank", lambda: b" \n \n"),
    Case("csv-empty", lambda: b""),
    Case("html-table", lambda: b"<table><tr><td>a</table>"),
    Case("xml-bomb", lambda: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'),
    Case("old-excel", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)),
    Case("gzip", lambda: gzip.compress(table("a,b,c\n"))),
    Case("bzip2", lambda: bz2.compress(table("a,b,c\n" * 99)), "either"),
    Case("rar", lambda: b"Rar!\x1a\x07\0" + bytes(100)),
    Case("seven-zip", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    Case("pdf-as-table", lambda: b"%PDF-1.7\n"),
    Case("picture-as-table", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    Case("program-as-table", lambda: b"MZ\x90\0\x03" + bytes(300)),
]
