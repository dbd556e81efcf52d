from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "anfu.core"
    verbose_name = "基础"

    def ready(self) -> None:
        from anfu.core import (
            outbox,  # noqa: F401  (its periodic work)
            parameter_changes,  # noqa: F401  (its act)
        )
        from anfu.core.approvals import expiry  # noqa: F401  (its periodic work)
        from anfu.core.approvals.queries import waiting_for
        from anfu.core.backup import periodic  # noqa: F401  (its nightly work)
        from anfu.core.intake import applying, judging, withdrawing  # noqa: F401  (their jobs)
        from anfu.core.ledger import guard
        from anfu.core.ledger.state import capture, replay  # noqa: F401  (its nightly work)
        from anfu.core.outbound import allowing  # noqa: F401  (its act)
        from anfu.core.parameters import load_defaults
        from anfu.core.retention import clearing, of_core  # noqa: F401  (its daily work)
        from anfu.core.web.navigation import Entry, register
        from anfu.core.web.saying import speak_plainly

        speak_plainly()
        of_core.register_kinds()
        connection_created.connect(capture.watch, dispatch_uid="core.ledger.state", weak=False)
        post_migrate.connect(capture.after_migrating, sender=self, dispatch_uid="core.ledger.state")
        post_migrate.connect(load_defaults, sender=self, dispatch_uid="core.parameters")
        if settings.LEDGER_GUARD:
            guard.install()
        register(Entry("摸清底数", "名册导入", "upload", "core:intake_list", "registry.import", 30))
        register(
            Entry("管理", "规则与参数", "adjustments", "core:parameter_list", "core.view_parameters", 10)
        )
        register(
            Entry(
                "管理",
                "待核准",
                "user-check",
                "core:approval_list",
                "core.view_approvals",
                5,
                count=waiting_for,
            )
        )
        register(Entry("管理", "台账", "book", "core:ledger_list", "core.view_ledger", 20))
        register(Entry("管理", "核验台账", "shield-check", "core:trust", "", 25))
        register(Entry("管理", "保留期限", "clock", "core:retention", "core.view_retention", 27))
        register(Entry("管理", "后台任务", "progress", "core:job_list", "core.view_jobs", 30))
