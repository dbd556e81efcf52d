"""Pure rules of the market: no database, no clock."""
