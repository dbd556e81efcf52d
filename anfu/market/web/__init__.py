"""What the market's pages share."""
