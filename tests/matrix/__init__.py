"""Who may do what to whose: every route, method, role and relation to the object, held against one table.

`policy.csv` is the oracle: a line for each route and method, a column for each role. A cell says how far a role reaches:

    no        not at all: a stranger is sent to sign in (or gets 401), everybody else gets 403
    yes       it answers (routes without an object)
    absent    the role may ask, but every such object is hidden: always 404
    mine      its own person's objects; org: those of its party or town, too; county: of its county; all: everybody's
    any       it answers alike whatever the address names, so that nobody learns what there is
    other     the address answers, but not to this method (405)

Objects beyond the reach, and objects that do not exist, give the same 404.
"""
