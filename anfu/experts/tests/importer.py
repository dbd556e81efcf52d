"""One import in a process of its own: waits for the word, writes a judged batch, prints how many came in, and how many late."""

import sys


def main(intake: str, turned: str) -> None:
    import django

    django.setup()
    import polars as pl
    from django.db import transaction

    from anfu.core import clock
    from anfu.core.intake.kinds import Batch
    from anfu.core.models import Intake
    from anfu.experts.roster import ExpertKind
    from anfu.experts.roster.kind import PAYLOAD
    from anfu.experts.tests.factories import roster_rows
    from anfu.people.actors import actor_of
    from anfu.people.models import User

    made = Intake.objects.get(pk=intake)
    actor = actor_of(User.objects.get(pk=made.created_by_id))
    rows = pl.DataFrame(roster_rows(20, turned=turned == "True"), schema=PAYLOAD)
    batch = Batch(made, 0, "330784", rows, actor, clock.today(), clock.now())
    print("ready", flush=True)
    sys.stdin.readline()
    with transaction.atomic():
        done = ExpertKind().apply(batch)
    print(done.written.height, done.late.height)


if __name__ == "__main__":
    main(*sys.argv[1:])
