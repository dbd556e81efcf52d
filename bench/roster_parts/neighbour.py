"""Another writer beside the import, who says how long it had to wait: `python -m bench.roster_parts.neighbour`.

Writes five times a second until its input ends; then prints the longest wait in seconds.
"""

import os
import select
import sys
import time

from anfu.settings import module


def main() -> None:
    """Take the write lock, give it back, again and again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
    import django

    django.setup()
    from django.db import transaction

    from anfu.core.models import Job

    longest = 0.0
    while not select.select([sys.stdin], [], [], 0.2)[0]:
        begin = time.perf_counter()
        with transaction.atomic():
            Job.objects.filter(pk=0).update(note="")
        longest = max(longest, time.perf_counter() - begin)
    print(longest)


if __name__ == "__main__":
    main()
