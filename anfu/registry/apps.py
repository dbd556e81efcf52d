from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "anfu.registry"
    verbose_name = "企业库"
