from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "anfu.targeting"
    verbose_name = "重点对象"
