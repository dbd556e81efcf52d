from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "anfu.experts"
    verbose_name = "专家"
