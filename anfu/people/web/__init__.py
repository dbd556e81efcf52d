"""Parts of the pages of people."""
