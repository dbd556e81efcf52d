"""A planted fault: every entry is written twice."""

from anfu.site.wsgi import application  # noqa: F401

# isort: split
# Django is set up by now.
from anfu.core import ledger
from anfu.registry.actions import create as creating


class Twice:
    """The ledger, with a stutter."""

    @staticmethod
    def record(*arguments, **more):
        """Once, and once more."""
        ledger.record(*arguments, **more)
        return ledger.record(*arguments, **more)


creating.ledger = Twice
