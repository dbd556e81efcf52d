"""`python -m tests.matrix`: how many cells the permission matrix asks, by what the table says."""

import os
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.test")
django.setup()

from tests.matrix import made, policy  # noqa: E402, F401
from tests.matrix.judging import relations_of  # noqa: E402
from tests.matrix.routes import all_routes  # noqa: E402
from tests.matrix.world import ROLES  # noqa: E402


def main() -> None:
    """A table for docs/trust.md."""
    table, routes, asked = policy.read(), all_routes(), Counter[str]()
    for route in routes:
        for role in ROLES:
            cell = table[route.pattern, route.method][role]
            asked[cell] += len(relations_of(route, cell))
    print(f"{len(routes)} routes and methods, {len(ROLES)} roles, {asked.total():,} cells\n")
    print("| the table says | cells |\n|---|---|")
    for cell, number in asked.most_common():
        print(f"| {cell} | {number:,} |")


main()
