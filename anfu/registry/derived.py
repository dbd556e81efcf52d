"""What follows from the facts of a version alone, and stands beside them so that lists can filter by it."""

import polars as pl

from anfu.registry.industry import section_expr, sector_expr
from anfu.registry.size import size_class_expr

DERIVED = pl.Schema(
    {
        "section": pl.String,
        "sector": pl.String,
        "size_class": pl.String,
        "size_provisional": pl.Boolean,
        "address_key": pl.String,
    }
)
_KEY_CHARS = 64


def derive(facts: pl.DataFrame) -> pl.DataFrame:
    """`facts` (industry, employees, revenue_fen, address; null = not known) with the columns of DERIVED beside them."""
    code = pl.col("industry")
    size, provisional = size_class_expr(code, pl.col("employees"), pl.col("revenue_fen"))
    return facts.with_columns(
        section=section_expr(code),
        sector=sector_expr(code),
        size_class=size,
        size_provisional=provisional.fill_null(False),
        address_key=address_key_expr(pl.col("address")),
    )


def address_key_expr(address: pl.Expr) -> pl.Expr:
    """One spelling for one address: without province, city, blanks and marks.

    Null where the address names no number: a village alone is no common site.
    """
    plain = (
        address.str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{Han}a-z0-9-]", "")
        .str.replace(r"^(?:中国)?(?:浙江省?)*(?:金华市)?", "")
    )
    # Too long for the column: the end tells rooms apart, so it is the beginning that goes.
    return pl.when(plain.str.contains(r"[0-9]")).then(plain.str.slice(-_KEY_CHARS))
