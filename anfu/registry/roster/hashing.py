"""One short text for what a row says: a row that says the same again needs no look at the old facts."""

from collections.abc import Sequence
from hashlib import blake2b

import polars as pl

# A change of what is hashed makes old hashes unequal, never wrongly equal.
_FORM = "1"
_BETWEEN, _ABSENT = "\x1f", "\x00"


def facts_hash(frame: pl.DataFrame, given: Sequence[str]) -> pl.Series:
    """32 hexadecimal digits for each row over the given canonical fields: same set, same values, same hash.

    The fields' names are part of it, so that another set of columns never looks the same by chance. Take it
    after `normalise` and before `place`: it then covers what the file says, not what was concluded from it.
    """
    fields = sorted(given)
    seed = _BETWEEN.join([_FORM, *fields]).encode()
    texts = frame.select(
        pl.concat_str([_text(frame.schema[name], name) for name in fields], separator=_BETWEEN)
    ).to_series()
    start = blake2b(seed, digest_size=16)
    return pl.Series("facts_hash", [_digest(start, text) for text in texts], dtype=pl.String)


def _text(dtype: pl.DataType, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null(_ABSENT)


def _digest(start: "blake2b", text: str) -> str:
    state = start.copy()
    state.update(text.encode())
    return state.hexdigest()
