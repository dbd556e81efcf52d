"""`python -m tests.hostile`: what became of the hostile files, by kind, as a table for docs/trust.md."""

import tempfile
from pathlib import Path

from tests.hostile.corpus import ROOMS, answers_of


def main() -> None:
    """The worst seconds (of the processor) and megabytes (of the process or its decoder) of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        answers = answers_of(Path(folder))
    print("| kind | files | refused | taken, harmless | fell | worst s | worst MB |")
    print("|---|---|---|---|---|---|---|")
    for room in ROOMS:
        print(_line(room, [each for name, each in answers.items() if name.startswith(f"{room}+")]))
    print(_line("all", list(answers.values())))


def _line(room: str, found: list[dict]) -> str:
    counts = [sum(each["verdict"] == verdict for each in found) for verdict in ("refused", "taken", "fell")]
    seconds = max(each["seconds"] for each in found)
    megabytes = max(max(each["mb"], each["child_mb"]) for each in found)
    return f"| {' | '.join(map(str, [room, len(found), *counts, seconds, megabytes]))} |"


if __name__ == "__main__":
    main()
