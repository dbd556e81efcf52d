"""What the calendar does by itself: the end of publicity, the end of suspensions, reminders before papers end."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from anfu.core import clock, jobs, parameters
from anfu.core.actor import platform
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind
from anfu.people.queries import holders
from anfu.providers.actions.common import href
from anfu.providers.actions.reviewing import list_due
from anfu.providers.actions.sanctions import resume_due
from anfu.providers.lifecycle import APPLY, PLATFORM, REVIEW
from anfu.providers.queries.ending import Ending, certificates_ending, licences_ending

REMINDERS = ("providers.remind_first_days", "providers.remind_second_days", "providers.remind_last_days")
CALENDAR = platform(frozenset({PLATFORM}))


@jobs.periodic("providers.by_calendar", timedelta(hours=1))
def by_calendar() -> None:
    """List whose publicity is over, take back whose suspension is over."""
    on = clock.today()
    list_due(on, CALENDAR)
    resume_due(on, CALENDAR)


@jobs.periodic("providers.reminders", timedelta(hours=6))
def remind() -> None:
    """Tell the institution that a licence or certificate ends in 90, 30, 7 days, and of licences its office; once each."""
    on = clock.today()
    days = [parameters.value(code, on=on) for code in REMINDERS]
    until = on + timedelta(max(days) + 1)
    tell(_news([*licences_ending(on, until), *certificates_ending(on, until)], on, days))


def _news(ending: Iterable[Ending], on: date, days: list[int]) -> Iterable[News]:
    @cache
    def own(organisation: int) -> frozenset[int]:
        return frozenset(holders.for_organisation(APPLY, organisation).values_list("pk", flat=True))

    @cache
    def office(division: str) -> frozenset[int]:
        of = holders.in_division(REVIEW, division) if division else holders.in_city(REVIEW)
        return frozenset(of.values_list("pk", flat=True))

    for each in ending:
        left = (each.valid_to - timedelta(1) - on).days
        step = min((n for n in days if left <= n), default=None)
        if step is not None:
            told = own(each.provider.pk) | (
                office(each.provider.division) if each.of_provider else frozenset()
            )
            key = f"providers.ending:{each.key}:{step}"
            yield News(told, MessageKind.REMINDER, key, _words(each, left), href(each.provider))


def _words(each: Ending, left: int) -> str:
    name = each.provider.organisation.name
    if each.of_provider:
        return f"{name}的{each.paper}还有 {left} 天到期，到期后相应的业务范围自动关闭"
    return f"{name}一名人员的{each.paper}证书还有 {left} 天到期，到期后不再计入持证人数"
