"""Rows of one file that carry the same code: the first acceptable one counts."""

from dataclasses import dataclass, field

import polars as pl

_SEEN = pl.Schema({"uscc": pl.String, "first_row": pl.Int64, "first_hash": pl.UInt64, "first_name": pl.UInt64,
                   "first_address": pl.UInt64})  # fmt: skip


@dataclass(slots=True)
class Seen:
    """The codes of the chunks so far; one for each reading of a file. About 60 bytes a row."""

    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SEEN))

    def mark(self, chunk: pl.DataFrame) -> pl.DataFrame:
        """`chunk`: row, uscc, name, address, facts_hash of the rows that may count, in file order.

        Gives row, `first_row` (null for the one that counts), `same` (all content), `differs` (in words).
        """
        keyed = chunk.select(
            "row",
            "uscc",
            hash=pl.col("facts_hash").hash(),
            name_hash=pl.col("name").hash(),
            address_hash=pl.col("address").hash(),
        )
        firsts = keyed.unique("uscc", keep="first", maintain_order=True)
        fresh = firsts.join(self.frame, on="uscc", how="anti").select(
            "uscc",
            first_row="row",
            first_hash="hash",
            first_name="name_hash",
            first_address="address_hash",
        )
        self.frame = pl.concat([self.frame, fresh], rechunk=False)
        known = keyed.join(self.frame, on="uscc", how="left", maintain_order="left")
        is_first = pl.col("row") == pl.col("first_row")
        return known.select(
            "row",
            first_row=pl.when(~is_first).then(pl.col("first_row")),
            same=pl.col("hash") == pl.col("first_hash"),
            differs=_differs(),
        )


def _differs() -> pl.Expr:
    name = pl.col("name_hash").ne_missing(pl.col("first_name"))
    address = pl.col("address_hash").ne_missing(pl.col("first_address"))
    return (
        pl.when(name & address)
        .then(pl.lit("名称和地址不同"))
        .when(name)
        .then(pl.lit("名称不同"))
        .when(address)
        .then(pl.lit("地址不同"))
        .otherwise(pl.lit("其他内容不同"))
    )
