"""The table: reading it, what a cell expects, and writing down what was seen for a person to review."""

import csv
from pathlib import Path

from tests.matrix.routes import Route
from tests.matrix.world import RELATIONS, ROLES

TABLE = Path(__file__).parent / "policy.csv"
REACH = {"absent": 0, "mine": 1, "org": 2, "county": 3, "all": 4}
OTHER = ("no", "yes", "other", "any")


def read() -> dict[tuple[str, str], dict[str, str]]:
    """(pattern, method) -> role -> cell."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def expected(cell: str, relation: str) -> str:
    """How the route answers this role for an object in that relation ("" for no object, "none" for an absent one)."""
    if cell in ("no", "other"):
        return cell
    if cell == "any":
        return "open"
    if relation == "":
        return {"yes": "open", "absent": "hidden"}[cell]
    reached = relation in RELATIONS and RELATIONS.index(relation) < REACH[cell]
    return "open" if reached else "hidden"


def reaches(cell: str, relation: str) -> bool:
    """Whether a role with this cell may see what is in that relation."""
    return cell in REACH and relation in RELATIONS and RELATIONS.index(relation) < REACH[cell]


def cell_of(seen: dict[str, str]) -> str:
    """The cell that says what was seen, by relation; "?" where no cell says that."""
    if set(seen) == {""}:
        return {"open": "yes", "hidden": "absent"}.get(seen[""], seen[""])
    asked = {relation: seen[relation] for relation in RELATIONS if relation in seen}
    if len(set(asked.values())) == 1 and next(iter(asked.values())) in ("no", "other"):
        return next(iter(asked.values()))
    if set(seen.values()) == {"open"}:
        return "any"
    for cell in REACH:
        if all(expected(cell, relation) == answer for relation, answer in asked.items()):
            return cell
    return "?"


def write(seen: dict[tuple[str, str], dict[str, str]], routes: list[Route]) -> None:
    """Write the table anew: what was seen, and what it said of roles that were not asked this time."""
    old = read()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["route", "method", "permission", *ROLES], lineterminator="\n")
        writer.writeheader()
        for route in routes:
            key = (route.pattern, route.method)
            cells = {role: old.get(key, {}).get(role, "") for role in ROLES} | seen.get(key, {})
            writer.writerow({"route": key[0], "method": key[1], "permission": route.permission, **cells})
