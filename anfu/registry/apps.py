from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "anfu.registry"
    verbose_name = "企业库"

    def ready(self) -> None:
        from anfu.core.intake import kinds
        from anfu.registry.roster.kind import RosterKind

        kinds.register(RosterKind())
