"""What comes round by the clock: invitations that nobody answered in time."""

from datetime import timedelta

from anfu.core import clock
from anfu.core.jobs import periodic
from anfu.experts.actions.answering import lapse_all


@periodic("experts.lapse", timedelta(minutes=10))
def lapse() -> None:
    """Those whose last day is over lapse; in a draw the next alternate is asked."""
    lapse_all(clock.today())
