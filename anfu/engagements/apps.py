from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "anfu.engagements"
    verbose_name = "服务关系"
