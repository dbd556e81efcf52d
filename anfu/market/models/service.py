from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.market.queries.services import ServiceQuerySet, SubscriptionQuerySet
from anfu.providers.models import Provider


class ServiceState(models.TextChoices):
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class Service(Audited):
    """A standing offer of a provider: a package such as 安全托管 by the year, with its price and what is in it."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services")
    title = models.CharField("名称", max_length=60)
    kinds = models.JSONField("服务内容", default=list)
    includes = models.CharField("包含什么", max_length=1000)
    price_fen = models.BigIntegerField("一年价格")
    divisions = models.JSONField("服务地区", default=list)  # empty: the whole city
    capacity = models.PositiveSmallIntegerField("还能接几家")
    state = models.CharField("状态", max_length=9, choices=ServiceState, default=ServiceState.PUBLISHED)
    published_at = models.DateTimeField("发布时间")
    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_state_known", condition=Q(state__in=ServiceState.values)),
            models.CheckConstraint(name="service_price_positive", condition=Q(price_fen__gt=0)),
        ]
        indexes = [models.Index(name="service_by_state", fields=["state", "id"])]

    def __str__(self) -> str:
        return f"service {self.pk}"


class Subscription(Audited):
    """Somebody of a provider wants a digest of new demands each day; no kinds: all that the provider may serve."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    kinds = models.JSONField("服务内容", default=list)
    divisions = models.JSONField("地区", default=list)
    active = models.BooleanField("订阅", default=True)
    told_until = models.DateTimeField("已告知到")
    objects = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"subscription {self.pk}"
