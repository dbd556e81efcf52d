"""What people do in the market. Each checks, writes, and leaves its entry in one transaction."""
