from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "anfu.experts"
    verbose_name = "专家"

    def ready(self) -> None:
        # Importing declares the periodic work.
        from anfu.core.intake import kinds
        from anfu.core.web.navigation import Entry, register
        from anfu.experts import jobs  # noqa: F401
        from anfu.experts.roster import ExpertKind

        kinds.register(ExpertKind())
        group = "机构与专家"
        register(Entry("", "我的专家页", "user-circle", "experts:mine", "experts.own", 0, tab=True))
        register(Entry(group, "专家库", "users", "experts:expert_list", "experts.view", 20))
        register(Entry(group, "邀请与评价", "mail", "experts:call_list", "experts.invite", 22))
        register(Entry(group, "专家抽取", "dice-5", "experts:draw_list", "", 24))
