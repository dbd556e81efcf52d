from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class MessageKind(models.TextChoices):
    TODO = "todo", "新的待办"
    REMINDER = "reminder", "到期提醒"
    ESCALATION = "escalation", "逾期上报"
    NOTICE = "notice", "办理结果"


class Channel(models.TextChoices):
    EMAIL = "email", "电子邮件"
    WEBHOOK = "webhook", "网络回调"
    SMS = "sms", "短信"
    ZZD = "zzd", "浙政钉"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, whichever party one acts for."""
        return self.none() if actor.user_id is None else self.filter(person=actor.user_id)

    def unread(self) -> Self:
        """Those not yet read."""
        return self.filter(read_at=None)


class Message(models.Model):
    """One thing told to one person, once; `key` names the event."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=MessageKind)
    key = models.CharField("事件", max_length=120)
    text = models.CharField("内容", max_length=260)
    href = models.CharField("链接", max_length=300)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)
    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_once", fields=["person", "key"]),
            models.CheckConstraint(name="message_kind_known", condition=Q(kind__in=MessageKind.values)),
        ]
        indexes = [
            models.Index(name="message_unread", fields=["person"], condition=Q(read_at=None)),
            models.Index(name="message_event", fields=["key"], condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


class ChannelChoice(models.Model):
    """By which channel a person wants which kinds, and where to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    address = models.CharField("地址", max_length=300)
    kinds = models.JSONField("种类", default=list)
    # The webhook's key is derived from it, so that no key is kept; a new number makes a new key.
    generation = models.PositiveIntegerField("第几把密钥", default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="channel_once", fields=["person", "channel"]),
            models.CheckConstraint(name="channel_known", condition=Q(channel__in=Channel.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"


class QuietHours(models.Model):
    """When nothing goes out to a person; what comes up meanwhile goes out when they end."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    begin = models.TimeField("开始")
    end = models.TimeField("结束")

    def __str__(self) -> str:
        return f"{self.begin}-{self.end}"
