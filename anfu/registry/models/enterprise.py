from django.db import models

from anfu.core.models import Audited
from anfu.registry.models.organisation import Organisation
from anfu.registry.queries.enterprises import EnterpriseQuerySet


class Enterprise(Audited):
    """The served party. Its facts are dated versions; here stands only who is answerable for it now."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="enterprise"
    )
    # The territory of the version in force now, so that scope needs no join.
    division = models.CharField("属地", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    # The county that loaded a firm whose place nobody knows yet: it waits in that county's queue.
    waiting_at = models.CharField("待落位", max_length=6, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["division", "town"], name="enterprise_territory"),
            models.Index(
                fields=["waiting_at"], name="enterprise_waiting", condition=~models.Q(waiting_at="")
            ),
        ]

    def __str__(self) -> str:
        return f"enterprise {self.pk}"
