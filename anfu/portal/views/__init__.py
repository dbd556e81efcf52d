"""Pages of the directory. Nothing is written here; all but one are for everybody."""
