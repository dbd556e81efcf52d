from django.db import models


class FacetSet(models.Model):
    """A combination of facets that some version has or had; the database adds new ones (`facet_triggers`)."""

    packed = models.BigIntegerField("组合", primary_key=True)

    def __str__(self) -> str:
        return f"{self.packed:b}"
