from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "anfu.people"
    verbose_name = "人员"

    def ready(self) -> None:
        # Importing acts, jobs, topics and periodic work declares them.
        from anfu.core.web.navigation import Entry, register
        from anfu.people import duty_triggers, keeping, merging, official  # noqa: F401
        from anfu.people.channels import delivering  # noqa: F401
        from anfu.people.letters import job  # noqa: F401
        from anfu.people.messages.rail import unread
        from anfu.people.todos import handing, receiving, reminding  # noqa: F401
        from anfu.people.web import inviting, rail

        rail.register()
        inviting.register()
        keeping.register_kinds()

        post_migrate.connect(duty_triggers.create, sender=self, dispatch_uid="people.duty_triggers")
        receiving.connect()
        handing.connect()
        merging.connect()
        register(Entry("", "待办", "clipboard-list", "people:todo_list", "people.sign_out", order=2))
        register(Entry("", "消息", "bell", "people:message_list", "people.sign_out", count=unread, top=True))
        register(Entry("管理", "外联与发送", "send", "people:outbound", "core.outbound", 40))
