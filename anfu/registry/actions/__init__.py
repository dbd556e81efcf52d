"""What people do in the registry: each action checks, writes and leaves its ledger entry in one transaction."""
