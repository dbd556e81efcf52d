from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anfu.people"
    verbose_name = "人员"
