"""Who signs in, with which role, for which territory. Clauses: all (who may record evidence).

Not here: what an actor may see (each room's `visible_to`).
"""
