"""A decoder in a process of its own: it may use 512 MB and 20 seconds, and takes nothing with it when it falls."""

import json
import subprocess  # nosec B404
import sys
from pathlib import Path

from anfu.core.refusal import Refused

WALL_SECONDS = 25
# -I: neither the working folder nor the environment decides what is imported.
_COMMAND = (sys.executable, "-I", "-m", "anfu.core.decoding.child")
_FELL = "这个文件要用的内存或时间不正常，为安全起见没有收下。请重新另存或扫描后再传。"


def decoded(kind: str, source: Path, target: Path) -> None:
    """Write what may be kept of `source` to `target`; Refused with the decoder's sentence, or where it fell."""
    command = [*_COMMAND, kind, str(source), str(target)]
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, capture_output=True, timeout=WALL_SECONDS, env={"LC_ALL": "C.UTF-8"}, check=False
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {"refused": _FELL}
    except (subprocess.TimeoutExpired, ValueError):
        told = {"refused": _FELL}
    if "refused" in told:
        raise Refused(told["refused"], field="file")
