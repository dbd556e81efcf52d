from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "anfu.people"
    verbose_name = "人员"

    def ready(self) -> None:
        from anfu.people import duty_triggers

        post_migrate.connect(duty_triggers.create, sender=self, dispatch_uid="people.duty_triggers")
