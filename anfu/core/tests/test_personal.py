import logging
import re

import pytest

from anfu.core import masks, personal
from anfu.core.log_masking import MaskingFilter

VERSION = "registry.EnterpriseVersion"


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        ("name", "陈晓岚", "陈**"),
        ("phone", "13812345678", "138****5678"),
        ("identity", "330701199001011234", "330701***********4"),
        ("identity", "12", "**"),
        ("street", "婺城区某街道宾虹路 12 号", "婺城区某街道***"),
        ("street", "一二三四五", "一二三***"),
        ("account", "6222020200112233", "****2233"),
        ("whole", "x", "***"),
        ("whole", "", ""),
    ],
)
def test_each_mask(mask, text, shown):
    assert masks.MASKS[mask](text) == shown


def test_only_personal_fields_are_masked():
    assert personal.masked(VERSION, "contact_phone", "13812345678") == "138****5678"
    assert personal.masked(VERSION, "name", "示例厂") == "示例厂"


def test_the_ledger_takes_a_keyed_digest_that_is_bound_to_its_field():
    found = personal.digests(
        VERSION, {"principal": "陈晓岚", "contact_name": "陈晓岚", "name": "厂", "contact_phone": ""}
    )
    assert found["name"] == "厂" and found["contact_phone"] == ""
    assert re.fullmatch("hmac-sha256:[0-9a-f]{32}", found["principal"])
    assert found["principal"] != found["contact_name"]
    assert found["principal"] == personal.digests(VERSION, {"principal": "陈晓岚"})["principal"]


def test_a_log_line_and_its_trace_lose_phones_and_identities():
    try:
        raise ValueError("bad row 13812345678")
    except ValueError as fault:
        trace = (ValueError, fault, fault.__traceback__)
    record = logging.LogRecord(
        "x",
        40,
        "f",
        1,
        "call %s, id %s, code %s",
        ("13812345678", "330701199001011234", "91330784MA00AB1C6J"),
        trace,
    )
    assert MaskingFilter().filter(record)
    line = logging.Formatter().format(record)
    assert "138****5678" in line and "91330784MA00AB1C6J" in line
    assert "13812345678" not in line and "330701199001011234" not in line


def test_the_filter_stands_on_the_handlers_of_the_settings():
    from anfu.settings import base

    assert all("persons" in handler["filters"] for handler in base.LOGGING["handlers"].values())
