"""One institution in a process of its own: waits for the word, hires one person full time, prints how it went."""

import sys


def main(person: str, provider: str) -> None:
    import django

    django.setup()
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from anfu.core.ledger.guard import without_ledger
    from anfu.providers.models import Employment
    from anfu.providers.tests.factories import SINCE

    print("ready", flush=True)
    sys.stdin.readline()
    try:
        with without_ledger(), transaction.atomic():
            Employment.objects.create(
                professional_id=int(person),
                provider_id=int(provider),
                valid_from=SINCE,
                recorded_at=timezone.now(),
            )
        print("hired")
    except IntegrityError:
        print("refused")


if __name__ == "__main__":
    main(*sys.argv[1:])
