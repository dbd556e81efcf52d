"""Which enterprises may be one: pure, over the facts in force of those that share a name or an address."""

from functools import cache

import polars as pl

from anfu.registry.datafiles import DATA, read_toml
from anfu.registry.models.duplicate import DuplicateKind as Kind
from anfu.registry.models.version import Status
from anfu.registry.roster.gazetteer import alternation, gazetteer

FIRM = pl.Schema(
    {
        "enterprise_id": pl.Int64,
        "name": pl.String,
        "address_key": pl.String,
        "status": pl.String,
        "established_on": pl.Date,
    }
)
PAIR = pl.Schema({"first_id": pl.Int64, "second_id": pl.Int64, "kind": pl.String, "basis": pl.String})
# A party with one of these no longer trades here; somebody may have taken over.
GONE = (Status.MOVED_OUT.value, Status.REVOKED.value, Status.CANCELLED.value, Status.ANNULLED.value)
_FORMER = "其中一家登记的曾用代码，就是另一家的信用代码"
_SAME = "名称一字不差，信用代码不同"
_SAME_PLACE = "名称一字不差，地址也相同，信用代码不同"


def likely_pairs(same_names: pl.DataFrame, same_places: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """PAIR, each once with its strongest sign.

    `same_names`: FIRM of those whose name another has too; `same_places`: FIRM of those at an address where somebody
    is gone; `former`: first_id, second_id where one names the other's code. One address alone is no sign: many
    firms share a yard.
    """
    named = former.with_columns(kind=pl.lit(Kind.FORMER_CODE.value), basis=pl.lit(_FORMER))
    found = [_ordered(named), _ordered(_successors(same_places)), _ordered(_namesakes(same_names))]
    rank = pl.col("kind").replace_strict(
        {kind: n for n, kind in enumerate(Kind.values)}, return_dtype=pl.Int8
    )
    both = pl.concat(found).sort(rank, "first_id", "second_id")
    return both.unique(["first_id", "second_id"], keep="first", maintain_order=True)


def stem_expr(name: pl.Expr) -> pl.Expr:
    """Who a name names: without place in front, form at the end and marks; null where nothing is left to tell."""
    front, bracketed, endings = _patterns()
    plain = name.str.normalize("NFKC").str.to_lowercase().str.replace_all(bracketed, "")
    letters = plain.str.replace_all(r"[^\p{Han}a-z0-9]", "").str.replace(front, "")
    stem = letters.str.replace(endings, "")
    return pl.when(stem.str.len_chars() > 1).then(stem)


@cache
def _patterns() -> tuple[str, str, str]:
    forms, names = read_toml(DATA / "name_forms.toml"), gazetteer()
    counties = alternation([*names.counties, *names.short_counties])
    front = f"^(?:浙江省?)?(?:{names.city}市?)?(?:{counties})?"
    return front, rf"\((?:{alternation(forms['bracketed'])})\)", f"(?:{alternation(forms['endings'])})+$"


def _namesakes(firms: pl.DataFrame) -> pl.DataFrame:
    both = firms.join(firms, on="name", suffix="_2").filter(
        pl.col("enterprise_id") < pl.col("enterprise_id_2")
    )
    same_place = (pl.col("address_key") != "") & (pl.col("address_key") == pl.col("address_key_2"))
    kind = (
        pl.when(same_place).then(pl.lit(Kind.SAME_NAME_ADDRESS.value)).otherwise(pl.lit(Kind.SAME_NAME.value))
    )
    return both.select(
        first_id="enterprise_id",
        second_id="enterprise_id_2",
        kind=kind,
        basis=pl.when(same_place).then(pl.lit(_SAME_PLACE)).otherwise(pl.lit(_SAME)),
    )


def _successors(firms: pl.DataFrame) -> pl.DataFrame:
    """One gone, and another of the same name in substance established later at the same address."""
    named = firms.with_columns(stem=stem_expr(pl.col("name"))).drop_nulls("stem")
    gone = named.filter(pl.col("status").is_in(GONE))
    both = gone.join(named, on=["address_key", "stem"], suffix="_2").filter(
        pl.col("enterprise_id") != pl.col("enterprise_id_2"),
        pl.col("established_on") < pl.col("established_on_2"),
    )
    word = pl.col("status").replace_strict(dict(Status.choices), return_dtype=pl.String)
    basis = pl.format(
        "同一地址，字号同为“{}”：一家已{}，另一家 {} 注册",
        pl.col("stem").str.slice(0, 40),
        word,
        pl.col("established_on_2").cast(pl.String),
    )
    return both.select(
        first_id="enterprise_id", second_id="enterprise_id_2", kind=pl.lit(Kind.SUCCESSOR.value), basis=basis
    )


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    low, high = pl.min_horizontal("first_id", "second_id"), pl.max_horizontal("first_id", "second_id")
    return pairs.with_columns(first_id=low, second_id=high).select(
        pl.col(name).cast(kind) for name, kind in PAIR.items()
    )
