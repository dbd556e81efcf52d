import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.registry.models import Enterprise
from anfu.registry.queries.territory import TerritoryQuerySet


class Subject(models.TextChoices):
    """What is presumed: one of the nine grounds of 二(一)1, or the industry of an enterprise without a code."""

    DANGEROUS_GOODS_MAKING = "dangerous_goods_making", "危险物品生产、储存"
    DANGEROUS_GOODS_TRADE = "dangerous_goods_trade", "危险物品经营"
    MINE = "mine", "矿山"
    AMMONIA = "ammonia", "涉氨"
    COMBUSTIBLE_DUST = "combustible_dust", "涉燃爆粉尘"
    CONFINED_SPACE = "confined_space", "有限空间作业"
    SPRAYING = "spraying", "喷涂作业"
    METAL_SMELTING = "metal_smelting", "金属冶炼"
    MAJOR_HAZARD_INSTALLATION = "major_hazard_installation", "重大危险源"
    INDUSTRY = "industry", "行业"


BY_HAND = "人工"
GROUNDS = [s.value for s in Subject if s is not Subject.INDUSTRY]


class FindingState(models.TextChoices):
    PRESUMED = "presumed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUTED = "refuted", "不成立"


class Strength(models.TextChoices):
    STRONG = "strong", "强"
    MEDIUM = "medium", "中"
    WEAK = "weak", "弱"


class Finding(Audited):
    """One ground (or industry) of one enterprise: presumed with its evidence, then confirmed or refuted by a person.

    A confirmed one holds from `valid_from` until `valid_to`. A refuted one keeps the hash of the texts it was judged
    on, and is not suggested again while they stay the same.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="findings")
    subject = models.CharField("情形", max_length=30, choices=Subject)
    value = models.CharField("推定值", max_length=4, blank=True)  # the industry code, where that is presumed
    state = models.CharField("状态", max_length=9, choices=FindingState, default=FindingState.PRESUMED)
    strength = models.CharField("强度", max_length=6, choices=Strength)
    likelier = models.BooleanField("很可能", default=False)
    rule = models.CharField("规则", max_length=20)
    evidence = models.JSONField("依据", default=list)
    texts_hash = models.CharField("文本校验", max_length=32)
    presumed_at = models.DateTimeField("推定时间")
    valid_from = models.DateField("自", null=True)
    valid_to = models.DateField("至", null=True)
    decided_at = models.DateTimeField("核实时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_name = models.CharField("核实人", max_length=40, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="finding_state_known", condition=Q(state__in=FindingState.values)),
            models.CheckConstraint(
                name="finding_confirmed_has_its_day",
                condition=Q(state=FindingState.CONFIRMED, valid_from__isnull=False)
                | (Q(valid_from=None) & ~Q(state=FindingState.CONFIRMED)),
            ),
            models.CheckConstraint(
                name="finding_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_from__isnull=False, valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="finding_one_open", fields=["enterprise", "subject"], condition=Q(valid_to=None)
            ),
        ]
        indexes = [
            # The queue's pages in order of their key, and its counts by subject, each from an index alone.
            models.Index(name="finding_pages", fields=["state", "likelier", "id"]),
            models.Index(
                name="finding_counts", fields=["state", "likelier", "subject", "strength", "enterprise"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.subject} {self.state}"

    @property
    def mark(self) -> str:
        """What a form carries to tell whether the finding changed since it was opened."""
        decided = self.decided_at.isoformat() if self.decided_at else ""
        parts = (
            self.state,
            decided,
            str(self.valid_to),
            self.value,
            self.strength,
            self.rule,
            self.texts_hash,
        )
        return hashlib.blake2b("|".join(parts).encode(), digest_size=12).hexdigest()

    @property
    def by_hand(self) -> bool:
        """Whether an officer added it without a presumption."""
        return self.rule == BY_HAND
