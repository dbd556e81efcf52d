"""The site: every room's pages and API under one roof."""
