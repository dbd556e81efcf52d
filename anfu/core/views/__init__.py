"""Pages of what no room owns: parameters, ledger, long work."""
