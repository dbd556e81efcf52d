"""Hostile files, made by code: pictures, documents, workbooks and texts that attack whoever opens them."""
