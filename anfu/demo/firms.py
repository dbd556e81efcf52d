"""The standing facts of the firms of one chunk: who they are; what changes over time is in `history`."""

from dataclasses import dataclass

import polars as pl

from anfu.demo import facts, identity, places
from anfu.demo.draws import Draws, Flags, Ints
from anfu.demo.scopes import Claims, write_scopes
from anfu.demo.tables import trade_weights


@dataclass(frozen=True)
class Firms:
    """The firms of a chunk as arrays of one length; days count from 1970-01-01."""

    draws: Draws
    today: int
    total: int
    division: Ints
    trade: Ints
    established: Ints
    staff: Ints
    industrial: Flags
    claims: Claims
    standing: pl.DataFrame  # the canonical fields that never change

    @property
    def uscc(self) -> pl.Series:
        return self.standing["uscc"]


def make_firms(draws: Draws, *, total: int, today: int) -> Firms:
    """The firms of these numbers in a city of `total`."""
    division = places.pick_divisions(draws, "division")
    trade = draws.pick_row("trade", trade_weights(), division)
    people = facts.staff(draws, trade)
    scopes = write_scopes(draws, trade)
    industry = identity.industries(draws, trade)
    industrial = industry.str.slice(0, 2).cast(pl.Int64).is_between(6, 46).to_numpy()
    established = identity.established_days(draws, today)
    told = pl.DataFrame({"scope": scopes.text, "industry": facts.told(draws, "industry", industry, 0.965)})
    standing = pl.concat([_registered(draws, division, trade, people), told], how="horizontal").with_columns(
        pl.Series("established_on", established.astype("datetime64[D]")),
        *_hazard_columns(draws, trade, industrial),
    )
    return Firms(
        draws, today, total, division, trade, established, people, industrial, scopes.claims, standing
    )


def _registered(draws: Draws, division: Ints, trade: Ints, people: Ints) -> pl.DataFrame:
    form = identity.forms(draws, trade, people)
    sole = pl.Series(identity.credit_code_kind(form) == b"92")
    capital = facts.told(draws, "capital", pl.Series(facts.capital_fen(draws, people)), 0.93)
    principal = identity.people(draws, "principal")
    contact = pl.select(
        pl.when(pl.Series(draws.chance("contact/same", 0.45)))
        .then(principal)
        .otherwise(identity.people(draws, "contact"))
    ).to_series()
    kind, authority = identity.credit_code_kind(form), identity.authorities(draws, division)
    return pl.DataFrame(
        {
            "uscc": identity.credit_codes(kind, authority, identity.serials(draws)),
            "name": identity.company_names(draws, division, trade, form),
            "org_type": identity.form_column(form, 2),
            "capital_fen": pl.select(pl.when(~sole).then(capital)).to_series(),
            "regulators": facts.told(draws, "regulators", identity.regulators(draws, division, trade), 0.85),
            "principal": facts.told(draws, "principal", principal, 0.97),
            "contact_name": facts.told(draws, "contact", contact, 0.88),
            "contact_phone": facts.told(draws, "contact", identity.phones(draws), 0.88),
        }
    ).with_columns(
        capital_currency=pl.when(pl.col("capital_fen").is_not_null()).then(facts.currencies(draws))
    )


def _hazard_columns(draws: Draws, trade: Ints, industrial: Flags) -> list[pl.Series]:
    level, scheme = facts.hazards(draws, trade, industrial)
    return [level.alias("hazard_level"), scheme.alias("hazard_scheme")]
