"""The API changes only on purpose: its schema stands in the repository.

After a change that is meant: `ANFU_WRITE_OPENAPI=1 pytest tests/laws/test_openapi.py`, then read the difference.
"""

import json
import os
from pathlib import Path

from anfu.site.api import api

SCHEMA = Path(__file__).parent / "openapi.json"


def test_the_schema_is_the_committed_one():
    now = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    if os.environ.get("ANFU_WRITE_OPENAPI"):
        SCHEMA.write_text(
            json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert now == json.loads(SCHEMA.read_text("utf-8"))
