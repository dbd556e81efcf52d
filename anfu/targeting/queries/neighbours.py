"""Who sits at the addresses of these enterprises."""

from collections.abc import Sequence

import polars as pl

from anfu.core import bulk

VERSIONS = "registry_enterpriseversion"
CURRENT = "valid_to IS NULL AND retracted_at IS NULL"


def neighbours_of(enterprise_ids: Sequence[int]) -> list[int]:
    """Other enterprises that now sit at an address where one of these is or ever was."""
    condition, parameter = bulk.among("enterprise_id", enterprise_ids)
    own = bulk.read(
        f"SELECT DISTINCT address_key FROM {VERSIONS} WHERE address_key <> '' AND {condition}",  # noqa: S608  # nosec B608
        [parameter],
        {"address_key": pl.String},
    )
    there, keys = bulk.among("address_key", own["address_key"].to_list())
    found = bulk.read(
        f"SELECT DISTINCT enterprise_id FROM {VERSIONS} WHERE {CURRENT} AND {there}",  # noqa: S608  # nosec B608
        [keys],
        {"enterprise_id": pl.Int64},
    )
    return sorted(set(found["enterprise_id"].to_list()) - set(enterprise_ids))
