"""The API changes only on purpose: its schema stands in the repository.

After a change that is meant: `ANFU_WRITE_OPENAPI=1 pytest tests/laws/test_openapi.py`, then read the difference.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ninja import Schema

from anfu.site.api import api

pytestmark = pytest.mark.once

SCHEMA = Path(__file__).parent / "openapi.json"


def test_the_schema_is_the_committed_one():
    now = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    if os.environ.get("ANFU_WRITE_OPENAPI"):
        SCHEMA.write_text(
            json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert now == json.loads(SCHEMA.read_text("utf-8"))


def declared(base: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every schema of the project."""
    for each in base.__subclasses__():
        if each.__module__.startswith("anfu."):
            yield each
        yield from declared(each)


def test_no_two_schemas_have_one_name_of_which_the_published_one_would_be_wrong():
    names = Counter(each.__name__ for each in set(declared()))
    assert len(names) > 30 and [name for name, times in names.items() if times > 1] == []
