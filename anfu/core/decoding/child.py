"""The child process: `python -m anfu.core.decoding.child KIND SOURCE TARGET`, one decoder, one file.

Writes what may be kept to TARGET and prints a JSON line: {"ok": true} or {"refused": sentence}.
"""

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from anfu.core.decoding.unfit import Unfit

MEMORY, SECONDS, WRITTEN = 512 * 1024**2, 20, 256 * 1024**2
_DECODERS = {"jpg": "images", "png": "images", "webp": "images", "pdf": "documents", "xlsx": "workbooks"}


def main(kind: str, source: str, target: str) -> dict[str, object]:
    """Decode one file under the limits."""
    limit()
    decode: Callable[[Path, Path, str], None] = import_module(f"anfu.core.decoding.{_DECODERS[kind]}").decode
    try:
        decode(Path(source), Path(target), kind)
    except Unfit as unfit:
        return {"refused": str(unfit)}
    return {"ok": True}


def limit() -> None:
    """Memory, processor seconds and written bytes of this process, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
