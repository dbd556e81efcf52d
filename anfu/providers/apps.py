from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProvidersConfig(AppConfig):
    name = "anfu.providers"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from anfu.core.intake import kinds
        from anfu.core.web.navigation import Entry, register, way_in
        from anfu.providers import employment_triggers, jobs  # noqa: F401  (the calendar's work declares itself)
        from anfu.providers.actions import sanctions  # noqa: F401  (so does the act of two persons)
        from anfu.providers.roster import StaffKind

        kinds.register(StaffKind())
        group = "机构与专家"
        way_in("providers:register", "登记服务机构")
        register(Entry("", "我的机构", "building", "providers:mine", "providers.apply", order=0, tab=True))
        register(
            Entry(group, "机构备案", "building", "providers:provider_list", "providers.review", order=10)
        )
        register(Entry(group, "机构公示", "eye-check", "providers:publicity_list", "", order=12))
        post_migrate.connect(
            employment_triggers.create, sender=self, dispatch_uid="providers.employment_triggers"
        )
