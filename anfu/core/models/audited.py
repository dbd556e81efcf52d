from django.db import models


class Audited(models.Model):
    """A row whose every change must stand in the ledger; the guard refuses commits that leave no entry."""

    audited = True

    class Meta:
        abstract = True
