"""The people whom a provider may name in a contract."""

from collections.abc import Iterable

from anfu.core import clock
from anfu.core.actor import PROVIDER, Actor
from anfu.providers.models import Employment


def staff_choices(provider: int | None, actor: Actor) -> list[tuple[str, str]]:
    """Key and name of who works there today, for the provider's own people; nobody else names them."""
    if provider is None or provider not in actor.own(PROVIDER):
        return []
    rows = Employment.objects.visible_to(actor).standing().in_force_on(clock.today())
    named = rows.filter(provider=provider).order_by("professional__name", "pk")
    return [
        (str(key), f"{name}{f'（{position}）' if position else ''}")
        for key, name, position in named.values_list("pk", "professional__name", "position")[:200]
    ]


def staff_names(keys: Iterable[int]) -> list[str]:
    """The names of the people that a contract names, in its order; the parties know them from the contract."""
    wanted = list(keys)
    found = dict(Employment.objects.filter(pk__in=wanted).values_list("pk", "professional__name"))
    return [found[key] for key in wanted if key in found]
