from django.db import models

from anfu.core.models import Audited


class Organisation(Audited):
    """Any registered party, keyed by its unified social credit code; enterprise and provider are roles of it."""

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=200)
    former_ids = models.JSONField("曾用代码", default=list)

    def __str__(self) -> str:
        return self.name
