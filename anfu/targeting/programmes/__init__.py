"""Counties' and departments' own targeted programmes (二(一)末): conditions that must all hold."""
