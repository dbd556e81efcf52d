"""Credit codes, names and people of the made-up city."""

from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from anfu.demo.draws import Draws, Floats, Ints
from anfu.demo.gather import Pools, take
from anfu.demo.tables import divisions, table, trade_column, trades

ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
_PLAIN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = np.zeros(128, dtype=np.int64)
_VALUE[ALPHABET] = np.arange(31)
_ORGANISATION_VALUE = np.zeros(128, dtype=np.int64)
_ORGANISATION_VALUE[np.frombuffer(_PLAIN, dtype=np.uint8)] = np.arange(36)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)])
_BLOCK = 31**4
_FORM_BANDS = [0, 41, 60, 120, 151]  # numbers of people from which other forms fit


def _digits(text: NDArray[np.bytes_], width: int) -> NDArray[np.uint8]:
    return text.astype(f"S{width}").view(np.uint8).reshape(-1, width)


def _base31(serial: Ints, width: int) -> NDArray[np.uint8]:
    powers = 31 ** np.arange(width - 1, -1, -1)
    return ALPHABET[(serial[:, None] // powers) % 31]


def credit_codes(kind: NDArray[np.bytes_], authority: NDArray[np.bytes_], serial: Ints) -> pl.Series:
    """18-character codes with both check digits right; different serials (below 31⁵) give different codes.

    `kind` is digits 1-2, `authority` digits 3-8. The organisation part begins MA0: registries outside
    Zhejiang were given that block [K], so that behind a Zhejiang authority it is nobody's.
    """
    code = np.empty((len(serial), 18), dtype=np.uint8)
    code[:, :2] = _digits(kind, 2)
    code[:, 2:8] = _digits(authority, 6)
    code[:, 8:11] = np.frombuffer(b"MA0", dtype=np.uint8)
    code[:, 11:16] = _base31(serial, 5)
    rest = (11 - (_ORGANISATION_VALUE[code[:, 8:16]] @ _ORGANISATION_WEIGHTS) % 11) % 11
    code[:, 16] = np.frombuffer(b"0123456789X", dtype=np.uint8)[rest]
    code[:, 17] = ALPHABET[(31 - (_VALUE[code[:, :17]] @ _WEIGHTS) % 31) % 31]
    return pl.Series(code.view("S18").ravel().astype("U18"), dtype=pl.String)


def serials(draws: Draws) -> Ints:
    """A serial for each number, in no visible order and never twice: a shuffle within blocks of 31⁴."""
    block, place = np.divmod(draws.number, _BLOCK)
    return block * _BLOCK + (place * 401_483 + draws.seed * 7_919 + 12_345) % _BLOCK


@cache
def _pairs() -> list[str]:
    names = table("names")
    never = set(names["never"].split())
    return [a + b for a in names["first"] for b in names["second"] if a + b not in never]


def capacity() -> int:
    """How many enterprises can have a trade name of their own."""
    return len(_pairs()) * (1 + len(table("names")["third"]))


def trade_names(draws: Draws) -> pl.Series:
    """字号, never twice in a city: two characters for the first firms, a third for the later ones."""
    pairs = len(_pairs())
    turn, place = np.divmod(draws.number, pairs)
    shuffled = (place * 7_907 + turn * 131 + draws.seed * 3_571) % pairs
    third = take(["", *table("names")["third"]], turn)
    return (take(_pairs(), shuffled) + third).alias("trade_name")


@cache
def _forms() -> list[list[Any]]:
    rows: list[list[Any]] = table("names")["forms"]
    return rows


@cache
def _form_weights() -> tuple[list[str], Floats]:
    """Kinds of trade, and the weight of each form for (size band × kind)."""
    kinds = list(dict.fromkeys(row[0] for row in _forms()))
    bands = [
        [
            [row[4] if row[0] == kind and row[5] <= people <= row[6] else 0 for row in _forms()]
            for kind in kinds
        ]
        for people in _FORM_BANDS
    ]
    return kinds, np.array(bands, dtype=np.float64).reshape(-1, len(_forms()))


def forms(draws: Draws, trade: Ints, staff: Ints) -> Ints:
    """The line of names.toml's `forms` that fits the trade's kind and the number of people."""
    kinds, weights = _form_weights()
    line = np.array([kinds.index(t.kind) for t in trades()])[trade]
    band = np.searchsorted(_FORM_BANDS, staff, side="right") - 1
    return draws.pick_row("form", weights, line + len(kinds) * band)


def form_column(form: Ints, key: int) -> pl.Series:
    """A column of names.toml's `forms`: 1 the ending, 2 the type of the party, 3 digit 2 of the code."""
    return take([str(row[key]) for row in _forms()], form)


def company_names(draws: Draws, division: Ints, trade: Ints, form: Ints) -> pl.Series:
    """Place + trade name + trade word + ending; no two are the same."""
    anywhere = Pools.of([d.names for d in divisions()]).pick(draws, "name/place", division)
    local = pl.Series(credit_code_kind(form) == b"92")  # a sole trader carries its county's name
    place = pl.select(
        pl.when(local).then(take([d.names[0] for d in divisions()], division)).otherwise(anywhere)
    ).to_series()
    word = Pools.of([t.listed("words") for t in trades()]).pick(draws, "name/word", trade)
    return (place + trade_names(draws) + word + form_column(form, 1)).alias("name")


def credit_code_kind(form: Ints) -> NDArray[np.bytes_]:
    return np.array([f"9{row[3]}" for row in _forms()], dtype="S2")[form]


def authorities(draws: Draws, division: Ints) -> NDArray[np.bytes_]:
    """Who registered: mostly the division itself, never a proof of where the firm is."""
    codes = sorted({code for d in divisions() for code in d.authorities})
    weights = np.array(
        [[d.authorities.get(code, 0) for code in codes] for d in divisions()], dtype=np.float64
    )
    return np.array(codes, dtype="S6")[draws.pick_row("authority", weights, division)]


def people(draws: Draws, question: str) -> pl.Series:
    """Made-up names of persons."""
    names = table("names")
    family = take(list(names["surnames"]), draws.integer(f"{question}/family", len(names["surnames"])))
    first = take(list(names["given"]), draws.integer(f"{question}/first", len(names["given"])))
    second = take(["", *names["given"]], _second(draws, question, len(names["given"])))
    return family + first + second


def _second(draws: Draws, question: str, count: int) -> Ints:
    return np.where(
        draws.chance(f"{question}/single", 0.2), 0, 1 + draws.integer(f"{question}/second", count)
    )


def phones(draws: Draws) -> pl.Series:
    """138 0000 xxxx: a block that is handed to nobody."""
    return "1380000" + pl.Series(draws.integer("phone", 10_000)).cast(pl.String).str.zfill(4)


def established_days(draws: Draws, today: int) -> Ints:
    """Days since 1970 on which the firms were registered: many young, few old, the oldest about 38 years."""
    age = 40 + -np.log1p(-draws.uniform("age") * 0.975) * 12.0 * 365.0
    return (today - np.minimum(age, 38 * 365)).astype(np.int64)


def industries(draws: Draws, trade: Ints) -> pl.Series:
    return Pools.of([t.listed("industry") for t in trades()]).pick(draws, "industry", trade)


def regulators(draws: Draws, division: Ints, trade: Ints) -> pl.Series:
    """The authority or authorities that look after a firm, joined by 、."""
    office = take([d.name for d in divisions()], division)
    first = office + take([str(v) for v in trade_column("regulator", "应急管理局")], trade)
    extra = trade_column("extra_regulator", "")[trade].astype(str)
    second = np.where(draws.chance("regulator/second", np.where(extra == "", 0.03, 0.75)), 1, 0)
    other = np.where(extra == "", "消防救援大队", extra)
    tail = pl.Series(np.where(second == 1, other, ""), dtype=pl.String)
    joined = pl.DataFrame({"first": first, "office": office, "tail": tail})
    return joined.select(
        pl.when(pl.col("tail") == "")
        .then("first")
        .otherwise(pl.concat_str("first", pl.lit("、"), "office", "tail"))
        .alias("regulators")
    ).to_series()
