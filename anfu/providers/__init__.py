"""Who can serve, with what right and how well staffed: institutions, their licences, their people. Clauses: 三(一), 三(五).

Not here: contracts (`engagements`), experts as persons (`experts`), what the public is shown (`portal`).
"""
