from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "anfu.targets"
    verbose_name = "成效"
