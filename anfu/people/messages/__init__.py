"""Messages: what happened that a person should know, on their own page and, if they chose so, by other channels.

A message holds no personal data: a title and a link. Who may not open the link learns nothing from it.
"""
