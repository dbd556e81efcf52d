"""Personal data of an enterprise's versions, through the platform's one mask."""

from collections.abc import Mapping

from anfu.core import personal

VERSION = "registry.EnterpriseVersion"
PERSONAL = frozenset(personal.personal_of(VERSION))


def field(column: str, text: str) -> str:
    """A value of a column of a version: masked where it is personal."""
    return personal.masked(VERSION, column, text)


def sealed(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts in words as the ledger keeps them: of personal ones only a keyed digest."""
    return personal.digests(VERSION, facts)
