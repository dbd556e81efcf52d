"""What comes round by the clock: closing at the deadline, choices nobody made, the daily digest."""

from datetime import timedelta

from anfu.core import clock
from anfu.core.jobs import periodic
from anfu.market.actions.closing import close_due, end_undecided
from anfu.market.actions.subscribing import tell_digests


@periodic("market.close", timedelta(minutes=1))
def close() -> None:
    """Demands whose time is over are closed, and their offers opened."""
    close_due(clock.today())


@periodic("market.undecided", timedelta(hours=1))
def undecided() -> None:
    """Who did not choose within the time has chosen nobody."""
    end_undecided(clock.today())


@periodic("market.digest", timedelta(days=1))
def digest() -> None:
    """New demands to those who subscribed."""
    tell_digests(clock.today())
