"""Business scopes (经营范围): what a trade makes or sells and what it excludes, in several styles."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Flags, Floats, Ints
from anfu.demo.gather import Pools, take
from anfu.demo.tables import GROUNDS, trades, words

RISKS = 3  # lines a trade's `risky` list may have
_INLINE = ["（不含{}）", "（除{}外）", "（{}除外）", "（不包括{}）", "（不涉及{}）", "(不含{})"]
_CLOSING = ["（以上经营范围不含{}）", "（以上范围不含{}）", "（上述经营范围不包括{}）"]
_ONESELF = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
_APPROVED = "（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）"
_BY_LICENCE = "（凭有效许可证经营）"


@dataclass(frozen=True)
class Claims:
    """What scopes say and what is so. One column for each line of the trades' lists: risky, then licensed."""

    ground: Ints  # firms × columns; -1: none
    real: Flags


@dataclass(frozen=True)
class Scopes:
    text: pl.Series
    claims: Claims


@dataclass(frozen=True)
class _Risks:
    """The lists `risky` and `licensed` of all trades as tables of trade × line."""

    text: list[str]
    ground: Ints
    share: Floats
    real: Floats


@cache
def _risks(key: str, width: int) -> _Risks:
    empty = ["", "", 0.0, 0.0]
    rows = [(list(t.row.get(key, [])) + [empty] * width)[:width] for t in trades()]
    number = {"": -1} | {ground: i for i, ground in enumerate(GROUNDS)}
    return _Risks(
        text=[line[0] for row in rows for line in row],
        ground=np.array([[number[line[1]] for line in row] for row in rows], dtype=np.int64),
        share=np.array([[line[2] for line in row] for row in rows]),
        real=np.array([[line[3] for line in row] for row in rows]),
    )


@cache
def _goods() -> Pools:
    return Pools.of([[m + p for m in t.listed("materials") for p in t.listed("products")] for t in trades()])


@cache
def _word_pools(key: str) -> Pools:
    if key == "side":
        return Pools.of([t.row["side"].split("|") for t in trades()])
    return Pools.of([t.listed(key) for t in trades()])


@cache
def _negations() -> tuple[Pools, Ints]:
    """What may be excluded, each with the ground that it denies (-1: none); -1 too for most first ones."""
    entries = [[word.partition(":") for word in words(t.row["negate"])] for t in trades()]
    ground = [GROUNDS.index(part[2]) if part[2] else -1 for row in entries for part in row]
    return Pools.of([[part[0] for part in row] for row in entries]), np.array(ground, dtype=np.int64)


def write_scopes(draws: Draws, trade: Ints) -> Scopes:
    """The scope of each firm and the grounds that its words claim."""
    risky, licensed = _chosen(draws, trade, "risky", RISKS), _chosen(draws, trade, "licensed", 2)
    licensed[:, 1] &= ~licensed[:, 0]  # one licence each
    claims = _claims(draws, trade, risky, licensed)
    parts = _parts(draws, trade, risky, licensed) | _exclusions(draws, trade, claims)
    return Scopes(text=_compose(pl.DataFrame(parts)), claims=claims)


def _chosen(draws: Draws, trade: Ints, key: str, width: int) -> Flags:
    share = _risks(key, width).share[trade]
    return np.column_stack([draws.chance(f"{key}{k}", share[:, k]) for k in range(width)])


def _claims(draws: Draws, trade: Ints, risky: Flags, licensed: Flags) -> Claims:
    grounds, reals = [], []
    for key, width, chosen in (("risky", RISKS, risky), ("licensed", 2, licensed)):
        risks = _risks(key, width)
        grounds.append(np.where(chosen, risks.ground[trade], -1))
        truth = [draws.chance(f"{key}{k}/real", risks.real[trade, k]) for k in range(width)]
        reals.append(np.column_stack(truth) & chosen)
    return Claims(ground=np.column_stack(grounds), real=np.column_stack(reals))


def _parts(draws: Draws, trade: Ints, risky: Flags, licensed: Flags) -> dict[str, Any]:
    """The pieces of the texts: goods with their verbs, dangerous work, side lines, licence, and the style."""
    goods = [_goods().column.gather(place) for place in _goods().places(draws, "goods", trade, 4)]
    verbs = [_word_pools("verbs").pick(draws, f"verb{k}", trade) for k in range(2)]
    sides = [
        _word_pools("side").column.gather(p) for p in _word_pools("side").places(draws, "side", trade, 3)
    ]
    parts: dict[str, Any] = {f"goods{k}": column for k, column in enumerate(goods)}
    parts |= {f"verb{k}": column for k, column in enumerate(verbs)}
    parts |= {f"side{k}": column for k, column in enumerate(sides)}
    parts |= {f"risk{k}": _shown("risky", RISKS, k, trade, risky) for k in range(RISKS)}
    parts |= {f"licence{k}": _shown("licensed", 2, k, trade, licensed) for k in range(2)}
    parts["goods_count"] = 1 + draws.pick("goods/count", [12, 30, 33, 25])
    parts["side_count"] = draws.pick("side/count", [12, 30, 32, 26])
    parts["style"] = draws.pick("scope/style", [45, 38, 17])
    parts["order"] = draws.pick("scope/order", [50, 20, 20, 10])
    return parts


