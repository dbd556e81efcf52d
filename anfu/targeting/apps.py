from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "anfu.targeting"
    verbose_name = "重点对象"

    def ready(self) -> None:
        # Importing the jobs declares their kinds.
        from anfu.targeting import jobs, merging, receivers  # noqa: F401

        receivers.connect()
        merging.connect()
