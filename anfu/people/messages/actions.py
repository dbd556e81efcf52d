"""Telling people something, and what they do with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from anfu.core import clock, ledger, outbox
from anfu.core.actor import Actor
from anfu.core.outbox import Effect
from anfu.core.refusal import Refused
from anfu.people.messages.models import Channel, ChannelChoice, Message, MessageKind, QuietHours
from anfu.people.messages.quiet import goes_out_at

TOPIC = "people.message"


@dataclass(frozen=True, slots=True)
class News:
    """One event for some people: `key` names it, so that it is told once. No personal data in the text."""

    persons: Collection[int]
    kind: str
    key: str
    text: str
    href: str


@transaction.atomic
def tell(news: Iterable[News]) -> None:
    """Keep the messages and queue what goes out by the channels that each person chose; told again, nothing."""
    told = list(news)
    now = clock.now()
    Message.objects.bulk_create(
        [
            Message(person_id=p, kind=n.kind, key=n.key, text=n.text[:260], href=n.href, created_at=now)
            for n in told
            for p in n.persons
        ],
        ignore_conflicts=True,
    )
    outbox.put(_effects(told, now))


def _effects(told: list[News], now: datetime) -> Iterable[Effect]:
    persons = {person for each in told for person in each.persons}
    choices: dict[int, list[ChannelChoice]] = {}
    for choice in ChannelChoice.objects.filter(person__in=persons).exclude(kinds=[]):
        choices.setdefault(choice.person_id, []).append(choice)
    quiet = {row.pk: row for row in QuietHours.objects.filter(pk__in=choices)} if choices else {}
    for news in told:
        for person in news.persons:
            for choice in choices.get(person, []):
                if news.kind in choice.kinds:
                    yield _effect(news, choice, _time(now, quiet.get(person)))


def _effect(news: News, choice: ChannelChoice, at: datetime) -> Effect:
    payload = {"person": choice.person_id, "channel": choice.channel, "key": news.key}
    return Effect(TOPIC, payload, f"msg:{choice.channel}:{choice.person_id}:{news.key}", at)


def _time(now: datetime, hours: QuietHours | None) -> datetime:
    return now if hours is None else goes_out_at(timezone.localtime(now), hours.begin, hours.end)


def read(actor: Actor, message_ids: Collection[int] | None = None) -> int:
    """Mark one's own as read: these, or all; returns how many were unread."""
    unread = Message.objects.visible_to(actor).unread()
    unread = unread if message_ids is None else unread.filter(pk__in=message_ids)
    return int(unread.update(read_at=clock.now()))


def settle(keys: Collection[str]) -> None:
    """These events ask for nothing any more: unread messages about them count as read."""
    Message.objects.unread().filter(key__in=keys).update(read_at=clock.now())


@transaction.atomic
def choose_channel(
    channel: str, address: str, kinds: Collection[str], *, actor: Actor, new_key: bool = False
) -> None:
    """Which kinds go out to oneself by a channel, and where to; no kinds: none go out by it."""
    from anfu.people.channels import channel_of

    if actor.user_id is None:
        raise Refused("请先登录。没有保存。")
    known = [kind for kind in MessageKind.values if kind in kinds]
    found = channel_of(channel)
    if known and not found.configured():
        raise Refused(f"{found.label}还没有配置，不能选。请联系系统管理员。没有保存。", field="kinds")
    if known and (problem := found.problem(address.strip())):
        raise Refused(problem, field="address")
    row = ChannelChoice.objects.select_for_update().filter(person=actor.user_id, channel=channel).first()
    row = row or ChannelChoice(person_id=actor.user_id, channel=Channel(channel).value)
    row.address, row.kinds = address.strip()[:300], known
    row.generation += int(new_key)
    row.save()
    # The address is personal data and stays out of the ledger.
    after = {"channel": channel, "kinds": known, "new_key": new_key}
    ledger.record(
        "people.channel_chosen", f"user:{actor.user_id}", actor=actor, on=clock.today(), after=after
    )


@transaction.atomic
def keep_quiet(begin: time | None, end: time | None, *, actor: Actor) -> None:
    """Set one's quiet hours, or have none."""
    if (begin is None) != (end is None):
        raise Refused("免打扰的开始和结束要一起写，或者都不写。没有保存。", field="begin")
    if begin is None or end is None:
        QuietHours.objects.filter(pk=actor.user_id).delete()
    else:
        QuietHours.objects.update_or_create(pk=actor.user_id, defaults={"begin": begin, "end": end})
    after = {"begin": str(begin or ""), "end": str(end or "")}
    ledger.record("people.quiet_set", f"user:{actor.user_id}", actor=actor, on=clock.today(), after=after)
