"""Where the firms are: division, town, address, position; several at one site now and then (厂中厂)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Floats, Ints
from anfu.demo.gather import Pools, take
from anfu.demo.tables import divisions, table, towns, words

_SHARED = 0.07  # share of firms that sit with others at one site
_OCCUPIERS = 4  # how many share such a site on average
_SITES = 10_000_000  # numbers of shared sites begin here, far from those of firms


@dataclass(frozen=True)
class Sites:
    """One site a row: index of the division, town code, address, position in degrees."""

    division: Ints
    town: pl.Series
    address: pl.Series
    longitude: Floats
    latitude: Floats


@cache
def _towns() -> tuple[list[str], list[str], Floats]:
    """Codes and names of all towns, and the weights of division × town."""
    listed = [(line, town) for line, d in enumerate(divisions()) for town in towns(d.code)]
    weights = np.zeros((len(divisions()), len(listed)))
    for place, (line, town) in enumerate(listed):
        weights[line, place] = town.weight
    return [town.code for _, town in listed], [town.name for _, town in listed], weights


@cache
def _hearts() -> Floats:
    """Where each town lies from its division's centre, in degrees: made up, but always the same."""
    draws = Draws(0, np.array([int(code) for code in _towns()[0]]))
    apart = np.column_stack([draws.normal("heart/longitude"), draws.normal("heart/latitude")]) * [
        0.055,
        0.045,
    ]
    return np.clip(apart, -0.11, 0.11)


def pick_divisions(draws: Draws, question: str) -> Ints:
    return draws.pick(question, [d.share for d in divisions()])


def pick_sites(draws: Draws, division: Ints, total: int) -> Sites:
    """A site for each firm; `total` is the size of the city, by which the number of shared sites grows."""
    share = np.array([d.share for d in divisions()])
    parks = np.maximum(1, total * _SHARED / _OCCUPIERS * share / share.sum()).astype(np.int64)
    park = _SITES * (1 + division) + draws.integer("site/park", parks[division])
    shared = draws.chance("site/shared", _SHARED)
    return _sites(draws.at(np.where(shared, park, draws.number)), division)


def move_sites(draws: Draws, division: Ints) -> Sites:
    """Where those go that move: a site of their own."""
    return _sites(draws.at(draws.number + 500_000_000), division)


def _sites(sites: Draws, division: Ints) -> Sites:
    codes, names, weights = _towns()
    town = sites.pick_row("town", weights, division)
    centre = np.array([d.centre for d in divisions()])[division]
    own = np.column_stack([sites.normal("longitude"), sites.normal("latitude")]) * 0.012
    place = np.round(centre + _hearts()[town] + np.clip(own, -0.03, 0.03), 6)
    return Sites(
        division=division,
        town=take(codes, town),
        address=_addresses(sites, division, take(names, town)),
        longitude=place[:, 0],
        latitude=place[:, 1],
    )


def _addresses(sites: Draws, division: Ints, town: pl.Series) -> pl.Series:
    """A street or park number, or a number in a village."""
    text = table("places")
    lists = {key: words(text[key]) for key in ("roads", "villages", "parks", "buildings")}
    frame = pl.DataFrame(
        {"start": Pools.of([d.addresses for d in divisions()]).pick(sites, "address", division), "town": town}
        | {key: take(entries, sites.integer(key, len(entries))) for key, entries in lists.items()}
        | {"number": sites.integer("house", 980) + 1, "style": sites.pick("address/style", [5, 3, 2])}
    )
    street = pl.concat_str("start", "town", "roads", "number", pl.lit("号"), "buildings")
    park = pl.concat_str("start", "town", "parks", "roads", "number", pl.lit("号"), "buildings")
    village = pl.concat_str("start", "town", "villages", pl.lit("村"), "number", pl.lit("号"))
    style = pl.col("style")
    return frame.select(
        pl.when(style == 0).then(street).when(style == 1).then(park).otherwise(village)
    ).to_series()
