"""What every room stands on and none owns: actor and scope, ledger, parameters, calendar, money, files, jobs, intake.

Not here: any word of the domain. A rule of the policy belongs to the room that carries it out.
"""
