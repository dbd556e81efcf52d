"""The command line `anfu`: the same actions and queries as the site, for operators and scripts."""
