"""The enterprises that might be one, read in three queries however many there are."""

import polars as pl
from django.db import connection

from anfu.core import bulk
from anfu.registry.likeness import FIRM, GONE, PAIR, likely_pairs

# A name borne by more than these tells nothing about who bears it.
NAME_SHARED_BY_AT_MOST = 10
_FIRMS = """
    SELECT v.enterprise_id, v.name, v.address_key, v.status, {day} FROM registry_enterpriseversion v
    WHERE v.valid_to IS NULL AND v.retracted_at IS NULL AND {condition}
"""
_SHARED_NAME = """
    v.name IN (
        SELECT name FROM registry_enterpriseversion
        WHERE valid_to IS NULL AND retracted_at IS NULL AND name <> ''
        GROUP BY name HAVING COUNT(*) BETWEEN 2 AND %s
    )
"""
# Of the others at such an address only who came after the first of the gone can have taken over.
_SHARED_ADDRESS = """
    EXISTS (
        SELECT 1 FROM registry_enterpriseversion g
        WHERE g.address_key = v.address_key AND g.valid_to IS NULL AND g.retracted_at IS NULL
            AND (g.established_on < v.established_on OR g.enterprise_id = v.enterprise_id) AND {gone}
    ) AND v.address_key <> '' AND v.established_on IS NOT NULL
"""
_FORMER = """
    SELECT o.id, other.id FROM registry_organisation o {codes}
    JOIN registry_organisation other ON other.uscc = {code} AND other.id <> o.id
    JOIN registry_enterpriseversion v ON v.enterprise_id = o.id
        AND v.valid_to IS NULL AND v.retracted_at IS NULL
    JOIN registry_enterpriseversion w ON w.enterprise_id = other.id
        AND w.valid_to IS NULL AND w.retracted_at IS NULL
"""


def candidates() -> pl.DataFrame:
    """PAIR of everything that looks like one enterprise today; merged ones have no facts in force, so they are out."""
    return likely_pairs(_same_names(), _same_places(), _former())


def known_pairs() -> pl.DataFrame:
    """PAIR of what stands in the database, with `id` and `state`."""
    sql = "SELECT id, state, first_id, second_id, kind, basis FROM registry_duplicatepair"
    return bulk.read(sql, [], {"id": pl.Int64, "state": pl.String, **PAIR})


def _same_names() -> pl.DataFrame:
    sql = _FIRMS.format(day=bulk.days("v.established_on"), condition=_SHARED_NAME)
    return bulk.read(sql, [NAME_SHARED_BY_AT_MOST], dict(FIRM))


def _same_places() -> pl.DataFrame:
    gone, statuses = bulk.among("g.status", list(GONE))
    sql = _FIRMS.format(day=bulk.days("v.established_on"), condition=_SHARED_ADDRESS.format(gone=gone))
    return bulk.read(sql, [statuses], dict(FIRM))


def _former() -> pl.DataFrame:
    if connection.vendor == "postgresql":
        codes, code = "CROSS JOIN LATERAL jsonb_array_elements_text(o.former_ids) AS f (code)", "f.code"
    else:
        codes, code = "JOIN json_each(o.former_ids) AS f", "f.value"
    return bulk.read(
        _FORMER.format(codes=codes, code=code), [], {"first_id": pl.Int64, "second_id": pl.Int64}
    )
