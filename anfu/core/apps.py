from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "anfu.core"
    verbose_name = "基础"

    def ready(self) -> None:
        from anfu.core.ledger import guard
        from anfu.core.parameters import load_defaults

        post_migrate.connect(load_defaults, sender=self, dispatch_uid="core.parameters")
        if settings.LEDGER_GUARD:
            guard.install()
