from django.db import models

from anfu.core.models.audited import Audited


class Parameter(Audited):
    """One value of one number of the policy, from a day on, by its clause. Past values stay."""

    code = models.CharField("参数", max_length=60)
    division = models.CharField("地区", max_length=6, blank=True, default="")  # empty: the whole city
    valid_from = models.DateField("生效日期")
    value = models.JSONField("值")
    clause = models.CharField("条款", max_length=40)
    source = models.CharField("来源", max_length=200)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="parameter_one_value_a_day", fields=["code", "division", "valid_from"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"
