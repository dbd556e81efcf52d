"""One of two who record the same listing, in a process of their own: by a file (judged before) or by hand."""

import sys
from datetime import date

DAY = date(2026, 11, 1)


def main(how: str, user: str, firm: str, intake: str) -> None:
    import django

    django.setup()
    from anfu.people.actors import actor_of
    from anfu.people.models import User

    actor = actor_of(User.objects.get(pk=user))
    act = _by_file(actor, int(intake)) if how == "file" else _by_hand(actor, int(firm))
    print("ready", flush=True)
    sys.stdin.readline()
    print(act())


def _by_file(actor, intake):
    from django.db import transaction

    from anfu.core import clock
    from anfu.core.intake.kinds import Batch
    from anfu.core.models import Intake
    from anfu.targeting.imports import ListingKind
    from anfu.targeting.tests.test_imports import LISTING, judged

    payload = judged(ListingKind(), LISTING, {}).payload

    def act() -> str:
        with transaction.atomic():
            batch = Batch(Intake.objects.get(pk=intake), 0, "330784", payload, actor, DAY, clock.now())
            return "late" if ListingKind().apply(batch).late.height else "written"

    return act


def _by_hand(actor, firm):
    from anfu.core.refusal import Refused
    from anfu.targeting.actions import record_listing
    from anfu.targeting.actions.listings import ListingRow

    row = ListingRow(firm, "county", "样安督〔2024〕1号", "除尘", date(2024, 6, 1), date(2024, 9, 1), "办")

    def act() -> str:
        try:
            record_listing(row, actor=actor, on=DAY)
        except Refused:
            return "refused"
        return "recorded"

    return act


if __name__ == "__main__":
    main(*sys.argv[1:])
