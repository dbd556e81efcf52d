"""A made-up roster: `python -m bench.roster_parts.write FILE ROWS`."""

import json
import sys
from pathlib import Path

from bench.roster_parts import SEED, TODAY, start

start()

from anfu.demo.roster import write_roster  # noqa: E402

rows = write_roster(Path(sys.argv[1]), enterprises=int(sys.argv[2]), seed=SEED, today=TODAY)
print(json.dumps({"rows": rows}))
