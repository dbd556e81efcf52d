"""Two administrators, and what they change together."""

from datetime import date

from anfu.core import approvals, parameter_changes
from anfu.core.actor import Actor
from anfu.core.models import Proposal
from anfu.people.tests.factories import make_actor


def make_second() -> Actor:
    """Another city administrator than `make_actor()`."""
    return make_actor("city_admin", username="second")


def proposed(code: str, value: int, *, valid_from: date, actor: Actor | None = None) -> Proposal:
    """A new value that waits for its second person."""
    return parameter_changes.propose(
        code, value, valid_from=valid_from, actor=actor or make_actor(), reason="按新文件执行"
    )


def set_parameter(code: str, value: int, *, valid_from: date) -> Proposal:
    """A new value that two administrators agreed on."""
    return approvals.approve(proposed(code, value, valid_from=valid_from).pk, actor=make_second())
