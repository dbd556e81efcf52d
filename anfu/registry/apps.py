from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    name = "anfu.registry"
    verbose_name = "企业库"

    def ready(self) -> None:
        from anfu.core.intake import kinds
        from anfu.core.web.navigation import Entry, register
        from anfu.registry import facet_triggers, receivers, standing
        from anfu.registry.actions import export, find_duplicates  # noqa: F401  (their jobs)
        from anfu.registry.queries import waiting
        from anfu.registry.roster.kind import RosterKind
        from anfu.registry.signals import facts_changed

        kinds.register(RosterKind())
        standing.register()
        post_migrate.connect(facet_triggers.create, sender=self, dispatch_uid="registry.facet_triggers")
        facts_changed.connect(receivers.follow, dispatch_uid="registry.search")
        group = "摸清底数"
        register(
            Entry(
                group,
                "企业库",
                "building-factory-2",
                "registry:enterprise_list",
                "registry.view",
                10,
                tab=True,
                tab_label="企业",
            )
        )
        register(
            Entry(
                group, "待落位", "map-pin", "registry:unplaced", "registry.edit", 40, waiting.unplaced_up_to
            )
        )
        register(Entry(group, "疑似重复", "copy", "registry:duplicate_list", "registry.merge", 50))
