from django.db import models


class Budget(models.Model):
    """How far one key is ahead of its allowance; `key` is a keyed digest, so the table names nobody."""

    key = models.CharField("键", max_length=64, primary_key=True)
    free_at = models.BigIntegerField("何时恢复", default=0)  # milliseconds since 1970

    def __str__(self) -> str:
        return self.key[:8]
