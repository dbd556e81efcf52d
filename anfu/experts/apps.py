from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "anfu.experts"
    verbose_name = "专家"

    def ready(self) -> None:
        # Importing declares the periodic work.
        from anfu.experts import jobs  # noqa: F401
