from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A person's own filter of a list, under a name; its URL query holds the whole state."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField("页面", max_length=40)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(name="saved_view_name", fields=["owner", "page", "name"])]

    def __str__(self) -> str:
        return self.name
