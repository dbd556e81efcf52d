"""What the pages of institutions share."""
