"""A planted fault: the ledger's entry is written after the enterprise is committed."""

import time

from django.db import transaction

from anfu.site.wsgi import application  # noqa: F401

# isort: split
# Django is set up by now.
from anfu.core import ledger
from anfu.registry.actions import create as creating


class Late:
    """The ledger, but late."""

    @staticmethod
    def record(*arguments, **more) -> None:
        """After the commit, in a transaction of its own."""

        def then() -> None:
            time.sleep(0.3)
            with transaction.atomic():
                ledger.record(*arguments, **more)

        transaction.on_commit(then)


creating.ledger = Late
