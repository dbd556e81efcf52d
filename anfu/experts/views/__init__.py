"""Pages of the expert pool, of invitations and of draws."""
