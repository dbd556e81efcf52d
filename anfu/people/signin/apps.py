from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "anfu.people.signin"
    label = "signin"
    verbose_name = "登录"

    def ready(self) -> None:
        from anfu.core.web.navigation import Entry, register
        from anfu.people.signin import keeping, readmitting, signals  # noqa: F401  (receivers, jobs, acts)

        keeping.register_kinds()
        register(Entry("管理", "登录与安全", "shield-lock", "signin:security", "people.own_security", 80))
        register(Entry("管理", "登录记录", "list-details", "signin:log", "people.view_signins", 70))
