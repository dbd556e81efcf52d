from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.providers.kinds import ProviderKind
from anfu.providers.queries.providers import ProviderQuerySet
from anfu.providers.queries.under import UnderProviderQuerySet
from anfu.registry.models import Organisation


class State(models.TextChoices):
    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    PUBLICITY = "publicity", "公示中"
    LISTED = "listed", "已列入目录"
    SUSPENDED = "suspended", "暂停服务"
    REMOVED = "removed", "已移出目录"


# What is public about where a provider stands; each has its dated spell.
PUBLIC_STATES = (State.LISTED, State.SUSPENDED, State.REMOVED)


class Provider(Audited):
    """An institution that gives safety service: a role of an organisation. Where it stood on a day says its spells."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="provider"
    )
    kind = models.CharField("机构类型", max_length=19, choices=ProviderKind)
    state = models.CharField("状态", max_length=9, choices=State, default=State.DRAFT)
    # The county-level division of its seat, whose office reviews it; empty: outside the city, the city's office does.
    division = models.CharField("所在地区", max_length=6, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    business_scope = models.TextField("经营（业务）范围", max_length=4000, blank=True)
    trade = models.CharField("本行业代码", max_length=4, blank=True)
    website = models.CharField("网站", max_length=200, blank=True)
    phone = models.CharField("服务电话", max_length=40, blank=True)  # the office's, to be published
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系人手机", max_length=40, blank=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    # Who registered it fills in its papers until they were accepted; from then on its members do.
    registrant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True)
    publicity_until = models.DateField("公示最后一天", null=True)
    note = models.CharField("审核意见", max_length=500, blank=True)
    accepted_on = models.DateField("备案日期", null=True)  # the day on which the papers were first accepted
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="provider_kind_known", condition=Q(kind__in=ProviderKind.values)),
            models.CheckConstraint(name="provider_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="provider_publicity_has_its_end",
                condition=~Q(state=State.PUBLICITY) | Q(publicity_until__isnull=False),
            ),
            models.CheckConstraint(
                name="provider_decided_by_another",
                condition=Q(decided_by=None) | Q(registrant=None) | ~Q(decided_by=F("registrant")),
            ),
        ]
        indexes = [models.Index(name="provider_by_place", fields=["division", "state"])]

    def __str__(self) -> str:
        return f"provider {self.pk}"


class Spell(Audited):
    """Where a provider stood from a day on: listed, suspended or removed, and why (half-open; null = still).

    `term_end`: the first day on which a suspension is over by itself, and on which who was removed may apply anew.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="spells")
    state = models.CharField("状态", max_length=9, choices=[(s.value, s.label) for s in PUBLIC_STATES])
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    term_end = models.DateField("期满", null=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    clause = models.CharField("条款", max_length=40, blank=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spell_state_known", condition=Q(state__in=[s.value for s in PUBLIC_STATES])
            ),
            models.CheckConstraint(
                name="spell_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="spell_sanction_has_reason_and_term",
                condition=Q(state=State.LISTED) | (~Q(reason="") & Q(term_end__isnull=False)),
            ),
            models.UniqueConstraint(name="spell_one_open", fields=["provider"], condition=Q(valid_to=None)),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.state} {self.valid_from}"


class Objection(Audited):
    """Somebody objects to a provider while it is shown to the public; the office answers before it is listed."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="objections")
    text = models.CharField("异议", max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("提出时间")
    answer = models.CharField("答复", max_length=1000, blank=True)
    upheld = models.BooleanField("成立", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(upheld=None, answered_at=None, answer="")
                | (Q(upheld__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.UniqueConstraint(
                name="objection_once_open", fields=["provider", "made_by"], condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"
