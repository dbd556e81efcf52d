"""What the pages of experts share."""
