"""Pages of contracts: the list, one contract, its steps, its document."""
