from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "anfu.targets"
    verbose_name = "成效"

    def ready(self) -> None:
        from anfu.targets import receivers
        from anfu.targets.web import rail

        receivers.connect()
        rail.register()
