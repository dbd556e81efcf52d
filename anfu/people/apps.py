from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "anfu.people"
    verbose_name = "人员"

    def ready(self) -> None:
        from anfu.core.web.navigation import Entry, register
        from anfu.people import duty_triggers
        from anfu.people.todos import receiving

        post_migrate.connect(duty_triggers.create, sender=self, dispatch_uid="people.duty_triggers")
        receiving.connect()
        register(Entry("", "待办", "clipboard-list", "people:todo_list", "people.sign_out", order=2))