def _shown(key: str, width: int, column: int, trade: Ints, chosen: Flags) -> pl.Series:
    text = take(_risks(key, width).text, trade * width + column)
    return pl.select(pl.when(pl.Series(chosen[:, column])).then(text)).to_series()


def _exclusions(draws: Draws, trade: Ints, claims: Claims) -> dict[str, Any]:
    """One exclusion inside the text, one at its end; nobody denies what the same scope claims."""
    pools, ground = _negations()
    result: dict[str, Any] = {}
    for name, forms, share in (("inline", _INLINE, 0.36), ("closing", _CLOSING, 0.10)):
        place = pools.places(draws, name, trade, 1)[0]
        denied = ground[place]
        contradicts = ((claims.ground == denied[:, None]) & (denied >= 0)[:, None]).any(axis=1)
        word = pools.column.gather(np.where(contradicts, pools.start[trade], place))
        open_, close = zip(*(form.split("{}") for form in forms), strict=True)
        form = draws.integer(f"{name}/form", len(forms))
        phrase = take(open_, form) + word + take(close, form)
        silent = contradicts & (ground[pools.start[trade]] >= 0)
        shown = draws.chance(f"{name}/shown", share) & ~silent
        result[name] = pl.select(pl.when(pl.Series(shown)).then(phrase).otherwise(pl.lit(""))).to_series()
    return result


def _joined(separator: str, *pieces: pl.Expr) -> pl.Expr:
    return pl.concat_str(*pieces, separator=separator, ignore_nulls=True)


def _counted(name: str, count: int) -> list[pl.Expr]:
    return [pl.when(pl.col(f"{name}_count") > k).then(pl.col(f"{name}{k}")) for k in range(count)]


def _block(order: pl.Expr, main: pl.Expr, risk: pl.Expr, side: pl.Expr) -> pl.Expr:
    """Main goods, dangerous work and side lines in one of four orders; absent blocks leave no mark."""
    gone = [pl.when(block != "").then(block) for block in (main, risk, side)]
    a, b, c = gone
    return (
        pl.when(order == 0).then(_joined("；", a, b, c))
        .when(order == 1).then(_joined("；", b, a, c))
        .when(order == 2).then(_joined("；", a, c, b))
        .otherwise(_joined("；", c, a, b))
    )  # fmt: skip


def _compose(parts: pl.DataFrame) -> pl.Series:
    goods = _counted("goods", 4)
    licence = pl.coalesce("licence0", "licence1")
    side, risk = (
        _joined("；", *_counted("side", 3)),
        _joined("；", *(pl.col(f"risk{k}") for k in range(RISKS))),
    )
    listed = pl.concat_str(_joined("、", *goods), "inline", "verb0")
    each = _joined("；", *(g + pl.col("verb0" if k % 2 == 0 else "verb1") for k, g in enumerate(goods)))
    texts = parts.lazy().with_columns(listed=listed, each=each + pl.col("inline"), side=side, risk=risk)
    old = _block(pl.col("order"), pl.col("listed"), pl.col("risk"), pl.col("side")) + pl.col("closing")
    new = _block(pl.col("order"), pl.col("each"), pl.col("risk"), pl.col("side"))
    permitted = pl.when(licence.is_not_null()).then(licence).otherwise(pl.lit(""))
    styles = (
        pl.when(pl.col("style") == 0)
        .then(pl.when(permitted == "").then(old).otherwise(old + "；" + permitted + _BY_LICENCE))
        .when(pl.col("style") == 1)
        .then(
            pl.when(permitted == "")
            .then("一般项目：" + new + _ONESELF + "。")
            .otherwise("一般项目：" + new + _ONESELF + "。许可项目：" + permitted + _APPROVED + "。")
        )
        .otherwise(
            pl.when(permitted == "")
            .then("一般经营项目：" + old + "。")
            .otherwise("许可经营项目：" + permitted + _BY_LICENCE + " 一般经营项目：" + old + "。")
        )
    )
    return texts.select(styles.alias("scope")).collect().to_series()
