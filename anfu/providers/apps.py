from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProvidersConfig(AppConfig):
    name = "anfu.providers"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from anfu.providers import employment_triggers

        post_migrate.connect(
            employment_triggers.create, sender=self, dispatch_uid="providers.employment_triggers"
        )
