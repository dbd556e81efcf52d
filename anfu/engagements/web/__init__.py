"""What the pages of service relations share."""
